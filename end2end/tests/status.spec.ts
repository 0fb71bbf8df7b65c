// Looking up by code without being signed in, without and with JavaScript.
import { type Page } from "@playwright/test";
import { register } from "./support/people";
import { accessible as axe, expect, test } from "./support/test";

/** Runs axe, which is a script itself and needs JavaScript on the page. */
async function accessible(page: Page, javaScriptEnabled: boolean | undefined) {
  if (javaScriptEnabled ?? true) await axe(page);
}

/** A cohort that no other test uses, with enough seats for all runs of this one. */
const CLASS = "/pelatihan/keuangan-calon-pekerja/malang-1";

test("whoever holds a code sees where it stands, and what is next", async ({ page, browser, javaScriptEnabled }) => {
  const earlier = await browser.newContext({ locale: "id-ID" });
  const owner = await earlier.newPage();
  await register(owner);
  await owner.goto(`${CLASS}/daftar`);
  await owner.getByLabel("Calon pekerja migran", { exact: true }).check();
  await owner.getByLabel("Tempat tinggal sekarang").selectOption({ label: "Kota Surabaya" });
  await owner.getByLabel("Ya", { exact: true }).check();
  await owner.getByRole("button", { name: "Lanjut" }).click();
  await owner.getByRole("button", { name: "Daftar sekarang" }).click();
  const code = (await owner.locator(".panel-code strong").textContent()) ?? "";
  await owner.getByRole("main").getByRole("link", { name: "Lihat status dengan kode" }).click();
  await expect(owner).toHaveURL(/\/status$/);

  await page.goto("/");
  await page.getByRole("contentinfo").getByRole("link", { name: "Lihat status dengan kode" }).click();
  await accessible(page, javaScriptEnabled);
  await page.getByLabel("Kode lamaran atau kode pendaftaran").fill(` ${code.slice(0, 4).toLowerCase()}-${code.slice(4)}`);
  await page.getByRole("button", { name: "Lihat status" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Status pendaftaran pelatihan");
  await expect(page.locator("main")).toContainText(code);
  await expect(page.locator("main .tag").first()).toHaveText("Terdaftar");
  await expect(page.locator("main")).toContainText("Kelas dimulai");
  await expect(page.locator("body")).not.toContainText("Rina");
  await accessible(page, javaScriptEnabled);
  await page.getByRole("link", { name: "Masuk untuk melihat selengkapnya" }).click();
  await expect(page).toHaveURL(`/masuk?next=/akun/pelatihan/${code}`);

  // A signed-in owner goes straight on to the full page.
  await owner.goto(`/status?kode=${code}`);
  await owner.getByRole("link", { name: "Buka halaman lengkapnya" }).click();
  await expect(owner).toHaveURL(`/akun/pelatihan/${code}`);
  await earlier.close();
});

test.describe("a code that stands for nothing", () => {
  test.use({ expectedStatuses: [422] });
  test("comes back in its field, and the words say what a code looks like", async ({ page, javaScriptEnabled }) => {
    await page.goto("/status");
    const field = page.getByLabel("Kode lamaran atau kode pendaftaran");
    await field.fill("K7M4-QX20");
    await page.getByRole("button", { name: "Lihat status" }).click();
    await expect(page.getByRole("alert")).toContainText("Kode ini tidak ditemukan.");
    await expect(field).toHaveValue("K7M4-QX20");
    await expect(field).toHaveAccessibleDescription(/delapan huruf dan angka/);
    await accessible(page, javaScriptEnabled);
    await page.getByRole("alert").getByRole("link").click();
    await expect(field).toBeFocused();
  });
});
