import type { Locator, Page } from "@playwright/test";
import { expect, expectAccessible, test, visit } from "./page";

const at = (path: string) => ({ scenario: "window", path });
const february = at("/spotchecks/february-payouts");
const lena = at("/spotchecks/february-payouts/work?person=Lena%20Hartwig");

/** What the system paid for the item that is wrong. */
const PAID = /707\.20|70720|707,20/;

/** Goes on by the tabulator alone, as somebody without a mouse does. */
async function tabTo(page: Page, target: Locator) {
  await expect(target).toBeVisible();
  for (let step = 0; step < 60; step += 1) {
    if (await target.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press("Tab");
  }
  throw new Error("The keys do not reach it");
}

/** Everything that this window was ever told. */
const told = (page: Page) =>
  page.evaluate(() => JSON.stringify((window as unknown as { told: unknown }).told));
const figure = (page: Page) => page.getByLabel("Your figure");

test("the list: where each round stands, and a way in by keys", async ({ page }) => {
  await visit(page, at("/"));
  await page.keyboard.press("4");
  await expect(page.getByRole("heading", { name: "Spot checks" })).toBeVisible();
  await expect(page.getByText("6 lists of payouts are spot-checked; 5 rounds wait")).toBeVisible();
  const row = page.getByRole("row", { name: /February payouts/ });
  for (const says of ["Due soon", "Being checked", "480", "24", "2 Apr"])
    await expect(row).toContainText(says);
  await expect(page.getByRole("row", { name: /Agent fees/ })).toContainText("Raise it");
  await expect(page.getByRole("row", { name: /Bonus payouts/ })).toContainText("seed to come");
  await expect(page.getByRole("row", { name: /Partner fees/ })).toContainText("No round yet");
  await page.keyboard.press("j");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { name: "February payouts" })).toBeVisible();
});

test("with none yet it says why one matters", async ({ page }) => {
  await visit(page, { scenario: "empty", path: "/spotchecks" });
  await expect(page.getByText("Nobody has worked out a payout by hand")).toBeVisible();
  await page.getByRole("button", { name: "New spot check" }).click();
  await expect(page.getByRole("heading", { name: "New spot check" })).toBeVisible();
});

test("blind work by keys alone: nobody learns the system's figure before the own one is locked", async ({
  page,
}) => {
  await visit(page, february);
  await tabTo(page, page.getByRole("button", { name: "Check as Lena Hartwig" }));
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { name: "What should Jonas Weidel be paid?" })).toBeVisible();
  await expect(page.getByText("Item 10 of 11")).toBeVisible();
  await expect(page.getByRole("navigation").getByText("Spot checks")).toBeHidden();
  await expect(figure(page)).toBeFocused();

  await page.keyboard.type("400 + 270");
  await expect(page.getByText("= 670.00")).toBeVisible();
  await page.keyboard.press("a");
  await expect(page.getByText("stock.db")).toBeVisible();
  await page.keyboard.press("n");
  await expect(page.getByLabel("Note")).toBeFocused();
  await page.keyboard.type("a quick look at 3 papers");
  await page.keyboard.press("Escape");
  await expect(figure(page)).toBeFocused();
  await expect(figure(page)).toHaveValue("400 + 270");
  await expect(page.getByLabel("Note")).toHaveValue("a quick look at 3 papers");
  // Neither the page nor any answer so far knows it.
  expect(await page.content()).not.toMatch(PAID);
  expect(await told(page)).not.toMatch(PAID);
  expect(await told(page)).toContain("spotcheck_next");
  await expect(page.getByText("Hidden until you save yours")).toBeVisible();

  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { name: "The figures differ by €37.20" })).toBeFocused();
  for (const says of ["€670.00", "€707.20", "+€37.20", "5.6% too much"]) {
    await expect(page.getByText(says, { exact: true })).toBeVisible();
  }
  await expect(page.getByText("Item 10 of 11")).toBeVisible();
  await page.keyboard.press("5");
  await page.keyboard.press("Enter");
  await expect(page.getByText("Say in a note what is unclear.")).toBeVisible();
  await expect(page.getByLabel("Note")).toBeFocused();
  await page.keyboard.press("Escape");
  await page.keyboard.press("1");
  await expect(page.getByRole("radio", { name: /System left something out/ })).toBeChecked();
  await page.keyboard.press("c");
  await page.keyboard.type("669,99");
  await page.keyboard.press("Enter");

  await expect(page.getByText("Item 11 of 11")).toBeVisible();
  await page.keyboard.press("u");
  await expect(figure(page)).toHaveValue("Cannot tell");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { name: "Could not be determined" })).toBeVisible();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { name: "Lena Hartwig has answered every item" })).toBeVisible();
  await page.keyboard.press("Enter");
  await expect(page.getByText("11 of 11 answered")).toBeVisible();
  await expect(page.getByRole("button", { name: "Check as Lena Hartwig" })).toBeDisabled();
  // How many were wrong is told nowhere while the round is open.
  await expect(page.getByRole("main")).not.toContainText(/37\.20|670\.00|707\.20|Paid too much/);
});

