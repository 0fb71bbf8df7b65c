import { wakes } from "../pages";
import { awake, expect, test } from "./support/test";

test("somebody searches, opens a vacancy and sees where it comes from", async ({ page }) => {
  await page.goto("/lowongan");
  await expect(page.getByText("lowongan di Jawa Timur")).toBeVisible();
  await page.getByRole("searchbox").fill("akutansi");
  await page.getByRole("button", { name: "Cari", exact: true }).click();
  await expect(page).toHaveURL(/kata=akutansi/);
  await expect(page.getByText("Kami juga mencari “akuntansi”")).toBeVisible();
  await page.locator(".card-title a").first().click();
  await expect(page.getByText(/Dilihat di sumber pada/)).toBeVisible();
  await expect(page.getByRole("link", { name: /Buka lowongan di/ })).toBeVisible();
});

test("on a phone the filters wait behind one tap, on a desk they stand beside what was found", async ({ page }) => {
  const open = page.getByText("Jarak, urutan, dan saringan");
  const wage = page.getByRole("group", { name: "Upah per bulan paling sedikit" });
  await page.goto("/lowongan");
  await expect(wage).toBeVisible();
  await expect(open).toBeHidden();
  await page.setViewportSize({ width: 360, height: 800 });
  await expect(wage).toBeHidden();
  await open.click();
  await expect(wage).toBeVisible();
});

test("on a phone a search ends at what was found", async ({ page, javaScriptEnabled }) => {
  await page.setViewportSize({ width: 360, height: 780 });
  const found = page.locator("#hasil");
  for (const from of ["/", "/lowongan", "/pemberdayaan"]) {
    await page.goto(from);
    await awake(page, (javaScriptEnabled ?? true) && wakes(from));
    await page.getByRole("searchbox").fill("admin");
    await page.getByRole("search").getByRole("button").first().click();
    await expect(page).toHaveURL(/kata=admin/);
    await expect(found).toBeFocused();
    await expect(found).toBeInViewport();
  }
  await page.goto("/lowongan");
  await awake(page, javaScriptEnabled ?? true);
  await page.getByRole("searchbox").press("Enter");
  await expect(found).toBeFocused();
  await page.getByRole("link", { name: "Berikutnya" }).click();
  await expect(page).toHaveURL(/setelah=/);
  await expect(found).toBeInViewport();
});

test("when nothing is found, the nearest useful step finds something", async ({ page }) => {
  await page.goto("/lowongan?kata=psikiater&wilayah=35.79");
  await expect(page.getByRole("status")).toHaveText("Tidak ada lowongan yang cocok");
  await expect(page.getByRole("link", { name: "Tanyakan kepada pengantar kerja" })).toBeVisible();
  await expect(page.getByText("Jenis pekerjaan", { exact: true })).toBeHidden();
  await page.getByRole("link", { name: /Cari sampai 50 km/ }).click();
  await expect(page.getByRole("status")).toHaveText(/lowongan ditemukan/);
});

test.describe("addresses that lead nowhere", () => {
  test.use({ expectedStatuses: [404] });
  test("an unknown vacancy says so", async ({ page }) => {
    const answer = await page.goto("/lowongan/tidak-ada-0000000000");
    expect(answer?.status()).toBe(404);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  });
});
