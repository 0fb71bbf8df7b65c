// The test of this suite: fails on whatever the console, the page or the policy complains about.
import { test as base, expect, type Page } from "@playwright/test";
import AxeBuilder from "@axe-core/playwright";

/** Fits no words. */
const nothing = /(?!)/;

type Options = {
  /** Statuses that the test expects; the browser writes a line of its own for each. */
  expectedStatuses: number[];
  /** Words of the complaints that the test itself provokes. */
  expectedFaults: RegExp;
};

export const test = base.extend<Options>({
  expectedStatuses: [[], { option: true }],
  expectedFaults: [nothing, { option: true }],
  page: async ({ page, expectedStatuses, expectedFaults }, use) => {
    const faults: string[] = [];
    watch(page, expectedStatuses, faults, expectedFaults);
    await use(page);
    expect(faults, "the browser complained").toEqual([]);
  },
});

/** Collects the complaints of one page; a test that opens a second page watches it itself. */
export function watch(page: Page, expectedStatuses: number[], faults: string[], expectedFaults = nothing) {
  const note = (words: string) => {
    if (!expectedFaults.test(words)) faults.push(words);
  };
  page.on("console", (message) => {
    if (message.type() !== "error") return;
    const status = /status of (\d+)/.exec(message.text());
    if (!status || !expectedStatuses.includes(Number(status[1]))) note(message.text());
  });
  page.on("pageerror", (error) => note(String(error)));
}

/** Holds back what the page fetches at these addresses, until the returned function is called. */
export async function hold(page: Page, addresses: string | RegExp): Promise<() => void> {
  let release = () => {};
  const released = new Promise<void>((resolve) => (release = resolve));
  await page.route(addresses, async (route) => {
    await released;
    await route.continue();
  });
  return release;
}

/** Waits until the page's client is awake; without JavaScript there is none to wait for. */
export async function awake(page: Page, javaScriptEnabled: boolean) {
  if (javaScriptEnabled) await expect(page.locator("html")).toHaveAttribute("data-client", "on", { timeout: 30_000 });
}

/** No WCAG 2.2 A or AA finding on the page as it stands. */
export async function accessible(page: Page) {
  const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];
  // The other mode opens a second page each time, for frames of other hosts; the portal has no frames.
  const found = await new AxeBuilder({ page }).withTags(tags).setLegacyMode().analyze();
  expect(await page.locator("[hidden]:visible").count(), "what is hidden is not shown").toBe(0);
  expect(found.violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.target.join(" ")).join(", ")}`)).toEqual([]);
}

export { expect };
