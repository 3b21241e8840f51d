import { expect, expectAccessible, test, visit } from "./page";

test("palette, backup, verify, evidence: without a mouse", async ({ page }) => {
  await visit(page, { scenario: "many" });
  await page.keyboard.press("Control+k");
  await expect(page.getByRole("dialog")).toBeVisible();
  await expectAccessible(page);
  await page.keyboard.type("product photos verify");
  await page.keyboard.press("Enter");
  const sheet = page.getByRole("dialog", { name: "Verify Product photos" });
  await expect(sheet).toBeVisible();
  await expectAccessible(page);
  await sheet.getByRole("button", { name: "Verify now" }).focus();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { name: "Product photos" })).toBeVisible();
  await expect(page.getByRole("region", { name: "Check running" })).toBeVisible();
  await expect(page.getByRole("region", { name: "Check running" })).toBeHidden({ timeout: 12_000 });
  await expect(page.locator("h1").getByText("Proven")).toBeVisible();
});

test("a running job can be cancelled, and is found again from another screen", async ({ page }) => {
  await visit(page);
  await page.getByRole("link", { name: /Verifying Shop database/ }).click();
  await page.getByRole("button", { name: "Cancel run" }).click();
  await expect(page.getByRole("button", { name: "Stopping…" })).toBeVisible();
  await expect(page.getByRole("region", { name: "Check running" })).toBeHidden();
});

test("rows: J, K, Enter, Esc", async ({ page }) => {
  await visit(page, { path: "/backups" });
  await page.keyboard.press("j");
  await page.keyboard.press("j");
  await expect(page.getByRole("link", { name: "Mail archive" })).toBeFocused();
  await page.keyboard.press("k");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { name: "Mail archive" })).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("heading", { name: "Backups" })).toBeVisible();
});

test("filter: / focuses it, words and status narrow the list", async ({ page }) => {
  await visit(page, { path: "/backups" });
  await page.keyboard.press("/");
  await page.keyboard.type("stale");
  await expect(page.locator("tbody tr")).toHaveCount(1);
  await page.keyboard.press("Escape");
  await page.getByRole("searchbox").fill("");
  await page.getByRole("button", { name: "Needs you 4" }).click();
  await expect(page.locator("tbody tr")).toHaveCount(4);
});

test("screens by number, all keys, key hints while Ctrl is held", async ({ page }) => {
  await visit(page);
  await page.keyboard.press("3");
  await expect(page.getByRole("heading", { name: "Parallel runs" })).toBeVisible();
  await page.keyboard.press("4");
  await expect(page.getByRole("heading", { name: "Spot checks" })).toBeVisible();
  await page.keyboard.press("5");
  await expect(page.getByRole("heading", { name: "Providers" })).toBeVisible();
  await page.keyboard.press("6");
  await expect(page.getByRole("heading", { name: "Drills", exact: true })).toBeVisible();
  await page.keyboard.press("7");
  await expect(page.getByRole("heading", { name: "Risk map" })).toBeVisible();
  await page.keyboard.press("8");
  await expect(page.getByRole("heading", { name: "Evidence" })).toBeVisible();
  await page.keyboard.press("9");
  await expect(page.getByRole("heading", { name: "Schedule" })).toBeVisible();
  await page.keyboard.press("2");
  await expect(page.getByRole("heading", { name: "Backups" })).toBeVisible();
  await page.keyboard.press("?");
  await expect(page.getByRole("dialog", { name: "All keys" })).toBeVisible();
  await expectAccessible(page);
  await page.keyboard.press("Escape");
  await page.keyboard.down("Control");
  await expect(page.locator("nav kbd").first()).toBeVisible();
  await page.keyboard.up("Control");
  await expect(page.locator("nav kbd").first()).toBeHidden();
});

test("single keys can be turned off", async ({ page }) => {
  await visit(page, { path: "/settings" });
  await page.getByText("Single keys", { exact: true }).click();
  await page.keyboard.press("3");
  await expect(page.getByRole("heading", { name: "Settings" })).toBeVisible();
});

test("the level of a check is explained before it starts", async ({ page }) => {
  await visit(page, { scenario: "many", path: "/backups/accounting" });
  await page.getByRole("button", { name: "Verify", exact: true }).click();
  await expect(page.getByRole("menuitem")).toHaveCount(5);
  await expectAccessible(page);
  await page.getByRole("menuitem", { name: "Structure" }).click();
  await expect(page.getByRole("radio", { name: /Structure/ })).toBeChecked();
});

test("restore refuses a folder that holds something, and says so", async ({ page }) => {
  await visit(page, { scenario: "many", path: "/backups/accounting" });
  await page.getByRole("button", { name: "Restore files…" }).click();
  await page.getByLabel("Into this folder", { exact: true }).fill("/home/ines/full");
  await expectAccessible(page);
  await page.getByRole("button", { name: "Restore files", exact: true }).click();
  await expect(page.getByRole("alert")).toBeVisible();
  await page.getByLabel("Into this folder", { exact: true }).fill("/home/ines/empty");
  await page.getByRole("button", { name: "Restore files", exact: true }).click();
  await expect(page.getByRole("region", { name: "Restore running" })).toBeVisible();
});

test("first run: protect a folder, then put the recovery sheet away", async ({ page }) => {
  await visit(page, { scenario: "first-run" });
  await page.keyboard.press("1");
  await page.getByLabel("Your company").fill("Moreau Dental");
  await page.getByRole("button", { name: "Choose: Folder to protect" }).click();
  await expect(page.getByLabel("Folder to protect", { exact: true })).toHaveValue("/home/ines/Documents");
  await page.getByLabel("Place to keep it", { exact: true }).fill("/mnt/usb/ballast");
  await expectAccessible(page);
  await page.getByRole("button", { name: "Protect and prove it" }).click();
  await expect(page.getByRole("heading", { name: "Documents" })).toBeVisible();
  await expect(page.getByRole("region", { name: "Check running" })).toBeVisible();
  await expect(page.getByText("Put the recovery sheet away")).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("button", { name: "Save sheet" }).first().click();
  await page.getByRole("dialog").getByRole("button", { name: "Save sheet" }).click();
  await expect(page.getByText("recovery-sheet-")).toBeVisible();
  await page.getByRole("button", { name: "I have put it away" }).click();
  await expect(page.getByText("Put the recovery sheet away")).toBeHidden();
  await expect(page.getByText("Noted as evidence")).toBeVisible();
});

test("first run: the demo company is made and opened", async ({ page }) => {
  await visit(page, { scenario: "first-run" });
  await page.getByRole("button", { name: /Explore a demo company/ }).click();
  await expect(page.getByRole("progressbar")).toBeVisible();
  await expect(page.getByText("You can recover 7 of 9 processes today.")).toBeVisible({ timeout: 10_000 });
});

test("what needs you starts the check it names", async ({ page }) => {
  await visit(page, { scenario: "many" });
  await page.getByRole("button", { name: "Test restore" }).click();
  await expect(page.getByRole("heading", { name: "Product photos" })).toBeVisible();
  await expect(page.getByRole("region", { name: "Check running" })).toBeVisible();
});

test("the theme can be chosen", async ({ page }) => {
  await visit(page, { path: "/settings" });
  await page.getByRole("button", { name: "Dark" }).click();
  await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");
});
