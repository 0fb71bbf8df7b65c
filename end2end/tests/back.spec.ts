// Back to a form that was sent: an action that was undone since is done anew.
import { type Page } from "@playwright/test";
import { register } from "./support/people";
import { expect, test } from "./support/test";

/** Answers the questions for a class, on the page that asks them. */
async function answerQuestions(page: Page) {
  await page.getByLabel("Calon pekerja migran", { exact: true }).check();
  await page.getByLabel("Tempat tinggal sekarang").selectOption({ label: "Kota Surabaya" });
  await page.getByLabel("Ya", { exact: true }).check();
  await page.getByRole("button", { name: "Lanjut" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Periksa jawaban Anda");
}

async function enrol(page: Page): Promise<string> {
  await page.getByRole("button", { name: "Daftar sekarang" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Anda terdaftar");
  return (await page.locator(".panel-code strong").textContent()) ?? "";
}

test("a seat that was given up is taken again by the page that Back brings", async ({ page, javaScriptEnabled }) => {
  await register(page);
  const js = javaScriptEnabled ?? true;
  const cohort = js ? "/pelatihan/bekal-sebelum-berangkat/surabaya-1" : "/pelatihan/perawatan-lansia/malang-1";
  await page.goto(`${cohort}/daftar`);
  await answerQuestions(page);
  const first = await enrol(page);
  await page.getByRole("link", { name: "Batalkan pendaftaran" }).click();
  await page.getByRole("button", { name: "Ya, batalkan" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Pendaftaran dibatalkan");
  // Goes back to the questions, over all pages in between.
  for (let steps = 0; !page.url().endsWith("/daftar"); steps++) {
    expect(steps, "Back does not lead to the questions").toBeLessThan(8);
    await page.goBack();
  }
  await answerQuestions(page);
  expect(await enrol(page)).not.toBe(first);
});
