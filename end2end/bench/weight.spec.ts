// Prints what pages weigh; `make bench` runs it.
import { test } from "@playwright/test";
import { BUDGETS, CLIENT_BUDGET, weigh } from "../tests/support/weight";

const PAGES = [...BUDGETS, ...["/pelatihan", "/pemberdayaan", "/masuk", "/daftar"].map((path) => ({ name: path, path, beforeUsable: NaN }))];

test("weights", async ({ browser }) => {
  console.log("page               before usable     budget     client + glue (budget %d)", CLIENT_BUDGET);
  for (const { name, path, beforeUsable } of PAGES) {
    const context = await browser.newContext();
    const weight = await weigh(await context.newPage(), path);
    console.log(
      "%s %s B  %s  %s B",
      name.padEnd(18),
      String(weight.beforeUsable).padStart(10),
      String(beforeUsable || "-").padStart(9),
      String(weight.client).padStart(14),
    );
    await context.close();
  }
});
