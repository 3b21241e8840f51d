import { expect, expectAccessible, test, visit } from "./page";

test("first run: key 2, a folder of archives, and its first check", async ({ page }) => {
  await visit(page, { scenario: "first-run" });
  await page.keyboard.press("2");
  const sheet = page.getByRole("dialog", { name: "Adopt an existing backup" });
  await expect(sheet.getByText("Ballast only reads it")).toBeVisible();
  await expect(sheet.getByLabel("Your company")).toBeFocused();
  await page.keyboard.type("Moreau Dental");
  await sheet.getByLabel("Where it lies").fill("/mnt/nas/archives");
  await expect(sheet.getByText("12 archives")).toBeVisible();
  await expect(sheet.getByText("one still being written")).toBeVisible();
  await expect(sheet.getByLabel("Password of the repository")).toHaveCount(0);
  await expect(sheet.getByLabel("Age limit of the newest copy")).toHaveValue("26h");
  await expectAccessible(page);
  await sheet.getByRole("button", { name: "Adopt and check it" }).focus();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { name: "archives" })).toBeVisible();
  await expect(page.getByRole("region", { name: "Check running" })).toBeVisible();
});

test("an adopted backup shows only what applies to it", async ({ page }) => {
  await visit(page, { scenario: "adopted", path: "/backups/nas-archives" });
  await expect(page.getByText("Ballast only reads them.")).toBeVisible();
  await expect(page.getByText("4 of 12 archives read")).toBeVisible();
  await expect(page.getByRole("button", { name: "Back up now" })).toHaveCount(0);
  await expect(page.getByRole("heading", { name: "Where the copies are" })).toHaveCount(0);
  await expect(page.getByText("Recovery sheet")).toHaveCount(0);
  await expect(page.getByText("packs")).toHaveCount(0);
  await page.getByRole("button", { name: "Add a time to NAS archives" }).click();
  await expect(page.getByRole("dialog").getByRole("option", { name: "Copies" })).toHaveCount(0);
});

test("a restic repository asks for its password, once, and never shows it again", async ({ page }) => {
  await visit(page, { scenario: "window", path: "/backups" });
  await page.getByRole("button", { name: "Add backup" }).click();
  await page.getByRole("button", { name: "Another tool makes it" }).click();
  const sheet = page.getByRole("dialog", { name: "Adopt an existing backup" });
  await sheet.getByLabel("Where it lies").fill("/mnt/nas/restic");
  await expect(sheet.getByText("A restic repository", { exact: true })).toBeVisible();
  await expect(sheet.getByText("Enter its password first.")).toBeVisible();
  const password = sheet.getByLabel("Password of the repository");
  await expect(password).toHaveAttribute("type", "password");
  await password.fill("wrong");
  await expectAccessible(page);
  await sheet.getByRole("button", { name: "Adopt and check it" }).click();
  await expect(sheet.getByRole("alert")).toContainText("refused the password");
  await expect(password).toHaveValue("");
  await password.fill("correct horse");
  await sheet.getByLabel("Name").fill("Old office");
  await sheet.getByRole("button", { name: "Adopt and check it" }).click();
  await expect(page.getByRole("heading", { name: "Old office" })).toBeVisible();
  expect(await page.content()).not.toContain("correct horse");
});

test("folder, database, nothing, not there: what lies there is said in words", async ({ page }) => {
  await visit(page, { scenario: "window" });
  await page.keyboard.press("Control+k");
  await page.keyboard.type("adopt");
  await page.keyboard.press("Enter");
  const sheet = page.getByRole("dialog", { name: "Adopt an existing backup" });
  await sheet.getByRole("button", { name: "Choose a folder…" }).click();
  await expect(sheet.getByText("A folder of 311 files with SHA256SUMS")).toBeVisible();
  await sheet.getByRole("button", { name: "Choose a file…" }).click();
  await expect(sheet.getByText("A SQLite database", { exact: true })).toBeVisible();
  const path = sheet.getByLabel("Where it lies");
  await path.fill("/srv/plain");
  await expect(sheet.getByText("Whether it was right before today, nobody can tell.")).toBeVisible();
  await path.fill("/srv/empty");
  await expect(sheet.getByText("Nothing here that Ballast could test.")).toBeVisible();
  await expect(sheet.getByRole("button", { name: "Adopt and check it" })).toBeDisabled();
  await path.fill("/srv/missing");
  await expect(sheet.getByRole("alert")).toContainText("/srv/missing");
  await path.fill("/srv/files");
  await sheet.getByLabel("Age limit of the newest copy").fill("soon");
  await sheet.getByRole("button", { name: "Adopt and check it" }).click();
  await expect(sheet.getByText("A length such as 26h or 8d.")).toBeVisible();
  await expectAccessible(page);
});

test("first run: the window opens what was made, also when it hears of the change before the answer", async ({
  page,
}) => {
  await visit(page, { scenario: "late-answer" });
  await page.keyboard.press("1");
  const sheet = page.getByRole("dialog", { name: "Protect a folder" });
  await sheet.getByLabel("Your company").fill("Moreau Dental");
  await sheet.getByLabel("Folder to protect", { exact: true }).fill("/home/ines/Documents");
  await sheet.getByLabel("Place to keep it", { exact: true }).fill("/mnt/usb");
  await sheet.getByRole("button", { name: "Protect and prove it" }).click();
  // The workspace is there, so the first screen is gone before the answer says what was made.
  await expect(sheet).toHaveCount(0);
  await expect(page.getByRole("heading", { name: "Documents" })).toBeVisible();
  await expect(page.getByText("Put the recovery sheet away")).toBeVisible();
});

test("first run: adopting opens its page, also when the change is heard of before the answer", async ({
  page,
}) => {
  await visit(page, { scenario: "late-answer" });
  await page.keyboard.press("2");
  const sheet = page.getByRole("dialog", { name: "Adopt an existing backup" });
  await sheet.getByLabel("Your company").fill("Moreau Dental");
  await sheet.getByLabel("Where it lies").fill("/mnt/nas/archives");
  await expect(sheet.getByText("12 archives")).toBeVisible();
  await sheet.getByRole("button", { name: "Adopt and check it" }).click();
  await expect(sheet).toHaveCount(0);
  await expect(page.getByRole("heading", { name: "archives" })).toBeVisible();
});
