import type { Page } from "@playwright/test";
import { expect, expectAccessible, test, visit } from "./page";

const payout = { scenario: "window", path: "/parallel/payout-engine" };
const ready = { scenario: "window", path: "/parallel/price-list" };
const list = { scenario: "window", path: "/parallel/payout-engine/differences" };

/** The row that the list stands at. */
const current = (page: Page) => page.locator("tr[aria-selected=true]");

test("the list: what differs, how long it was clean, what that means, and a way in", async ({ page }) => {
  await visit(page, { scenario: "window", path: "/parallel" });
  const row = page.getByRole("row", { name: /Payout engine/ });
  for (const says of ["312 of 18,412", "0 of 30", "No go", "Failing", "next tonight 23:30"]) {
    await expect(row).toContainText(says);
  }
  await expect(page.getByRole("row", { name: /Stock ledger/ })).toContainText("Could not tell");
  await expect(page.getByRole("link", { name: "Parallel runs, 1 failing" })).toBeVisible();
  await page.keyboard.press("j");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { name: "Payout engine" })).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("heading", { name: "Parallel runs" })).toBeVisible();
});

test("the page says why, since when, where, and what a switch would cost", async ({ page }) => {
  await visit(page, payout);
  await expect(page.getByText("All 312 have region = CH and differ by ×1.077")).toBeVisible();
  await expect(page.getByText("2 March: from 0 to 298")).toBeVisible();
  await expect(page.getByText("on the same day a column changed")).toBeVisible();
  await expect(page.getByText("would change the sum of commission by +9,640.00")).toBeVisible();
  await expect(page.getByText("earliest day for a switch is 8 April")).toBeVisible();
  await expect(page.getByText("2 of 6 met")).toBeVisible();
  await expect(
    page.getByRole("img", { name: /128,458 equal, 96 within tolerance, 18 known and 312/ }),
  ).toBeVisible();
  await expect(page.getByRole("row", { name: /region = CH 312/ })).toContainText("+9,640.00");
  await page.getByRole("button", { name: "What both sides were" }).click();
  await expect(page.getByText("windows-1252, separated by ;")).toBeVisible();
  await expectAccessible(page);
});

test("marks: what changed inside a value, amounts up to their end", async ({ page }) => {
  await visit(page, payout);
  const row = page.getByRole("row", { name: /P-26-08113/ });
  await expect(row.locator("mark")).toHaveText(["12.00", "43.72"]);
  await expect(row).toContainText("+31.72");
  await expect(row).toContainText("×1.077");
});

test("the trend has a table with the same days", async ({ page }) => {
  await visit(page, payout);
  await page.getByRole("button", { name: "Table" }).click();
  await expect(page.getByRole("row", { name: /^Friday 27 February/ })).toContainText("not compared");
  await expect(page.getByRole("row", { name: /^Monday 2 March over/ })).toContainText("298");
  await expectAccessible(page);
});

test("a day of the calendar opens its run, by mouse and by keys", async ({ page }) => {
  await visit(page, payout);
  await page.getByRole("gridcell", { name: /^Saturday 7 February: 22 rows differ, over/ }).click();
  await expect(page.getByText("This is the run of 7 February.")).toBeVisible();
  await expect(page.getByText("All 22 have branch = Bern and are cut to 10 characters")).toBeVisible();
  await expect(
    page.getByText("The list of single differences is kept for the newest runs only."),
  ).toBeVisible();
  await expect(page.getByRole("button", { name: "Accept as known…" })).toHaveCount(0);
  await page.keyboard.press("ArrowDown");
  await expect(page.getByRole("gridcell", { name: /Saturday 14 February/ })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page.getByText("Nothing differs. 18,412 rows were compared.")).toBeVisible();
  await expectAccessible(page);
});

test("a comparison runs, can be cancelled, and its day shows what it found", async ({ page }) => {
  await visit(page, payout);
  await page.getByRole("button", { name: "Compare now" }).click();
  const panel = page.getByRole("region", { name: "Comparison running" });
  await expect(panel).toContainText("Old side");
  await expect(page.getByRole("link", { name: /Comparing Payout engine/ })).toBeVisible();
  await panel.getByRole("button", { name: "Cancel run" }).click();
  await expect(panel).toBeHidden();
  await page.getByRole("button", { name: "Compare now" }).click();
  await expect(panel).toBeVisible();
  await expect(panel).toBeHidden({ timeout: 12_000 });
  await expect(page.getByRole("gridcell", { name: /Monday 9 March: 312 rows differ, over/ })).toBeVisible();
});

