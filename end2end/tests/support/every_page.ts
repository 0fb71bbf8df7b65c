// Checks that apply to every page, for every person.
import { type Page, test } from "@playwright/test";
import { wakes } from "../../pages";
import { isPlanted } from "./long_words";
import { accessible, awake, expect } from "./test";

/** Checks that nothing is wider than the window, except inside elements that scroll. */
export async function fits(page: Page) {
  const wide = await page.evaluate(() => {
    const limit = document.documentElement.clientWidth;
    const isClipped = (element: Element | null): boolean =>
      element !== null && element !== document.body && (getComputedStyle(element).overflowX !== "visible" || isClipped(element.parentElement));
    const sticksOut = (element: Element) => element.getBoundingClientRect().right > limit + 1 && !isClipped(element);
    return [...document.querySelectorAll("body *")].filter(sticksOut).map((e) => `${e.tagName}.${e.className}`);
  });
  expect(wide).toEqual([]);
  const [whole, seen] = await page.evaluate(() => [document.documentElement.scrollWidth, document.documentElement.clientWidth]);
  expect(whole).toBeLessThanOrEqual(seen ?? 0);
}

/** The same on two small phones and on a desktop. */
export async function fitsAll(page: Page) {
  for (const width of [320, 360, 1280]) {
    await test.step(`${width} px`, async () => {
      await page.setViewportSize({ width, height: 800 });
      await fits(page);
    });
  }
}

/** Opens the page, also dark and printed; checks its title, first heading, width and accessibility. */
export async function holds(page: Page, address: string, status = 200) {
  await test.step(address, async () => {
    await page.emulateMedia({ colorScheme: "light" });
    await page.setViewportSize({ width: 360, height: 800 });
    const answer = await page.goto(address);
    expect(answer?.status()).toBe(status);
    await awake(page, wakes(address));
    await expect(page).toHaveTitle(/\S – Portal Kerja Jawa Timur$/);
    await expect(page.getByRole("heading", { level: 1 })).toHaveCount(1);
    if (isPlanted()) return fitsAll(page);
    await accessible(page);
    await page.setViewportSize({ width: 320, height: 640 });
    await fits(page);
    await page.emulateMedia({ colorScheme: "dark" });
    await page.setViewportSize({ width: 1280, height: 800 });
    await accessible(page);
    // Printed from a dark screen, the page is black on white and has no buttons or links of navigation.
    await page.emulateMedia({ colorScheme: "dark", media: "print" });
    await accessible(page);
    const pressed = page.locator(".site-nav, .site-tools, .site-footer, button, .button");
    expect(await pressed.filter({ visible: true }).count(), "what is printed cannot be pressed").toBe(0);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    await page.emulateMedia({ media: "screen" });
  });
}
