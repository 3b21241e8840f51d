import { expect, expectAccessible, test, visit } from "./page";

const SCREENS = [
  { name: "today", path: "/", says: "You can recover 7 of 9 processes today." },
  { name: "today, nothing yet", path: "/", scenario: "empty", says: "Nothing is backed up yet" },
  { name: "backups", path: "/backups", says: "2 of 6 are proven." },
  { name: "backups, none yet", path: "/backups", scenario: "empty", says: "No backups yet" },
  { name: "a running check", path: "/backups/shop-database", says: "Check running" },
  { name: "a damaged backup", path: "/backups/shared-files", says: "1,048,576 to 1,310,719" },
  { name: "a backup to look at", path: "/backups/accounting", says: "What changed" },
  { name: "an unproven backup", path: "/backups/product-photos", says: "never timed" },
  { name: "an unknown backup", path: "/backups/nowhere", says: "There is no backup" },
  { name: "evidence", path: "/evidence", says: "1 to 50 of 200" },
  { name: "a record", path: "/evidence/200", says: "248 packs re-read, all intact" },
  { name: "parallel runs", path: "/parallel", says: "Ready for a switch: 1." },
  { name: "parallel runs, none yet", path: "/parallel", scenario: "empty", says: "Nothing is compared yet" },
  {
    name: "a parallel run",
    path: "/parallel/payout-engine",
    says: "No row without this difference has that.",
  },
  {
    name: "a parallel run, ready",
    path: "/parallel/price-list",
    says: "Everything that was asked for is met.",
  },
  { name: "a parallel run, untold", path: "/parallel/stock-ledger", says: "this is no zero" },
  {
    name: "a parallel run, paused",
    path: "/parallel/payout-engine",
    scenario: "paused",
    says: "Everything is paused until",
  },
  { name: "a parallel run, an error", path: "/parallel/payout-engine", scenario: "error", says: "database" },
  {
    name: "today, parallel runs alone",
    path: "/",
    scenario: "runs-only",
    says: "3 parallel runs are set up.",
  },
  { name: "an unknown parallel run", path: "/parallel/nowhere", says: "There is no parallel run" },
  { name: "differences", path: "/parallel/payout-engine/differences", says: "426 of 426 differences" },
  { name: "set up a comparison", path: "/parallel/+new", says: "Ballast looks at both" },
  { name: "risk map", path: "/map", says: "3 single points" },
  { name: "risk map, none yet", path: "/map", scenario: "empty", says: "No map yet" },
  { name: "risk map, processes alone", path: "/map", scenario: "no-parts", says: "lean on nothing yet" },
  { name: "risk map, an error", path: "/map", scenario: "error", says: "database" },
  { name: "settings", path: "/settings", says: "Europe/Berlin" },
  { name: "calendar", path: "/schedule", says: "March 2026" },
  { name: "times of the schedule", path: "/schedule?show=lines", says: "every Sunday at 03:12" },
  {
    name: "waiting and given up",
    path: "/schedule?show=given-up",
    scenario: "given-up",
    says: "Tried 6 times, first Sun 01:30, last 01:30.",
  },
  { name: "alerts sent", path: "/schedule?show=sent", says: "waiting, goes out 08:53" },
  {
    name: "schedule, nothing yet",
    path: "/schedule?show=lines",
    scenario: "empty",
    says: "Nothing happens by",
  },
  {
    name: "schedule, standing still",
    path: "/schedule",
    scenario: "stuck",
    says: "stands still since 02:14",
  },
  { name: "today, nobody runs it", path: "/", scenario: "nobody", says: "Nobody runs the schedule" },
  { name: "today, given up", path: "/", scenario: "given-up", says: "2 jobs were given up on" },
  {
    name: "a paused backup",
    path: "/backups/mail-archive",
    scenario: "paused",
    says: "Paused until 16 Mar 00:00, by Tomas Berg",
  },
  { name: "backups, one paused", path: "/backups", scenario: "paused", says: "paused until 16 Mar" },
  {
    name: "an adopted backup",
    path: "/backups/nas-archives",
    scenario: "adopted",
    says: "4 of 12 archives read",
  },
  { name: "settings, alerts", path: "/settings?section=alerts", says: "Desktop notifications" },
  { name: "first run", path: "/", scenario: "first-run", says: "Where would you like to start?" },
  { name: "an error on the first screen", path: "/", scenario: "error", says: "database" },
  { name: "an error", path: "/backups", scenario: "error", says: "database" },
] as const;

