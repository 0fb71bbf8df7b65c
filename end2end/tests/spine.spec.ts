import { awake, expect, test } from "./support/test";

test("the first page opens, and changes its language without losing its place", async ({ page, javaScriptEnabled }) => {
  await page.goto("/");
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  await awake(page, javaScriptEnabled ?? true);
  await page.getByRole("button", { name: "English" }).click();
  await expect(page.locator("html")).toHaveAttribute("lang", "en");
});

test.describe("unknown addresses", () => {
  test.use({ expectedStatuses: [404] });
  test("an unknown address says so and leads on", async ({ page }) => {
    const answer = await page.goto("/tidak-ada");
    expect(answer?.status()).toBe(404);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  });
});

test.describe("a browser that asks for English", () => {
  test.use({ locale: "en-US" });
  test("is answered in English from its first visit, until another language is chosen", async ({ page, javaScriptEnabled }) => {
    await page.goto("/");
    await expect(page.locator("html")).toHaveAttribute("lang", "en");
    await awake(page, javaScriptEnabled ?? true);
    await page.goto("/lowongan");
    await expect(page.locator("html")).toHaveAttribute("lang", "en");
    await page.getByRole("button", { name: "Indonesia", exact: true }).click();
    await expect(page.locator("html")).toHaveAttribute("lang", "id");
    await page.goto("/");
    await expect(page.locator("html")).toHaveAttribute("lang", "id");
  });
});
