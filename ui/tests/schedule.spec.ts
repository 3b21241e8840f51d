import { expect, expectAccessible, test, visit } from "./page";

const bar = { name: "Schedule and running jobs" };

test("the foot says who runs the schedule, what runs, and what comes next", async ({ page }) => {
  await visit(page);
  const foot = page.getByRole("region", bar);
  await expect(foot.getByText("The agent runs the schedule").first()).toBeVisible();
  await expect(foot.getByRole("link", { name: /Verifying Shop database/ })).toBeVisible();
  await expect(foot.getByRole("progressbar")).toBeVisible();
  await expect(foot.getByText("next: Shop database, 10:40")).toBeVisible();
  // The running job is told here and in no second place.
  await expect(page.getByRole("navigation").getByText("Verifying")).toHaveCount(0);
  await foot.getByRole("button", { name: "Cancel: Verifying Shop database" }).click();
  await expect(foot.getByRole("link", { name: /Verifying Shop database/ })).toHaveCount(0);
});

for (const [scenario, says] of [
  ["window", "This window runs the schedule: checks stop when Ballast quits"],
  ["nobody", "Nobody runs the schedule"],
  ["stuck", "The schedule stands still since 02:14"],
  ["empty", "Nothing is scheduled"],
] as const) {
  test(`the foot, ${scenario}`, async ({ page }) => {
    await visit(page, { scenario, path: "/backups" });
    const foot = page.getByRole("region", bar);
    await expect(foot.getByText(says).first()).toBeVisible();
    await expect(foot.getByText("next:")).toHaveCount(scenario === "window" ? 1 : 0);
    // A schedule that stands still is said at once.
    await expect(foot.getByRole("alert")).toHaveCount(scenario === "stuck" ? 1 : 0);
  });
}

test("nothing lies under the foot, and the foot under nothing", async ({ page }) => {
  await page.setViewportSize({ width: 1024, height: 700 });
  await visit(page, { scenario: "window", path: "/backups" });
  const [main, foot] = await Promise.all([
    page.locator("main").boundingBox(),
    page.getByRole("region", bar).boundingBox(),
  ]);
  expect(main && foot && main.y + main.height).toBeLessThanOrEqual(foot?.y ?? 0);
  expect(foot?.height).toBe(28);
  expect((foot?.y ?? 0) + 28).toBe(700);
});

test("pause everything for an hour and resume, from the foot, by keyboard", async ({ page }) => {
  await visit(page, { scenario: "window" });
  await page.getByRole("button", { name: /More about the schedule/ }).focus();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("menuitem", { name: "Pause all checks for an hour" })).toBeFocused();
  await expectAccessible(page);
  await page.keyboard.press("Enter");
  const foot = page.getByRole("region", bar);
  await expect(foot.getByText("Paused until 09:52").first()).toBeVisible();
  await expect(foot.getByText("next:")).toHaveCount(0);
  await foot.getByRole("button", { name: "Resume all checks" }).focus();
  await page.keyboard.press("Enter");
  await expect(foot.getByText("Paused until")).toHaveCount(0);
  await expect(page.getByText("The schedule goes on.")).toBeVisible();
});

test("pause everything for an hour, from the palette", async ({ page }) => {
  await visit(page, { scenario: "window" });
  await page.keyboard.press("Control+k");
  await page.keyboard.type("pause hour");
  await page.keyboard.press("Enter");
  await expect(page.getByText("All checks are paused for an hour.")).toBeVisible();
  await page.keyboard.press("Control+k");
  await page.keyboard.type("resume all");
  await page.keyboard.press("Enter");
  await expect(page.getByText("The schedule goes on.")).toBeVisible();
});

test("what the palette starts is shown, although the palette is gone by then", async ({ page }) => {
  await visit(page, { scenario: "window" });
  await page.keyboard.press("Control+k");
  await page.keyboard.type("back up accounting");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { name: "Accounting" })).toBeVisible();
  await expect(page.getByRole("region", { name: "Backup running" })).toBeVisible();
});

