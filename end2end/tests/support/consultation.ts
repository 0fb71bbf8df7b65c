// Helpers for the consultation tests: a guest who asks, and a counsellor at the desk.
import { execFileSync } from "node:child_process";
import { randomUUID } from "node:crypto";
import { join } from "node:path";
import { type Browser, type BrowserContextOptions, type Page } from "@playwright/test";
import { type Account, COUNSELLOR } from "./people";
import { expect, watch } from "./test";

let number = 0;

/** A name that no other test uses, because all tests share one queue. */
export const newName = () => `Siti ${process.pid}-${Date.now() % 100_000}-${(number += 1)}`;

/** A page on another device; its errors are added to `faults`. */
export async function device(browser: Browser, options: BrowserContextOptions, faults: string[]): Promise<Page> {
  const context = await browser.newContext({ locale: "id-ID", timezoneId: "Asia/Jakarta", ...options });
  const page = await context.newPage();
  watch(page, [], faults);
  return page;
}

/** Starts a consultation as a guest, and stays on the conversation's page. Returns its path. */
export async function ask(page: Page, name: string, words: string): Promise<string> {
  await page.goto("/konsultasi");
  await page.getByLabel("Nama Anda").fill(name);
  await page.getByLabel("Mencari kerja di sini").check();
  await page.getByLabel("Pertanyaan Anda").fill(words);
  await page.getByRole("button", { name: "Kirim dan masuk antrean" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toContainText("Konsultasi: Mencari kerja di sini");
  return new URL(page.url()).pathname;
}

/** Signs a counsellor in, by default the demo's, and opens the desk. */
export async function openDesk(page: Page, [contact, password]: Account = COUNSELLOR) {
  await page.goto("/masuk?next=/petugas/konsultasi");
  await page.locator("input[name=contact]").fill(contact);
  await page.locator("input[name=password]").fill(password);
  await page.locator("main form button[type=submit]").click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Meja konsultasi");
}

/** Adds a counsellor for this test only: on the shared desk, another test might read the conversation. */
export function ownCounsellor(name: string): Account {
  const account: Account = [`konselor-${randomUUID()}@portal.example`, "kursi biru di teras"];
  const add = ["officer", "add", "--role", "counsellor", "--name", name, "--contact", account[0], "--password-stdin"];
  execFileSync("target/release/portal", [...add, "--data", process.env.E2E_DATA ?? ""], {
    cwd: join(import.meta.dirname, "../../.."), input: account[1], stdio: ["pipe", "ignore", "inherit"],
  });
  return account;
}

/** The conversation with this citizen on the desk. */
export const talkWith = (desk: Page, name: string) => desk.getByRole("region", { name: new RegExp(`^${name} `) });

/** Takes this citizen from the queue and scrolls to the conversation: the desk also shows those of other tests. */
export async function take(desk: Page, name: string) {
  await desk.getByRole("button", { name: `Ambil ${name}` }).click();
  await talkWith(desk, name).getByLabel("Pesan Anda").scrollIntoViewIfNeeded();
}

/** Closes the conversation with this citizen. */
export async function close(desk: Page, name: string, outcome: string) {
  const talk = talkWith(desk, name);
  await talk.getByText("Selesaikan atau serahkan").click();
  await talk.getByLabel("Hasil konsultasi").selectOption({ label: outcome });
  await talk.getByRole("button", { name: "Tutup dengan hasil" }).click();
}

/** Writes and sends a message in a conversation. */
export async function say(place: { getByLabel: Page["getByLabel"]; getByRole: Page["getByRole"] }, words: string) {
  await place.getByLabel("Pesan Anda").fill(words);
  await place.getByRole("button", { name: "Kirim", exact: true }).click();
}

/** Lets the test cut the connection of the socket. Call it before the page is opened. */
export async function cuttable(page: Page) {
  const line = { down: false, cut: async () => {} };
  const open = new Set<{ close: () => Promise<void> }>();
  await page.routeWebSocket("**/ws/konsultasi", (socket) => {
    if (line.down) {
      void socket.close();
      return;
    }
    socket.connectToServer();
    open.add(socket);
  });
  line.cut = async () => {
    line.down = true;
    await Promise.all([...open].map((socket) => socket.close()));
    open.clear();
  };
  return line;
}