test("a rename is shown, needs a reason, and is then settled", async ({ page }) => {
  await visit(page, payout);
  await expect(page.getByText("customer_id became customer-id")).toBeVisible();
  await expect(page.getByText("100% of 18,412 values match.")).toBeVisible();
  await page.getByRole("button", { name: "Show pairs" }).click();
  await expect(page.getByText("No row has different values under the two names.")).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("dialog").getByRole("button", { name: "Close" }).click();
  await page.getByRole("button", { name: "Treat as rename" }).click();
  const sheet = page.getByRole("dialog", { name: "Treat as rename" });
  await expect(sheet.getByRole("button", { name: "Treat as rename" })).toBeDisabled();
  await expect(sheet.getByText("Give a reason first.")).toBeVisible();
  await expectAccessible(page);
  await page.keyboard.type("Tallyworks renamed it in release 26.3");
  await page.keyboard.press("Enter");
  await expect(sheet).toBeHidden();
  await expect(page.getByText("customer_id became customer-id")).toHaveCount(0);
  await expect(page.getByText("3 of 6 met")).toBeVisible();
  await expect(page.getByText("customer_id → customer-id")).toBeVisible();
});

test("a difference is accepted with reason, owner and end, and withdrawn again", async ({ page }) => {
  await visit(page, payout);
  await page.getByRole("button", { name: "Accept as known…" }).click();
  const sheet = page.getByRole("dialog", { name: "Accept a difference" });
  await expect(sheet.getByLabel("Which")).toHaveValue("value_changed:commission:region=CH");
  await expect(sheet.getByLabel("Owner")).toHaveValue("Ines Moreau");
  await expect(sheet.getByRole("button", { name: "Accept difference" })).toBeDisabled();
  await sheet.getByLabel("Until").fill("2020-01-01");
  await expect(sheet.getByText("A date after today, such as 2026-12-31.")).toBeVisible();
  await sheet.getByLabel("Until").fill("2026-05-31");
  await sheet.getByLabel("Reason").fill("The old tax rule goes with release 26.4");
  await expectAccessible(page);
  await sheet.getByRole("button", { name: "Accept difference" }).click();
  const row = page.getByRole("row", { name: /The old tax rule goes/ });
  await expect(row).toContainText("31 May");
  await row.getByRole("button", { name: /Withdraw/ }).click();
  await page.getByRole("dialog").getByLabel("Reason").fill("It is wrong after all");
  await page.getByRole("button", { name: "Withdraw it" }).click();
  await expect(row).toHaveCount(0);
});

test("a switch cannot be signed before everything is met; a no can", async ({ page }) => {
  await visit(page, payout);
  await expect(page.getByRole("button", { name: "Sign the switch…" })).toBeDisabled();
  await expect(page.getByText("Opens when all 6 are met. Two people sign.")).toBeVisible();
  await page.getByRole("button", { name: "Sign a no-go…" }).click();
  const sheet = page.getByRole("dialog", { name: "Decide on the switch: Payout engine" });
  await expect(sheet.getByRole("radio", { name: /^Go:/ })).toBeDisabled();
  await expect(sheet.getByText("Not yet: 4 criteria are not met.")).toBeVisible();
  await sheet.getByLabel("Reason").fill("Swiss commissions are wrong");
  await expectAccessible(page);
  await sheet.getByRole("button", { name: "Sign", exact: true }).click();
  await expect(page.getByText("Ines Moreau, no go,")).toBeVisible();
  await expect(page.getByText("Swiss commissions are wrong")).toBeVisible();
});

