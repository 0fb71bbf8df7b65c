import { ask, close, device, newName, openDesk, say, take, talkWith } from "./support/consultation";
import { awake, expect, test } from "./support/test";

test("a guest asks, a counsellor answers and closes, and it can be read later", async ({ page, browser, javaScriptEnabled }) => {
  const faults: string[] = [];
  const name = newName();
  const address = await ask(page, name, "Apakah ada lowongan penjahit?");
  await expect(page.getByText(/Anda nomor \d+ di antrean\./)).toBeVisible();
  await awake(page, javaScriptEnabled ?? true);
  await say(page, "Saya tinggal di Sidoarjo.");
  await expect(page.getByText("Saya tinggal di Sidoarjo.")).toBeVisible();

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
