// No word is lost, and none is said twice.
import { ask, newName, say } from "./support/consultation";
import { awake, expect, test } from "./support/test";

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

  // What was not sent is still there.
  await page.getByLabel("Pesan Anda").fill("Belum terkirim.");
  await page.reload();
  await expect(page.getByText("Tersambung.")).toBeVisible({ timeout: 30_000 });
  await expect(page.getByLabel("Pesan Anda")).toHaveValue("Belum terkirim.");
});
