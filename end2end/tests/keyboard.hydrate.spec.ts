// The counsellor's desk without a pointer: when an action removes its own button, the focus moves to the next place.
import { ask, device, newName, openDesk, talkWith } from "./support/consultation";
import { follow, tabTo } from "./support/keyboard";
import { awake, expect, test } from "./support/test";

test("a talk is taken, answered, given back, taken again and closed", async ({ page, browser }) => {
  const faults: string[] = [];
  const name = newName();
  const asker = await device(browser, {}, faults);
  await ask(asker, name, "Halo?");
  await openDesk(page);
  await awake(page, true);
  const talk = talkWith(page, name);
  const own = page.getByRole("heading", { name: "Konsultasi saya" });
  const ways = talk.locator("summary", { hasText: "Selesaikan atau serahkan" });

  await follow(page, page.getByRole("button", { name: `Ambil ${name}` }));
  await expect(talk).toBeVisible();
  await expect(own).toBeFocused();
  await tabTo(page, talk.getByLabel("Pesan Anda"));
  await page.keyboard.type("Baik, tunggu sebentar.");
  await page.keyboard.press("Control+Enter");
  await expect(asker.getByText("Baik, tunggu sebentar.")).toBeVisible();
  await follow(page, ways);
  await follow(page, talk.getByRole("button", { name: "Kembalikan ke antrean" }));
  await expect(talk).toBeHidden();
  await expect(page.getByText(`Konsultasi ${name} tidak lagi di meja Anda.`)).toBeVisible();
  await expect(own).toBeFocused();

  await follow(page, page.getByRole("button", { name: `Ambil ${name}` }));
  await expect(own).toBeFocused();
  await follow(page, ways);
  await tabTo(page, talk.getByLabel("Hasil konsultasi"));
  await page.keyboard.type("Pertanyaan");
  await follow(page, talk.getByRole("button", { name: "Tutup dengan hasil" }));
  await expect(talk.locator(".talk-standing")).toContainText("Hasil: Pertanyaan terjawab.");
  await expect(talk).toBeFocused();
  expect(faults).toEqual([]);
  await asker.context().close();
});
