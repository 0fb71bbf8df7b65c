// One picture a page, at the width of a phone and of a desk, light and dark.
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "@playwright/test";

const folder = join(import.meta.dirname, "../../docs/pictures");
const pages: [name: string, address: string][] = [
  ["depan", "/"],
  ["lowongan", "/lowongan?kata=admin"],
  ["konsultasi", "/konsultasi"],
  ["pemberdayaan", "/pemberdayaan"],
  ["gaya", "/gaya"],
];
const sizes = [{ width: 360, height: 780 }, { width: 1280, height: 900 }];

test.beforeAll(() => mkdir(folder, { recursive: true }));

for (const viewport of sizes) {
  for (const colorScheme of ["light", "dark"] as const) {
    test.describe(`${viewport.width} ${colorScheme}`, () => {
      test.use({ viewport, colorScheme });
      for (const [name, address] of pages) {
        test(name, async ({ page }) => {
          const answer = await page.goto(address);
          expect(answer?.status()).toBe(200);
          // Playwright writes PNG and JPEG only; WebP weighs a third of either here.
          const session = await page.context().newCDPSession(page);
          const { data } = await session.send("Page.captureScreenshot", { format: "webp", quality: 72 });
          await writeFile(join(folder, `${name}-${viewport.width}-${colorScheme}.webp`), Buffer.from(data, "base64"));
        });
      }
    });
  }
}
