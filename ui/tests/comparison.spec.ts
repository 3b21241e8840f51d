import type { Page } from "@playwright/test";
import { expect, expectAccessible, test, visit } from "./page";

const payout = { scenario: "window", path: "/parallel/payout-engine" };
const ready = { scenario: "window", path: "/parallel/price-list" };

async function more(page: Page, item: RegExp) {
  await page.getByRole("button", { name: "More actions" }).click();
  await page.getByRole("menuitem", { name: item }).click();
}

test("the schedule of a comparison is paused with a reason, and goes on again", async ({ page }) => {
  await visit(page, payout);
  await more(page, /^Pause/);
  const sheet = page.getByRole("dialog", { name: "Pause Payout engine" });
  await expect(sheet.getByText("It is not compared by itself until then")).toBeVisible();
  await sheet.getByLabel("Reason").fill("Tallyworks is updated tonight");
  await sheet.getByText("For a week").click();
  await sheet.getByRole("button", { name: "Pause it" }).click();
  await expect(page.getByText("Paused", { exact: true })).toBeVisible();
  await expect(
    page.getByText(/^Paused until Mon 1\d:\d\d|^Paused until 16 Mar.*by Ines Moreau/),
  ).toBeVisible();
  await expect(page.getByText("Tallyworks is updated tonight")).toBeVisible();
  await expect(page.getByRole("button", { name: "Compare now" })).toBeEnabled();
  await expectAccessible(page);
  await page.getByRole("link", { name: "Parallel runs", exact: true }).first().click();
  await expect(page.getByRole("row", { name: /Payout engine/ })).toContainText("paused");
  await page.getByRole("link", { name: "Payout engine", exact: true }).click();
  await page.getByRole("button", { name: "Resume", exact: true }).click();
  await expect(page.getByText("The schedule goes on.")).toBeVisible();
  await expect(page.getByText("Tallyworks is updated tonight")).toHaveCount(0);
  await page.keyboard.press("Control+k");
  await page.keyboard.type("pause payout");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("dialog", { name: "Pause Payout engine" })).toBeVisible();
});

test("a comparison says that everything is paused", async ({ page }) => {
  await visit(page, { scenario: "paused", path: "/parallel/payout-engine" });
  await expect(page.getByText(/^Everything is paused until/)).toBeVisible();
  await more(page, /^Resume all checks/);
  await expect(page.getByText(/^Everything is paused until/)).toHaveCount(0);
});

test("a rename is decided later, and nothing is said to be decided", async ({ page }) => {
  await visit(page, payout);
  await page.getByRole("button", { name: "Decide later" }).click();
  await expect(page.getByText("customer_id and customer-id wait for a decision.")).toBeVisible();
  await expect(page.getByText("Nothing is written down")).toBeVisible();
  await expect(page.getByText("2 of 6 met")).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("button", { name: "Decide now" }).click();
  await expect(page.getByRole("button", { name: "Treat as rename" })).toBeVisible();
});

test("pairs of a rename: rows that match stand beside those that do not", async ({ page }) => {
  await visit(page, payout);
  await page.getByRole("button", { name: "Show pairs" }).click();
  const sheet = page.getByRole("dialog", { name: "Pairs of the renamed column" });
  await expect(sheet.getByText("No row has different values under the two names.")).toBeVisible();
  await expect(sheet.getByText("The first 20, read from the files just now.")).toBeVisible();
  await expect(sheet.getByRole("row")).toHaveCount(21);
  await expect(sheet.getByRole("row", { name: "P-26-08101 C-1004 C-1004" })).toBeVisible();
  await expectAccessible(page);
});