test("two people sign a switch", async ({ page }) => {
  await visit(page, ready);
  const sheet = page.getByRole("dialog", { name: "Decide on the switch: Price list" });
  const sign = async (person: string) => {
    await page.getByRole("button", { name: "Sign the switch…" }).click();
    await sheet.getByLabel("Who signs").fill(person);
    await sheet.getByLabel("Reason").fill("Twenty clean nights");
    await sheet.getByRole("button", { name: "Sign", exact: true }).click();
  };
  await sign("Ines Moreau");
  await expect(page.getByText("One more person signs.")).toBeVisible();
  await sign("Marta Lindqvist");
  await expect(page.getByText("Switch signed by Ines Moreau and Marta Lindqvist")).toBeVisible();
  await expect(page.getByRole("button", { name: "Compare again" })).toBeVisible();
  await expect(page.getByRole("button", { name: "Sign the switch…" })).toHaveCount(0);
  await expectAccessible(page);
});

test("the old system is compared with itself", async ({ page }) => {
  await visit(page, payout);
  await expect(page.getByText("exported_at differs every time")).toBeVisible();
  await page.getByRole("button", { name: "Compare the old system with itself" }).click();
  await expect(page.getByRole("region", { name: "Comparison of old with itself running" })).toBeVisible();
});

test("differences: keys walk through the list", async ({ page }) => {
  await visit(page, list);
  const grid = page.getByRole("grid", { name: "Differences" });
  await grid.focus();
  await expect(current(page)).toContainText("P-26-08113");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("j");
  await expect(current(page)).toContainText("P-26-08131");
  await page.keyboard.press("PageDown");
  await expect(current(page)).toHaveAttribute("aria-rowindex", /^(1\d|2\d)$/);
  await page.keyboard.press("End");
  await expect(current(page)).toHaveAttribute("aria-rowindex", "427");
  await expect(current(page)).toBeInViewport({ ratio: 0.9 });
  await expect(current(page)).toContainText("Zahnaerzte Salzburg");
  await page.keyboard.press("Home");
  await expect(current(page)).toContainText("P-26-08113");
  await expect(grid).toHaveAttribute("aria-rowcount", "427");
  await page.keyboard.press("Escape");
  await expect(page.getByRole("heading", { name: "Payout engine" })).toBeVisible();
});

test("differences: by outcome, column, kind and key", async ({ page }) => {
  await visit(page, list);
  await expect(page.getByText("426 of 426 differences")).toBeVisible();
  await page.getByRole("button", { name: "Within tolerance 96" }).click();
  await expect(page.getByText("96 of 426 differences")).toBeVisible();
  await page.getByLabel("Kind", { exact: true }).selectOption("value");
  await expect(page.getByText("No difference matches.")).toBeVisible();
  await page.getByLabel("Kind", { exact: true }).selectOption("");
  await page.getByRole("button", { name: "All", exact: true }).click();
  await page.getByLabel("Column", { exact: true }).selectOption("customer");
  await expect(page.getByText("18 of 426 differences")).toBeVisible();
  await expect(
    page
      .getByRole("row", { name: /Zahnaerzte/ })
      .first()
      .locator("mark"),
  ).toHaveText(["ae", "ä"]);
  await page.getByLabel("Column", { exact: true }).selectOption("");
  await page.getByRole("grid").focus();
  await page.keyboard.press("/");
  await page.keyboard.type("08131");
  await expect(page.getByText("1 of 426 differences")).toBeVisible();
  await expectAccessible(page);
});

test("a count of the matrix opens its differences", async ({ page }) => {
  await visit(page, payout);
  await page.getByRole("link", { name: "312: commission, Value. Show these differences" }).click();
  await expect(page.getByText("312 of 426 differences")).toBeVisible();
  await expect(page.getByLabel("Column", { exact: true })).toHaveValue("commission");
});

test("millions of differences: few rows are drawn, the last one is reached, the wheel moves row by row", async ({
  page,
}) => {
  await visit(page, { scenario: "huge", path: "/parallel/payout-engine/differences" });
  await expect(page.getByText("2,400,000 of 2,400,000 differences")).toBeVisible();
  await page.getByRole("grid", { name: "Differences" }).focus();
  await page.keyboard.press("End");
  await expect(current(page)).toContainText("P-02399999");
  await expect(current(page)).toBeInViewport({ ratio: 0.9 });
  expect(await page.locator("tbody tr").count()).toBeLessThan(60);
  await page.keyboard.press("Home");
  await expect(current(page)).toContainText("P-00000000");
  const first = page.getByRole("row", { name: /P-00000000/ });
  await first.hover();
  await page.mouse.wheel(0, 32 * 40);
  await expect(page.getByRole("row", { name: /P-00000041/ })).toBeInViewport();
  await expect(first).toHaveCount(0);
  await expect(page.getByRole("row", { name: /P-00000090/ })).toHaveCount(0);
});

