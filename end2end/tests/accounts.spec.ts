import type { Page } from "@playwright/test";
import { accessible as noFinding, expect, test } from "./support/test";

const PASSWORD = "kursi biru di teras";

/** Runs axe, which is a script itself and needs JavaScript on the page. */
async function accessible(page: Page, javaScriptEnabled: boolean | undefined) {
  if (javaScriptEnabled ?? true) await noFinding(page);
}

/** A new email address for each test. */
function freshAddress(): string {
  return `siti.${Date.now()}.${Math.floor(Math.random() * 1e6)}@contoh.id`;
}

/** The code in the newest message to this address in the demo's outbox. */
async function codeFor(page: Page, address: string): Promise<string> {
  const outbox = await page.context().newPage();
  await outbox.goto("/kotak-keluar");
  const message = outbox.locator("li.card", { hasText: address }).locator(".account-message").first();
  const code = /\b\d{6}\b/.exec((await message.textContent()) ?? "");
  await outbox.close();
  if (!code) throw new Error(`no code for ${address}`);
  return code[0];
}

// Account pages have no client: they stay plain HTML with JavaScript too.

/** Registers through the pages and ends signed in at `/akun`. */
async function register(page: Page, address: string) {
  await page.goto("/daftar");
  await page.getByLabel("Nama lengkap").fill("Siti Aminah");
  await page.getByLabel("Email atau nomor HP").fill(address);
  await page.getByLabel("Kata sandi", { exact: true }).fill(PASSWORD);
  await page.getByLabel("Saya sudah membaca pemberitahuan privasi").check();
  await page.getByRole("button", { name: "Daftar" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Masukkan kode" })).toBeVisible();
  await page.getByLabel("Kode 6 angka").fill(await codeFor(page, address));
  await page.getByRole("button", { name: "Buat akun" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Akun saya" })).toBeVisible();
}

async function signIn(page: Page, address: string, password: string) {
  await page.getByLabel("Email atau nomor HP").fill(address);
  await page.getByLabel("Kata sandi", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Masuk", exact: true }).click();
}

test.describe("after signing out", () => {
  test.use({ expectedStatuses: [401] });
  test("a person registers with a code, signs out, and Back shows nothing", async ({ page }) => {
    const address = freshAddress();
    await register(page, address);
    await expect(page.getByText("Akun Anda sudah jadi.")).toBeVisible();
    await expect(page.getByRole("definition").filter({ hasText: address })).toBeVisible();
    await page.getByRole("button", { name: "Keluar" }).click();
    await expect(page.getByText("Anda sudah keluar.")).toBeVisible();
    await page.goBack();
    await expect(page.getByText(address)).toHaveCount(0);
  });
});

test("what was typed comes back with the words at the field, and the password does not", async ({ page, javaScriptEnabled }) => {
  await page.goto("/daftar");
  await page.getByLabel("Nama lengkap").fill("Siti Aminah");
  await page.getByLabel("Email atau nomor HP").fill("siti@contoh");
  await page.getByLabel("Kata sandi", { exact: true }).fill("pendek");
  await page.getByRole("button", { name: "Daftar" }).click();
  const summary = page.getByRole("alert");
  await expect(summary).toBeFocused();
  await expect(summary.getByRole("link", { name: /Tulis alamat email/ })).toBeVisible();
  await expect(page.getByLabel("Nama lengkap")).toHaveValue("Siti Aminah");
  await expect(page.getByLabel("Email atau nomor HP")).toHaveValue("siti@contoh");
  await expect(page.getByLabel("Kata sandi", { exact: true })).toHaveValue("");
  await summary.getByRole("link", { name: /Tulis alamat email/ }).click();
  await expect(page.getByLabel("Email atau nomor HP")).toBeFocused();
  await accessible(page, javaScriptEnabled);
});

test("a forgotten password is reset by a code", async ({ page }) => {
  const address = freshAddress();
  await register(page, address);
  await page.context().clearCookies();
  await page.goto("/lupa-sandi");
  await page.getByLabel("Email atau nomor HP").fill(address);
  await page.getByRole("button", { name: "Kirim kode" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Atur ulang kata sandi" })).toBeVisible();
  await page.getByLabel("Kode 6 angka").fill(await codeFor(page, address));
  await page.getByLabel("Kata sandi baru").fill("meja hijau di dapur");
  await page.getByRole("button", { name: "Simpan kata sandi baru" }).click();
  await expect(page.getByText("Kata sandi baru sudah disimpan")).toBeVisible();
  await signIn(page, address, "meja hijau di dapur");
  await expect(page.getByRole("heading", { level: 1, name: "Akun saya" })).toBeVisible();
});

test("another device is seen and signed out", async ({ page, browser, javaScriptEnabled }) => {
  const address = freshAddress();
  await register(page, address);
  const other = await browser.newContext({ javaScriptEnabled, locale: "id-ID" });
  const phone = await other.newPage();
  await phone.goto("/masuk");
  await signIn(phone, address, PASSWORD);
  await expect(phone.getByRole("heading", { level: 1, name: "Akun saya" })).toBeVisible();
  await page.goto("/akun/sesi");
  await expect(page.getByText("Perangkat ini")).toBeVisible();
  await accessible(page, javaScriptEnabled);
  await page.getByRole("button", { name: /^Keluarkan Chrome/ }).click();
  await expect(page.getByText("Perangkat sudah dikeluarkan.")).toBeVisible();
  await phone.goto("/akun");
  await expect(phone.getByText(address)).toHaveCount(0);
  await other.close();
});

test("an account can be deleted, and its contact is free again", async ({ page, javaScriptEnabled }) => {
  const address = freshAddress();
  await register(page, address);
  await page.goto("/akun/hapus");
  await accessible(page, javaScriptEnabled);
  await page.getByLabel("Kata sandi").fill(PASSWORD);
  await page.getByRole("button", { name: "Hapus akun saya" }).click();
  await expect(page.getByText("Akun Anda sudah dihapus.")).toBeVisible();
  await register(page, address);
});

test.describe("pages that ask to sign in first", () => {
  test.use({ expectedStatuses: [401] });
  test("sign-in leads back to the page that asked for it", async ({ page }) => {
    await page.goto("/akun/sesi");
    await page.getByRole("main").getByRole("link", { name: "Masuk" }).click();
    await signIn(page, "warga@portal.example", "warga-demo-2026");
    await expect(page.getByRole("heading", { level: 1, name: "Perangkat yang memakai akun Anda" })).toBeVisible();
  });
});

test("each officer has a home, and only the admin the audit trail", async ({ page, javaScriptEnabled }) => {
  await page.goto("/masuk");
  await signIn(page, "admin@portal.example", "admin-demo-2026");
  await expect(page.getByRole("heading", { level: 1, name: "Meja petugas" })).toBeVisible();
  await accessible(page, javaScriptEnabled);
  await page.getByRole("link", { name: "Jejak audit" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Jejak audit" })).toBeVisible();
  await accessible(page, javaScriptEnabled);
  const who = page.getByLabel("Email, nomor HP, atau ID orang");
  const show = page.getByRole("button", { name: "Tampilkan" });
  await who.fill("admin@portal.example");
  await show.click();
  await expect(page.getByText("Catatan yang dibuat oleh atau menyangkut Ratna Sari.")).toBeVisible();
  // Neither the page's address nor the browser's history shows whom the admin looked for.
  expect(page.url()).not.toContain("portal.example");
  await accessible(page, javaScriptEnabled);
  await who.fill("tidak.ada@portal.example");
  await show.click();
  await expect(who).toHaveValue("tidak.ada@portal.example");
  await expect(page.getByText("Tidak ada orang dengan email, nomor, atau ID itu.").first()).toBeVisible();
  expect(page.url()).not.toContain("portal.example");
});

test("every open page of accounts has no accessibility finding", async ({ page, javaScriptEnabled }) => {
  for (const path of ["/masuk", "/daftar", "/lupa-sandi", "/privasi", "/kotak-keluar"]) {
    await page.goto(path);
    await accessible(page, javaScriptEnabled);
  }
});
