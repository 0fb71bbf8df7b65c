import { ask, close, cuttable, device, newName, openDesk, ownCounsellor, say, take, talkWith } from "./support/consultation";
import { accessible, awake, expect, test } from "./support/test";

test("two people talk live: pending, sent and read in words, the focus stays where one writes", async ({ page, browser }) => {
  const faults: string[] = [];
  const name = newName();
  await ask(page, name, "Halo?");
  await awake(page, true);
  await expect(page.getByText("Tersambung.")).toBeVisible();
  const desk = await device(browser, {}, faults);
  await openDesk(desk);
  await awake(desk, true);
  await expect(desk).toHaveTitle(/\(\d+\) menunggu/);
  await take(desk, name);
  await expect(page.getByText("Anda dilayani oleh Dewi Lestari.")).toBeVisible();
  await expect(page.getByText("Dewi Lestari sedang tersambung.")).toBeVisible();
  await expect(talkWith(desk, name).getByText(`${name} sedang tersambung.`)).toBeVisible();

  await say(page, "Saya cari kerja.");
  await expect(page.getByLabel("Pesan Anda")).toBeFocused();
  await expect(page.getByLabel("Pesan Anda")).toHaveValue("");
  const own = page.getByRole("log").locator(".talk-line", { hasText: "Saya cari kerja." });
  await expect(own).toContainText("Dibaca");
  await expect(talkWith(desk, name).getByText("Saya cari kerja.")).toBeVisible();

  await talkWith(desk, name).getByLabel("Pesan Anda").pressSequentially("Baik");
  await expect(page.getByText("Dewi Lestari sedang mengetik…")).toBeVisible();
  await talkWith(desk, name).getByLabel("Pesan Anda").press("Control+Enter");
  await expect(page.getByRole("log").getByText("Baik")).toBeVisible();
  await accessible(page);
  await accessible(desk);
  await close(desk, name, "Pertanyaan terjawab");
  await expect(page.getByText("Konsultasi ini sudah selesai. Hasil: Pertanyaan terjawab.")).toBeVisible();
  await expect(page.getByLabel("Pesan Anda")).toBeHidden();
  expect(faults).toEqual([]);
  await desk.context().close();
});

test("the longest message comes whole to the other side, and again after a line that was cut", async ({ page, browser }) => {
  const faults: string[] = [];
  const name = newName();
  const line = await cuttable(page);
  const address = await ask(page, name, "Halo?");
  await awake(page, true);
  const desk = await device(browser, {}, faults);
  await openDesk(desk);
  await awake(desk, true);
  await take(desk, name);
  const talk = talkWith(desk, name);
  // Characters of one, two and four bytes, so that parts of the frame end inside some of them.
  const long = (sign: string) => `${sign} ${"gaji dipotong é🙂".repeat(200)} tamat`;
  await say(page, long("A"));
  await expect(talk.getByText(long("A"), { exact: true })).toBeVisible();
  await say(talk, long("B"));
  await expect(page.getByText(long("B"), { exact: true })).toBeVisible();

  // The client starts, too, on a desk that already has a conversation.
  await desk.reload();
  await awake(desk, true);

  // Messages that were sent during the cut arrive as one gap.
  await line.cut();
  for (const sign of ["C", "D", "E"]) {
    await say(talk, long(sign));
    await expect(talk.locator(".talk-line", { hasText: `${sign} gaji` })).toContainText("Terkirim");
  }
  line.down = false;
  for (const sign of ["C", "D", "E"]) {
    await expect(page.getByText(long(sign), { exact: true })).toBeVisible({ timeout: 40_000 });
  }
  await page.goto(address);
  await expect(page.getByText(long("E"), { exact: true })).toBeVisible();
  await close(desk, name, "Pertanyaan terjawab");
  await expect(talk.getByText("Hasil: Pertanyaan terjawab.").first()).toBeVisible();
  expect(faults).toEqual([]);
  await desk.context().close();
});

test("a message that cannot be sent says why at its field, and stays there to be mended", async ({ page }) => {
  await ask(page, newName(), "Halo?");
  await awake(page, true);
  const area = page.getByLabel("Pesan Anda");
  const loads: string[] = [];
  page.on("request", (request) => request.isNavigationRequest() && loads.push(request.url()));
  await say(page, " \n ");
  await expect(area).toHaveAccessibleDescription("Isian ini wajib diisi.");
  await expect(area).toHaveAttribute("aria-invalid", "true");
  await expect(area).toBeFocused();
  await accessible(page);
  await area.press("a");
  await expect(area).not.toHaveAttribute("aria-invalid");
  await expect(area).toHaveAccessibleDescription("");

  await area.fill("x".repeat(4_001));
  await area.press("Control+Enter");
  await expect(area).toHaveAccessibleDescription("Isian ini terlalu panjang.");
  await expect(area).toHaveValue("x".repeat(4_001));
  await area.press("Backspace");
  await expect(area).toHaveAccessibleDescription("");
  await area.press("Control+Enter");
  await expect(page.getByRole("log").locator(".talk-line", { hasText: "xxxx" })).toContainText("Terkirim");
  await expect(area).toHaveValue("");
  expect(loads).toEqual([]);
});

