// Enrolling from the catalogue and cancelling again, without and with JavaScript.
import { type Page } from "@playwright/test";
import { enter, register, signIn, TRAINER } from "./support/people";
import { accessible as axe, expect, test } from "./support/test";

/** Runs axe, which is a script itself and needs JavaScript on the page. */
async function accessible(page: Page, javaScriptEnabled: boolean) {
  if (javaScriptEnabled) await axe(page);
}

/** A cohort for each project, so that the two runs do not share one. */
function own(javaScriptEnabled: boolean) {
  return javaScriptEnabled
    ? { slug: "bekal-sebelum-berangkat", cohort: "surabaya-1", title: "Bekal Sebelum Bekerja ke Luar Negeri" }
    : { slug: "perawatan-lansia", cohort: "malang-1", title: "Perawatan Lansia" };
}

test.describe("enrolling", () => {
  test.use({ expectedStatuses: [401] });
  test("a citizen finds a course, enrols, and gives the seat up", async ({ page, browser, javaScriptEnabled }) => {
    const js = javaScriptEnabled ?? true;
    const earlier = await browser.newContext({ locale: "id-ID" });
    const citizen = await register(await earlier.newPage());
    await earlier.close();
    const course = own(js);
    await page.goto("/pelatihan");
    await accessible(page, js);
    await page.getByRole("link", { name: course.title }).click();
    await expect(page.getByRole("heading", { level: 1, name: course.title })).toBeVisible();
    await expect(page.getByText("Ini data contoh")).toBeVisible();
    await accessible(page, js);

    // Signing in leads back to the page where the person was asked to.
    const questions = `/pelatihan/${course.slug}/${course.cohort}/daftar`;
    await page.goto(questions);
    await page.locator("main").getByRole("link", { name: "Masuk" }).click();
    await enter(page, citizen);
    await expect(page).toHaveURL(questions);

    // One field error: the other answers stay.
    await page.getByLabel("Pekerja migran yang sudah pulang").check();
    await page.getByLabel("Negara tempat kerja").selectOption("TW");
    await page.getByLabel("Tahun pulang terakhir").fill("2999");
    await page.getByLabel("Tempat tinggal sekarang").selectOption({ label: "Kota Surabaya" });
    await page.getByLabel("Ya", { exact: true }).check();
    await page.getByRole("button", { name: "Lanjut" }).click();
    await expect(page.getByRole("alert")).toContainText("Tahun pulang tidak boleh setelah tahun ini.");
    await expect(page.getByLabel("Negara tempat kerja")).toHaveValue("TW");
    await expect(page.getByLabel("Tahun pulang terakhir")).toHaveValue("2999");
    await expect(page.getByLabel("Ya", { exact: true })).toBeChecked();
    await accessible(page, js);

    // A person who may not enrol sees the reason and where to go on.
    await page.getByLabel("Tahun pulang terakhir").fill("2020");
    await page.getByRole("button", { name: "Lanjut" }).click();
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("Pelatihan ini belum bisa Anda ikuti");
    await expect(page.getByText("Pelatihan ini untuk: Calon pekerja migran")).toBeVisible();
    await accessible(page, js);
    await page.getByRole("link", { name: "Ubah jawaban" }).click();
    await page.getByLabel("Calon pekerja migran", { exact: true }).check();
    await page.getByRole("button", { name: "Lanjut" }).click();

    await expect(page.getByRole("heading", { level: 1 })).toHaveText("Periksa jawaban Anda");
    await accessible(page, js);
    await page.getByRole("button", { name: "Daftar sekarang" }).click();
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("Anda terdaftar");
    await expect(page.locator(".panel-code strong")).toHaveText(/^[0-9A-Z]{8}$/);
    await accessible(page, js);

    await page.goto("/akun/pelatihan");
    await expect(page.getByRole("link", { name: course.title })).toBeVisible();
    await accessible(page, js);
    await page.getByRole("link", { name: course.title }).first().click();
    await page.getByRole("link", { name: "Batalkan pendaftaran" }).click();
    await page.getByRole("button", { name: "Ya, batalkan" }).click();
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("Pendaftaran dibatalkan");
  });
});

test("the catalogue's filters are its address", async ({ page }) => {
  await page.goto("/pemberdayaan");
  await page.getByLabel("Bidang").selectOption({ label: "Keterampilan" });
  await page.getByLabel("Tempat kelas").selectOption({ label: "Kabupaten Banyuwangi" });
  await page.getByRole("button", { name: "Tampilkan" }).click();
  await expect(page).toHaveURL(/bidang=trade/);
  await expect(page.getByRole("link", { name: "Membuat Kue dan Roti" })).toBeVisible();
  await expect(page.getByRole("link", { name: "Menjahit Busana" })).toHaveCount(0);
  await page.getByRole("link", { name: /Kabupaten Banyuwangi/ }).click();
  await expect(page.getByRole("link", { name: "Menjahit Busana" })).toBeVisible();
});

test("a trainer opens a roster", async ({ page, javaScriptEnabled }) => {
  const js = javaScriptEnabled ?? true;
  await signIn(page, TRAINER, "/petugas/pelatihan");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Kelas saya");
  await accessible(page, js);
  await page.locator("main").getByRole("link", { name: "Las Listrik SMAW" }).click();
  await expect(page.getByRole("heading", { level: 2, name: "Pertemuan" })).toBeVisible();
  await accessible(page, js);
});
