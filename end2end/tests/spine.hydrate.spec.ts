import { accessible, awake, test } from "./support/test";

test("the first page wakes and has no accessibility finding", async ({ page }) => {
  await page.goto("/");
  await awake(page, true);
  await accessible(page);
});