for (const width of [1024, 1440]) {
  for (const theme of ["light", "dark"] as const) {
    for (const screen of SCREENS) {
      test(`${screen.name}, ${theme}, ${width}`, async ({ page }) => {
        await page.setViewportSize({ width, height: 820 });
        await visit(page, { theme, ...screen });
        // The packs of the newest record are drawn; its wording is not.
        const says = screen.name === "a record" ? /packs re-read, all intact/ : screen.says;
        await expect(page.getByText(says).first()).toBeVisible();
        await expect(page.locator("html")).toHaveAttribute("data-theme", theme);
        const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
        expect(overflow).toBeLessThanOrEqual(0);
        await expectAccessible(page);
      });
    }
  }
}

test("the demo company says that its clock is simulated, on every screen", async ({ page }) => {
  for (const path of [
    "/",
    "/backups",
    "/backups/shared-files",
    "/parallel",
    "/parallel/payout-engine",
    "/map",
    "/evidence",
    "/schedule",
    "/settings",
  ]) {
    await visit(page, { path });
    await expect(page.getByText("under a simulated clock")).toBeVisible();
  }
});

test("the exposure chart has a table with the same sums", async ({ page }) => {
  await visit(page);
  await page.getByRole("button", { name: "Table" }).click();
  const row = page.getByRole("row", { name: /Order intake/ });
  await expect(row).toContainText("3.5 h × €2,600");
  await expect(row).toContainText("€9,100");
  await expectAccessible(page);
});

test("ten thousand records are paged, fifty backups listed", async ({ page }) => {
  await visit(page, { scenario: "many", path: "/evidence" });
  await expect(page.getByText("1 to 50 of 10,000")).toBeVisible();
  await page.getByRole("button", { name: "Older" }).click();
  await expect(page.getByText("51 to 100 of 10,000")).toBeVisible();
  await page.getByRole("button", { name: "Newer" }).click();
  await expect(page.getByText("1 to 50 of 10,000")).toBeVisible();
  await page.getByRole("link", { name: "Backups" }).click();
  await expect(page.locator("tbody tr")).toHaveCount(50);
  await expectAccessible(page);
});

test("the ledger can be checked", async ({ page }) => {
  await visit(page, { path: "/evidence" });
  await page.getByRole("button", { name: "Check the ledger" }).click();
  await expect(page.getByText("All 200 records are whole and in order.")).toBeVisible();
});

test("an error keeps its details closed until asked, and offers another try", async ({ page }) => {
  await visit(page, { scenario: "error", path: "/evidence" });
  await expect(page.getByText("workspace_damaged")).toBeHidden();
  await page.getByRole("button", { name: "Technical details" }).click();
  await expect(page.getByText("workspace_damaged").first()).toBeVisible();
  await expect(page.getByRole("button", { name: "Try again" })).toBeVisible();
});

test("with reduced motion nothing turns", async ({ page }) => {
  await page.emulateMedia({ reducedMotion: "reduce" });
  for (const path of ["/backups/shop-database", "/parallel/payout-engine"]) {
    await visit(page, { path });
    const moving = await page.evaluate(
      // With reduced motion a transition lasts 1 ms: a value that jumps. Anything longer is movement.
      () =>
        document.getAnimations().filter(({ effect }) => Number(effect?.getComputedTiming().endTime) > 10)
          .length,
    );
    expect(moving).toBe(0);
  }
});

test("patterns survive forced colours", async ({ page }) => {
  await page.emulateMedia({ forcedColors: "active" });
  for (const path of [
    "/",
    "/backups",
    "/backups/shared-files",
    "/parallel/payout-engine",
    "/evidence",
    "/schedule",
  ]) {
    await visit(page, { path });
    await expect(page.locator("h1")).toBeVisible();
  }
  await visit(page);
  const kept = await page.evaluate(() => {
    const bar = document.querySelector("ol li i");
    return bar === null ? "" : getComputedStyle(bar).forcedColorAdjust;
  });
  expect(kept).toBe("none");
});

test("at 200 % zoom the narrow form holds", async ({ page }) => {
  await page.setViewportSize({ width: 640, height: 410 });
  for (const path of [
    "/",
    "/backups",
    "/backups/shared-files",
    "/parallel",
    "/parallel/payout-engine",
    "/parallel/payout-engine/differences",
    "/parallel/+new",
    "/map",
    "/evidence",
    "/schedule",
    "/schedule?show=lines",
    "/settings",
  ]) {
    await visit(page, { path });
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    expect(overflow).toBeLessThanOrEqual(0);
  }
});
