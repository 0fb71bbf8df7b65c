// The people of the tests: the demo's accounts, and people who register.
import { type Browser, type BrowserContextOptions, type Page } from "@playwright/test";
import { expect, watch } from "./test";

/** An account by its contact and password. */
export type Account = readonly [contact: string, password: string];

export const EMPLOYER: Account = ["perusahaan@portal.example", "perusahaan-demo-2026"];
export const COUNSELLOR: Account = ["konselor@portal.example", "konselor-demo-2026"];
export const TRAINER: Account = ["pelatih@portal.example", "pelatih-demo-2026"];
export const ADMIN: Account = ["admin@portal.example", "admin-demo-2026"];

const PASSWORD = "kursi biru di teras";

/** Fills in the sign-in form and sends it. */
export async function enter(page: Page, [contact, password]: Account) {
  await page.getByLabel("Email atau nomor HP").fill(contact);
  await page.getByLabel("Kata sandi", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Masuk", exact: true }).click();
}

/** Signs in and ends on the page `next`. */
export async function signIn(page: Page, who: Account, next: string) {
  await page.goto(`/masuk?next=${encodeURIComponent(next)}`);
  await enter(page, who);
  await page.waitForURL(`**${next}`);
}

/** A page on a device of its own, signed in; its errors are in `faults`. */
export async function signedIn(browser: Browser, who: Account, next: string, options: BrowserContextOptions = {}) {
  const context = await browser.newContext({ locale: "id-ID", timezoneId: "Asia/Jakarta", ...options });
  const page = await context.newPage();
  const faults: string[] = [];
  watch(page, [], faults);
  await signIn(page, who, next);
  return { page, faults };
}

/** Begins a registration, up to the page that asks for the code. Returns the contact. */
export async function beginToRegister(page: Page): Promise<string> {
  const contact = `rina.${Date.now()}.${Math.floor(Math.random() * 1e6)}@contoh.id`;
  await page.goto("/daftar");
  await page.getByLabel("Nama lengkap").fill("Rina Wulandari");
  await page.getByLabel("Email atau nomor HP").fill(contact);
  await page.getByLabel("Kata sandi", { exact: true }).fill(PASSWORD);
  await page.getByLabel("Saya sudah membaca pemberitahuan privasi").check();
  await page.getByRole("button", { name: "Daftar" }).click();
  await expect(page.getByLabel("Kode 6 angka")).toBeVisible();
  return contact;
}

/** Registers a new person, who is then signed in on the page. */
export async function register(page: Page): Promise<Account> {
  const contact = await beginToRegister(page);
  const outbox = await page.context().newPage();
  await outbox.goto("/kotak-keluar");
  const message = outbox.locator("li.card", { hasText: contact }).locator(".account-message").first();
  const code = /\b\d{6}\b/.exec((await message.textContent()) ?? "")?.[0] ?? "";
  await outbox.close();
  await page.getByLabel("Kode 6 angka").fill(code);
  await page.getByRole("button", { name: "Buat akun" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Akun saya" })).toBeVisible();
  return [contact, PASSWORD];
}
