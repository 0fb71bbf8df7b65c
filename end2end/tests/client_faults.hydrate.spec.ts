// When the client does not start or breaks, links, searches and forms keep working as plain HTML.
import { type Page } from "@playwright/test";
import { ask, close, device, newName, openDesk, say, take, talkWith } from "./support/consultation";
import { awake, expect, hold, test } from "./support/test";

const words = (page: Page) => page.getByRole("searchbox");
const client = (page: Page) => page.locator("html");

/** Translates the page as Chrome does: sets a class on the root, and wraps every text in two elements. */
const translate = () => {
  document.documentElement.classList.add("translated-ltr");
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const texts: Node[] = [];
  while (walker.nextNode()) texts.push(walker.currentNode);
  for (const text of texts.filter((one) => one.textContent?.trim() && one.parentElement?.tagName !== "SCRIPT")) {
    const [outer, inner] = [document.createElement("font"), document.createElement("font")];
    text.parentNode?.replaceChild(outer, text);
    outer.append(inner);
    inner.append(text);
  }
};

/** A fault of the client: how to cause it, the state that the page then shows, and the expected error messages. */
type Fault = { name: string; befall: (page: Page) => Promise<unknown>; state: string; complaints?: RegExp };

const parts = /\/pkg\/(split|chunk)_[^/]*\.wasm$/;
const missing = /net::ERR_FAILED|Failed to fetch|panicked at app\/src\/routes\.rs|RuntimeError: unreachable/;

const faults: Fault[] = [
  {
    name: "a phone that refuses to compile it",
    befall: (page) => page.addInitScript(() => {
      const refuse = () => { throw new WebAssembly.CompileError("refused by this phone"); };
      Object.assign(WebAssembly, { compile: refuse, compileStreaming: refuse, instantiate: refuse, instantiateStreaming: refuse });
    }),
    state: "failed",
    complaints: /refused by this phone/,
  },
  {
    name: "a phone without WebAssembly",
    befall: (page) => page.addInitScript(() => { Reflect.deleteProperty(window, "WebAssembly"); }),
    state: "failed",
    complaints: /WebAssembly is not defined/,
  },
  {
    // A browser extension does this. The client finds an element that the server did not write, and panics.
    name: "a page that something has changed before it woke",
    befall: (page) => page.addInitScript(() => addEventListener("DOMContentLoaded", () => {
      document.querySelector("main")?.prepend(document.createElement("div"));
    })),
    state: "failed",
    complaints: /panicked at .*tachys|RuntimeError: unreachable/,
  },
  {
    befall: (page) => page.addInitScript(`addEventListener("DOMContentLoaded", ${translate})`),
    state: "translated",
  },
  {
    name: "a part of it that does not come",
    befall: (page) => page.route(parts, (route) => route.abort()),
    state: "failed",
    complaints: missing,
  },
];