test("what is written without a line is kept over a reload, and goes out once", async ({ page }) => {
  const line = await cuttable(page);
  await ask(page, newName(), "Halo?");
  await awake(page, true);
  await expect(page.getByText("Tersambung.")).toBeVisible();
  await line.cut();
  await expect(page.getByText("Sambungan terputus.")).toBeVisible();
  await say(page, "Ditulis di jalan.");
  await expect(page.locator(".talk-pending")).toContainText("Menunggu dikirim");
  await page.getByLabel("Pesan Anda").fill("Belum selesai");
  await page.reload();
  await awake(page, true);
  await expect(page.locator(".talk-pending")).toContainText("Ditulis di jalan.");
  await expect(page.getByLabel("Pesan Anda")).toHaveValue("Belum selesai");
  line.down = false;
  await expect(page.locator(".talk-line", { hasText: "Ditulis di jalan." })).toContainText("Terkirim", { timeout: 30_000 });
  await page.reload();
  await expect(page.getByText("Ditulis di jalan.")).toHaveCount(1);
});

test("what one side was writing is not put before the other, in one tab", async ({ page }) => {
  const name = newName();
  await ask(page, name, "Halo?");
  await awake(page, true);
  await page.getByLabel("Pesan Anda").fill("Tulisan warga");
  await openDesk(page);
  await awake(page, true);
  await take(page, name);
  await page.reload();
  await awake(page, true);
  const area = talkWith(page, name).getByLabel("Pesan Anda");
  await expect(area).toHaveValue("");
  await area.fill("Tulisan konselor");
  await page.reload();
  await awake(page, true);
  await expect(area).toHaveValue("Tulisan konselor");
  await area.fill("");
  await close(page, name, "Pertanyaan terjawab");
  await expect(talkWith(page, name).getByText("Hasil: Pertanyaan terjawab.").first()).toBeVisible();
});

test("a device that says it is offline is believed, and what is written meanwhile goes out on return", async ({ page, context }) => {
  await ask(page, newName(), "Halo?");
  await awake(page, true);
  await expect(page.getByText("Tersambung.")).toBeVisible();
  await context.setOffline(true);
  await expect(page.getByText("Sambungan terputus.")).toBeVisible();
  await say(page, "Di terowongan.");
  await expect(page.locator(".talk-pending")).toContainText("Menunggu dikirim");
  await context.setOffline(false);
  await expect(page.locator(".talk-line", { hasText: "Di terowongan." })).toContainText("Terkirim");
});

test("a message refused by a closed talk can be taken back and is in sight", async ({ page, browser }) => {
  const faults: string[] = [];
  const name = newName();
  const line = await cuttable(page);
  await ask(page, name, "Halo?");
  await awake(page, true);
  const desk = await device(browser, {}, faults);
  await openDesk(desk);
  await awake(desk, true);
  await take(desk, name);
  await expect(page.getByText("Anda dilayani oleh Dewi Lestari.")).toBeVisible();
  await line.cut();
  await say(page, "Ditulis di jalan.");
  await close(desk, name, "Tidak ada balasan lagi");
  line.down = false;
  // An alert tells a person who does not see the message itself that it was refused.
  await expect(page.getByRole("alert").filter({ hasText: "Tidak terkirim: Konsultasi ini sudah selesai." })).toBeVisible({ timeout: 40_000 });
  await page.getByRole("button", { name: "Tulis ulang" }).click();
  await expect(page.getByLabel("Pesan Anda")).toBeFocused();
  await expect(page.getByLabel("Pesan Anda")).toHaveValue("Ditulis di jalan.");
  await expect(page.getByRole("button", { name: "Mulai konsultasi baru dengan tulisan ini" })).toBeVisible();
  expect(faults).toEqual([]);
  await desk.context().close();
});

