// The board with its client: the results follow the form, and each state has an address.
import { type Browser, type Page } from "@playwright/test";
import { awake, expect, hold, test } from "./support/test";

const words = (page: Page) => page.getByRole("searchbox");
const found = (page: Page) => page.locator(".jobs-found");

/** Opens the board, waits for its client, and marks the document: a page that is loaded again has no mark. */
async function openBoard(page: Page, address = "/lowongan") {
  await page.goto(address);
  await awake(page, true);
  await page.evaluate(() => Object.assign(window, { sameLoad: true }));
}

const isSameLoad = (page: Page) => page.evaluate(() => "sameLoad" in window);

/** Checks that form and results show what the server answers at the same address. */
async function showsItsAddress(page: Page, browser: Browser) {
  const context = await browser.newContext({ javaScriptEnabled: false, locale: "id-ID" });
  const plain = await context.newPage();
  await plain.goto(page.url());
  await expect(found(page)).toHaveText((await found(plain).textContent()) ?? "");
  await expect(page.locator(".card-title")).toHaveText(await plain.locator(".card-title").allTextContents());
  await expect(page.locator(".jobs-scope")).toHaveText((await plain.locator(".jobs-scope").textContent()) ?? "");
  await expect(words(page)).toHaveValue(await words(plain).inputValue());
  for (const name of ["wilayah", "radius", "urut"]) {
    const select = `#saring select[name=${name}]`;
    await expect(page.locator(select)).toHaveValue(await plain.locator(select).inputValue());
  }
  const chosen = (some: Page) => some.locator("#saring input:checked").evaluateAll((all) => all.map((one) => one.id));
  await expect.poll(() => chosen(page)).toEqual(await chosen(plain));
  await context.close();
}

test("results follow what is typed, without a page load, and the caret stays", async ({ page, browser }) => {
  await openBoard(page);
  await words(page).fill("admin");
  await expect(page).toHaveURL(/\/lowongan\?kata=admin$/);
  await showsItsAddress(page, browser);
  await words(page).press("Home");
  await words(page).pressSequentially("staf ");
  await expect(page).toHaveURL(/kata=staf(\+|%20)admin$/);
  await showsItsAddress(page, browser);
  await expect(words(page)).toBeFocused();
  expect(await words(page).evaluate((field: HTMLInputElement) => [field.selectionStart, field.selectionEnd])).toEqual([5, 5]);
  expect(await isSameLoad(page)).toBe(true);
});

test("a distance that the place does not allow is not shown as chosen", async ({ page, browser }) => {
  const place = page.locator("#saring select[name=wilayah]");
  const radius = page.locator("#saring select[name=radius]");
  await openBoard(page);
  await radius.selectOption("50");
  await expect(radius).toHaveValue("");
  await expect(radius).toHaveAccessibleDescription("Berlaku setelah Anda memilih kabupaten atau kota.");
  await place.selectOption("35.78");
  await radius.selectOption("50");
  await expect(page).toHaveURL(/wilayah=35\.78&radius=50$/);
  await showsItsAddress(page, browser);
  await place.selectOption("");
  await expect(page).toHaveURL(/\/lowongan$/);
  await showsItsAddress(page, browser);
  expect(await isSameLoad(page)).toBe(true);
});

test("typing makes one entry of the history, and Back returns to the state before it", async ({ page, browser }) => {
  await openBoard(page);
  const before = await page.evaluate(() => history.length);
  // Waits after each part until the address contains it.
  for (const [part, whole] of [["ad", "ad"], ["mi", "admi"], ["n", "admin"]]) {
    await words(page).pressSequentially(part);
    await expect(page).toHaveURL(new RegExp(`kata=${whole}$`));
  }
  expect(await page.evaluate(() => history.length)).toBe(before + 1);
  await page.goBack();
  await expect(page).toHaveURL(/\/lowongan$/);
  await expect(words(page)).toHaveValue("");
  await showsItsAddress(page, browser);
  await page.goForward();
  await expect(words(page)).toHaveValue("admin");
  await showsItsAddress(page, browser);
  expect(await isSameLoad(page)).toBe(true);
});

test("each choice changes the results at once, and Back takes it out again", async ({ page, browser }) => {
  await openBoard(page, "/lowongan?kata=admin");
  const bachelor = page.getByRole("checkbox", { name: "Sarjana (D4/S1)" });
  await bachelor.check();
  await expect(page).toHaveURL(/kata=admin&pendidikan=sarjana$/);
  await showsItsAddress(page, browser);
  await expect(bachelor).toBeFocused();
  const place = page.getByLabel("Wilayah", { exact: true });
  await place.selectOption({ label: "Kota Surabaya" });
  await expect(page).toHaveURL(/wilayah=35\.78/);
  await showsItsAddress(page, browser);
  await page.getByRole("radio", { name: "Swasta" }).check();
  await expect(page).toHaveURL(/pemberi=swasta/);
  await showsItsAddress(page, browser);
  await page.goBack();
  await expect(page.getByRole("radio", { name: "Swasta" })).not.toBeChecked();
  await page.goBack();
  await expect(place).toHaveValue("");
  await showsItsAddress(page, browser);
  await page.goBack();
  await expect(page).toHaveURL(/\/lowongan\?kata=admin$/);
  await showsItsAddress(page, browser);
  expect(await isSameLoad(page)).toBe(true);
});

