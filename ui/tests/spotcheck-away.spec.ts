import type { Locator, Page } from "@playwright/test";
import { expect, expectAccessible, test, visit } from "./page";

const at = (path: string) => ({ scenario: "window", path });
const february = at("/spotchecks/february-payouts");
const FILE = "/media/stick/lena.work";
const work = at(`/spotchecks/+work?file=${encodeURIComponent(FILE)}`);

/** What the system paid for the item of Jonas Weidel, as any screen would write it. */
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
const sheetOf = (page: Page, name: string) => page.getByRole("dialog", { name });

test("somebody's items go into a file, by keys alone", async ({ page }) => {
  await visit(page, february);
  await tabTo(page, page.getByRole("button", { name: "Take work to another computer…" }));
  await page.keyboard.press("Enter");
  const sheet = sheetOf(page, "Take work to another computer");
  await expect(sheet.getByLabel("Whose items")).toHaveValue("Ines Moreau");
  // Who has nothing to do has nothing to take along.
  await expect(sheet.getByLabel("Whose items").getByRole("option")).toHaveText([
    "Lena Hartwig",
    "Ines Moreau",
  ]);
  await tabTo(page, sheet.getByLabel("Whose items"));
  await page.keyboard.press("l");
  await expect(sheet.getByLabel("Name of the new file")).toHaveValue("february-payouts-4-lena-hartwig.work");
  await tabTo(page, sheet.getByLabel("Into this folder", { exact: true }));
  await page.keyboard.type("/full");
  await page.keyboard.press("Enter");
  await expect(sheet.getByRole("alert")).toContainText("is full");
  await sheet.getByLabel("Into this folder", { exact: true }).fill("/media/stick/");
  await sheet.getByLabel("Name of the new file").fill("lena.work");
  await page.keyboard.press("Enter");
  await expect(sheet.getByText("There is a file of this name already.")).toBeVisible();
  await expectAccessible(page);
  await sheet.getByLabel("Name of the new file").fill("away.work");
  await page.keyboard.press("Enter");
  await expect(sheet.getByRole("status")).toContainText("2 items lie in this file");
  await expect(sheet.getByText("/media/stick/away.work")).toBeVisible();
  await expect(sheet.getByRole("button", { name: "Close" })).toBeFocused();
  await expectAccessible(page);
  expect(await told(page)).not.toMatch(PAID);
});

test("answers come back: taken, there before, refused with the reason", async ({ page }) => {
  await visit(page, february);
  await expect(page.getByText("9 of 11 answered")).toBeVisible();
  await tabTo(page, page.getByRole("button", { name: "Bring work back…" }));
  await page.keyboard.press("Enter");
  const sheet = sheetOf(page, "Bring work back");
  const now = sheet.getByRole("button", { name: /^Bring .* back$/ });
  await expect(sheet.getByLabel("Work file", { exact: true })).toBeFocused();
  await page.keyboard.type(FILE);
  await expect(sheet.getByText("Nothing in it is answered yet.")).toBeVisible();
  await expect(now).toBeDisabled();
  for (const [path, says] of [
    ["/media/stick/lena.pdf", "This is no work file"],
    ["/media/stick/changed.work", "Answers in this file were changed after they were locked"],
    ["/media/stick/gone.work", "/media/stick/gone.work"],
  ] as const) {
    await sheet.getByLabel("Work file", { exact: true }).fill(path);
    await expect(sheet.getByRole("alert")).toContainText(says);
    await expect(now).toBeDisabled();
  }
  await sheet.getByLabel("Work file", { exact: true }).fill("/media/stick/lena-back.work");
  await expect(sheet.getByText("February payouts, items of Lena Hartwig: 3 of 4 answered.")).toBeVisible();
  await expectAccessible(page);
  await tabTo(page, sheet.getByRole("button", { name: "Bring 3 answers back" }));
  await page.keyboard.press("Enter");
  await expect(sheet.getByText("One answer is locked now")).toBeVisible();
  await expect(sheet.getByText("PAY-26-02417", { exact: true })).toBeVisible();
  await expect(sheet.getByText("One was answered before: nothing was changed")).toBeVisible();
  await expect(sheet.getByText("PAY-26-02416", { exact: true })).toBeVisible();
  await expect(sheet.getByText("PAY-26-02429 was refused")).toBeVisible();
  await expect(sheet.getByText("PAY-26-02429 is another person's item.")).toBeVisible();
  await expectAccessible(page);
  await page.keyboard.press("Enter");
  await expect(page.getByText("10 of 11 answered")).toBeVisible();
});

