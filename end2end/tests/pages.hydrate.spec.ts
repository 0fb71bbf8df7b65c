// Pages that need a role or an earlier step: each person opens theirs in turn, and the checks of every page apply.
import { type Page } from "@playwright/test";
import { ask, close, newName, openDesk, say, take, talkWith } from "./support/consultation";
import { holds } from "./support/every_page";
import { ADMIN, beginToRegister, COUNSELLOR, EMPLOYER, register, signedIn, signIn, TRAINER } from "./support/people";
import { awake, expect, test } from "./support/test";

// A test opens many pages one after another, so it needs more time.
test.setTimeout(120_000);

const pathOf = (page: Page) => page.url().slice(new URL(page.url()).origin.length);

/** The address of the first item in the page's lists that begins with `start`. */
const hrefOf = async (page: Page, start: string) =>
  (await page.locator(`main :is(li, td, th) a[href^="${start}"]`).first().getAttribute("href")) ?? "";

/** Fills in all that an application asks of a person without a profile, up to the last page before sending. */
async function prepareApplication(page: Page, slug: string) {
  await page.goto(`/lowongan/${slug}/lamar`);
  await page.getByLabel("Pendidikan terakhir").selectOption({ label: "SMA/SMK" });
  await page.getByLabel("Keahlian").fill("Menjahit, Obras");
  await page.getByLabel("Lama pengalaman kerja").fill("3");
  await page.getByLabel("Tempat tinggal").selectOption({ label: "Kota Surabaya" });
  await page.getByLabel("Pekerjaan yang diinginkan").fill("Operator jahit");
  await page.getByRole("button", { name: "Lanjut" }).click();
  await page.getByLabel("Berkas CV").setInputFiles("fixtures/cv.pdf");
  await page.getByRole("button", { name: "Unggah CV" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Periksa sebelum mengirim");
}

/** Sends the prepared application; the page then shows it. */
async function sendApplication(page: Page, slug: string) {
  await page.goto(`/lowongan/${slug}/lamar/periksa`);
  await page.getByRole("button", { name: "Kirim lamaran" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Lamaran terkirim");
}

test.describe("a guest", () => {
  test.use({ expectedStatuses: [401, 404] });
  test("meets no fault on the way to a vacancy, a talk and an account", async ({ page }) => {
    await page.goto("/lowongan?kata=admin");
    await holds(page, await hrefOf(page, "/lowongan/"));
    await holds(page, await ask(page, newName(), "Apakah ada lowongan penjahit?"));
    await holds(page, "/konsultasi");
    await holds(page, "/pelatihan/perawatan-lansia");
    await holds(page, "/kotak-keluar");
    await beginToRegister(page);
    await holds(page, pathOf(page));
    await page.goto("/lupa-sandi");
    await page.getByLabel("Email atau nomor HP").fill("tidak.ada@contoh.id");
    await page.getByRole("button", { name: "Kirim kode" }).click();
    await expect(page.getByLabel("Kode 6 angka")).toBeVisible();
    await holds(page, pathOf(page));
    await holds(page, "/akun", 401);
    await holds(page, "/petugas/konsultasi", 401);
    await holds(page, "/lowongan/tidak-ada-0000000000", 404);
    await holds(page, "/konsultasi/tidak-ada", 404);
  });
});

test("a citizen meets no fault in the account and on an application", async ({ page, browser }) => {
  const { page: employer, faults } = await signedIn(browser, EMPLOYER, "/perusahaan");
  const slug = (await hrefOf(employer, "/perusahaan/lowongan/")).split("/").pop() ?? "";
  await employer.context().close();
  expect(faults).toEqual([]);
  await register(page);
  for (const address of ["", "/nama", "/sesi", "/sandi", "/hapus", "/profil", "/profil/cv", "/lamaran", "/pelatihan"]) {
    await holds(page, `/akun${address}`);
  }
  await holds(page, `/lowongan/${slug}`);
  await holds(page, `/lowongan/${slug}/lamar`);
  await prepareApplication(page, slug);
  await holds(page, `/lowongan/${slug}/lamar/periksa`);
  await sendApplication(page, slug);
  await holds(page, pathOf(page));
  await holds(page, "/akun/lamaran");
  await holds(page, "/akun/profil");
});

test("a learner, and the trainer of the class, meet no fault", async ({ page, browser }) => {
  await register(page);
  const course = "/pemberdayaan/menjahit-busana/ponorogo-1";
  await holds(page, `${course}/daftar`);
  await page.getByLabel("Keluarga pekerja migran", { exact: true }).check();
  await page.getByLabel("Negara tempat kerja").selectOption("TW");
  await page.getByLabel("Tempat tinggal sekarang").selectOption({ label: "Kota Surabaya" });
  await page.getByLabel("Ya", { exact: true }).check();
  await page.getByRole("button", { name: "Lanjut" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Periksa jawaban Anda");
  await holds(page, `${course}/periksa`);
  await page.getByRole("button", { name: "Daftar sekarang" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Anda terdaftar");
  const enrolment = pathOf(page);
  for (const address of [enrolment, `${enrolment}/batal`, "/akun/pelatihan"]) await holds(page, address);

  const { page: trainer, faults } = await signedIn(browser, TRAINER, "/petugas/pelatihan");
  const roster = (await trainer.locator("main").getByRole("link", { name: "Menjahit Busana" }).first().getAttribute("href")) ?? "";
  for (const address of ["/petugas", "/petugas/pelatihan", roster, `${roster}/hadir/1`]) await holds(trainer, address);
  await trainer.goto(roster);
  await expect(trainer.getByText("Rina Wulandari").first()).toBeVisible();
  expect(faults).toEqual([]);
  await trainer.context().close();
});

test("an employer, and the officer who checks, meet no fault", async ({ page, browser }) => {
  await signIn(page, EMPLOYER, "/perusahaan");
  const published = await hrefOf(page, "/perusahaan/lowongan/");
  const slug = published.split("/").pop() ?? "";
  const applicant = await (await browser.newContext({ locale: "id-ID" })).newPage();
  await register(applicant);
  await prepareApplication(applicant, slug);
  await sendApplication(applicant, slug);
  const code = new URL(applicant.url()).pathname.split("/").pop() ?? "";
  await applicant.goto("/perusahaan/daftar");
  await applicant.getByLabel("Perusahaan", { exact: true }).fill(`CV Maju Terus ${code}`);
  await applicant.getByLabel("NIB (nomor induk berusaha)").fill(String(Date.now()));
  await applicant.getByLabel("Jabatan Anda").fill("pemilik");
  await applicant.getByRole("button", { name: "Kirim permintaan" }).click();
  await expect(applicant.getByText("Permintaan Anda sudah dikirim kepada petugas.")).toBeVisible();
  await applicant.context().close();
  await holds(page, published);
  await holds(page, `/perusahaan/lamaran/${code}`);
  await holds(page, "/perusahaan/daftar");

  const title = `Penjahit ${code}`;
  await holds(page, "/perusahaan/lowongan/baru");
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
  await page.getByRole("button", { name: "Kirim untuk diperiksa" }).click();
  await expect(page.getByText("menunggu pemeriksaan petugas").first()).toBeVisible();
  await holds(page, "/perusahaan");
  await holds(page, await hrefOf(page, "/perusahaan/draf/"));

  const { page: officer, faults } = await signedIn(browser, COUNSELLOR, "/petugas/lowongan");
  const waiting = (await officer.getByRole("link", { name: title }).getAttribute("href")) ?? "";
  for (const address of ["/petugas/lowongan", waiting, "/petugas/perusahaan"]) await holds(officer, address);
  await holds(officer, await hrefOf(officer, "/petugas/perusahaan"));
  // Returns the vacancy, so that no other test finds it in the queue.
  await officer.goto(waiting);
  await officer.getByLabel("Yang perlu diperbaiki").fill("Sebutkan jam kerjanya.");
  await officer.getByRole("button", { name: "Kembalikan" }).click();
  await expect(officer.getByText("dikembalikan kepada perusahaan")).toBeVisible();
  expect(faults).toEqual([]);
  await officer.context().close();
});

test("a counsellor meets no fault at the desk", async ({ page, browser }) => {
  const name = newName();
  const asker = await (await browser.newContext({ locale: "id-ID" })).newPage();
  const talk = await ask(asker, name, "Apakah ada lowongan penjahit?");
  await asker.context().close();
  await openDesk(page);
  await awake(page, true);
  await take(page, name);
  await say(talkWith(page, name), "Ada di kawasan Rungkut.");
  await holds(page, "/petugas/konsultasi");
  await holds(page, talk.replace("/konsultasi/", "/petugas/konsultasi/"));
  await holds(page, "/petugas");
  await page.goto("/petugas/konsultasi");
  await awake(page, true);
  await close(page, name, "Pertanyaan terjawab");
  await expect(talkWith(page, name).locator(".talk-standing")).toContainText("Hasil: Pertanyaan terjawab.");
});

test("the admin meets no fault over the audit trail", async ({ page }) => {
  await signIn(page, ADMIN, "/petugas");
  for (const address of ["/petugas", "/petugas/audit"]) await holds(page, address);
});