test("what is out of bounds is told at its field, with what is allowed", async ({ page }) => {
  await visit(page, { scenario: "window", path: "/parallel/+new" });
  for (const [side, file] of [
    ["Old", "/srv/old.csv"],
    ["New", "/srv/new.csv"],
  ] as const) {
    await page.getByRole("group", { name: side, exact: true }).getByLabel("File", { exact: true }).fill(file);
  }
  await page.getByRole("button", { name: "Look at both sides" }).click();
  await page.getByLabel("Name", { exact: true }).fill("Commissions");
  const submit = page.getByRole("button", { name: "Set up the comparison" });
  await expect(submit).toBeEnabled();
  for (const [field, wrong, says, right] of [
    ["First day", "2026-03-08", "Today or later: days before 9 March were not compared.", "2026-03-09"],
    ["First day", "2027-03-11", "At the latest 10 March 2027.", "2027-03-10"],
    ["First day", "", "Say on which day it begins, or leave the number of days empty.", "2026-03-10"],
    ["Days", "0", "A whole number from 1 to 3,660.", "30"],
    ["Days", "3661", "A whole number from 1 to 3,660.", "30"],
    ["Clean runs in a row", "31", "At most 30: there are no more days.", "30"],
    ["Clean runs in a row", "many", "A whole number from 1 to 3,660.", "7"],
    ["Rows that may differ", "0,1%", "A share such as 0.1%. 0% allows none.", "0.1%"],
    ["Rows that may differ", "101%", "From 0% to 100%.", "0%"],
    ["Tolerance of commission", "a bit", "A number that is not below zero, such as 0.01", "0.01"],
  ] as const) {
    const input = page.getByLabel(field, { exact: true });
    await input.fill(wrong);
    await expect(input).toHaveAttribute("aria-invalid", "true");
    await expect(input).toHaveAccessibleDescription(new RegExp(says.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")));
    await expect(submit).toBeDisabled();
    await input.fill(right);
    await expect(submit).toBeEnabled();
  }
  await page.getByLabel("Days", { exact: true }).fill("x");
  await page.getByLabel("Rows that may differ").fill("x");
  await expect(
    page.getByRole("status").filter({ hasText: "One more thing is to be corrected." }),
  ).toBeVisible();
  await expectAccessible(page);
});

test("an export tells how long it writes, and where the file lies", async ({ page }) => {
  await visit(page, { scenario: "huge", path: "/parallel/payout-engine/differences" });
  await page.getByRole("button", { name: "Export differences…" }).click();
  const sheet = page.getByRole("dialog", { name: "Export differences" });
  await sheet.getByText("HTML", { exact: true }).click();
  await expect(sheet.getByText("holds the first 100,000 of 2,400,000 differences")).toBeVisible();
  await sheet.getByText("Parquet", { exact: true }).click();
  await expect(sheet.getByText("holds the first 100,000")).toHaveCount(0);
  await sheet.getByLabel("Into this folder", { exact: true }).fill("/home/ines");
  await sheet.getByRole("button", { name: "Export", exact: true }).click();
  await expect(sheet.getByRole("status")).toContainText(
    "Writing 2,400,000 differences to /home/ines/payout-engine-2026-03-08.parquet",
  );
  await expect(sheet.getByRole("button", { name: "Export", exact: true })).toBeDisabled();
  await expect(
    sheet.getByText("2,400,000 differences written to /home/ines/payout-engine-2026-03-08.parquet"),
  ).toBeVisible();
  await expect(sheet.getByRole("button", { name: "Copy the path" })).toBeVisible();
  await expectAccessible(page);
  await page.keyboard.press("Escape");
  await expect(sheet).toBeHidden();
});

test("who signs is told before, between and for somebody alone", async ({ page }) => {
  await visit(page, ready);
  await expect(page.getByText("First signature")).toBeVisible();
  await expect(page.getByText("Somebody else", { exact: true })).toBeVisible();
  await page.getByRole("button", { name: "Who signs?" }).click();
  await expect(page.getByText("On your own? Ask your bookkeeper")).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("button", { name: "Sign the switch…" }).click();
  const sheet = page.getByRole("dialog", { name: "Decide on the switch: Price list" });
  await sheet.getByLabel("Reason").fill("Twenty clean nights");
  await sheet.getByRole("button", { name: "Sign", exact: true }).click();
  await expect(page.getByText("Anybody but Ines Moreau")).toBeVisible();
  await expect(page.getByText("First signature")).toHaveCount(0);
  await page.getByRole("button", { name: "Sign the switch…" }).click();
  await sheet.getByLabel("Who signs").fill(" ines  MOREAU");
  await sheet.getByLabel("Reason").fill("Still twenty");
  await expect(
    sheet.getByText("Ines Moreau has signed already. The second signature is another person's."),
  ).toBeVisible();
  await expect(sheet.getByRole("button", { name: "Sign", exact: true })).toBeDisabled();
  await expectAccessible(page);
});

test("today speaks of parallel runs where there is no backup", async ({ page }) => {
  await visit(page, { scenario: "runs-only" });
  await expect(page.getByRole("heading", { level: 1 })).toContainText("3 parallel runs are set up.");
  await expect(page.getByText("Compare Price list again")).toBeVisible();
  await expect(page.getByText("Old and new agreed once. That proof expired 2 March.")).toBeVisible();
  await expect(page.getByText("The last run could not compare the two sides")).toBeVisible();
  await expect(page.getByText("Old and new agree, but something changed")).toBeVisible();
  await expect(page.getByRole("main")).not.toContainText(/backup/i);
  await expectAccessible(page);
});

/** What stands wider than the box around it, by its class. */
const wider = (page: Page, box: string) =>
  page.locator(box).evaluate((element) => {
    const { right } = element.getBoundingClientRect();
    return [...element.querySelectorAll("*")]
      .filter((inner) => inner.getBoundingClientRect().right > right + 1)
      .map((inner) => `${inner.tagName} ${inner.getAttribute("class")}`);
  });

test("a running comparison stays in its column where the window is narrow", async ({ page }) => {
  await page.setViewportSize({ width: 1024, height: 700 });
  await visit(page, payout);
  await page.getByRole("button", { name: "Compare now" }).click();
  const panel = page.getByRole("region", { name: "Comparison running" });
  await expect(panel).toContainText("New side", { timeout: 5000 });
  await page.waitForTimeout(1800);
  expect(await wider(page, "section[aria-label='Comparison running']")).toEqual([]);
  await expectAccessible(page);
});

test("at 200 % nothing is cut, and the keys reach everything", async ({ page }) => {
  await page.setViewportSize({ width: 512, height: 400 });
  await visit(page, { ...payout, theme: "dark" });
  expect(await wider(page, "main")).toEqual([]);
  // Beside the buttons there would be two words a line.
  const title = page.getByText("customer_id became customer-id");
  expect((await title.boundingBox())?.height).toBeLessThan(30);
  const common = page.getByText("All 312 have region = CH and differ by ×1.077");
  expect((await common.boundingBox())?.width).toBeGreaterThan(350);
  await expectAccessible(page);
  await page.locator("td[data-date='2026-03-08']").focus();
  await page.keyboard.press("ArrowUp");
  await expect(page.getByRole("gridcell", { name: /Sunday 1 March/ })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page.getByText("This is the run of 1 March.")).toBeVisible();
  await page.keyboard.press("Tab");
  await expect(page.getByRole("button", { name: "Table" })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("row", { name: /^Sunday 1 March within tolerance 0/ })).toBeVisible();
  await expectAccessible(page);
});

test("the trend tells no row from no comparison, and what its marks are", async ({ page }) => {
  await visit(page, { scenario: "window", path: "/parallel/stock-ledger" });
  const chart = page.getByRole("img", { name: /^Rows that differ per run over 4 days/ });
  await expect(chart.locator("circle")).toHaveCount(3);
  await expect(chart.locator("rect[stroke-dasharray]")).toHaveCount(1);
  const marks = page.getByRole("listitem");
  await expect(marks.filter({ hasText: /^within tolerance$/ })).toBeVisible();
  await expect(marks.filter({ hasText: /^could not tell$/ })).toBeVisible();
});
