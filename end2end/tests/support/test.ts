// The test of this suite: fails on whatever the console, the page or the policy complains about.
import { test as base, expect, type Page } from "@playwright/test";
import AxeBuilder from "@axe-core/playwright";

/** Statuses that the test expects; the browser writes a line of its own for each. */
type Options = { expectedStatuses: number[] };

export const test = base.extend<Options>({
  expectedStatuses: [[], { option: true }],
  page: async ({ page, expectedStatuses }, use) => {
    const faults: string[] = [];
    watch(page, expectedStatuses, faults);
    await use(page);
    expect(faults, "the browser complained").toEqual([]);
  },
});

/** Collects the complaints of one page; a test that opens a second page watches it itself. */
export function watch(page: Page, expectedStatuses: number[], faults: string[]) {
  page.on("console", (message) => {
    if (message.type() !== "error") return;
    const status = /status of (\d+)/.exec(message.text());
    if (status && expectedStatuses.includes(Number(status[1]))) return;
    faults.push(message.text());
  });
  page.on("pageerror", (error) => faults.push(String(error)));
}

/** Waits until the page's client is awake; without JavaScript there is none to wait for. */
export async function awake(page: Page, javaScriptEnabled: boolean) {
  if (javaScriptEnabled) await expect(page.locator("html")).toHaveAttribute("data-client", "on", { timeout: 30_000 });
}

/** No WCAG 2.2 A or AA finding on the page as it stands. */
export async function accessible(page: Page) {
  const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];
  const found = await new AxeBuilder({ page }).withTags(tags).analyze();
  expect(found.violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.target.join(" ")).join(", ")}`)).toEqual([]);
}

export { expect };
