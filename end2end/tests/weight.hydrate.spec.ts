import { expect, test } from "./support/test";
import { BUDGETS, CLIENT_BUDGET, CLIENT_CEILINGS, weigh } from "./support/weight";

for (const { name, path, beforeUsable } of BUDGETS) {
  test(`${name} keeps its budget and asks no other host`, async ({ page }) => {
    const weight = await weigh(page, path);
    expect(weight.thirdParty).toEqual([]);
    expect(weight.beforeUsable).toBeLessThanOrEqual(beforeUsable);
    expect(weight.client).toBeLessThanOrEqual(CLIENT_CEILINGS[path] ?? CLIENT_BUDGET);
    expect(weight.clientBeforeLoad, "the client waits for an idle browser").toBe(false);
  });
}
