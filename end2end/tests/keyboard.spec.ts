// Whole tasks on the portal without a pointer.
import { newName } from "./support/consultation";
import { choose, follow, tabTo } from "./support/keyboard";
import { EMPLOYER, register, signIn } from "./support/people";
import { awake, expect, test } from "./support/test";

test("from the catalogue to a seat, and out of it again", async ({ page }) => {
  await register(page);
  await page.goto("/pemberdayaan");
  await follow(page, page.getByRole("link", { name: "Menjahit Busana" }));
  await expect(page.getByRole("heading", { level: 1, name: "Menjahit Busana" })).toBeVisible();
  await follow(page, page.locator('main a[href$="/ponorogo-1/daftar"]'));

  // A group of radio buttons is one Tab stop; the arrow keys move inside it.
  const family = page.getByLabel("Keluarga pekerja migran", { exact: true });
  await tabTo(page, page.getByRole("radio").first());
  for (let at = 0; at < 5 && !(await family.isChecked()); at += 1) await page.keyboard.press("ArrowDown");
  await expect(family).toBeChecked();
  await choose(page, page.getByLabel("Negara tempat kerja"), "Taiw", "TW");
  await choose(page, page.getByLabel("Tempat tinggal sekarang"), "Kota Surab", "35.78");
  await tabTo(page, page.getByLabel("Ya", { exact: true }));
  await page.keyboard.press("Space");
  await follow(page, page.getByRole("button", { name: "Lanjut" }));
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Periksa jawaban Anda");
  await follow(page, page.getByRole("button", { name: "Daftar sekarang" }));
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Anda terdaftar");

  await follow(page, page.getByRole("link", { name: "Batalkan pendaftaran" }));
  await follow(page, page.getByRole("button", { name: "Ya, batalkan" }));
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Pendaftaran dibatalkan");
});

test("from the first page to a vacancy", async ({ page, javaScriptEnabled }) => {
  await page.goto("/");
  await awake(page, javaScriptEnabled ?? true);
  await tabTo(page, page.getByRole("searchbox"));
  await page.keyboard.type("admin");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/lowongan\?kata=admin/);
  await awake(page, javaScriptEnabled ?? true);
  const first = page.locator(".card-title a").first();
  const title = (await first.textContent()) ?? "";
  await follow(page, first);
  await expect(page.getByRole("heading", { level: 1, name: title })).toBeVisible();
  await tabTo(page, page.locator(".vacancy-how").getByRole("link").first());
});

test("a question is asked, and the talk ended", async ({ page, javaScriptEnabled }) => {
  await page.goto("/konsultasi");
  await tabTo(page, page.getByLabel("Nama Anda"));
  await page.keyboard.type(newName());
  await tabTo(page, page.getByRole("radio").first());
  await page.keyboard.press("Space");
  await tabTo(page, page.getByLabel("Pertanyaan Anda"));
  await page.keyboard.type("Apakah ada lowongan penjahit?");
  await follow(page, page.getByRole("button", { name: "Kirim dan masuk antrean" }));
  await expect(page.getByRole("heading", { level: 1 })).toContainText("Konsultasi: ");
  await awake(page, javaScriptEnabled ?? true);
  await tabTo(page, page.getByLabel("Pesan Anda"));
  await page.keyboard.type("Di Surabaya.");
  await follow(page, page.getByRole("button", { name: "Kirim", exact: true }));
  await expect(page.getByText("Di Surabaya.")).toBeVisible();
  await follow(page, page.locator("summary", { hasText: "Sudah cukup?" }));
  await follow(page, page.getByRole("button", { name: "Akhiri konsultasi" }));
  await expect(page.locator(".talk-standing")).toContainText("Konsultasi ini sudah selesai.");
});

test("a question takes the focus, and leads back", async ({ page }) => {
  await signIn(page, EMPLOYER, "/perusahaan");
  await page.locator('main a[href^="/perusahaan/lowongan/"]:not([href$="/baru"])').first().click();
  await follow(page, page.getByRole("link", { name: "Tutup lowongan" }));
  const question = page.getByRole("dialog");
  await expect(question).toBeFocused();
  await follow(page, question.getByRole("link", { name: "Batal" }));
  await expect(question).toBeHidden();
});
