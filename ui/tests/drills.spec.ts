import type { Page } from "@playwright/test";
import { expect, expectAccessible, test, visit } from "./page";

const at = (path: string, scenario = "window") => ({ scenario, path });
const plan = at("/drills/card-payments-q");

const openStart = async (page: Page) => {
  await visit(page, plan);
  await page.getByRole("button", { name: "Start the drill…" }).click();
  return page.getByRole("dialog", { name: "Start: Switch card payments to Tidepay" });
};

test("the quarter: overdue first, what is done and what is missing", async ({ page }) => {
  await visit(page, at("/"));
  await page.keyboard.press("6");
  await expect(page.getByText("FY2026 Q1: 1 of 4 drills done, one is overdue.")).toBeVisible();
  const board = page.getByRole("table").first();
  const rows = board.locator("tbody tr");
  await expect(rows).toHaveCount(4);
  await expect(rows.first()).toContainText("Shipping labels");
  await expect(rows.first()).toContainText("overdue by 91 days, since 8 Dec 2025");
  await expect(rows.first()).toContainText("9 Aug 2025");
  await expect(rows.last()).toContainText("Card payments");
  await expect(rows.last()).toContainText("booked for 24 Mar with Lena Hartwig");
  await expect(board.getByRole("row", { name: /Outgoing mail/ })).toContainText("not yet");
  await rows.last().getByRole("link", { name: "16 Feb" }).click();
  await expect(page.getByText("It does not change any more.")).toBeVisible();
});

test("drills that are written and that ran, walked by keys", async ({ page }) => {
  await visit(page, at("/drills"));
  await expect(page.getByRole("row", { name: /Send from Courier Mail/ })).toContainText("not complete");
  await expect(page.getByRole("row", { name: /Print labels at Nordfracht, Sat 7 Mar/ })).toContainText(
    "41:00",
  );
  for (let row = 0; row < 5; row += 1) await page.keyboard.press("j");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { name: "Print labels at Nordfracht" })).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("heading", { name: "Drills", exact: true })).toBeVisible();
});

test("with none yet it says how a drill begins, and reads an experiment", async ({ page }) => {
  await visit(page, at("/drills", "empty"));
  await expect(page.getByText("so nobody has practised a switch")).toBeVisible();
  await page.getByRole("button", { name: "Import a drill…" }).click();
  const sheet = page.getByRole("dialog");
  await sheet.getByLabel("File", { exact: true }).fill("/home/ines/experiment.json");
  await page.keyboard.press("Enter");
  await expect(sheet.getByText("read as a drill. Nothing was applied.")).toBeVisible();
  await expect(sheet.getByText("runs only when somebody agreed")).toBeVisible();
  await expectAccessible(page);
});

test("the calendar is written where it is wanted", async ({ page }) => {
  await visit(page, at("/drills"));
  await page.getByRole("button", { name: "Save calendar…" }).click();
  const sheet = page.getByRole("dialog");
  await sheet.getByLabel("Into this folder", { exact: true }).fill("/home/ines/calendar/");
  await sheet.getByRole("button", { name: "Save drills.ics" }).click();
  await expect(sheet.getByText("/home/ines/calendar/drills.ics")).toBeVisible();
});

test("the plan shows act, proof and way back of each step, and every command", async ({ page }) => {
  await visit(page, plan);
  const step = page.getByRole("listitem").filter({ hasText: "Point the checkout at Tidepay" }).last();
  for (const says of ["Tomas Berg", "at most 5 min", "./switch --to tidepay", "Checkout of Tidepay"]) {
    await expect(step).toContainText(says);
  }
  await expect(step).toContainText("./switch --to northgate");
  await expect(step).toContainText("seen by Checkout of Northgate");
  await expect(page.getByText("leaves nothing to take back")).toBeVisible();
  await expect(page.getByText("Lena Hartwig, who never ran it")).toBeVisible();
  await expect(page.getByText("Asked when it is started.").first()).toBeVisible();
});

test("a plan that lacks something says what, and cannot be started", async ({ page }) => {
  await visit(page, at("/drills/outgoing-mail-q"));
  await expect(page.getByText("This plan cannot be started: 3 things are missing")).toBeVisible();
  await expect(page.getByText("Tomas Berg is owner and deputy: name somebody else.")).toBeVisible();
  await expect(page.getByRole("button", { name: "Start the drill…" })).toBeDisabled();
  await expect(page.getByText("not before Wed 08:52")).toBeVisible();
});

