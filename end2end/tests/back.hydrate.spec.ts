// A page out of the back/forward cache. Playwright turns that cache off, so the test only sends the event with which a
// page comes out of it.
import { expect, test } from "./support/test";

test("a page that comes back as it was sends its forms anew", async ({ page }) => {
  await page.goto("/lupa-sandi");
  const again = page.locator("form [name=_again]");
  await page.evaluate(() => dispatchEvent(new PageTransitionEvent("pageshow", { persisted: false })));
  await expect(again).toHaveCount(0);
  await page.evaluate(() => dispatchEvent(new PageTransitionEvent("pageshow", { persisted: true })));
  await expect(again).not.toHaveCount(0);
  expect(await again.first().inputValue()).toMatch(/^\d/);
});
