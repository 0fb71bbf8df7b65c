import { publicPages } from "../pages";
import { accessible, awake, expect, test } from "./support/test";

for (const colorScheme of ["light", "dark"] as const) {
  for (const width of [360, 1280]) {
    test.describe(`${colorScheme}, ${width} px`, () => {
      test.use({ colorScheme, viewport: { width, height: 800 }, expectedStatuses: [404] });
      for (const address of publicPages) {
        test(`${address} has no accessibility finding`, async ({ page }) => {
          await page.goto(address);
          await awake(page, true);
          await accessible(page);
        });
      }
    });
  }
}

test("in English the style guide has no accessibility finding", async ({ page, context, baseURL }) => {
  await context.addCookies([{ name: "lang", value: "en", url: baseURL ?? "" }]);
  await page.goto("/gaya");
  await awake(page, true);
  await expect(page.locator("html")).toHaveAttribute("lang", "en");
  await accessible(page);
});

test("what was typed before the client woke is still there after", async ({ page }) => {
  // The client's code is held back until the fields are filled.
  let release = () => {};
  const filled = new Promise<void>((resolve) => (release = resolve));
  await page.route("**/pkg/*.wasm", async (route) => {
    await filled;
    await route.continue();
  });
  await page.goto("/gaya", { waitUntil: "domcontentloaded" });
  await page.locator("#gaya-plain-name").fill("Siti Aminah");
  await page.locator("#gaya-plain-story").fill("Tiga tahun\ndi pabrik garmen");
  await page.locator("#gaya-plain-place").selectOption("b");
  await page.locator("#gaya-plain-consent").check();
  await page.locator("#gaya-wrong-email").fill("siti@contoh.id");
  release();
  await awake(page, true);
  await expect(page.locator("#gaya-plain-name")).toHaveValue("Siti Aminah");
  await expect(page.locator("#gaya-plain-story")).toHaveValue("Tiga tahun\ndi pabrik garmen");
  await expect(page.locator("#gaya-plain-place")).toHaveValue("b");
  await expect(page.locator("#gaya-plain-consent")).toBeChecked();
  await expect(page.locator("#gaya-wrong-email")).toHaveValue("siti@contoh.id");
});

test("with the client a question is modal, and Escape leads back", async ({ page }) => {
  await page.goto("/gaya");
  await awake(page, true);
  await page.getByRole("link", { name: "Hapus lamaran ini?" }).click();
  const question = page.getByRole("dialog", { name: "Hapus lamaran ini?" });
  await expect(question).toBeVisible();
  expect(await question.evaluate((dialog) => dialog.matches(":modal"))).toBe(true);
  await page.keyboard.press("Escape");
  await expect(question).toBeHidden();
  await expect(page).toHaveURL(/\/gaya$/);
});

test("a page that the client opens is read out: the focus moves to it", async ({ page }) => {
  await page.goto("/gaya");
  await awake(page, true);
  await page.getByRole("link", { name: "Portal Kerja Jawa Timur" }).click();
  await expect(page).toHaveURL(/\/$/);
  await expect(page.locator("main")).toBeFocused();
});