test("a file for another round is refused, and who has a passphrase gives it", async ({ page }) => {
  await visit(page, february);
  await page.getByRole("button", { name: "Set a passphrase" }).first().click();
  const setting = sheetOf(page, "Passphrase of Lena Hartwig");
  await setting.getByLabel("New passphrase").fill("low tide");
  await setting.getByLabel("The new one again").fill("low tide");
  await setting.getByRole("button", { name: "Set passphrase" }).click();
  await expect(page.getByText("Lena Hartwig has a passphrase now.")).toBeVisible();
  await page.getByRole("button", { name: "Bring work back…" }).click();
  const sheet = sheetOf(page, "Bring work back");
  for (const [path, says] of [
    ["/media/stick/lena-round-3.work", "This file is about another round"],
    ["/media/stick/bonus.work", "This file was not given out here"],
  ] as const) {
    await sheet.getByLabel("Work file", { exact: true }).fill(path);
    await sheet.getByLabel("Passphrase of Lena Hartwig").fill("low tide");
    await sheet.getByRole("button", { name: "Bring one answer back" }).click();
    await expect(sheet.getByRole("alert")).toContainText(says);
  }
  await sheet.getByLabel("Passphrase of Lena Hartwig").fill("");
  await sheet.getByLabel("Work file", { exact: true }).fill("/media/stick/lena-back.work");
  await expect(sheet.getByRole("alert")).toHaveCount(0);
  const now = sheet.getByRole("button", { name: "Bring 3 answers back" });
  await expect(sheet.getByLabel("Passphrase of Lena Hartwig")).toBeVisible();
  await expect(now).toBeDisabled();
  await sheet.getByLabel("Passphrase of Lena Hartwig").fill("high tide");
  await now.click();
  await expect(sheet.getByRole("alert")).toContainText("That is not the passphrase of Lena Hartwig.");
  await sheet.getByLabel("Passphrase of Lena Hartwig").fill("low tide");
  await now.click();
  await expect(sheet.getByText("One answer is locked now")).toBeVisible();
  await sheet.getByRole("button", { name: "Close" }).click();

  await visit(page, at("/spotchecks/field-commissions"));
  await expect(page.getByRole("button", { name: "Bring work back…" })).toHaveCount(0);
});

test("a work file where nothing is set up: opened, answered by keys, handed back", async ({ page }) => {
  await visit(page, { scenario: "first-run" });
  await page.keyboard.press("4");
  const sheet = sheetOf(page, "Open a work file");
  await expect(sheet.getByLabel("Work file", { exact: true })).toBeFocused();
  await expectAccessible(page);
  await page.keyboard.type("/media/stick/holiday.jpg");
  await expect(sheet.getByRole("alert")).toContainText("This is no work file");
  await sheet.getByLabel("Work file", { exact: true }).fill(FILE);
  await expect(sheet.getByText("February payouts, items of Lena Hartwig: 0 of 2 answered.")).toBeVisible();
  await page.keyboard.press("Enter");

  await expect(page.getByRole("heading", { name: "What should Jonas Weidel be paid?" })).toBeVisible();
  await expect(page.getByText("Item 1 of 2")).toBeVisible();
  await expect(figure(page)).toBeFocused();
  // A digit begins a figure, and none of the ways to begin with Ballast.
  await page.keyboard.type("400 + 271");
  await expect(page.getByRole("dialog")).toHaveCount(0);
  await page.keyboard.press("Backspace");
  await page.keyboard.type("0");
  await expect(page.getByText("= 670.00")).toBeVisible();
  await expect(page.getByText("Not in this file: compared once it is back")).toBeVisible();
  await page.keyboard.press("n");
  await page.keyboard.type("credit note of 16 February");
  await page.keyboard.press("Escape");
  await expectAccessible(page);
  await page.keyboard.press("Enter");

  await expect(page.getByText("Item 2 of 2")).toBeVisible();
  await expect(figure(page)).toBeFocused();
  await expect(figure(page)).toHaveValue("");
  await expect(page.getByLabel("Note")).toHaveValue("");
  await page.keyboard.press("u");
  await page.keyboard.press("Enter");
  await expect(
    page.getByRole("heading", { name: "Both items are answered: hand this file back" }),
  ).toBeVisible();
  await expect(page.getByText("Thank you, Lena Hartwig.")).toBeVisible();
  await expect(page.getByText(FILE)).toBeVisible();
  await expectAccessible(page);
  // Neither the page nor any answer ever knew what was paid.
  expect(await told(page)).not.toMatch(PAID);
  expect(await told(page)).toContain("spotcheck_answer_work");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { name: "Where would you like to start?" })).toBeVisible();
});