for (const { name, befall, state, complaints } of faults) {
  test.describe(name, () => {
    test.use({ expectedFaults: complaints });
    test.beforeEach(({ page }) => befall(page));

    test("home and the board keep their links, their forms and what was typed", async ({ page }) => {
      await page.goto("/", { waitUntil: "domcontentloaded" });
      await words(page).fill("admin");
      await expect(client(page)).toHaveAttribute("data-client", state);
      await expect(words(page)).toHaveValue("admin");
      await words(page).press("Enter");
      await expect(page).toHaveURL(/\/lowongan\?kata=admin#hasil$/);
      await expect(client(page)).toHaveAttribute("data-client", state);
      await expect(page.getByRole("link", { name: "Kata: admin" })).toBeVisible();

      await page.getByRole("checkbox", { name: "Sarjana (D4/S1)" }).check();
      await words(page).fill("perawat");
      await page.getByRole("button", { name: "Tampilkan hasil" }).click();
      await expect(page).toHaveURL(/kata=perawat&.*pendidikan=sarjana/);
      await expect(page.getByRole("link", { name: "Kata: perawat" })).toBeVisible();
      await expect(client(page)).toHaveAttribute("data-client", state);

      // Goes to a page that the client knows, back, and to a page that it does not know.
      await page.getByRole("banner").getByRole("link", { name: "Portal Kerja Jawa Timur" }).click();
      await expect(page).toHaveURL(/\/$/);
      await expect(page.getByRole("heading", { level: 1 })).toContainText("Cari kerja dengan aman");
      await page.goBack();
      await expect(words(page)).toHaveValue("perawat");
      await page.getByRole("link", { name: "Pelatihan", exact: true }).click();
      await expect(page.getByRole("heading", { level: 1 })).toContainText("Pelatihan dan sertifikasi");
    });

    test("a consultation is started, goes on, and is left", async ({ page }) => {
      const address = await ask(page, newName(), "Apakah ada lowongan penjahit?");
      await expect(client(page)).toHaveAttribute("data-client", state);
      await page.getByLabel("Pesan Anda").fill("Saya tinggal di Sidoarjo.");
      await page.getByRole("button", { name: "Kirim", exact: true }).click();
      await expect(page.getByText("Saya tinggal di Sidoarjo.")).toBeVisible();
      await expect(page.getByLabel("Pesan Anda")).toHaveValue("");
      await expect(client(page)).toHaveAttribute("data-client", state);
      const again = page.waitForEvent("load");
      await page.getByRole("link", { name: "Perbarui" }).click();
      await again;
      await expect(page).toHaveURL(address);
      await page.getByRole("link", { name: "Lowongan", exact: true }).click();
      await expect(page.getByRole("heading", { level: 1 })).toHaveText("Lowongan kerja");
    });
  });
}

test.describe("a page that is translated once it is awake", () => {
  test("goes on as a plain page, with what was typed", async ({ page }) => {
    await page.goto("/lowongan");
    await awake(page, true);
    await page.evaluate(translate);
    await expect(client(page)).toHaveAttribute("data-client", "failed");
    await words(page).fill("admin");
    await expect(page).toHaveURL(/\/lowongan$/);
    await words(page).press("Enter");
    await expect(page).toHaveURL(/\/lowongan\?kata=admin/);
    await expect(page.getByRole("link", { name: "Kata: admin" })).toBeVisible();
    await page.evaluate(translate);
    await page.locator(".card-title a").first().click();
    await expect(page).toHaveURL(/\/lowongan\/[^?]+$/);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  });

  test("sends words as a form, and shows those of the other side after a look", async ({ page, browser }) => {
    const name = newName();
    await ask(page, name, "Apakah ada lowongan penjahit?");
    await awake(page, true);
    await page.evaluate(translate);
    await expect(client(page)).toHaveAttribute("data-client", "failed");
    const faults: string[] = [];
    const desk = await device(browser, {}, faults);
    await openDesk(desk);
    await take(desk, name);
    await say(talkWith(desk, name), "Ada, di Sidoarjo.");
    await expect(talkWith(desk, name).getByText("Ada, di Sidoarjo.")).toBeVisible();
    await page.getByLabel("Pesan Anda").fill("Saya bisa mulai besok.");
    await page.getByRole("button", { name: "Kirim", exact: true }).click();
    await expect(page.getByText("Saya bisa mulai besok.")).toBeVisible();
    await expect(page.getByText("Ada, di Sidoarjo.")).toBeVisible();
    await expect(page.getByLabel("Pesan Anda")).toHaveValue("");
    await close(desk, name, "Pertanyaan terjawab");
    expect(faults).toEqual([]);
    await desk.context().close();
  });
});

test.describe("a part that does not come when its page is opened", () => {
  test.use({ expectedFaults: missing });
  test("has the page loaded whole", async ({ page }) => {
    await page.goto("/");
    await awake(page, true);
    await page.route(parts, (route) => route.abort());
    await page.getByRole("link", { name: "Lowongan", exact: true }).click();
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("Lowongan kerja");
    await expect(page).toHaveURL(/\/lowongan$/);
    await expect(client(page)).toHaveAttribute("data-client", "failed");
  });
});

test("a part that is long in coming does not hold the reader: the page is loaded whole", async ({ page }) => {
  await page.goto("/");
  await awake(page, true);
  const release = await hold(page, parts);
  await page.getByRole("link", { name: "Lowongan", exact: true }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Lowongan kerja");
  await expect(page).toHaveURL(/\/lowongan$/);
  await expect(client(page)).toHaveAttribute("data-client", "loading");
  release();
});

test("while a part is on its way, the board searches and leads on as a plain page", async ({ page }) => {
  const release = await hold(page, "**/pkg/split_*.wasm");
  await page.goto("/lowongan");
  await expect(client(page)).toHaveAttribute("data-client", "loading");
  await words(page).fill("admin");
  await words(page).press("Enter");
  await expect(page.getByRole("link", { name: "Kata: admin" })).toBeVisible();
  await expect(client(page)).toHaveAttribute("data-client", "loading");
  await page.locator(".card-title a").first().click();
  await expect(page).toHaveURL(/\/lowongan\/[^?]+$/);
  release();
});
