import { ask, newName } from "./support/consultation";
import { expect, test } from "./support/test";
import { BUDGETS, CLIENT_BUDGET, TALK_BUDGET, weigh } from "./support/weight";

for (const { name, path, beforeUsable } of BUDGETS) {
  test(`${name} keeps its budget and asks no other host`, async ({ page }) => {
    const weight = await weigh(page, path);
    expect(weight.thirdParty).toEqual([]);
    expect(weight.beforeUsable).toBeLessThanOrEqual(beforeUsable);
    expect(weight.client).toBeLessThanOrEqual(CLIENT_BUDGET);
    expect(weight.clientBeforeLoad, "the client waits for an idle browser").toBe(false);
  });
}

test("a talk keeps its budget and asks no other host", async ({ page }) => {
  const path = await ask(page, newName(), "Halo?");
  const weight = await weigh(await page.context().newPage(), path);
  expect(weight.thirdParty).toEqual([]);
  expect(weight.beforeUsable).toBeLessThanOrEqual(TALK_BUDGET);
  expect(weight.client, "a talk has a client").toBeGreaterThan(0);
  expect(weight.client).toBeLessThanOrEqual(CLIENT_BUDGET);
});