test("an answer without a figure is asked for again, and what is no amount is told", async ({ page }) => {
  await visit(page, lena);
  await page.keyboard.press("Enter");
  await expect(page.getByText("Type a figure first, or say that you cannot tell.")).toBeVisible();
  for (const [typed, says] of [
    ["4 x 100", '"x 100" is no amount'],
    ["1,200", "may mean two things"],
    ["1.23456", "more decimals than the currency"],
  ] as const) {
    await figure(page).fill(typed);
    await expect(page.getByText(says)).toBeVisible();
    await expect(figure(page)).toHaveAttribute("aria-invalid", "true");
  }
  await figure(page).fill("1.200,50");
  await expect(page.getByText("= 1,200.50")).toBeVisible();
  expect(await told(page)).not.toMatch(PAID);
});

test("what was typed is kept by itself, and is there again", async ({ page }) => {
  await visit(page, lena);
  await page.keyboard.type("400 + 27");
  await expect.poll(() => told(page)).toContain("spotcheck_draft");
  await page.keyboard.press("n");
  await page.keyboard.type("page 3 is missing");
  await page.keyboard.press("Escape");
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "Check as Lena Hartwig" }).click();
  await expect(figure(page)).toHaveValue("400 + 27");
  await expect(page.getByLabel("Note")).toHaveValue("page 3 is missing");
  await page.keyboard.type("0");
  await page.keyboard.press("l");
  await page.getByRole("button", { name: "Check as Lena Hartwig" }).click();
  await expect(figure(page)).toHaveValue("400 + 270");
});

test("what cannot be kept is told, and nobody is sent away from it", async ({ page }) => {
  await visit(page, lena);
  await page.getByLabel("Note").fill("full disk");
  await expect(page.getByRole("alert")).toContainText("is full");
  await page.getByRole("button", { name: /Stop and keep/ }).click();
  await expect(page.getByLabel("Note")).toHaveValue("full disk");
  await page.getByLabel("Note").fill("");
  await page.getByRole("button", { name: /Stop and keep/ }).click();
  await expect(page.getByRole("heading", { name: "February payouts" })).toBeVisible();
});

test("digits outside a field begin a figure and never leave the page", async ({ page }) => {
  await visit(page, lena);
  await page.getByRole("heading", { name: /What should/ }).click();
  await page.keyboard.press("4");
  await expect(figure(page)).toHaveValue("4");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { name: /The figures differ/ })).toBeVisible();
});

test("a passphrase is asked for once a visit", async ({ page }) => {
  await visit(page, at("/spotchecks/february-payouts/work?person=Tomas%20Berg"));
  await expect(page.getByRole("heading", { name: "Check as Tomas Berg" })).toBeVisible();
  expect(await told(page)).not.toContain("spotcheck_next");
  await page.keyboard.type("wrong");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("alert")).toBeVisible();
  await page.keyboard.type("tide");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { name: "Tomas Berg has no items" })).toBeVisible();
  await page.getByRole("button", { name: "Back to February payouts" }).click();
  await page.getByRole("button", { name: "Change the passphrase" }).click();
  const sheet = page.getByRole("dialog", { name: "Passphrase of Tomas Berg" });
  await sheet.getByLabel("Passphrase so far").fill("tide");
  await sheet.getByLabel("New passphrase").fill("a longer tide");
  await sheet.getByLabel("The new one again").fill("another");
  await expect(sheet.getByText("It is not the same.")).toBeVisible();
  await sheet.getByLabel("The new one again").fill("a longer tide");
  await expectAccessible(page);
  await sheet.getByRole("button", { name: "Set passphrase" }).click();
  await expect(page.getByText("Tomas Berg has a passphrase now.")).toBeVisible();
});

