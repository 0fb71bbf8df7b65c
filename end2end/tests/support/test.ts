// The `test` of this suite: it fails on every error of the console, the page or the content security policy.
import { test as base, expect, type Page } from "@playwright/test";
import AxeBuilder from "@axe-core/playwright";

/** Matches no text. */
const nothing = /(?!)/;

type Options = {
  /** Statuses that the test expects; the browser logs an error for each. */
  expectedStatuses: number[];
  /** Errors that the test itself causes. */
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

/** Collects the errors of a page; a test that opens a second page watches that page itself. */
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

/** Delays the page's requests to these addresses until the returned function is called. */
export async function hold(page: Page, addresses: string | RegExp): Promise<() => void> {
  let release = () => {};
  const released = new Promise<void>((resolve) => (release = resolve));
  await page.route(addresses, async (route) => {
    await released;
    await route.continue();
  });
  return release;
}

/** Waits until the page's client has started; without JavaScript there is none. */
export async function awake(page: Page, javaScriptEnabled: boolean) {
  if (javaScriptEnabled) await expect(page.locator("html")).toHaveAttribute("data-client", "on", { timeout: 30_000 });
}

/** Checks that axe finds nothing against WCAG 2.2, levels A and AA, on the page as it is. */
export async function accessible(page: Page) {
  const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];
  // The other mode opens a second page for frames of other hosts, and the portal has no frames.
  const found = await new AxeBuilder({ page }).withTags(tags).setLegacyMode().analyze();
  expect(await page.locator("[hidden]:visible").count(), "what is hidden is not shown").toBe(0);
  expect(found.violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.target.join(" ")).join(", ")}`)).toEqual([]);
}

export { expect };
