// Words that no line holds, and the pages on which people have written them.
import { test } from "@playwright/test";

/** Sixty letters, an address for mails, a name without spaces, emoji and Arabic: behind all that people write. */
export const SEED = ` ${"Ketidakbertanggungjawabannya".repeat(3).slice(0, 60)} 👩🏽‍🏭 محمدعبدالرحمن`;

/** Whether this run reads the portal in which they are planted. */
export const isPlanted = () => test.info().project.name === "long words";