test("the calendar: arrows, another month, Enter opens what a day holds", async ({ page }) => {
  await visit(page, { scenario: "window", path: "/schedule" });
  const cell = (name: RegExp) => page.getByRole("gridcell", { name });
  await cell(/^Monday 9 March/).focus();
  await page.keyboard.press("ArrowLeft");
  await expect(cell(/^Sunday 8 March: 1 failed, 17 done/)).toBeFocused();
  await expect(cell(/^Sunday 8 March/)).toHaveAttribute("aria-selected", "true");
  await expect(page.getByRole("region", { name: "Sunday 8 March" })).toContainText("Re-read Shared files");
  await page.keyboard.press("PageUp");
  await expect(page.getByRole("heading", { name: "February 2026" })).toBeVisible();
  await expect(cell(/^Sunday 8 February/)).toBeFocused();
  await page.keyboard.press("PageDown");
  await page.keyboard.press("Enter");
  // More than one: the focus goes to the first, Enter opens it.
  await expect(
    page.getByRole("region", { name: "Sunday 8 March" }).getByRole("button").first(),
  ).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { name: "Warehouse system" })).toBeVisible();
});

test("the calendar says what was missed in words, with a mark of its own", async ({ page }) => {
  await visit(page, { scenario: "window", path: "/schedule" });
  const day = page.getByRole("gridcell", { name: /^Tuesday 3 March: 1 missed, 15 done/ });
  await expect(day).toContainText("01:30 missed");
  const style = await day.getByText("01:30 missed").evaluate((element) => {
    const chip = element.closest("p");
    return chip ? getComputedStyle(chip).outlineStyle : "";
  });
  expect(style).toBe("dashed");
  await day.click();
  await expect(page.getByRole("region", { name: "Tuesday 3 March" })).toContainText("Back up Mail archive");
});

test("week and list hold the same", async ({ page }) => {
  await visit(page, { scenario: "window", path: "/schedule" });
  await page.getByRole("button", { name: "Week", exact: true }).click();
  await expect(page.getByRole("heading", { name: "Monday 9 March to Sunday 15 March" })).toBeVisible();
  await expect(page.getByRole("gridcell")).toHaveCount(7);
  await expectAccessible(page);
  await page.getByRole("button", { name: "Week before" }).click();
  await expect(page.getByRole("gridcell", { name: /^Thursday 5 March/ })).toContainText("01:30 missed");
  await page.getByRole("button", { name: "List", exact: true }).click();
  await expect(page.getByRole("heading", { name: "Thursday 5 March" })).toBeVisible();
  await expect(page.getByRole("grid")).toHaveCount(0);
  await expectAccessible(page);
  await page.getByRole("button", { name: "Today" }).last().click();
  await expect(page.getByRole("heading", { name: "Monday 9 March", exact: true })).toBeVisible();
});

test("a narrow window shows the list", async ({ page }) => {
  await page.setViewportSize({ width: 640, height: 700 });
  await visit(page, { path: "/schedule" });
  await expect(page.getByRole("grid")).toHaveCount(0);
  await expect(page.getByRole("heading", { name: "Monday 9 March", exact: true })).toBeVisible();
});

test("a time is changed in words, and its next times are shown before it is saved", async ({ page }) => {
  await visit(page, { scenario: "window", path: "/schedule?show=lines" });
  await page.getByRole("button", { name: "Change the time of Accounting, Re-read" }).click();
  const sheet = page.getByRole("dialog");
  await expect(sheet.getByText("every Sunday at 05:00")).toBeVisible();
  await expect(sheet.getByRole("listitem")).toHaveCount(5);
  await expectAccessible(page);
  await sheet.getByLabel("How often").selectOption("Monday to Friday");
  await sheet.getByLabel("At", { exact: true }).fill("6:15");
  await expect(sheet.getByText("15 6 * * 1-5")).toBeVisible();
  await expect(sheet.getByRole("listitem").first()).toHaveText("Tue 10 Mar, 06:15");
  await sheet.getByRole("button", { name: "Save the time" }).click();
  await expect(sheet).toBeHidden();
  await expect(page.getByRole("row", { name: /Accounting, Re-read/ })).toContainText("15 6 * * 1-5");
});

test("what the engine refuses is said in place, with what is allowed", async ({ page }) => {
  await visit(page, { scenario: "window", path: "/schedule" });
  await page.getByRole("button", { name: "Add a time…" }).click();
  const sheet = page.getByRole("dialog");
  await sheet.getByLabel("How often").selectOption("Own line");
  await sheet.getByLabel("Five fields").fill("0 0 13 * 5");
  await expect(sheet.getByText("This line cannot be used")).toBeVisible();
  await expect(sheet.getByText("Allowed: minute 0-59")).toBeVisible();
  await expect(sheet.getByRole("button", { name: "Save the time" })).toBeDisabled();
  await expectAccessible(page);
  await sheet.getByLabel("How often").selectOption("Every day");
  await sheet.getByLabel("At", { exact: true }).fill("25:00");
  await expect(sheet.getByText("A time such as 02:30.")).toBeVisible();
  await expect(sheet.getByRole("button", { name: "Save the time" })).toBeDisabled();
});

