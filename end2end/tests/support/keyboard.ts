// Acts as a person without a pointer: Tab, arrow keys, letters and Enter.
import { type Locator, type Page } from "@playwright/test";
import { expect } from "./test";

/** A number of Tab stops that no page reaches. */
const STOPS = 150;

/** Whether the focused element is marked in the focus colour (yellow), by its outline or its background. */
const isSeen = (element: Element) => {
  const probe = document.body.appendChild(document.createElement("i"));
  probe.style.color = "var(--focus)";
  const yellow = getComputedStyle(probe).color;
  probe.remove();
  const style = getComputedStyle(element);
  return (style.outlineStyle !== "none" && style.outlineColor === yellow) || style.backgroundColor === yellow;
};

/** Presses Tab until the focus is on `target`; checks that the focus is visible at every stop on the way. */
export async function tabTo(page: Page, target: Locator) {
  await expect(target).toBeVisible();
  for (let stop = 0; stop < STOPS; stop += 1) {
    await page.keyboard.press("Tab");
    const focused = page.locator(":focus");
    if ((await focused.count()) === 0) continue; // The focus is outside the page, in the browser.
    expect(await focused.evaluate(isSeen), `the focus is seen at stop ${stop}`).toBe(true);
    if (await target.evaluate((element) => element === document.activeElement)) {
      await expect(target).toBeInViewport();
      return;
    }
  }
  throw new Error(`the keyboard does not reach ${String(target)}`);
}

/** Moves the focus to `target` and presses Enter. */
export async function follow(page: Page, target: Locator) {
  await tabTo(page, target);
  await page.keyboard.press("Enter");
}

/** Moves the focus to a drop-down list and chooses an option by its first letters. */
export async function choose(page: Page, select: Locator, letters: string, value: string) {
  await tabTo(page, select);
  await page.keyboard.type(letters);
  await expect(select).toHaveValue(value);
}