test("two people enter the seed, and the sample is drawn", async ({ page }) => {
  await visit(page, at("/spotchecks/bonus-payouts"));
  await expect(page.getByText("No seed yet: nobody knows who will be drawn.")).toBeVisible();
  await page.getByRole("button", { name: "Enter the seed…" }).click();
  const sheet = page.getByRole("dialog", { name: "Enter the seed" });
  await expect(sheet.getByRole("button", { name: "Draw 24 items" })).toBeDisabled();
  await sheet.getByLabel("Second person", { exact: true }).last().fill("ines  moreau");
  await expect(sheet.getByText("The second person is somebody else.")).toBeVisible();
  await sheet.getByLabel("Second person", { exact: true }).last().fill("");
  await sheet.getByLabel("Digits of the first person").fill("314");
  await expect(sheet.getByText("Recorded as entered by one person alone")).toBeVisible();
  await expect(sheet.getByText("3 of 10 digits")).toBeVisible();
  await sheet.getByRole("button", { name: "Draw 24 items" }).click();
  await expect(sheet.getByLabel("Digits of the first person")).toHaveAttribute("aria-invalid", "true");
  await sheet.getByLabel("Digits of the first person").fill("0138243811");
  await sheet.getByLabel("Digits of the second person").fill("2797316654");
  await sheet.getByLabel("Second person", { exact: true }).last().fill("Tomas Berg");
  await expectAccessible(page);
  await sheet.getByRole("button", { name: "Draw 24 items" }).click();
  await expect(page.getByRole("region", { name: "Drawing a sample" })).toBeVisible();
  await expect(page.getByRole("button", { name: "Check as Ines Moreau" })).toBeVisible({ timeout: 12_000 });
  await expect(page.getByText("01382438112797316654")).toBeVisible();
});

test("a first round begins with freezing, and a drawn sample is drawn again", async ({ page }) => {
  await visit(page, at("/spotchecks/partner-fees"));
  await page.getByRole("button", { name: "Freeze the list" }).click();
  await expect(page.getByRole("region", { name: "Freezing a list" })).toBeVisible();
  await expect(page.getByRole("button", { name: "Enter the seed…" })).toBeVisible({ timeout: 12_000 });
  await visit(page, at("/spotchecks/january-payouts"));
  await page.getByRole("button", { name: "Redraw and compare" }).click();
  await expect(page.getByRole("region", { name: "Drawing a sample again" })).toBeVisible();
});

test("two answers stand side by side until somebody decides with a reason", async ({ page }) => {
  await visit(page, at("/spotchecks/field-commissions"));
  await expect(page.getByText("Decide what one payout counts as")).toBeVisible();
  await expect(page.getByText("One item may be looked at by nobody")).toBeVisible();
  await page.getByRole("button", { name: "Decide about PAY-26-02417…" }).click();
  const sheet = page.getByRole("dialog", { name: "Decide about PAY-26-02417" });
  for (const says of ["Lena Hartwig: €670.00", "Tomas Berg: €707.20", "rep-0417-february.pdf"]) {
    await expect(sheet.getByText(says)).toBeVisible();
  }
  const decide = sheet.getByRole("button", { name: "Decide", exact: true });
  await sheet.getByText("Another figure").click();
  await sheet.getByLabel("Figure", { exact: true }).fill("600 + 7x");
  await expect(sheet.getByText('"x" is no amount')).toBeVisible();
  await sheet.getByText("Lena Hartwig: €670.00").click();
  await sheet.getByLabel("Cause", { exact: true }).selectOption("");
  await sheet.getByText("This cause reaches further than the sample").click();
  await sheet.getByLabel("Reason").fill("The credit note counts");
  await expect(sheet.getByText("Name the cause: all payouts")).toBeVisible();
  await expect(decide).toBeDisabled();
  await sheet
    .getByLabel("Cause", { exact: true })
    .selectOption({ label: "Something left out, such as a credit note" });
  await expectAccessible(page);
  await sheet.getByLabel("Who decides").selectOption("Tomas Berg");
  await expect(decide).toBeDisabled();
  await sheet.getByLabel("Passphrase of Tomas Berg").fill("ebb");
  await decide.click();
  await expect(sheet.getByRole("alert")).toBeVisible();
  await sheet.getByLabel("Who decides").selectOption("Ines Moreau");
  await decide.click();
  await expect(page.getByText("PAY-26-02417 is decided.")).toBeVisible();
  await page.getByRole("button", { name: "Work it out" }).click();
  await expect(page.getByText("You can accept Field commissions.")).toBeVisible({ timeout: 12_000 });
});

