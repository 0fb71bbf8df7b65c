// Conversations under faults: no message is lost or doubled, no needless reconnection, no call without its sound.
import { ask, close, cuttable, device, newName, openDesk, say, take, talkWith } from "./support/consultation";
import { accessible, awake, expect, hold, test } from "./support/test";

test("what a page of another version has posted is not in its field again", async ({ page }) => {
  const line = { isOther: true };
  await page.routeWebSocket("**/ws/konsultasi", (socket) => {
    if (line.isOther) socket.onMessage(() => socket.close({ code: 4400 }));
    else socket.connectToServer();
  });
  await ask(page, newName(), "Halo?");
  await awake(page, true);
  await expect(page.getByText("Halaman ini sudah lama.")).toBeVisible();
  line.isOther = false;
  await say(page, "Sudah terkirim.");
  await expect(page.getByText("Tersambung.")).toBeVisible({ timeout: 30_000 });
  await expect(page.locator(".talk-own", { hasText: "Sudah terkirim." })).toHaveCount(1);
  await expect(page.getByLabel("Pesan Anda")).toHaveValue("");

  // Text that was not sent is still in the field.
  await page.getByLabel("Pesan Anda").fill("Belum terkirim.");
  await page.reload();
  await expect(page.getByText("Tersambung.")).toBeVisible({ timeout: 30_000 });
  await expect(page.getByLabel("Pesan Anda")).toHaveValue("Belum terkirim.");
});

test("a counsellor whose talk has just ended keeps what was being written, and is told", async ({ page, browser }) => {
  const faults: string[] = [];
  const name = newName();
  await ask(page, name, "Halo?");
  await awake(page, true);
  const desk = await device(browser, {}, faults);
  await openDesk(desk);
  await awake(desk, true);
  await take(desk, name);
  const area = talkWith(desk, name).getByLabel("Pesan Anda");
  await area.pressSequentially("Bawa kontraknya ke loket LTSA.");
  await page.getByText("Sudah cukup?").click();
  await page.getByRole("button", { name: "Akhiri konsultasi" }).click();
  await expect(talkWith(desk, name).getByText("Tulisan di bawah belum terkirim")).toBeVisible();
  await desk.evaluate(() => Object.assign(window, { sameLoad: true }));
  await area.press("Control+Enter");
  await expect(area).toHaveAccessibleDescription("Anda tidak lagi dapat menulis di konsultasi ini.");
  await expect(area).toHaveValue("Bawa kontraknya ke loket LTSA.");
  await expect(area).toBeFocused();
  await accessible(desk);
  // The field stays after its text was deleted to write another.
  await area.fill("");
  await area.pressSequentially("Baik.");
  await expect(area).toHaveValue("Baik.");
  expect(await desk.evaluate(() => "sameLoad" in window)).toBe(true);
  expect(faults).toEqual([]);
  await desk.context().close();
});

test("the call of the desk rings again after the browser has stopped the sound", async ({ browser }) => {
  const faults: string[] = [];
  const desk = await device(browser, {}, faults);
  await desk.addInitScript(() => {
    const resume = AudioContext.prototype.resume;
    AudioContext.prototype.resume = function () {
      Object.assign(window, { resumed: Number(Reflect.get(window, "resumed") ?? 0) + 1 });
      return resume.call(this);
    };
  });
  await openDesk(desk);
  await awake(desk, true);
  const resumed = () => desk.evaluate(() => Number(Reflect.get(window, "resumed") ?? 0));
  await desk.getByRole("button", { name: "Nyalakan bunyi panggilan" }).click();
  await expect.poll(resumed).toBeGreaterThanOrEqual(1);
  await desk.getByRole("button", { name: "Matikan bunyi panggilan" }).click();
  const before = await resumed();
  await desk.getByRole("button", { name: "Nyalakan bunyi panggilan" }).click();
  await expect.poll(resumed).toBeGreaterThan(before);
  expect(faults).toEqual([]);
  await desk.context().close();
});

