// A screenshot of each page, at the width of a phone and of a desktop, light and dark.
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, type Page, test } from "@playwright/test";
import { ask, openDesk, say, take, talkWith } from "../tests/support/consultation";
import { awake } from "../tests/support/test";

const folder = join(import.meta.dirname, "../../docs/pictures");
const pages: [name: string, address: string][] = [
  ["depan", "/"],
  ["lowongan", "/lowongan?kata=admin"],
  ["konsultasi", "/konsultasi"],
  ["pemberdayaan", "/pemberdayaan"],
  ["gaya", "/gaya"],
];
const sizes = [{ width: 360, height: 780 }, { width: 1280, height: 900 }];

/** Takes the screenshot as WebP, a third of the size of PNG or JPEG, the only formats that Playwright itself writes. */
async function picture(page: Page, name: string) {
  await page.evaluate(() => scrollTo(0, 0));
  const session = await page.context().newCDPSession(page);
  const { data } = await session.send("Page.captureScreenshot", { format: "webp", quality: 72 });
  await writeFile(join(folder, `${name}.webp`), Buffer.from(data, "base64"));
}

test.beforeAll(() => mkdir(folder, { recursive: true }));

for (const viewport of sizes) {
  for (const colorScheme of ["light", "dark"] as const) {
    test.describe(`${viewport.width} ${colorScheme}`, () => {
      test.use({ viewport, colorScheme });
      for (const [name, address] of pages) {
        test(name, async ({ page }) => {
          const answer = await page.goto(address);
          expect(answer?.status()).toBe(200);
          await picture(page, `${name}-${viewport.width}-${colorScheme}`);
        });
      }
    });
  }
}

test("a talk on a phone, and the counsellor's desk", async ({ page, browser }) => {
  // High enough to show the whole conversation.
  await page.setViewportSize({ width: 360, height: 960 });
  await ask(page, "Siti Aminah", "Saya baru lulus SMK di Pacitan. Ada lowongan teknisi dekat rumah?");
  await awake(page, true);
  const desk = await (await browser.newContext({ locale: "id-ID", viewport: { width: 1280, height: 960 } })).newPage();
  await openDesk(desk);
  await awake(desk, true);
  await take(desk, "Siti Aminah");
  await say(talkWith(desk, "Siti Aminah"), "Ada dua di Ponorogo. Apakah Anda bisa pindah?");
  await expect(page.getByText("Ada dua di Ponorogo.")).toBeVisible();
  await say(page, "Bisa, kalau ada tempat tinggal.");
  await expect(talkWith(desk, "Siti Aminah").getByText("Bisa, kalau ada tempat tinggal.")).toBeVisible();
  const next = await (await browser.newContext({ locale: "id-ID" })).newPage();
  await ask(next, "Wahyu Prasetyo", "Paspor saya ditahan majikan. Apa yang harus saya lakukan?");
  await expect(desk.locator(".queue li", { hasText: "Wahyu Prasetyo" })).toBeVisible();
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme });
    await desk.emulateMedia({ colorScheme });
    await picture(page, `percakapan-360-${colorScheme}`);
    await picture(desk, `meja-1280-${colorScheme}`);
  }
});