test("two keys start it, by the keyboard alone, and only once every command is agreed to", async ({
  page,
}) => {
  const sheet = await openStart(page);
  const start = sheet.getByRole("button", { name: "Start the drill", exact: true });
  await expect(sheet.getByLabel("Who runs it")).toHaveValue("Lena Hartwig");
  await expect(sheet.getByText("./switch --to tidepay")).toBeVisible();
  await expect(sheet.getByText("./switch --to northgate")).toBeVisible();
  await expect(sheet.getByText("Name a second person.")).toBeVisible();
  await sheet.getByLabel("Second person").selectOption("Ines Moreau");
  await expect(start).toBeDisabled();
  await expectAccessible(page);
  for (const [missing, tick] of [
    ["Read the commands and say so.", /I have read these 2 commands/],
    ["Accept what both share.", /Both share cloud: aws and registrar: gandi/],
    ["Whoever runs it must be here.", /Lena Hartwig is here/],
  ] as const) {
    await expect(sheet.getByText(missing)).toBeVisible();
    await sheet.getByRole("checkbox", { name: tick }).focus();
    await page.keyboard.press("Space");
  }
  await expect(start).toBeEnabled();
  await sheet.getByLabel("Second person").selectOption("Lena Hartwig");
  await expect(sheet.getByText("The second person is somebody else.")).toBeVisible();
  await expect(start).toBeDisabled();
  await sheet.getByLabel("Second person").selectOption("Tomas Berg");
  await start.focus();
  await page.keyboard.press("Enter");
  await expect(page.getByText("This is a drill", { exact: true })).toBeVisible();
  await expect(page.getByRole("button", { name: "Begin this step" })).toBeVisible();
});

test("who is alone types the phrase, and that is recorded", async ({ page }) => {
  const sheet = await openStart(page);
  await sheet.getByRole("button", { name: "I am alone" }).click();
  for (const tick of await sheet.getByRole("checkbox").all()) {
    await tick.focus();
    await page.keyboard.press("Space");
  }
  const start = sheet.getByRole("button", { name: "Start the drill", exact: true });
  await sheet.getByLabel('Type "switch Card payments"').fill("switch card payments");
  await expect(sheet.getByText("Type the phrase.")).toBeVisible();
  await expect(start).toBeDisabled();
  await sheet.getByLabel('Type "switch Card payments"').fill("switch Card payments");
  await expect(sheet.getByText("It is recorded that one person alone started it.")).toBeVisible();
  await start.click();
  await expect(page.getByText("This is a drill, started by one person")).toBeVisible();
});

test("another day is booked with a reason, and what is no day is told", async ({ page }) => {
  await visit(page, plan);
  await page.getByRole("button", { name: "Book another day…" }).click();
  const sheet = page.getByRole("dialog");
  const book = sheet.getByRole("button", { name: "Book this day" });
  await expect(sheet.getByLabel("Day", { exact: true })).toHaveValue("2026-03-24");
  await sheet.getByLabel("Why this day").fill("The shop is closed then.");
  await sheet.getByLabel("Day", { exact: true }).fill("24.3.");
  await expect(sheet.getByText("A day such as 2026-03-24.")).toBeVisible();
  await expect(book).toBeDisabled();
  await sheet.getByLabel("Day", { exact: true }).fill("2026-03-28");
  await sheet.getByLabel("Time (Europe/Berlin)").fill("10:30");
  await sheet.getByLabel("Why this day").fill("");
  await expect(book).toBeDisabled();
  await sheet.getByLabel("Why this day").fill("The shop is closed then.");
  await expectAccessible(page);
  await book.click();
  await expect(page.getByText("Booked: 28 Mar 10:30.")).toBeVisible();
  await expect(page.getByText("28 Mar 10:30", { exact: true })).toBeVisible();
});

const SCREENS = [
  { path: "/drills", says: "1 of 4 drills done" },
  { path: "/drills", scenario: "empty", says: "nobody has practised" },
  { path: "/drills/card-payments-q", says: "Commands that may run" },
  { path: "/drills/outgoing-mail-q", says: "3 things are missing" },
  { path: "/drills/nowhere", says: "There is no drill" },
];
for (const width of [1024, 1440]) {
  for (const theme of ["light", "dark"] as const) {
    for (const { path, says, scenario = "window" } of SCREENS) {
      test(`${path} ${scenario}, ${theme}, ${width}`, async ({ page }) => {
        await page.setViewportSize({ width, height: 820 });
        await visit(page, { path, scenario, theme });
        await expect(page.getByText(says).first()).toBeVisible();
        const spilt = await page.evaluate(() => {
          const main = document.querySelector("main");
          return main ? main.scrollWidth - main.clientWidth : 0;
        });
        expect(spilt).toBeLessThanOrEqual(0);
        await expectAccessible(page);
      });
    }
  }
}