test("an answer is read when it is before one's eyes, on both sides", async ({ browser }) => {
  const faults: string[] = [];
  const name = newName();
  const page = await device(browser, { viewport: { width: 360, height: 640 } }, faults);
  const desk = await device(browser, { viewport: { width: 1280, height: 800 } }, faults);
  const address = await ask(page, name, "Halo?");
  await openDesk(desk, ownCounsellor("Ratna Dewi"));
  await awake(desk, true);
  await take(desk, name);
  const talk = talkWith(desk, name);
  const line = (of: typeof talk, words: string) => of.locator(".talk-line", { hasText: words });
  await awake(page, true);
  for (let n = 1; n <= 6; n++) {
    await say(page, `Cerita ${n} ${"panjang ".repeat(60)}`);
    await expect(line(talk, `Cerita ${n} `)).toBeVisible();
  }

  // The citizen reads further up: the page announces the answer and does not count it as read.
  await page.evaluate(() => window.scrollTo(0, 0));
  await say(talk, "Jawaban pertama.");
  await expect(page.getByRole("link", { name: "1 belum dibaca" })).toBeInViewport();
  await accessible(page);
  await expect(line(talk, "Jawaban pertama.")).toContainText("Terkirim");
  await page.getByRole("link", { name: "1 belum dibaca" }).click();
  await expect(page.getByText("Jawaban pertama.")).toBeInViewport();
  await expect(line(talk, "Jawaban pertama.")).toContainText("Dibaca");
  await expect(page.getByRole("link", { name: "1 belum dibaca" })).toBeHidden();

  // After a reload the desk shows the end of each conversation; a message does not count as read while one has scrolled
  // up.
  await desk.reload();
  await awake(desk, true);
  const region = talk.getByRole("region", { name: "Percakapan" });
  await region.scrollIntoViewIfNeeded();
  await expect(line(talk, "Jawaban pertama.")).toBeInViewport();
  await region.evaluate((region) => region.scrollTo(0, 0));
  await say(page, "Pertanyaan lagi.");
  await expect(talk.getByText("1 belum dibaca")).toBeVisible();
  await expect(line(page.locator("main"), "Pertanyaan lagi.")).toContainText("Terkirim");
  await region.evaluate((region) => region.scrollTo(0, region.scrollHeight));
  await expect(line(page.locator("main"), "Pertanyaan lagi.")).toContainText("Dibaca");

  // Only a message moves the scroll position, and one's own message is always in view.
  const scrolled = await region.evaluate((region) => {
    region.scrollTo(0, region.scrollHeight - region.clientHeight - 60);
    return region.scrollTop;
  });
  await expect(async () => {
    await page.getByLabel("Pesan Anda").press("a");
    await expect(talk.getByText(`${name} sedang mengetik…`)).toBeVisible({ timeout: 1_000 });
  }).toPass({ timeout: 20_000 });
  await desk.evaluate(() => new Promise((resolve) => setTimeout(resolve, 100)));
  expect(await region.evaluate((region) => region.scrollTop)).toBe(scrolled);
  await page.getByLabel("Pesan Anda").fill("");
  await region.evaluate((region) => region.scrollTo(0, 0));
  await say(talk, "Jawaban kedua.");
  await expect(line(talk, "Jawaban kedua.")).toBeInViewport();

  // Opening the conversation again leads to its end.
  await page.goto("/konsultasi");
  await page.getByRole("link", { name }).click();
  await expect(page.getByLabel("Pesan Anda")).toBeInViewport();
  expect(new URL(page.url()).pathname).toBe(address);
  await close(desk, name, "Pertanyaan terjawab");
  await expect(talk.getByText("Hasil: Pertanyaan terjawab.").first()).toBeVisible();
  expect(faults).toEqual([]);
  await page.context().close();
  await desk.context().close();
});

test("a counsellor holds several conversations without loading the page anew", async ({ browser }) => {
  const faults: string[] = [];
  const [first, second, desk] = [await device(browser, {}, faults), await device(browser, {}, faults), await device(browser, {}, faults)];
  const [one, two] = [newName(), newName()];
  await openDesk(desk);
  await awake(desk, true);
  await desk.evaluate(() => Object.assign(window, { sameLoad: true }));
  await ask(first, one, "Satu?");
  await ask(second, two, "Dua?");
  await take(desk, one);
  await take(desk, two);
  await say(talkWith(desk, one), "Jawaban satu.");
  await say(talkWith(desk, two), "Jawaban dua.");
  for (const [page, words] of [[first, "Jawaban satu."], [second, "Jawaban dua."]] as const) {
    await expect(page.getByText(words)).toBeVisible();
  }
  await say(first, "Terima kasih.");
  await expect(talkWith(desk, one).getByText("Terima kasih.")).toBeVisible();
  await close(desk, one, "Pertanyaan terjawab");
  await close(desk, two, "Pertanyaan terjawab");
  await expect(second.getByText("Konsultasi ini sudah selesai.")).toBeVisible();
  expect(await desk.evaluate(() => "sameLoad" in window)).toBe(true);
  expect(faults).toEqual([]);
  for (const page of [first, second, desk]) await page.context().close();
});

