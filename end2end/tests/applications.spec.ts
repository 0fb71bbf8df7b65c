import type { Page } from "@playwright/test";
import { COUNSELLOR, EMPLOYER, register, signedIn, signIn } from "./support/people";
import { accessible as noFinding, expect, test } from "./support/test";

// The test signs in two people and takes every step with real requests, which needs more time.
test.setTimeout(120_000);

/** Runs axe, which is a script itself and needs JavaScript on the page. */
async function accessible(page: Page, javaScriptEnabled: boolean | undefined) {
  if (javaScriptEnabled ?? true) await noFinding(page);
}

test("a person applies with a CV, the employer moves the steps, and the person sees them", async ({ page, browser, javaScriptEnabled }) => {
  const { page: employer, faults } = await signedIn(browser, EMPLOYER, "/perusahaan", { javaScriptEnabled });
  const card = employer.locator("li.card a[href^='/perusahaan/lowongan/']").first();
  const slug = (await card.getAttribute("href"))?.split("/").pop() ?? "";
  await accessible(employer, javaScriptEnabled);

  await register(page);
  await page.goto(`/lowongan/${slug}`);
  await page.getByRole("link", { name: "Lamar di sini" }).click();
  await expect(page.getByText("Yang masih perlu diisi")).toBeVisible();
  await page.getByLabel("Pendidikan terakhir").selectOption({ label: "SMA/SMK" });
  await page.getByLabel("Keahlian").fill("Menjahit, Obras");
  await page.getByLabel("Lama pengalaman kerja").fill("tiga");
  await page.getByLabel("Tempat tinggal").selectOption({ label: "Kota Surabaya" });
  await page.getByLabel("Pekerjaan yang diinginkan").fill("Operator jahit di Surabaya");
  await page.getByRole("button", { name: "Lanjut" }).click();
  await expect(page.getByRole("alert")).toContainText("Tulis tahun utuh dari 0 sampai 60, dengan angka.");
  await expect(page.getByLabel("Keahlian")).toHaveValue("Menjahit, Obras");
  await accessible(page, javaScriptEnabled);
  await page.getByLabel("Lama pengalaman kerja").fill("3");
  await page.getByRole("button", { name: "Lanjut" }).click();

  await expect(page.getByRole("heading", { level: 1, name: "Unggah CV" })).toBeVisible();
  const file = page.getByLabel("Berkas CV");
  await file.setInputFiles({ name: "cv.pdf", mimeType: "application/pdf", buffer: Buffer.from("<html><script>1</script>") });
  await page.getByRole("button", { name: "Unggah CV" }).click();
  await expect(page.getByRole("alert")).toContainText("bukan PDF, JPEG, atau PNG");
  await accessible(page, javaScriptEnabled);
  await file.setInputFiles("fixtures/cv.pdf");
  await page.getByRole("button", { name: "Unggah CV" }).click();

  await expect(page.getByRole("heading", { level: 1, name: "Periksa sebelum mengirim" })).toBeVisible();
  await accessible(page, javaScriptEnabled);
  const check = page.url();
  const letter = page.getByRole("textbox");
  await letter.fill("Saya terbiasa menjahit kemeja.");
  await page.getByRole("button", { name: "Ubah CV" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Unggah CV" })).toBeVisible();
  await page.goto(check);
  await expect(letter).toHaveValue("Saya terbiasa menjahit kemeja.");
  await expect(page.getByRole("alert")).toHaveCount(0);
  await page.getByRole("button", { name: "Kirim lamaran" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Lamaran terkirim" })).toBeVisible();
  const code = (await page.locator(".panel-code strong").textContent()) ?? "";
  expect(code).toMatch(/^[2-9A-HJKMNP-TV-Z]{8}$/);
  await accessible(page, javaScriptEnabled);
  await page.goto(`/lowongan/${slug}/lamar`);
  await expect(page.getByText("Anda sudah melamar lowongan ini")).toBeVisible();

  await employer.goto(`/perusahaan/lowongan/${slug}`);
  await accessible(employer, javaScriptEnabled);
  await employer.goto(`/perusahaan/lamaran/${code}`);
  await expect(employer.getByText("Menjahit, Obras")).toBeVisible();
  const download = employer.waitForEvent("download");
  await employer.getByRole("link", { name: "Unduh CV" }).click();
  expect((await download).suggestedFilename()).toBe(`cv-${code}.pdf`);
  for (const step of ["Tandai sudah dibaca", "Undang wawancara", "Tawarkan pekerjaan"]) {
    if (step === "Undang wawancara") await employer.getByLabel("Pesan untuk pelamar").fill("Senin pukul 09.00");
    await employer.getByRole("button", { name: step }).click();
    await expect(employer.getByRole("status").first()).toBeVisible();
  }
  await accessible(employer, javaScriptEnabled);

  await page.goto(`/akun/lamaran/${code}`);
  await expect(page.getByText("Senin pukul 09.00")).toBeVisible();
  await page.getByRole("button", { name: "Terima tawaran" }).click();
  await expect(page.getByText("Anda menerima tawaran ini.")).toBeVisible();
  await expect(page.locator(".tag").first()).toHaveText("Diterima");
  await accessible(page, javaScriptEnabled);
  await employer.reload();
  await expect(employer.getByRole("button", { name: "Tolak lamaran" })).toHaveCount(0);
  expect(faults).toEqual([]);
  await employer.context().close();
});

test("a vacancy is written, sent back, mended and published", async ({ page, browser, javaScriptEnabled }) => {
  const title = `Penjahit ${Date.now()}${Math.floor(Math.random() * 1000)}`;
  await signIn(page, EMPLOYER, "/perusahaan");
  await page.goto("/perusahaan/lowongan/baru");
  await page.getByLabel("Perusahaan", { exact: true }).selectOption({ index: 1 });
  await page.getByLabel("Nama pekerjaan").fill(title);
  await page.getByLabel("Uraian pekerjaan").fill("Menjahit kemeja sesuai pola, enam hari kerja, di bengkel kami.");
  await page.getByLabel("Pendidikan paling rendah").selectOption({ label: "SMP" });
  await page.getByRole("radio", { name: "Penuh waktu" }).check();
  await page.getByLabel("Tempat kerja").selectOption({ label: "Kota Surabaya" });
  await page.getByLabel("Jumlah orang yang dicari").fill("4");
  const day = new Date(Date.now() + 20 * 86_400_000);
  await page.getByLabel("Tanggal", { exact: true }).fill(String(day.getDate()));
  await page.getByLabel("Bulan", { exact: true }).fill(String(day.getMonth() + 1));
  await page.getByLabel("Tahun", { exact: true }).fill(String(day.getFullYear()));
  await page.getByLabel("Umur paling tua").fill("30");
  await page.getByRole("button", { name: "Kirim untuk diperiksa" }).click();
  await expect(page.getByRole("alert")).toContainText("Tulis alasan mengapa");
  await expect(page.getByLabel("Nama pekerjaan")).toHaveValue(title);
  await accessible(page, javaScriptEnabled);
  await page.getByLabel("Umur paling tua").fill("");
  await page.getByRole("button", { name: "Kirim untuk diperiksa" }).click();
  await expect(page.getByText("menunggu pemeriksaan petugas").first()).toBeVisible();

  const { page: officer, faults } = await signedIn(browser, COUNSELLOR, "/petugas/lowongan", { javaScriptEnabled });
  await officer.getByRole("link", { name: title }).click();
  await accessible(officer, javaScriptEnabled);
  await officer.getByLabel("Yang perlu diperbaiki").fill("Sebutkan jam kerjanya.");
  await officer.getByRole("button", { name: "Kembalikan" }).click();
  await expect(officer.getByText("dikembalikan kepada perusahaan")).toBeVisible();

  await page.goto("/perusahaan");
  await page.getByRole("link", { name: title }).click();
  await expect(page.getByText("Sebutkan jam kerjanya.")).toBeVisible();
  await page.getByLabel("Uraian pekerjaan").fill("Menjahit kemeja sesuai pola, Senin sampai Sabtu pukul 08.00 sampai 16.00.");
  await page.getByRole("button", { name: "Kirim untuk diperiksa" }).click();

  await officer.goto("/petugas/lowongan");
  await officer.getByRole("link", { name: title }).click();
  await officer.getByRole("button", { name: "Terbitkan" }).click();
  await expect(officer.getByText("Lowongan sudah tayang.")).toBeVisible();
  await page.goto("/perusahaan");
  await page.getByRole("link", { name: title }).click();
  await page.getByRole("link", { name: "Lihat halaman lowongan" }).click();
  await expect(page.getByRole("heading", { level: 1, name: title })).toBeVisible();
  expect(faults).toEqual([]);
  await officer.context().close();
});
