import { expect, expectAccessible, test, visit } from "./page";

const alerts = { scenario: "window", path: "/settings?section=alerts" };

test("secrets go in and never come back", async ({ page }) => {
  await visit(page, alerts);
  const password = page.getByLabel("Password", { exact: true });
  await expect(password).toHaveValue("");
  await expect(page.getByText("Set, kept in the keyring. Leave empty to keep it.")).toBeVisible();
  await password.fill("open sesame");
  await page.getByText("Webhook", { exact: true }).click();
  await page.getByLabel("Address").fill("https://hooks.example.org/1");
  await page.getByLabel("Signing secret").fill("shared secret");
  await expectAccessible(page);
  await page.getByRole("button", { name: "Save alerts" }).click();
  await expect(page.getByText("Alerts saved.")).toBeVisible();
  await expect(password).toHaveValue("");
  await expect(page.getByLabel("Signing secret")).toHaveValue("");
  await expect(page.getByText("Set, kept in the keyring. Leave empty to keep it.")).toHaveCount(2);
  const left = await page.evaluate(() =>
    [
      document.documentElement.outerHTML,
      ...[...document.querySelectorAll("input")].map(({ value }) => value),
    ].join(),
  );
  expect(left).not.toContain("open sesame");
  expect(left).not.toContain("shared secret");
});

test("without a keyring the place says so", async ({ page }) => {
  await visit(page, { scenario: "given-up", path: "/settings?section=alerts" });
  await page.getByText("Webhook", { exact: true }).click();
  await expect(page.getByText("Will be kept in a file that only you can read.")).toBeVisible();
});

test("what is missing or refused is said at its field, and a typed secret does not stay", async ({
  page,
}) => {
  await visit(page, alerts);
  await page.getByLabel("Recipients").fill("");
  await page.getByRole("button", { name: "Save alerts" }).click();
  await expect(page.getByText("Name at least one recipient.")).toBeVisible();
  await expect(page.getByLabel("Recipients")).toHaveAttribute("aria-invalid", "true");
  await page.getByLabel("Recipients").fill("ines@example.org; tomas@example.org");
  await page.getByLabel("Mail server").fill("mail.example.org");
  await page.getByLabel("Password", { exact: true }).fill("open sesame");
  await page.getByRole("button", { name: "Save alerts" }).click();
  await expect(page.getByText(/is not a server and its port/)).toBeVisible();
  await expect(page.getByLabel("Mail server")).toHaveAttribute("aria-invalid", "true");
  await expect(page.getByLabel("Password", { exact: true })).toHaveValue("");
  await expectAccessible(page);
});

test("a test alert says of each way what became of it", async ({ page }) => {
  await visit(page, alerts);
  await page.getByText("Webhook", { exact: true }).click();
  await page.getByLabel("Address").fill("https://hooks.example.org/1");
  const send = page.getByRole("button", { name: "Send a test alert" });
  await expect(send).toBeDisabled();
  await expect(page.getByText("Save first: the test uses what is saved.")).toBeVisible();
  await page.getByRole("button", { name: "Save alerts" }).click();
  await send.click();
  await expect(page.getByText("Desktop: taken after under a second")).toBeVisible();
  await expect(page.getByText("Webhook: did not arrive, 30 s")).toBeVisible();
  await expectAccessible(page);
});

test("quiet hours, digest, command and sign of life, by keyboard", async ({ page }) => {
  await visit(page, { scenario: "empty", path: "/settings?section=alerts" });
  for (const name of ["Command", "Quiet hours", "Regular digest", "Sign of life"]) {
    await page.getByRole("checkbox", { name, exact: true }).focus();
    await page.keyboard.press("Space");
  }
  await expect(page.getByText("every Monday at 08:00")).toBeVisible();
  await page.getByLabel("To", { exact: true }).fill("7");
  await page.getByRole("button", { name: "Save alerts" }).focus();
  await page.keyboard.press("Enter");
  for (const says of ["Name the program.", "Two times such as 22:00 and 07:00.", "Enter the address."]) {
    await expect(page.getByText(says)).toBeVisible();
  }
  await expectAccessible(page);
  await page.getByLabel("Program and its arguments").fill("/usr/bin/logger\n-t\nballast");
  await page.getByLabel("To", { exact: true }).fill("07:00");
  await page.getByLabel("Address").fill("https://beat.example.org/1");
  await page.getByRole("button", { name: "Save alerts" }).click();
  await expect(page.getByText("Alerts saved.")).toBeVisible();
  await expect(page.getByText("Not saved yet.")).toHaveCount(0);
});

test("who runs the schedule, starting with the session, and the agent's unit", async ({ page }) => {
  await visit(page, { scenario: "nobody" });
  await page.getByRole("link", { name: "What to do" }).click();
  await expect(page.getByText("Start Ballast with the session")).toBeInViewport();
  await page.getByRole("checkbox", { name: "Start Ballast with the session" }).focus();
  await page.keyboard.press("Space");
  await expect(page.getByRole("checkbox", { name: "Start Ballast with the session" })).toBeChecked();
  await expect(page.getByText("ExecStart=/usr/bin/ballast")).toBeVisible();
  await expect(page.getByRole("button", { name: "Copy", exact: true })).toBeVisible();
  await expect(page.getByText("Europe/Berlin, for every time on the schedule")).toBeVisible();
});

test("where starting with the session is not known, it is not offered", async ({ page }) => {
  await visit(page, { scenario: "many", path: "/settings?section=schedule" });
  await expect(page.getByText("Quitting it ends that.")).toBeVisible();
  await expect(page.getByText("Start Ballast with the session")).toHaveCount(0);
  await expect(page.getByText("Run without a window")).toHaveCount(0);
});
