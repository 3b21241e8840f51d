import type { Locator, Page } from "@playwright/test";
import { expect, expectAccessible, test, visit } from "./page";

const at = (path: string) => ({ scenario: "window", path });
const fees = at("/spotchecks/agent-fees");

/** Goes on by the tabulator alone, as somebody without a mouse does. */
async function tabTo(page: Page, target: Locator) {
  await expect(target).toBeVisible();
  for (let step = 0; step < 60; step += 1) {
    if (await target.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press("Tab");
  }
  throw new Error("The keys do not reach it");
}

const cause = (page: Page) => page.getByRole("region", { name: "Full check of this cause: wrong rate" });
const rule = (page: Page) => cause(page).getByLabel("Which payouts may it have reached?");
const look = (page: Page) => cause(page).getByRole("button", { name: "Look", exact: true });

test("a cause is looked up, checked in full and recorded, by keys alone", async ({ page }) => {
  await visit(page, fees);
  await expect(cause(page)).toContainText("A cause reaches further than the sample: wrong rate");
  await expect(cause(page)).toContainText(
    "Columns: payout_id, amount, rep, region, agreed_rate and net_sales.",
  );
  await expect(look(page)).toBeDisabled();
  await tabTo(page, rule(page));
  await page.keyboard.type("region = North");
  await page.keyboard.press("Enter");
  const found = cause(page).getByRole("status");
  await expect(found).toContainText("region = North: 160 payouts, €");
  const table = cause(page).getByRole("table");
  await expect(table.getByRole("row")).toHaveCount(9);
  await expect(table.getByRole("row").nth(1)).toContainText("PAY-26-02409");
  await expectAccessible(page);
  await cause(page).getByRole("button", { name: "Show 152 more" }).press("Enter");
  await expect(table.getByRole("row")).toHaveCount(161);

  await tabTo(page, cause(page).getByRole("button", { name: "Record the full check…" }));
  await page.keyboard.press("Enter");
  const sheet = page.getByRole("dialog", { name: "Full check: wrong rate" });
  const now = sheet.getByRole("button", { name: "Record the full check" });
  await expect(sheet.getByLabel("Payouts checked")).toBeFocused();
  await expect(sheet.getByLabel("Payouts checked")).toHaveValue("160");
  await expect(sheet.getByLabel("Who stands for it")).toHaveValue("Ines Moreau");
  await page.keyboard.press("Tab");
  await page.keyboard.type("161");
  await expect(sheet.getByText("More than were checked.")).toBeVisible();
  await page.keyboard.press("Control+a");
  await page.keyboard.type("a few");
  await expect(sheet.getByText("A whole number.")).toBeVisible();
  await page.keyboard.press("Control+a");
  await page.keyboard.type("7");
  await expect(now).toBeDisabled();
  await page.keyboard.press("Tab");
  await page.keyboard.type("All of North; the rate table of March is put right");
  await expectAccessible(page);
  await page.keyboard.press("Enter");
  await expect(
    page.getByText("Everything that a cause may have reached was checked: wrong rate"),
  ).toBeVisible();
  await expect(cause(page)).toHaveCount(0);
  await expect(page.getByRole("button", { name: "Sign…" })).toBeVisible();
});

test("a rule that is none, a column that is none, and one that takes nothing", async ({ page }) => {
  await visit(page, fees);
  await rule(page).fill("all of them");
  await look(page).click();
  await expect(cause(page).getByText("That is no rule.")).toBeVisible();
  await expect(rule(page)).toHaveAttribute("aria-invalid", "true");
  await rule(page).fill("credit_notes > 0");
  await look(page).click();
  await expect(cause(page).getByText("The list has no such column. It has id, amount,")).toBeVisible();
  await expect(cause(page).getByRole("table")).toHaveCount(0);
  await expectAccessible(page);
  await rule(page).fill("amount > 99999");
  await look(page).click();
  await expect(cause(page).getByRole("status")).toContainText("No payout has amount > 99999.");
  await expect(cause(page).getByRole("table")).toHaveCount(0);
  await expect(rule(page)).not.toHaveAttribute("aria-invalid", "true");
  await rule(page).fill("amount < 0");
  await look(page).click();
  await expect(cause(page).getByRole("status")).toContainText("amount < 0: 5 payouts, −€60.00 in all");
  await expect(cause(page).getByRole("button", { name: /^Show/ })).toHaveCount(0);
});

test("who has a passphrase gives it, and nothing is recorded without it", async ({ page }) => {
  await visit(page, fees);
  await cause(page).getByRole("button", { name: "Record the full check…" }).click();
  const sheet = page.getByRole("dialog", { name: "Full check: wrong rate" });
  const now = sheet.getByRole("button", { name: "Record the full check" });
  await expect(sheet.getByLabel("Payouts checked")).toHaveValue("");
  await sheet.getByLabel("Payouts checked").fill("0");
  await expect(sheet.getByText("At least one.")).toBeVisible();
  await sheet.getByLabel("Payouts checked").fill("1,200");
  await sheet.getByLabel("Of them wrong").fill("0");
  await sheet.getByLabel("How you know that these are all").fill("Everything with a rate above 5%");
  await sheet.getByLabel("Who stands for it").selectOption("Tomas Berg");
  await expect(now).toBeDisabled();
  await sheet.getByLabel("Passphrase of Tomas Berg").fill("ebb");
  await now.click();
  await expect(sheet.getByRole("alert")).toContainText("That is not the passphrase of Tomas Berg.");
  await sheet.getByLabel("Passphrase of Tomas Berg").fill("tide");
  await now.click();
  await expect(
    page.getByText("Everything that a cause may have reached was checked: wrong rate"),
  ).toBeVisible();
});

test("an older round and one without such a cause offer no full check", async ({ page }) => {
  await visit(page, at("/spotchecks/agent-fees?round=3"));
  await expect(page.getByText("This is round 3, as it was judged.")).toBeVisible();
  await expect(page.getByText("A cause reaches further than the sample: wrong rate")).toBeVisible();
  await expect(cause(page)).toHaveCount(0);
  await visit(page, at("/spotchecks/january-payouts"));
  await expect(page.getByText("You can accept January payouts.")).toBeVisible();
  await expect(cause(page)).toHaveCount(0);
});

for (const width of [1024, 1440]) {
  for (const theme of ["light", "dark"] as const) {
    test(`a cause with its payouts at ${width}, ${theme}`, async ({ page }) => {
      await page.setViewportSize({ width, height: 820 });
      await visit(page, { ...fees, theme });
      await rule(page).fill("region = North");
      await rule(page).press("Enter");
      await expect(cause(page).getByRole("table")).toBeVisible();
      await expectAccessible(page);
      expect(await page.evaluate(() => document.querySelector("main")?.scrollWidth)).toBe(
        await page.evaluate(() => document.querySelector("main")?.clientWidth),
      );
      await cause(page).getByRole("button", { name: "Record the full check…" }).click();
      await expect(page.getByRole("dialog", { name: "Full check: wrong rate" })).toBeVisible();
      await expectAccessible(page);
    });
  }
}

test("at 200 % nothing is cut", async ({ page }) => {
  await page.setViewportSize({ width: 512, height: 400 });
  await visit(page, fees);
  await rule(page).fill("region = North");
  await rule(page).press("Enter");
  await expect(cause(page).getByRole("table")).toBeAttached();
  const [inside, width] = await page.evaluate(() => {
    const main = document.querySelector("main");
    return [main?.scrollWidth ?? 0, main?.clientWidth ?? 0];
  });
  expect(inside).toBeLessThanOrEqual(width);
});