test("what was typed at an item of a file is there again, until it is locked", async ({ page }) => {
  await visit(page, { scenario: "first-run" });
  const open = async () => {
    await page.getByRole("button", { name: /^Open a work file/ }).click();
    await sheetOf(page, "Open a work file").getByLabel("Work file", { exact: true }).fill(FILE);
    await page.getByRole("button", { name: "Begin" }).click();
  };
  await open();
  await page.keyboard.type("400 + 27");
  await page.getByLabel("Note").fill("full disk");
  await page.getByLabel("Note").press("Escape");
  await page.keyboard.press("Escape");
  await expect(page.getByRole("heading", { name: "Where would you like to start?" })).toBeVisible();
  await open();
  await expect(figure(page)).toHaveValue("400 + 27");
  await page.keyboard.type("0");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("alert")).toContainText("is full");
  await expect(page.getByText("Item 1 of 2")).toBeVisible();
  await expect(figure(page)).toHaveValue("400 + 270");
  await page.getByLabel("Note").fill("");
  await page.getByRole("button", { name: /Save and go on/ }).click();
  await expect(page.getByText("Item 2 of 2")).toBeVisible();
  await expect(figure(page)).toHaveValue("");
  expect(await page.evaluate(() => JSON.stringify({ ...localStorage }))).not.toContain("400 + 27");
});

test("from the list too, and a file that is none says what to do", async ({ page }) => {
  await visit(page, at("/spotchecks"));
  await page.getByRole("button", { name: "Open a work file…" }).click();
  const sheet = sheetOf(page, "Open a work file");
  await sheet.getByLabel("Work file", { exact: true }).fill("/media/stick/lena-back.work");
  await sheet.getByRole("button", { name: "Go on" }).click();
  await expect(page.getByText("Item 4 of 4")).toBeVisible();
  await expect(page.getByRole("navigation").getByText("Spot checks")).toBeHidden();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("heading", { name: "Spot checks" })).toBeVisible();

  await visit(page, { scenario: "empty", path: "/spotchecks" });
  await expect(page.getByRole("button", { name: "Open a work file…" })).toBeVisible();
  await visit(page, at("/spotchecks/+work?file=%2Fmedia%2Fstick%2Fgone.work"));
  await expect(page.getByRole("heading", { name: "This file cannot be opened" })).toBeVisible();
  await expect(page.getByRole("alert")).toContainText("/media/stick/gone.work");
  await page.getByRole("button", { name: "Close" }).click();
  await expect(page.getByRole("heading", { name: "Spot checks" })).toBeVisible();
});

const SCREENS = [
  ["the first screen", { scenario: "first-run" }, "Somebody gave you payouts"],
  ["a round that is answered", february, "Take work to another computer"],
  ["an item of a file", work, "Not in this file"],
] as const;

for (const width of [1024, 1440]) {
  for (const theme of ["light", "dark"] as const) {
    for (const [name, where, says] of SCREENS) {
      test(`${name} at ${width}, ${theme}`, async ({ page }) => {
        await page.setViewportSize({ width, height: 820 });
        await visit(page, { ...where, theme });
        await expect(page.getByText(says).first()).toBeVisible();
        await expectAccessible(page);
        expect(await page.evaluate(() => document.querySelector("main")?.scrollWidth)).toBe(
          await page.evaluate(() => document.querySelector("main")?.clientWidth),
        );
      });
    }
  }
}

test("at 200 % nothing is cut", async ({ page }) => {
  await page.setViewportSize({ width: 512, height: 400 });
  for (const [name, where, says] of SCREENS) {
    await visit(page, where);
    await expect(page.getByText(says).first()).toBeAttached();
    const [inside, width] = await page.evaluate(() => {
      const main = document.querySelector("main");
      return [main?.scrollWidth ?? 0, main?.clientWidth ?? 0];
    });
    expect(inside, name).toBeLessThanOrEqual(width);
  }
});