test("the result: the sentence, the picture, too much and too little apart, and how it was worked out", async ({
  page,
}) => {
  await visit(page, at("/spotchecks/january-payouts"));
  await expect(page.getByText("With 95% certainty at most €12,402 of €96,400 is wrong.")).toBeVisible();
  await expect(
    page.getByRole("img", {
      name: "Most likely wrong €211, at most €12,402 with 95% certainty, tolerable €13,500",
    }),
  ).toBeVisible();
  await expect(page.getByText("€1,098")).toBeVisible();
  await expect(page.getByRole("row", { name: "Found €37.20 €0.00" })).toBeVisible();
  await expect(page.getByRole("row", { name: /Aylin Demir.*\+€37\.20.*credit note/ })).toBeVisible();
  await expect(page.getByRole("img", { name: /23 right, 1 wrong, 0 unknown/ })).toBeVisible();
  await expect(page.getByRole("img", { name: /24 items 11.7%, 36 items/ })).toBeVisible();
  await expect(page.getByText("p₀ + Σ").first()).toBeHidden();
  await page.getByRole("button", { name: "Method, formula and numbers" }).click();
  await expect(page.getByText("p₀ + Σ").first()).toBeVisible();
  await page.getByRole("button", { name: /First digits of all payouts: a side look/ }).click();
  await expect(page.getByText("Fixed fees alone make one, without any fault.")).toBeVisible();
  await expectAccessible(page);
});

test("somebody who answered none of it signs, under the own name", async ({ page }) => {
  await visit(page, at("/spotchecks/january-payouts"));
  await page.getByRole("button", { name: "Sign…" }).click();
  const sheet = page.getByRole("dialog", { name: "Sign January payouts" });
  await expect(sheet.getByLabel("Who signs").getByRole("option", { name: "Lena Hartwig" })).toHaveCount(0);
  await sheet.getByLabel("Who signs").selectOption("Tomas Berg");
  await expect(sheet.getByRole("button", { name: "Sign", exact: true })).toBeDisabled();
  await sheet.getByLabel("Passphrase of Tomas Berg").fill("tide");
  await sheet.getByLabel("Note").fill("Looked at the error");
  await expectAccessible(page);
  await sheet.getByRole("button", { name: "Sign", exact: true }).click();
  const signed = page.getByRole("listitem").filter({ hasText: "Looked at the error" });
  await expect(signed).toContainText("Tomas Berg");
  await expect(signed).toContainText("proved by passphrase");
  await expect(page.getByText("It is evidence, and counts for 31 days.")).toBeVisible();
  await expect(page.getByRole("button", { name: "Sign…" })).toHaveCount(0);
  await expect(page.getByText("This round is done")).toBeVisible();
});

test("a cause that reaches further is never averaged away", async ({ page }) => {
  await visit(page, at("/spotchecks/agent-fees"));
  await expect(page.getByText("You cannot accept Agent fees as they are.")).toBeVisible();
  await expect(page.getByText("at most 97 of 480 payouts are wrong. You tolerate 24.")).toBeVisible();
  await expect(page.getByText("A cause reaches further than the sample: wrong rate")).toBeVisible();
  await expect(page.getByText("Too much by")).toBeVisible();
  await expect(page.getByRole("row", { name: /^North 4 of 14/ })).toBeVisible();
  await expect(page.getByRole("row", { name: /^Wrong rate reaches further 4 €148.80/ })).toBeVisible();
  await page.getByRole("button", { name: "Method, formula and numbers" }).click();
  await expect(page.getByText("No limit of money: more was paid wrongly than was paid")).toBeVisible();
  await page.getByRole("button", { name: "Decide about PAY-26-02412…" }).click();
  await expect(page.getByRole("dialog", { name: "Decide about PAY-26-02412" })).toBeVisible();
});

test("an older round is read, and nothing in it can be done", async ({ page }) => {
  await visit(page, february);
  await page.getByRole("link", { name: "31 Jan" }).click();
  await expect(page.getByText("This is round 3, as it was judged.")).toBeVisible();
  await expect(page.getByText("With 95% certainty at most €12,402")).toBeVisible();
  await expect(page.getByRole("button", { name: /^(Sign…|Decide|Check as)/ })).toHaveCount(0);
  await page.getByRole("link", { name: "Back to the newest round" }).click();
  await expect(page.getByRole("button", { name: "Check as Lena Hartwig" })).toBeVisible();
});

