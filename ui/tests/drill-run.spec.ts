import type { Page } from "@playwright/test";
import { expect, expectAccessible, test, visit } from "./page";

const at = (path: string, scenario = "window") => ({ scenario, path });
const run = (name: string) => at(`/drills/run/run-drill-${name}`);
const stays = (page: Page) => page.getByText("It works on Standby server");

test("while it runs: the clock against what is allowed, the step that is now, both sides", async ({
  page,
}) => {
  await visit(page, at("/drills"));
  await page.getByRole("link", { name: "switching over" }).first().click();
  await expect(page.getByRole("img", { name: /^elapsed 17:4\d 12:1\d left$/ })).toBeVisible();
  await expect(page.getByRole("listitem").filter({ hasText: /^Notice1:40$/ })).toBeVisible();
  await expect(page.locator("[aria-current=step]")).toContainText("Switch");
  const now = page.getByRole("region", { name: "The step that is now" });
  await expect(now.getByRole("heading")).toHaveText("Pay €1.00 to the test account from the standby system");
  await expect(now).toContainText("Did the bank take it?");
  await expect(now).toContainText("of at most 3:00");
  await expect(page.getByText("a real outage so far, at €1,200 an hour")).toBeVisible();
  await expect(page.getByText(/^€35\d$/)).toBeVisible();
  await expect(page.getByText("off, as planned")).toBeVisible();
  await expect(
    page.getByRole("img", { name: "Bank link: 13 of the last 60 looks had no answer." }),
  ).toBeVisible();
  await expect(page.getByText("VPN token had expired")).toBeVisible();
  await expect(page.getByRole("navigation").getByText("Drills")).toBeHidden();
});

test("the clock goes on by itself", async ({ page }) => {
  await page.clock.install();
  await visit(page, run("live"));
  await page.clock.runFor(5000);
  const clock = page.getByRole("img", { name: /^elapsed/ });
  const before = await clock.getAttribute("aria-label");
  await page.clock.runFor(90_000);
  await expect(clock).not.toHaveAttribute("aria-label", before ?? "");
  await expect(clock).toHaveAttribute("aria-label", /^elapsed 19:\d\d 10:\d\d left$/);
  await page.clock.runFor(12 * 60_000);
  await expect(clock).toHaveAttribute("aria-label", /^elapsed 31:\d\d 1:\d\d too late$/);
});

test("by keys alone to the end: steps, a note, over and back, and somebody else signs", async ({ page }) => {
  await visit(page, run("live"));
  const now = page.getByRole("region", { name: "The step that is now" });
  await expect(now.getByRole("button", { name: "Done" })).toBeFocused();
  await page.keyboard.press("n");
  await expect(page.getByLabel("Add a note")).toBeFocused();
  await page.keyboard.type("a phone rang; hope it holds");
  await page.keyboard.press("Enter");
  await expect(page.getByText("a phone rang; hope it holds")).toBeVisible();
  await expect(page.getByRole("dialog")).toHaveCount(0);
  await page.keyboard.press("Escape");
  await expect(page.getByLabel("Add a note")).not.toBeFocused();
  await page.keyboard.press("Space");
  await expect(now.getByRole("heading")).toHaveText("Standby lists 480 payouts for February");
  await expect(now.getByRole("button", { name: "Send this request" })).toBeVisible();
  await page.keyboard.press("Space");
  await expect(stays(page)).toBeVisible();
  await expect(page.getByRole("img", { name: "worked again after 11:30 18:30 to spare" })).toBeVisible();
  await expect(page.getByText("of work would be lost, 5 min allowed")).toBeVisible();
  await page.getByRole("button", { name: "Switch back now" }).focus();
  await page.keyboard.press("Enter");
  await expect(page.getByText("waits for its debrief", { exact: true })).toBeVisible();
  await expect(
    page.getByText("Standby server took over within 12 min, and Payout server came back."),
  ).toBeVisible();
  await expect(page.getByText("a phone rang; hope it holds")).toBeVisible();
  await expect(page.getByRole("radio", { name: /It worked/ })).toBeChecked();
  await expect(page.getByLabel("Who signs").locator("option")).toHaveText(["Ines Moreau"]);
  const kickedIn = page.getByRole("group", { name: "Did the backup kick in?" });
  await kickedIn.getByRole("button", { name: "Yes" }).focus();
  await page.keyboard.press("Space");
  await page.getByRole("button", { name: "Sign the drill" }).focus();
  await page.keyboard.press("Enter");
  await expect(page.getByText("by Ines Moreau, today. It does not change any more.")).toBeVisible();
});

