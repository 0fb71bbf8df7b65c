// Words longer than any line, and whether this run uses the portal that has them.
import { test } from "@playwright/test";

/** A word of sixty letters, an emoji and an Arabic name; planted at the end of everything that people write. */
export const SEED = ` ${"Ketidakbertanggungjawabannya".repeat(3).slice(0, 60)} 👩🏽‍🏭 محمدعبدالرحمن`;

/** Whether this run uses the portal with the planted words. */
export const isPlanted = () => test.info().project.name === "long words";