test("a device that comes back online again and again knocks no more often for it", async ({ page }) => {
  const line = { knocks: 0 };
  await page.routeWebSocket("**/ws/konsultasi", (socket) => {
    line.knocks += 1;
    void socket.close();
  });
  await ask(page, newName(), "Halo?");
  await awake(page, true);
  await expect(page.getByText("Sambungan terputus.")).toBeVisible();
  // Each `online` event connects at once, and replaces the waiting attempt instead of adding another.
  await page.evaluate(async () => {
    for (let n = 0; n < 60; n++) {
      dispatchEvent(new Event("online"));
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  });
  const before = line.knocks;
  expect(before).toBeGreaterThan(40);
  await page.waitForTimeout(10_000);
  expect(line.knocks - before).toBeLessThan(5);
});

test("a talk is not ended before one's words in it are sent", async ({ page, browser }) => {
  const faults: string[] = [];
  const name = newName();
  await ask(page, name, "Halo?");
  const desk = await device(browser, {}, faults);
  const line = await cuttable(desk);
  await openDesk(desk);
  await awake(desk, true);
  await take(desk, name);
  const talk = talkWith(desk, name);
  const end = talk.getByRole("button", { name: "Tutup dengan hasil" });
  const sent = (words: string) => expect(talk.locator(".talk-line", { hasText: words })).toContainText(/Terkirim|Dibaca/, { timeout: 40_000 });
  await line.cut();
  await say(talk, "Bawa kontraknya ke loket.");
  await close(desk, name, "Pertanyaan terjawab");
  await expect(talk.getByRole("alert").filter({ hasText: "Masih ada tulisan yang belum terkirim." })).toBeVisible();
  line.down = false;
  await sent("Bawa kontraknya ke loket.");

  // The conversation is not closed before text that still stands in the field is sent, either.
  await talk.getByLabel("Pesan Anda").fill("Dan paspornya.");
  await end.click();
  await talk.getByRole("button", { name: "Kirim", exact: true }).click();
  await sent("Dan paspornya.");
  await end.click();
  await expect(talk.getByText("Hasil: Pertanyaan terjawab.").first()).toBeVisible();
  await page.reload();
  for (const words of ["Bawa kontraknya ke loket.", "Dan paspornya."]) await expect(page.getByText(words)).toBeVisible();
  expect(faults).toEqual([]);
  await desk.context().close();
});

test("the button of the queue that has the focus keeps it while its guest writes on", async ({ page, browser }) => {
  const faults: string[] = [];
  const name = newName();
  await ask(page, name, "Halo?");
  await awake(page, true);
  const desk = await device(browser, {}, faults);
  await openDesk(desk);
  await awake(desk, true);
  const row = desk.locator(".queue li", { hasText: `${name} –` });
  await expect(row).toContainText("1 pesan");
  await row.getByRole("button").focus();
  await say(page, "Saya di Sidoarjo.");
  // The desk reloads the queue from time to time; another message of a guest does not change their place.
  await expect(row).toContainText("2 pesan", { timeout: 40_000 });
  await expect(row.getByRole("button")).toBeFocused();
  expect(faults).toEqual([]);
  await desk.context().close();
});

test("a desk that has its sound on rings when one more guest comes", async ({ page, browser }) => {
  const faults: string[] = [];
  const desk = await device(browser, {}, faults);
  await desk.addInitScript(() => {
    const make = AudioContext.prototype.createOscillator;
    AudioContext.prototype.createOscillator = function () {
      Object.assign(window, { tones: Number(Reflect.get(window, "tones") ?? 0) + 1 });
      return make.call(this);
    };
  });
  const tones = () => desk.evaluate(() => Number(Reflect.get(window, "tones") ?? 0));
  await ask(page, newName(), "Halo?");
  await openDesk(desk);
  await awake(desk, true);
  await desk.getByRole("button", { name: "Nyalakan bunyi panggilan" }).click();
  await expect.poll(tones).toBeGreaterThanOrEqual(2);
  // Tries again if a counsellor of another test takes a guest at the same moment.
  await expect(async () => {
    const before = await tones();
    await ask(page, newName(), "Halo?");
    await expect.poll(tones, { timeout: 8_000 }).toBeGreaterThan(before);
  }).toPass({ timeout: 40_000 });
  expect(faults).toEqual([]);
  await desk.context().close();
});

test("a talk wakes also where the browser is never idle", async ({ page }) => {
  await page.addInitScript(() => Object.assign(window, { requestIdleCallback: () => 0 }));
  await ask(page, newName(), "Halo?");
  await awake(page, true);
  await expect(page.getByText("Tersambung.")).toBeVisible();
});

test("what is written while the client is on its way stays, and is sent by it", async ({ page }) => {
  const address = await ask(page, newName(), "Halo?");
  const release = await hold(page, "**/pkg/*.wasm");
  await page.goto(address, { waitUntil: "domcontentloaded" });
  await expect(page.locator("html")).toHaveAttribute("data-client", "loading");
  await page.getByLabel("Pesan Anda").fill("Ditulis sebelum siap.");
  release();
  await awake(page, true);
  await expect(page.getByLabel("Pesan Anda")).toHaveValue("Ditulis sebelum siap.");
  await page.getByLabel("Pesan Anda").press("Control+Enter");
  await expect(page.getByRole("log").locator(".talk-line", { hasText: "Ditulis sebelum siap." })).toContainText("Terkirim");
});

test("words that wait in this browser are marked in the list of talks, until they are sent", async ({ page }) => {
  const name = newName();
  const line = await cuttable(page);
  await ask(page, newName(), "Halo?");
  await ask(page, name, "Halo?");
  await awake(page, true);
  await expect(page.getByText("Tersambung.")).toBeVisible();
  await line.cut();
  await expect(page.getByText("Sambungan terputus.")).toBeVisible();
  await say(page, "Ditulis di jalan.");
  await expect(page.locator(".talk-pending")).toContainText("Menunggu dikirim");
  await page.goto("/konsultasi");
  const mark = page.getByText("Ada tulisan Anda yang belum terkirim");
  await expect(mark.filter({ visible: true })).toHaveCount(1);
  await expect(page.locator(".card", { hasText: name }).getByText("Ada tulisan Anda yang belum terkirim")).toBeVisible();
  await accessible(page);
  line.down = false;
  await page.getByRole("link", { name }).click();
  await expect(page.locator(".talk-line", { hasText: "Ditulis di jalan." })).toContainText("Terkirim", { timeout: 30_000 });
  await page.goto("/konsultasi");
  await expect(page.getByRole("link", { name })).toBeVisible();
  await expect(mark.filter({ visible: true })).toHaveCount(0);
});

test("who has signed out leaves no words of talks in the browser", async ({ page }) => {
  const kept = () => page.evaluate(() => [localStorage, sessionStorage].flatMap((storage) => Object.keys(storage)).filter((key) => /^(konsultasi|lain)/.test(key)).sort());
  await page.goto("/masuk");
  await page.evaluate(() => {
    localStorage.setItem("konsultasi.satu.dua", "{}");
    localStorage.setItem("lain", "tinggal");
    sessionStorage.setItem("konsultasi-draf.satu", "Belum selesai");
  });
  // A typed address or another site's link signs nobody out, so nothing is deleted.
  await page.goto("/masuk?pesan=keluar");
  expect(await kept()).toEqual(["konsultasi-draf.satu", "konsultasi.satu.dua", "lain"]);
  await page.evaluate(() => location.assign("/masuk?pesan=keluar-semua"));
  await page.waitForURL("**/masuk?pesan=keluar-semua");
  await expect.poll(kept).toEqual(["lain"]);
});