test("something is wrong: it is said, everything that began is taken back", async ({ page }) => {
  await visit(page, run("live"));
  await page.keyboard.press("p");
  const sheet = page.getByRole("dialog", { name: "What is wrong?" });
  await expect(sheet).toContainText("3 steps that began are taken back, within 2 min");
  await expect(sheet.getByRole("listitem")).toHaveText([
    "Take back: Pay €1.00 to the test account from the standby system",
    "Take back: Standby shows today's payout list",
    "Take back: Stop the payout server",
  ]);
  const report = sheet.getByRole("button", { name: "Report it and switch back" });
  await expect(report).toBeDisabled();
  await sheet.getByLabel("What is wrong").fill("The bank wants a second approver.");
  await expectAccessible(page);
  await page.keyboard.press("Enter");
  await expect(page.getByText("waits for its debrief", { exact: true })).toBeVisible();
  await expect(page.getByText("It never worked on Standby server, so no time was measured.")).toBeVisible();
  await expect(page.getByRole("radio", { name: /It failed/ })).toBeChecked();
});

test("abort asks once, and leaving the question changes nothing", async ({ page }) => {
  await visit(page, run("live"));
  await page.keyboard.press("Shift+A");
  const sheet = page.getByRole("dialog", { name: "Abort and switch back?" });
  await expect(sheet).toContainText("taken back to Payout server, within 2 min");
  await page.keyboard.press("Escape");
  await expect(sheet).toHaveCount(0);
  await expect(page.locator("[aria-current=step]")).toContainText("Switch");
  await page.keyboard.press("Shift+A");
  await sheet.getByRole("button", { name: "Abort now" }).click();
  await expect(page.getByText("waits for its debrief", { exact: true })).toBeVisible();
  await page.getByRole("button", { name: "Show every line" }).click();
  await expect(page.getByText("aborted → taking back")).toBeVisible();
});

test("handed over, both are named and neither may sign", async ({ page }) => {
  await visit(page, run("live"));
  await page.keyboard.press("h");
  const sheet = page.getByRole("dialog", { name: "Hand over" });
  await sheet.getByLabel("To whom").selectOption("Ines Moreau");
  await expectAccessible(page);
  await sheet.getByRole("button", { name: "Hand over now" }).click();
  await expect(page.getByRole("list", { name: "Who runs it" }).getByRole("listitem")).toHaveCount(3);
});

test("a key that is held down does one step, not several", async ({ page }) => {
  await visit(page, run("live"));
  await page.getByRole("heading", { level: 1 }).click();
  await page.evaluate(() => (document.activeElement as HTMLElement).blur());
  await page.keyboard.down("Space");
  for (let index = 0; index < 8; index += 1) await page.keyboard.down("Space");
  const now = page.getByRole("region", { name: "The step that is now" });
  await expect(now.getByRole("heading")).toHaveText("Standby lists 480 payouts for February");
  for (let index = 0; index < 8; index += 1) await page.keyboard.down("Space");
  await page.keyboard.up("Space");
  await expect(now.getByRole("button", { name: "Send this request" })).toBeVisible();
});

test("single keys can be off, and letters are letters while typing", async ({ page }) => {
  await visit(page, at("/settings"));
  await page.getByText("Single keys", { exact: true }).click();
  await page.evaluate(() => localStorage.getItem("ballast.single-keys"));
  await visit(page, run("live"));
  await page.keyboard.press("p");
  await page.keyboard.press("Shift+A");
  await expect(page.getByRole("region", { name: "The step that is now" })).toBeVisible();
  await expect(page.getByRole("dialog")).toHaveCount(0);
});

test("somebody marks when it was noticed, in a drill that has just begun", async ({ page }) => {
  await visit(page, at("/drills/card-payments-q"));
  await page.getByRole("button", { name: "Start the drill…" }).click();
  await page.getByLabel("Second person").selectOption("Tomas Berg");
  for (const tick of await page.getByRole("checkbox").all()) {
    await tick.focus();
    await page.keyboard.press("Space");
  }
  await page.getByRole("button", { name: "Start the drill", exact: true }).click();
  await page.getByRole("button", { name: "Somebody noticed it" }).click();
  await expect(page.locator("[aria-current=step]")).toContainText("Decide");
  await expect(page.getByRole("button", { name: "Somebody noticed it" })).toHaveCount(0);
  await page.getByRole("button", { name: "Begin this step" }).click();
  await expect(page.getByRole("button", { name: "Done" })).toBeVisible();
});