test("a file that is dropped is the list", async ({ page }) => {
  const drop = (path: string) =>
    page.evaluate((detail) => {
      window.dispatchEvent(new CustomEvent("fixture-file-dropped", { detail }));
    }, path);
  const file = page.getByLabel("File", { exact: true });
  await visit(page, at("/spotchecks"));
  await drop("/srv/march.csv");
  await expect(page.getByRole("heading", { name: "New spot check" })).toBeVisible();
  await expect(file).toHaveValue("/srv/march.csv");
  await drop("/srv/april.xlsx");
  await expect(file).toHaveValue("/srv/april.xlsx");
  // Elsewhere a file that is dropped does nothing.
  await visit(page, at("/"));
  await drop("/srv/may.csv");
  await expect(page.getByRole("heading", { name: "New spot check" })).toHaveCount(0);
});

test("set up: a look at the list, what a share proves, and errors at their fields", async ({ page }) => {
  await visit(page, at("/spotchecks/+new"));
  await page.getByLabel("File", { exact: true }).fill("/srv/missing.csv");
  await page.getByRole("button", { name: "Look at the list" }).click();
  await expect(page.getByRole("alert")).toContainText("/srv/missing.csv");
  await page.getByLabel("File", { exact: true }).fill("/srv/signs.csv");
  await page.getByRole("button", { name: "Look at the list" }).click();
  await expect(page.getByText("480 payouts, 6 columns")).toBeVisible();
  await expect(page.getByText("Most amounts are below zero")).toBeVisible();
  await expect(page.getByLabel("Amount the system paid")).toHaveValue("amount");
  await expect(page.getByRole("checkbox", { name: "amount", exact: true })).toHaveCount(0);
  await expect(page.getByText("That is 24 items of 480.")).toBeVisible();
  await expect(page.getByText("at most 54 payouts (11.3%) are wrong.")).toBeVisible();
  await page.getByLabel("Id of the payout").selectOption("amount");
  await page.getByLabel("Amount the system paid").selectOption("payout_id");
  await expect(page.getByText("Id and amount seem swapped")).toBeVisible();
  await page.getByLabel("Id of the payout").selectOption("payout_id");
  await page.getByLabel("Amount the system paid").selectOption("amount");
  await expect(page.getByText("Id and amount seem swapped")).toHaveCount(0);

  const submit = page.getByRole("button", { name: "Set up the spot check" });
  await page.getByLabel("Who checks").fill("Lena Hartwig\nInes Moreau");
  await page.getByLabel("Name", { exact: true }).fill("January payouts");
  await page.getByLabel("Rules").fill("amounts are large");
  await page.getByLabel("Share", { exact: true }).fill("some");
  await expect(page.getByLabel("Share", { exact: true })).toHaveAttribute("aria-invalid", "true");
  await expect(submit).toBeDisabled();
  await page.getByLabel("Share", { exact: true }).fill("5%");
  await submit.click();
  await expect(page.getByLabel("Rules")).toHaveAttribute("aria-invalid", "true");
  await page.getByLabel("Rules").fill("amount > 5000");
  await submit.click();
  await expect(page.getByLabel("Name", { exact: true })).toHaveAttribute("aria-invalid", "true");
  await page.getByLabel("Name", { exact: true }).fill("March payouts");
  await expectAccessible(page);
  await submit.click();
  await expect(page.getByRole("heading", { name: "March payouts" })).toBeVisible();
  await expect(page.getByRole("button", { name: "Freeze the list" })).toBeVisible();
});

test("it is changed, paused and exported from its page", async ({ page }) => {
  await visit(page, february);
  await page.getByRole("button", { name: "More actions" }).click();
  await page.getByRole("menuitem", { name: /^Change the spot check/ }).click();
  await expect(page.getByText("Nothing is changed yet.")).toBeVisible();
  await page.getByLabel("Name", { exact: true }).fill("refuse this");
  await page.getByRole("button", { name: "Save the change" }).click();
  await expect(page.getByRole("alert")).toBeVisible();
  await page.getByLabel("Name", { exact: true }).fill("Payouts of February");
  await page.getByRole("button", { name: "Save the change" }).click();
  await expect(page.getByRole("heading", { name: "Payouts of February" })).toBeVisible();
  await page.getByRole("button", { name: "More actions" }).click();
  await page.getByRole("menuitem", { name: /^Pause/ }).click();
  await expect(page.getByText("No new round begins by itself until then")).toBeVisible();
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "Export…" }).click();
  const sheet = page.getByRole("dialog", { name: "Export the round" });
  await sheet.getByLabel("Into this folder", { exact: true }).fill("/full");
  await sheet.getByRole("button", { name: "Export", exact: true }).click();
  await expect(sheet.getByRole("alert")).toBeVisible();
  await sheet.getByLabel("Into this folder", { exact: true }).fill("/home/ines/");
  await sheet.getByRole("button", { name: "Export", exact: true }).click();
  await expect(sheet.getByRole("status")).toContainText("6 files written to /home/ines/february-payouts-4");
  await expectAccessible(page);
});

