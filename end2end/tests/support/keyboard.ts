// A person who has no pointer: Tab, arrows, letters and Enter.
import { type Locator, type Page } from "@playwright/test";
import { expect } from "./test";

/** More stops than any page has. */
const STOPS = 150;

/** Whether the element that has the focus shows it in the yellow of the focus: by its outline, or by its ground. */
const isSeen = (element: Element) => {
  const probe = document.body.appendChild(document.createElement("i"));
  probe.style.color = "var(--focus)";
  const yellow = getComputedStyle(probe).color;
  probe.remove();
  const style = getComputedStyle(element);
  return (style.outlineStyle !== "none" && style.outlineColor === yellow) || style.backgroundColor === yellow;
};

/** Presses Tab until the focus is on `target`; every stop on the way can be seen. */
export async function tabTo(page: Page, target: Locator) {
  await expect(target).toBeVisible();
  for (let stop = 0; stop < STOPS; stop += 1) {
    await page.keyboard.press("Tab");
    const focused = page.locator(":focus");
    if ((await focused.count()) === 0) continue; // The browser's own frame.
    expect(await focused.evaluate(isSeen), `the focus is seen at stop ${stop}`).toBe(true);
    if (await target.evaluate((element) => element === document.activeElement)) {
      await expect(target).toBeInViewport();
      return;
    }
  }
  throw new Error(`the keyboard does not reach ${String(target)}`);
}

/** Reaches `target` and presses Enter on it. */
export async function follow(page: Page, target: Locator) {
  await tabTo(page, target);
  await page.keyboard.press("Enter");
}

/** Reaches a drop-down list and chooses by its first letters. */
export async function choose(page: Page, select: Locator, letters: string, value: string) {
  await tabTo(page, select);
  await page.keyboard.type(letters);
  await expect(select).toHaveValue(value);
}
