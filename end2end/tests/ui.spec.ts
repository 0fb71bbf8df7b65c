import { type Locator } from "@playwright/test";
import { publicPages, wakes } from "../pages";
import { fits } from "./support/every_page";
import { awake, expect, test } from "./support/test";

test.describe("320 px wide", () => {
  test.use({ viewport: { width: 320, height: 640 }, expectedStatuses: [404] });
  for (const address of publicPages) {
    test(`${address} does not scroll sideways`, async ({ page, javaScriptEnabled }) => {
      await page.goto(address);
      await awake(page, wakes(address) && (javaScriptEnabled ?? true));
      await fits(page);
    });
  }
});

test("with colours that the system chooses, what is open, focused or said by a tag is still seen", async ({ page }) => {
  await page.emulateMedia({ forcedColors: "active" });
  const style = (link: Locator) => link.evaluate((element) => {
    const { borderBottomColor, outlineStyle, outlineColor, color } = getComputedStyle(element);
    return { borderBottomColor, outlineStyle, outlineColor, color };
  });
  await page.goto("/gaya");
  const tabs = page.locator(".tabs a");
  expect((await style(tabs.first())).borderBottomColor).not.toBe((await style(tabs.last())).borderBottomColor);
  const tag = await style(page.locator(".tag").first());
  expect(tag.borderBottomColor).toBe(tag.color);
  await page.goto("/pelatihan");
  const nav = page.locator(".site-nav a");
  const open = await style(page.locator(".site-nav a[aria-current]"));
  expect(open.borderBottomColor).not.toBe((await style(nav.first())).borderBottomColor);
  await page.keyboard.press("Tab");
  const focused = await style(page.locator(":focus"));
  expect(focused.outlineStyle).toBe("solid");
  expect(focused.outlineColor).not.toBe("rgba(0, 0, 0, 0)");
});

test("the keyboard reaches the content first, past the navigation", async ({ page, javaScriptEnabled }) => {
  await page.goto("/");
  await awake(page, javaScriptEnabled ?? true);
  await page.keyboard.press("Tab");
  const skip = page.getByRole("link", { name: "Langsung ke isi" });
  await expect(skip).toBeFocused();
  await expect(skip).toBeInViewport();
  await page.keyboard.press("Enter");
  await page.keyboard.press("Tab");
  await expect(page.getByRole("searchbox")).toBeFocused();
});

test("a search of the first page is an address", async ({ page }) => {
  await page.goto("/");
  await page.getByRole("searchbox").fill("las listrik");
  const form = page.getByRole("search");
  await expect(form).toHaveAttribute("action", "/lowongan#hasil");
  await expect(form).toHaveAttribute("method", "get");
});

test.describe("a form that came back", () => {
  test("has the focus on its summary, and each line leads to its field", async ({ page }) => {
    await page.setViewportSize({ width: 360, height: 780 });
    await page.goto("/gaya");
    const summary = page.locator("#gaya-wrong-problems");
    await expect(summary).toBeFocused();
    for (const field of ["name", "born", "kind", "skills", "story", "consent"]) {
      await summary.locator(`a[href="#gaya-wrong-${field}"]`).click();
      const control = page.locator(`#gaya-wrong-${field}`);
      await expect(control).toBeFocused();
      const wrong = page.locator(".field-wrong").filter({ has: control });
      for (const part of [".label, legend, label", ".field-error"]) {
        await expect(wrong.locator(part).first(), `${part} of ${field}`).toBeInViewport({ ratio: 1 });
      }
    }
  });

  test("says the same words in the summary and at the field, and keeps what was typed", async ({ page }) => {
    await page.goto("/gaya");
    const email = page.locator("#gaya-wrong-email");
    await expect(email).toHaveValue("siti@");
    await expect(email).toHaveAttribute("aria-invalid", "true");
    const words = "Tulis alamat email yang lengkap";
    await expect(email).toHaveAccessibleDescription(new RegExp(words));
    await expect(page.locator("#gaya-wrong-problems")).toContainText(words);
    await expect(page.locator("#gaya-wrong-born")).toHaveValue("31");
    await expect(page.locator("#gaya-wrong input[name='skills[]'][value=b]")).toBeChecked();
  });
});

test("a question opens by its address and leads back without an answer", async ({ page }) => {
  await page.goto("/gaya?tanya=hapus");
  const question = page.getByRole("dialog", { name: "Hapus lamaran ini?" });
  await expect(question).toBeVisible();
  await question.getByRole("link", { name: "Batal" }).click();
  await expect(page).toHaveURL(/\/gaya$/);
  await expect(question).toBeHidden();
});