test("the palette knows spot checks", async ({ page }) => {
  await visit(page, at("/"));
  await page.keyboard.press("Control+k");
  await page.keyboard.type("check payouts feb");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { name: "February payouts" })).toBeVisible();
});

test("errors say what still works", async ({ page }) => {
  for (const path of ["/spotchecks", "/spotchecks/january-payouts", "/spotchecks/january-payouts/edit"]) {
    await visit(page, { scenario: "error", path });
    await expect(page.getByRole("alert")).toContainText("database");
  }
  await visit(page, at("/spotchecks/nowhere"));
  await expect(page.getByRole("alert")).toContainText("There is no spot check");
  await visit(page, at("/spotchecks/nowhere/work?person=Lena%20Hartwig"));
  await expect(page.getByRole("alert")).toContainText("There is no spot check");
});

const SCREENS = [
  ["list", "/spotchecks", "lists of payouts"],
  ["never begun", "/spotchecks/partner-fees", "Begin the first round"],
  ["frozen", "/spotchecks/bonus-payouts", "Throw dice"],
  ["answering", "/spotchecks/february-payouts", "Work the drawn payouts out"],
  ["deciding", "/spotchecks/field-commissions", "Decide what one payout"],
  ["accepted", "/spotchecks/january-payouts", "You can accept"],
  ["raised", "/spotchecks/agent-fees", "You cannot accept"],
  ["an item", "/spotchecks/february-payouts/work?person=Lena%20Hartwig", "Your figure"],
  ["a passphrase", "/spotchecks/february-payouts/work?person=Tomas%20Berg", "asked for once"],
  ["set up", "/spotchecks/+new", "Which list"],
  ["change", "/spotchecks/january-payouts/edit", "keeps what was frozen"],
] as const;

for (const width of [1024, 1440]) {
  for (const theme of ["light", "dark"] as const) {
    for (const [name, path, says] of SCREENS) {
      test(`${name} at ${width}, ${theme}`, async ({ page }) => {
        await page.setViewportSize({ width, height: 820 });
        await visit(page, { ...at(path), theme });
        await expect(page.getByText(says).first()).toBeVisible();
        await expectAccessible(page);
        expect(await page.evaluate(() => document.querySelector("main")?.scrollWidth)).toBe(
          await page.evaluate(() => document.querySelector("main")?.clientWidth),
        );
      });
    }
    test(`figures side by side at ${width}, ${theme}`, async ({ page }) => {
      await page.setViewportSize({ width, height: 820 });
      await visit(page, { ...lena, theme });
      await page.keyboard.type("670");
      await page.keyboard.press("Enter");
      await expect(page.getByRole("heading", { name: /The figures differ/ })).toBeVisible();
      await expectAccessible(page);
    });
  }
}

test("at 200 % nothing is cut", async ({ page }) => {
  await page.setViewportSize({ width: 512, height: 400 });
  for (const [, path, says] of SCREENS) {
    await visit(page, at(path));
    await expect(page.getByText(says).first()).toBeAttached();
    const [inside, width] = await page.evaluate(() => {
      const main = document.querySelector("main");
      return [main?.scrollWidth ?? 0, main?.clientWidth ?? 0];
    });
    expect(inside, path).toBeLessThanOrEqual(width);
  }
  await visit(page, lena);
  await figure(page).fill("670");
  await page.getByRole("button", { name: /Save and compare/ }).click();
  await expect(page.getByText("€707.20")).toBeVisible();
  expect(await page.evaluate(() => document.querySelector("main")?.scrollWidth)).toBeLessThanOrEqual(
    await page.evaluate(() => document.querySelector("main")?.clientWidth ?? 0),
  );
});
