import { accessible, awake, expect, test } from "./support/test";

test("the first page wakes and has no accessibility finding", async ({ page }) => {
  await page.goto("/");
  await awake(page, true);
  await accessible(page);
});

test("a page that the browser has translated is left alone and its links work", async ({ page }) => {
  await page.addInitScript(() => addEventListener("DOMContentLoaded", () => document.documentElement.classList.add("translated-ltr")));
  await page.goto("/");
  await expect(page.locator("html")).toHaveAttribute("data-client", "translated");
});
