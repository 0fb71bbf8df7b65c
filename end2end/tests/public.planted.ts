// The pages that everybody may open, with very long words in people's texts.
import { publicPages, wakes } from "../pages";
import { fitsAll } from "./support/every_page";
import { SEED } from "./support/long_words";
import { awake, expect, test } from "./support/test";

test.describe("long words widen no page", () => {
  test.use({ expectedStatuses: [404] });
  for (const address of publicPages) {
    test(address, async ({ page }) => {
      await page.goto(address);
      await awake(page, wakes(address));
      await fitsAll(page);
    });
  }
});

test("long words of a search, a vacancy and a class widen no page", async ({ page }) => {
  const word = SEED.trim();
  await page.goto(`/lowongan?wilayah=semua&kata=${encodeURIComponent(word)}`);
  await fitsAll(page);
  await page.goto("/lowongan");
  await expect(page.locator(".card-title").first()).toContainText(word);
  await fitsAll(page);
  await page.locator(".card-title a").first().click();
  await expect(page.getByRole("heading", { level: 1 })).toContainText(word);
  await fitsAll(page);
  await page.goto("/pemberdayaan/menjahit-busana");
  await expect(page.getByRole("heading", { level: 1 })).toContainText(word);
  await fitsAll(page);
});