test("a device whose clock is two hours off shows the order and the time of the server", async ({ page }) => {
  await page.clock.setFixedTime(new Date(Date.now() + 2 * 60 * 60 * 1000));
  await ask(page, newName(), "Satu");
  await awake(page, true);
  await expect(page.getByText("Tersambung.")).toBeVisible();
  await say(page, "Dua");
  await say(page, "Tiga");
  await expect(page.getByRole("log").locator(".talk-words")).toHaveText(["Dua", "Tiga"]);
  const shown = await page.getByRole("log").locator("time").first().getAttribute("datetime");
  expect(Math.abs(Date.parse(shown ?? "") - Date.now())).toBeLessThan(60_000);
});

test("two tabs of one person show the same, once", async ({ page }) => {
  await ask(page, newName(), "Halo?");
  const tab = await page.context().newPage();
  await tab.goto(page.url());
  await awake(page, true);
  await awake(tab, true);
  await expect(tab.getByText("Tersambung.")).toBeVisible();
  await say(page, "Dari tab satu.");
  await say(tab, "Dari tab dua.");
  for (const each of [page, tab]) {
    await expect(each.getByText("Dari tab satu.")).toHaveCount(1);
    await expect(each.getByText("Dari tab dua.")).toHaveCount(1);
  }
});

test("a page of another version says so, keeps what is being written, and knocks no more", async ({ page }) => {
  const line = { isOther: true, knocks: 0 };
  await page.routeWebSocket("**/ws/konsultasi", (socket) => {
    line.knocks += 1;
    if (line.isOther) socket.onMessage(() => socket.close({ code: 4400 }));
    else socket.connectToServer();
  });
  await ask(page, newName(), "Halo?");
  await awake(page, true);
  await expect(page.getByText("Halaman ini sudah lama.")).toBeVisible();
  await page.getByLabel("Pesan Anda").fill("Belum selesai");
  await page.evaluate(() => dispatchEvent(new Event("online")));
  expect(line.knocks).toBe(1);
  line.isOther = false;
  await page.getByRole("link", { name: "Muat ulang" }).click();
  await expect(page.getByText("Tersambung.")).toBeVisible({ timeout: 30_000 });
  await expect(page.getByLabel("Pesan Anda")).toHaveValue("Belum selesai");
});

test("a person abroad sees the hours by their own clock too", async ({ page, browser }) => {
  const faults: string[] = [];
  await ask(page, newName(), "Halo?");
  await awake(page, true);
  await expect(page.getByText("Tersambung.")).toBeVisible();
  await expect(page.getByText("Menurut jam Anda")).toBeHidden();
  const abroad = await device(browser, { timezoneId: "Asia/Riyadh" }, faults);
  await ask(abroad, newName(), "Halo?");
  const own = abroad.getByText(/^Menurut jam Anda: .*\d\d\.\d\d\.$/);
  await expect(own).toBeVisible({ timeout: 30_000 });
  const [wib, there] = [await abroad.locator(".notice").innerText(), await own.innerText()].map((text) => Number(/(\d\d)\.\d\d/.exec(text)?.[1]));
  expect((wib - there + 24) % 24).toBe(4);
  await expect(abroad.locator(".talk-who")).toHaveText(/^Anda \d\d\.\d\d\sWIB \((\d+\s\w+ \d+, )?\d\d\.\d\d jam Anda\)$/);
  await expect(page.getByText("jam Anda")).toHaveCount(0);
  expect(faults).toEqual([]);
  await abroad.context().close();
});

test("with Save-Data the page asks before it fetches its client", async ({ page }) => {
  await page.addInitScript(() => Object.defineProperty(navigator, "connection", { value: { saveData: true } }));
  await ask(page, newName(), "Halo?");
  const button = page.getByRole("button", { name: "Nyalakan obrolan langsung" });
  await expect(button).toBeVisible();
  await expect(page.locator("html")).not.toHaveAttribute("data-client", /./);
  await button.click();
  await awake(page, true);
  await expect(page.getByText("Tersambung.")).toBeVisible();
});

test("the first page of the service has no accessibility finding", async ({ page }) => {
  await page.goto("/konsultasi");
  await accessible(page);
});