test("taking a line off says what stops, and asks once", async ({ page }) => {
  await visit(page, { scenario: "window", path: "/backups/accounting" });
  await page.getByRole("button", { name: "Change the time of Accounting, Copies" }).click();
  const sheet = page.getByRole("dialog");
  await sheet.getByRole("button", { name: "Take it off the schedule…" }).click();
  await expect(sheet.getByText("Ballast then makes no copies of Accounting by itself.")).toBeVisible();
  await expectAccessible(page);
  await sheet.getByRole("button", { name: "Take it off", exact: true }).click();
  await expect(page.getByText("Taken off the schedule: Accounting.")).toBeVisible();
  await expect(page.getByRole("button", { name: "Change the time of Accounting, Copies" })).toHaveCount(0);
});

test("a backup is paused with a reason and an end, and resumed, without a mouse", async ({ page }) => {
  await visit(page, { scenario: "window", path: "/backups" });
  await page.keyboard.press("Control+k");
  await page.keyboard.type("pause accounting");
  await page.keyboard.press("Enter");
  const sheet = page.getByRole("dialog", { name: "Pause Accounting" });
  await expect(sheet.getByLabel("Reason")).toBeFocused();
  await expect(sheet.getByRole("button", { name: "Pause it" })).toBeDisabled();
  await expectAccessible(page);
  await page.keyboard.type("The server moves");
  await page.keyboard.press("Tab");
  for (let step = 0; step < 3; step += 1) await page.keyboard.press("ArrowDown");
  await expect(sheet.getByRole("radio", { name: "Until a date" })).toBeChecked();
  const date = sheet.getByLabel("First day that it runs again");
  await date.fill("2026-03-01");
  await expect(sheet.getByText("A date after today, such as")).toBeVisible();
  await date.fill("2026-03-16");
  await expect(sheet.getByText("Monday 16 March").last()).toBeVisible();
  await page.keyboard.press("Enter");
  await expect(sheet).toBeHidden();
  const row = page.getByRole("row", { name: /Accounting/ });
  await expect(row).toContainText("paused until 16 Mar 00:00");
  await expect(row).toContainText("The server moves");
  await row.getByRole("link").click();
  await expect(page.getByText("Paused until 16 Mar 00:00, by Ines Moreau")).toBeVisible();
  await page.getByRole("button", { name: "Resume", exact: true }).focus();
  await page.keyboard.press("Enter");
  await expect(page.getByText("Paused until 16 Mar")).toBeHidden();
});

test("what was given up on: its reason, another try, and settling with a reason", async ({ page }) => {
  await visit(page, { scenario: "given-up" });
  await page.getByRole("button", { name: "See what was given up" }).click();
  await expect(page.getByText("/mnt/storage-box/ballast is not there.")).toBeVisible();
  await expect(page.getByText("Another job is using the same repository.")).toBeVisible();
  // What still fails says so where it was asked.
  await page.getByRole("button", { name: "Retry now: Alerts by E-mail" }).click();
  await expect(
    page.getByRole("listitem").filter({ hasText: "Alerts by E-mail" }).getByRole("alert"),
  ).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("button", { name: "Settle: Alerts by E-mail" }).click();
  const sheet = page.getByRole("dialog");
  await expect(sheet.getByRole("button", { name: "Settle it" })).toBeDisabled();
  await expectAccessible(page);
  await page.keyboard.type("The mail server was replaced");
  await page.keyboard.press("Enter");
  await expect(page.getByText("Alerts by E-mail")).toHaveCount(0);
  await page.getByRole("button", { name: "Retry now: Back up Mail archive" }).click();
  await expect(page.getByText("Nothing was given up on.")).toBeVisible();
});

test("from Today to the calendar", async ({ page }) => {
  await visit(page);
  await page.getByRole("link", { name: "Calendar" }).click();
  await expect(page.getByRole("heading", { name: "March 2026" })).toBeVisible();
});