test("the Enter key searches at once, and a removed filter empties its field", async ({ page, browser }) => {
  await openBoard(page);
  await words(page).fill("perawat");
  await words(page).press("Enter");
  await expect(page).toHaveURL(/kata=perawat$/);
  await showsItsAddress(page, browser);
  await expect(words(page)).toBeFocused();
  await page.getByRole("link", { name: "Kata: perawat" }).click();
  await expect(page).toHaveURL(/\/lowongan$/);
  await showsItsAddress(page, browser);
  expect(await isSameLoad(page)).toBe(true);
});

test("a vacancy opens, and Back leads to the results it came from", async ({ page, browser }) => {
  await openBoard(page);
  await words(page).fill("admin");
  await expect(page).toHaveURL(/kata=admin$/);
  await expect(page.getByRole("link", { name: "Kata: admin" })).toBeVisible();
  const first = page.locator(".card-title a").first();
  const title = (await first.textContent()) ?? "";
  await first.click();
  await expect(page.getByRole("heading", { level: 1, name: title })).toBeVisible();
  await page.goBack();
  await expect(page).toHaveURL(/\/lowongan\?kata=admin$/);
  await awake(page, true);
  await showsItsAddress(page, browser);
  await page.goBack();
  await expect(page).toHaveURL(/\/lowongan$/);
  await showsItsAddress(page, browser);
});

test("what was typed before the client woke is searched once it is awake", async ({ page, browser }) => {
  const release = await hold(page, "**/pkg/*.wasm");
  await page.goto("/lowongan", { waitUntil: "domcontentloaded" });
  await words(page).fill("perawat");
  release();
  await awake(page, true);
  await expect(page).toHaveURL(/kata=perawat$/);
  await showsItsAddress(page, browser);
});

test("an answer that never comes does not hold back the next search", async ({ page, browser }) => {
  await openBoard(page);
  await hold(page, "**/search_jobs?query=kata%3Dguru&");
  const late = page.waitForRequest("**/search_jobs?query=kata%3Dguru&");
  await words(page).fill("guru");
  await late;
  await words(page).fill("perawat");
  await expect(page.getByRole("link", { name: "Kata: perawat" })).toBeVisible();
  await showsItsAddress(page, browser);
  await expect(words(page)).toBeFocused();
});

test("an answer that comes late does not stay when the words have changed since", async ({ page, browser }) => {
  await openBoard(page);
  const release = await hold(page, "**/search_jobs?query=kata%3Dguru&");
  const late = page.waitForRequest("**/search_jobs?query=kata%3Dguru&");
  await words(page).fill("guru");
  await late;
  await words(page).fill("perawat");
  await expect(page).toHaveURL(/kata=perawat$/);
  release();
  await (await (await late).response())?.finished();
  await expect(page.getByRole("link", { name: "Kata: perawat" })).toBeVisible();
  await showsItsAddress(page, browser);
});

test.describe("without a line", () => {
  test.use({ expectedFaults: /net::ERR_FAILED/ });
  test("a search says so and keeps the form, and the next one finds again", async ({ page, browser }) => {
    await openBoard(page);
    await page.route("**/search_jobs*", (route) => route.abort());
    await words(page).fill("admin");
    await expect(page.getByText("Layanan sedang tidak dapat dihubungi.")).toBeVisible();
    await expect(words(page)).toBeFocused();
    await expect(words(page)).toHaveValue("admin");
    await page.unroute("**/search_jobs*");
    await words(page).press("Enter");
    await expect(page.getByText("Layanan sedang tidak dapat dihubungi.")).toBeHidden();
    await showsItsAddress(page, browser);
    await page.route("**/search_jobs*", (route) => route.abort());
    await words(page).pressSequentially(" staf");
    await expect(page.getByText("Layanan sedang tidak dapat dihubungi.")).toBeVisible();
    await page.unroute("**/search_jobs*");
    await words(page).fill("admin gudang");
    await expect(page.getByText("Layanan sedang tidak dapat dihubungi.")).toBeHidden();
    await showsItsAddress(page, browser);
    expect(await isSameLoad(page)).toBe(true);
  });
});
