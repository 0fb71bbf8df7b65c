// Prints how many bytes each page loads; `make bench` runs it.
import { test } from "@playwright/test";
import { ask, newName, openDesk } from "../tests/support/consultation";
import { BUDGETS, CLIENT_BUDGET, TALK_BUDGET, type Weight, weigh } from "../tests/support/weight";

const PLAIN = ["/pelatihan", "/pemberdayaan", "/masuk", "/daftar"].map((path) => ({ name: path, path, beforeUsable: NaN }));

test("weights", async ({ browser }) => {
  const print = (name: string, weight: Weight, budget: number) =>
    console.log(
      "%s %s B  %s  %s B",
      name.padEnd(18),
      String(weight.beforeUsable).padStart(10),
      String(budget || "-").padStart(9),
      String(weight.client).padStart(14),
    );
  const options = { baseURL: process.env.PORTAL_URL, locale: "id-ID" };
  console.log("page               before usable     budget     client + glue (budget %d)", CLIENT_BUDGET);
  for (const { name, path, beforeUsable } of [...BUDGETS, ...PLAIN]) {
    const context = await browser.newContext(options);
    print(name, await weigh(await context.newPage(), path), beforeUsable);
    await context.close();
  }
  const guest = await browser.newContext(options);
  const talk = await ask(await guest.newPage(), newName(), "Halo?");
  print("talk", await weigh(await guest.newPage(), talk), TALK_BUDGET);
  await guest.close();
  const officer = await browser.newContext(options);
  await openDesk(await officer.newPage());
  print("desk (staff)", await weigh(await officer.newPage(), "/petugas/konsultasi"), NaN);
  await officer.close();
});
