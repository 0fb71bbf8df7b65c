import { ask, close, device, newName, openDesk, say, take, talkWith } from "./support/consultation";
import { accessible, awake, expect, test } from "./support/test";

test("a guest asks, a counsellor answers and closes, and it can be read later", async ({ page, browser, javaScriptEnabled }) => {
  const faults: string[] = [];
  const name = newName();
  const address = await ask(page, name, "Apakah ada lowongan penjahit?");
  await expect(page.getByText(/Anda nomor \d+ di antrean\./)).toBeVisible();
  await awake(page, javaScriptEnabled ?? true);
  await say(page, "Saya tinggal di Sidoarjo.");
  await expect(page.getByText("Saya tinggal di Sidoarjo.")).toBeVisible();
  await expect(page.getByRole("button", { name: "Mulai konsultasi baru dengan tulisan ini" })).toBeHidden();

  const desk = await device(browser, { javaScriptEnabled }, faults);
  await openDesk(desk);
  await awake(desk, javaScriptEnabled ?? true);
  await take(desk, name);
  await expect(talkWith(desk, name).getByText("Saya tinggal di Sidoarjo.")).toBeVisible();
  await say(talkWith(desk, name), "Ada di kawasan Rungkut.");
  await expect(talkWith(desk, name).getByText("Ada di kawasan Rungkut.")).toBeVisible();

  await page.goto(address);
  await expect(page.getByText("Ada di kawasan Rungkut.")).toBeVisible();
  await expect(page.getByText(/Anda dilayani oleh/)).toBeVisible();
  await close(desk, name, "Diarahkan ke lowongan");
  await page.goto(address);
  await expect(page.getByText("Hasil: Diarahkan ke lowongan.").first()).toBeVisible();
  await expect(page.getByRole("link", { name: "Mulai konsultasi baru" })).toBeVisible();
  await page.goto("/konsultasi");
  await expect(page.getByRole("heading", { name: "Konsultasi Anda" })).toBeVisible();
  expect(faults).toEqual([]);
  await desk.context().close();
});

test("words for a talk that was closed meanwhile stay, and begin a new one", async ({ page, browser, javaScriptEnabled }) => {
  const faults: string[] = [];
  const name = newName();
  await ask(page, name, "Halo?");
  const desk = await device(browser, { javaScriptEnabled }, faults);
  await openDesk(desk);
  await awake(desk, javaScriptEnabled ?? true);
  await take(desk, name);
  await page.reload();
  await awake(page, javaScriptEnabled ?? true);
  const area = page.getByLabel("Pesan Anda");
  await area.pressSequentially("Satu lagi: bolehkah paspor saya ditahan?");
  await close(desk, name, "Tidak ada balasan lagi");
  if (javaScriptEnabled ?? true) {
    await expect(page.getByText("Konsultasi ini sudah selesai. Hasil:")).toBeVisible();
    await expect(area).toBeFocused();
  } else {
    await page.getByRole("button", { name: "Kirim", exact: true }).click();
    await expect(area).toHaveAccessibleDescription(/^Konsultasi ini sudah selesai/);
  }
  await expect(page.getByText("Tulisan di bawah belum terkirim")).toBeVisible();
  await expect(area).toHaveValue("Satu lagi: bolehkah paspor saya ditahan?");
  if (javaScriptEnabled ?? true) await accessible(page);
  await page.getByRole("button", { name: "Mulai konsultasi baru dengan tulisan ini" }).click();
  await expect(page.getByText(/Anda nomor \d+ di antrean\./)).toBeVisible();
  await expect(page.getByText("bolehkah paspor saya ditahan?")).toBeVisible();
  await awake(page, javaScriptEnabled ?? true);
  await expect(page.getByLabel("Pesan Anda")).toHaveValue("");
  expect(faults).toEqual([]);
  await desk.context().close();
});

test("words that were refused are still there when the page is loaded anew", async ({ page, javaScriptEnabled }) => {
  const isAwake = javaScriptEnabled ?? true;
  await ask(page, newName(), "Halo?");
  await awake(page, isAwake);
  await say(page, "x".repeat(4_001));
  await expect(page.getByLabel("Pesan Anda")).toHaveAccessibleDescription("Isian ini terlalu panjang.");
  // The field error is in view, however long the page is.
  await expect(page.getByLabel("Pesan Anda")).toBeFocused();
  await expect(page.getByText("Isian ini terlalu panjang.")).toBeInViewport();
  const again = page.waitForEvent("load");
  await (isAwake ? page.reload() : page.getByRole("link", { name: "Perbarui" }).click());
  await again;
  await awake(page, isAwake);
  await expect(page.getByLabel("Pesan Anda")).toHaveValue("x".repeat(4_001));
});

test("two guests of one device have a talk each, under their own names", async ({ page }) => {
  const [one, two] = [newName(), newName()];
  const first = await ask(page, one, "Upah saya dipotong.");
  await page.goto("/konsultasi");
  await expect(page.getByText("Pertanyaan baru dengan nama yang sama masuk ke sana.")).toBeVisible();
  const second = await ask(page, two, "Saya cari kursus.");
  expect(second).not.toBe(first);
  await expect(page.getByText("Upah saya dipotong.")).toBeHidden();
  expect(await ask(page, one, "Sudah dua bulan.")).toBe(first);
  await expect(page.getByText("Sudah dua bulan.")).toBeVisible();
  await page.goto("/konsultasi");
  for (const name of [one, two]) await expect(page.getByRole("link", { name })).toBeVisible();
});

test("a wrong field comes back with its words, and the others keep what was typed", async ({ page }) => {
  await page.goto("/konsultasi");
  await page.getByLabel("Nama Anda").fill(newName());
  await page.getByLabel("Pertanyaan Anda").fill("Upah saya dipotong.");
  await page.getByRole("button", { name: "Kirim dan masuk antrean" }).click();
  await expect(page.getByRole("alert")).toContainText("Tentang apa?");
  await expect(page.getByLabel("Pertanyaan Anda")).toHaveValue("Upah saya dipotong.");
});

test("the page says when counsellors are there, and how to leave quickly", async ({ page }) => {
  await page.goto("/konsultasi");
  await page.getByText("Jam layanan").click();
  await expect(page.getByText("08.00–12.00, 13.00–15.30").first()).toBeVisible();
  await expect(page.getByRole("link", { name: "Keluar cepat" })).toHaveAttribute("href", /^https:/);
});

test("markup in a guest's name stays a name, in the window's title too", async ({ page, browser, javaScriptEnabled }) => {
  const faults: string[] = [];
  const name = `${newName()}</title><meta http-equiv=refresh>&lt;`;
  const address = await ask(page, name, "Halo?");
  const desk = await device(browser, { javaScriptEnabled }, faults);
  await openDesk(desk);
  await awake(desk, javaScriptEnabled ?? true);
  await take(desk, name);
  await desk.goto(address.replace("/konsultasi/", "/petugas/konsultasi/"));
  await expect(desk).toHaveTitle(`${name} – Mencari kerja di sini – Portal Kerja Jawa Timur`);
  await expect(desk.getByRole("heading", { level: 1 })).toHaveText(`${name} – Mencari kerja di sini`);
  await expect(desk.locator("meta[http-equiv]")).toHaveCount(0);
  await desk.goto("/petugas/konsultasi");
  await awake(desk, javaScriptEnabled ?? true);
  await close(desk, name, "Pertanyaan terjawab");
  expect(faults).toEqual([]);
  await desk.context().close();
});