test("differences are exported, personal columns masked unless somebody asks", async ({ page }) => {
  await visit(page, list);
  await page.getByRole("button", { name: "Export differences…" }).click();
  const sheet = page.getByRole("dialog", { name: "Export differences" });
  await expect(sheet.getByRole("checkbox")).not.toBeChecked();
  await sheet.getByLabel("Into this folder", { exact: true }).fill("/home/ines/full");
  await sheet.getByRole("button", { name: "Export", exact: true }).click();
  await expect(sheet.getByRole("alert")).toContainText("is full");
  await sheet.getByLabel("Into this folder", { exact: true }).fill("/home/ines/");
  await sheet.getByText("HTML", { exact: true }).click();
  await sheet.getByText("Personal columns in full: customer and iban").click();
  await expect(sheet.getByText("The file then holds personal data in full")).toBeVisible();
  await expectAccessible(page);
  await sheet.getByRole("button", { name: "Export", exact: true }).click();
  await expect(
    page.getByText("426 differences written to /home/ines/payout-engine-2026-03-08.html"),
  ).toBeVisible();
});

async function pick(page: Page, old: string, now: string) {
  await page.getByRole("group", { name: "Old", exact: true }).getByLabel("File", { exact: true }).fill(old);
  await page.getByRole("group", { name: "New", exact: true }).getByLabel("File", { exact: true }).fill(now);
}

test("a comparison is set up: look, correct what is proposed, name it", async ({ page }) => {
  await visit(page, { scenario: "empty", path: "/parallel" });
  await page.getByRole("button", { name: "Set up a comparison" }).click();
  const look = page.getByRole("button", { name: "Look at both sides" });
  await expect(look).toBeDisabled();
  await expect(page.getByText("Say where both sides come from first.")).toBeVisible();
  await pick(page, "/srv/old/{date}.csv", "/srv/new/{date}.csv");
  await look.click();
  await expect(page.getByText("windows-1252, separated by ;")).toBeVisible();
  await expect(page.getByText("with a byte order mark, separated by ,")).toBeVisible();
  await expect(page.getByLabel("Name of customer_id in the new table")).toHaveValue("customer-id");
  await expect(page.getByLabel("Use of payout_id")).toHaveValue("key");
  await expect(page.getByRole("region", { name: "Matched rows" }).getByRole("row")).toHaveCount(21);
  for (const name of ["White space at both ends does not count", "Upper and lower case do not count"]) {
    await expect(page.getByRole("checkbox", { name })).not.toBeChecked();
  }
  const submit = page.getByRole("button", { name: "Set up the comparison" });
  await expect(page.getByText("Give it a name.")).toBeVisible();
  await page.getByLabel("Tolerance of commission").fill("a bit");
  await expect(page.getByText("Correct the tolerance: 0.01 or 0.1%.")).toBeVisible();
  await page.getByLabel("Tolerance of commission").fill("0.01");
  await page.getByLabel("Name", { exact: true }).fill("Commissions");
  await page.getByLabel("Use of payout_id").selectOption("compare");
  await expect(page.getByText("Choose the column that names a row.")).toBeVisible();
  await page.getByLabel("Use of payout_id").selectOption("key");
  await page.getByLabel("Use of iban").selectOption("ignore");
  await page.getByLabel("Rows that may differ").fill("few");
  await expect(page.getByLabel("Rows that may differ")).toHaveAttribute("aria-invalid", "true");
  await expect(submit).toBeDisabled();
  await page.getByLabel("Rows that may differ").fill("0.05%");
  await expectAccessible(page);
  await submit.click();
  await expect(page.getByRole("heading", { name: "Commissions" })).toBeVisible();
  await expect(page.getByText("Commissions is set up.")).toBeVisible();
  await expect(page.getByText("Compare now, and this page shows what differs")).toBeVisible();
  await expect(page.getByText("commission: up to 0.01")).toBeVisible();
  await expect(page.getByText("Not enough evidence").first()).toBeVisible();
});

