import { publicPages, wakes } from "../pages";
import { accessible, awake, expect, hold, test } from "./support/test";

for (const colorScheme of ["light", "dark"] as const) {
  for (const width of [360, 1280]) {
    test.describe(`${colorScheme}, ${width} px`, () => {
      test.use({ colorScheme, viewport: { width, height: 800 }, expectedStatuses: [404] });
      for (const address of publicPages) {
        test(`${address} has no accessibility finding`, async ({ page }) => {
          await page.goto(address);
          await awake(page, wakes(address));
          await accessible(page);
        });
      }
    });
  }
}

test("in English the style guide has no accessibility finding", async ({ page }) => {
  await page.goto("/gaya");
  await page.getByRole("button", { name: "English" }).click();
  await expect(page.locator("html")).toHaveAttribute("lang", "en");
  await accessible(page);
});

test("what was typed before the client woke is still there after", async ({ page }) => {
  const release = await hold(page, "**/pkg/*.wasm");
  await page.goto("/", { waitUntil: "domcontentloaded" });
  await page.getByRole("searchbox").fill("las listrik");
  release();
  await awake(page, true);
  await expect(page.getByRole("searchbox")).toHaveValue("las listrik");
});