test("interrupted: what is known, the safe way first, and a way forward", async ({ page }) => {
  await visit(page, run("interrupted"));
  await expect(page.getByRole("alert").first()).toContainText(
    "The program stopped in the middle of this drill",
  );
  await expect(page.getByText("No program carries this drill now.")).toBeVisible();
  await expect(page.getByText("Goes on by itself")).toHaveCount(0);
  await page.getByRole("button", { name: "Go on, Standby server works" }).click();
  await expect(stays(page)).toBeVisible();
  await visit(page, run("interrupted"));
  await page.getByRole("button", { name: "Take everything back" }).click();
  await expect(page.getByText("waits for its debrief", { exact: true })).toBeVisible();
  await visit(page, run("interrupted"));
  await page.getByRole("button", { name: "It is stuck…" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "It is stuck" }).click();
  await expect(page.getByText("It is stuck: Payout server is not back")).toBeVisible();
});

test("stuck: a list for people that can be printed, alone on its paper", async ({ page }) => {
  await visit(page, run("stuck"));
  const list = page.getByRole("region", { name: "What to do by hand" });
  await expect(list.getByRole("listitem")).toHaveCount(6);
  await expect(list).toContainText("Call Ines Moreau, who owns this.");
  await expect(list).toContainText("systemctl start payout");
  await expect(page.getByText("(not taken back)")).toBeAttached();
  await page.emulateMedia({ media: "print" });
  await expect(list.getByText("Call Ines Moreau")).toBeVisible();
  await expect(page.getByRole("heading", { level: 1 })).toBeHidden();
  await page.emulateMedia({ media: "screen" });
  await page.getByRole("button", { name: "Stay on Standby server…" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Stay on the backup" }).click();
  await expect(page.getByText("You are running without a backup", { exact: true })).toBeVisible();
  await page.getByRole("button", { name: "Keep Standby server for good…" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Keep it" }).click();
  await expect(page.getByText("waits for its debrief", { exact: true })).toBeVisible();
});

test("stuck, and restored by hand: it is checked before the debrief", async ({ page }) => {
  await visit(page, run("stuck"));
  await page.getByRole("button", { name: "Payout server is restored" }).click();
  await expect(page.getByText("waits for its debrief", { exact: true })).toBeVisible();
  await page.getByRole("button", { name: "Show every line" }).click();
  await expect(page.getByText("primary restored by hand → checking that all is as before")).toBeVisible();
});

test("blocked: what is in the way is named, looked at again, cancelled with a reason or recorded", async ({
  page,
}) => {
  await visit(page, run("blocked"));
  await expect(page.getByText("Does not hold. Payout list on the standby")).toBeVisible();
  await expect(page.getByRole("img", { name: /^not switched yet 0:00/ })).toBeVisible();
  await page.getByRole("button", { name: "Cancel the drill…" }).click();
  const sheet = page.getByRole("dialog");
  await expect(sheet.getByRole("button", { name: "Cancel the drill" })).toBeDisabled();
  await sheet.getByRole("button", { name: "Back to the drill" }).click();
  await page.getByRole("button", { name: "Record as failed…" }).click();
  await sheet.getByRole("button", { name: "Record as failed" }).click();
  await expect(page.getByText("waits for its debrief", { exact: true })).toBeVisible();
  await visit(page, run("blocked"));
  await page.getByRole("button", { name: "Look again" }).click();
  await expect(page.getByText("Looking before the start", { exact: true })).toBeVisible();
});

test("a real incident keeps the backup", async ({ page }) => {
  await visit(page, run("on-backup"));
  await page.getByRole("button", { name: "This is a real incident…" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "It is real" }).click();
  await expect(page.getByText("You are running without a backup", { exact: true })).toBeVisible();
  await page.getByRole("button", { name: "Switch back to Payout server" }).click();
  await expect(page.getByText("waits for its debrief", { exact: true })).toBeVisible();
});

test("the debrief: measured against allowed, and what keeps a result from being signed", async ({ page }) => {
  await visit(page, run("review"));
  for (const says of ["more than the 30:00 allowed", "of 5:00 allowed", "€820", "€600"]) {
    await expect(page.getByText(says).first()).toBeVisible();
  }
  await expect(page.getByText("It took longer than is allowed.")).toBeVisible();
  await expect(page.getByLabel("Who signs").locator("option")).not.toContainText(["Tomas Berg"]);
  const sign = page.getByRole("button", { name: "Sign the drill" });
  await page.getByText("It worked", { exact: true }).click();
  await sign.click();
  const refused = page.getByRole("alert");
  await expect(refused).toContainText("This result cannot be signed so");
  await expect(refused).toContainText("It was ended before its time, so it did not work.");
  await expect(refused).toContainText("You say that the backup did not kick in");
  await page.getByText("It failed", { exact: true }).click();
  await sign.click();
  await expect(refused).toContainText("Answer the four questions");
  await page.getByLabel("Whom and what did it reach?").fill("The shop team.");
  await page.getByLabel("Which assumption was wrong?").fill("That the token lasts.");
  await page
    .getByLabel("One a line, with who and by when")
    .fill("Look at the token monthly\nTomas, 16 March");
  await page.getByLabel(/Fingerprints/).fill("photo.jpg");
  await expect(page.getByText("A fingerprint has 64 digits")).toBeVisible();
  await expect(sign).toBeDisabled();
  await page.getByLabel(/Fingerprints/).fill(`${"a".repeat(64)}  photo.jpg`);
  await sign.click();
  await expect(page.getByText("It does not change any more.")).toBeVisible();
  await expect(page.getByText("That the token lasts.")).toBeVisible();
  await expect(page.getByText("Tomas, 16 March")).toBeVisible();
  await expect(page.getByRole("button", { name: "Sign the drill" })).toHaveCount(0);
});

test("report and export are written, and what an experiment cannot say is named", async ({ page }) => {
  await visit(page, run("signed-1"));
  await page.getByRole("button", { name: "Save report…" }).click();
  await page.getByRole("dialog").getByLabel("Into this folder", { exact: true }).fill("/home/ines/reports");
  await page.keyboard.press("Enter");
  await expect(page.getByText("/home/ines/reports/run-drill-signed-1.html")).toBeVisible();
  await page.getByRole("button", { name: "Close" }).click();
  await page.getByRole("button", { name: "Export…" }).click();
  await page.getByRole("dialog").getByLabel("Into this folder", { exact: true }).fill("/home/ines/chaos");
  await page.keyboard.press("Enter");
  await expect(page.getByText("/home/ines/chaos/experiment.json")).toBeVisible();
  await expect(page.getByText("nobody is waited for")).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("button", { name: "Close" }).click();
  await page.getByRole("button", { name: "Show every line" }).click();
  await expect(page.getByText("started → measuring how it is now")).toBeVisible();
});

test("with reduced motion the hand jumps", async ({ page }) => {
  await page.emulateMedia({ reducedMotion: "reduce" });
  await visit(page, run("live"));
  const hand = page.locator("svg g[style*=rotate]");
  expect(await hand.evaluate((element) => getComputedStyle(element).transitionDuration)).toBe("0.001s");
});

test("at 200 % zoom nothing goes out of sight", async ({ page }) => {
  await page.setViewportSize({ width: 640, height: 420 });
  await visit(page, run("live"));
  const spilt = await page.evaluate(() => {
    const main = document.querySelector("main");
    return main ? main.scrollWidth - main.clientWidth : 0;
  });
  expect(spilt).toBeLessThanOrEqual(0);
  await page.getByRole("button", { name: "Abort and switch back" }).scrollIntoViewIfNeeded();
  await expect(page.getByRole("button", { name: "Abort and switch back" })).toBeInViewport();
});

const SCREENS = [
  { name: "live", says: "Something is wrong" },
  { name: "on-backup", says: "to spare" },
  { name: "blocked", says: "Something is in the way" },
  { name: "interrupted", says: "The program stopped" },
  { name: "stuck", says: "What to do by hand" },
  { name: "stay", says: "You are running without a backup" },
  { name: "review", says: "Four questions" },
  { name: "signed-1", says: "It does not change any more." },
  { name: "nowhere", says: "There is no drill" },
];
for (const width of [1024, 1440]) {
  for (const theme of ["light", "dark"] as const) {
    for (const { name, says } of SCREENS) {
      test(`a drill, ${name}, ${theme}, ${width}`, async ({ page }) => {
        await page.setViewportSize({ width, height: 820 });
        await visit(page, { ...run(name), theme });
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