test("what cannot be compared is said in words, and can be mended", async ({ page }) => {
  await visit(page, { scenario: "window", path: "/parallel/+new" });
  const look = page.getByRole("button", { name: "Look at both sides" });
  for (const [old, says] of [
    ["/srv/late.csv", "/srv/late.csv was not there in time, so nothing was compared."],
    ["/srv/empty.csv", "Nothing was examined, so nothing is proven."],
    ["/srv/broken.csv", "/srv/broken.csv cannot be read as a table."],
    ["/srv/half.csv", "/srv/half.csv is not complete yet"],
  ] as const) {
    await pick(page, old, "/srv/new.csv");
    await look.click();
    await expect(page.getByText(says)).toBeVisible();
    await expect(page.getByText("It could not be read.")).toBeVisible();
    await expect(page.getByRole("button", { name: "Set up the comparison" })).toHaveCount(0);
  }
  await expectAccessible(page);
  await pick(page, "/srv/missing.csv", "/srv/new.csv");
  await expect(page.getByText("The sides were changed. Look again to go on.")).toBeVisible();
  await look.click();
  await expect(page.getByRole("alert")).toContainText("/srv/missing.csv");
  const old = page.getByRole("group", { name: "Old", exact: true });
  await old.getByLabel("Comes from").selectOption("postgres");
  await old.getByLabel("Environment variable with the connection").fill("UNSET");
  await old.getByLabel("Query").fill("select * from payouts");
  await look.click();
  await expect(page.getByRole("alert")).toContainText("UNSET");
  await old.getByLabel("Environment variable with the connection").fill("PAYOUTS");
  await look.click();
  await expect(page.getByRole("heading", { name: "Columns" })).toBeVisible();
  await page.getByLabel("Name", { exact: true }).fill("Payout engine");
  await page.getByRole("button", { name: "Set up the comparison" }).click();
  await expect(page.getByRole("alert")).toContainText("is taken");
});

test("today, palette, schedule and evidence lead to the comparison", async ({ page }) => {
  await visit(page, { scenario: "window" });
  const need = page.getByRole("listitem").filter({ hasText: "See why Payout engine differs" });
  await need.getByRole("button", { name: "See comparison" }).click();
  await expect(page.getByRole("heading", { name: "Payout engine" })).toBeVisible();
  await page.keyboard.press("Control+k");
  await page.keyboard.type("compare price");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { name: "Price list" })).toBeVisible();
  await expect(page.getByRole("region", { name: "Comparison running" })).toBeVisible();
  await visit(page, { scenario: "window", path: "/schedule?show=lines" });
  await page.getByRole("link", { name: "Payout engine, Comparison" }).click();
  await expect(page.getByRole("heading", { name: "Payout engine" })).toBeVisible();
  await visit(page, { scenario: "window", path: "/evidence" });
  await page.getByRole("link", { name: "Payout engine: 312 rows differ without an explanation" }).click();
  await page.getByRole("link", { name: "Payout engine", exact: true }).click();
  await expect(page.getByRole("heading", { name: "Payout engine" })).toBeVisible();
});

test("the time of a comparison is changed like any other", async ({ page }) => {
  await visit(page, { scenario: "window", path: "/schedule?show=lines" });
  await page.getByRole("button", { name: "Change the time of Payout engine, Comparison" }).click();
  const sheet = page.getByRole("dialog");
  await expect(sheet.getByLabel("Backup")).toHaveValue("payout-engine");
  await expect(sheet.getByLabel("What", { exact: true })).toHaveCount(0);
  await sheet.getByLabel("At").fill("04:15");
  await sheet.getByRole("button", { name: "Save the time" }).click();
  await expect(page.getByText("Payout engine: every day at 04:15.")).toBeVisible();
});

test("with reduced motion nothing turns while it runs", async ({ page }) => {
  await page.emulateMedia({ reducedMotion: "reduce" });
  await visit(page, payout);
  await page.getByRole("button", { name: "Compare now" }).click();
  await expect(page.getByRole("region", { name: "Comparison running" })).toBeVisible();
  const moving = await page.evaluate(
    () =>
      document.getAnimations().filter(({ effect }) => Number(effect?.getComputedTiming().endTime) > 10)
        .length,
  );
  expect(moving).toBe(0);
});
