import { expect, expectAccessible, test, visit } from "./page";

const at = (path: string, scenario = "window") => ({ scenario, path });

test("the list: both sides, whether it would work, and a way in by keys", async ({ page }) => {
  await visit(page, at("/"));
  await page.keyboard.press("5");
  await expect(page.getByRole("heading", { name: "Providers" })).toBeVisible();
  await expect(page.getByText("4 providers have a backup; for 2 of them the last try worked.")).toBeVisible();
  await expect(page.getByText("Our own line works, seen 08:52.")).toBeVisible();
  const ready = page.getByRole("row", { name: /Card payments/ });
  for (const says of [
    "proven 16 February",
    "for Order intake",
    "4 of 4 drills worked; last 3 weeks ago. We would expect about 8 in 10 to work.",
    "done, next by 16 Jun",
    "answers in 210 ms, 08:49",
  ]) {
    await expect(ready).toContainText(says);
  }
  await expect(ready.getByRole("img", { name: /^Tidepay since .* 9 not observed\.$/ })).toBeVisible();
  const untried = page.getByRole("row", { name: /Outgoing mail/ });
  await expect(untried).toContainText("Not proven: talked through, never tried.");
  await expect(untried).toContainText("no probe watches it");
  await expect(untried).not.toContainText("in 10");
  const failed = page.getByRole("row", { name: /Shipping labels/ });
  await expect(failed).toContainText("The last drill failed, 7 months ago. 0 of 1 drill worked.");
  await expect(failed).toContainText("customer_id is now called customer-id");
  await expect(failed).toContainText("overdue by 91 days, since 8 Dec 2025");
  await page.keyboard.press("j");
  await page.keyboard.press("j");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { name: "Payouts" })).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("heading", { name: "Providers" })).toBeVisible();
});

test("with our own line down nothing is told of the providers, and nothing is green", async ({ page }) => {
  await visit(page, at("/providers", "offline"));
  await expect(page.getByText(/Our own line is down since/)).toBeVisible();
  const row = page.getByRole("row", { name: /Card payments/ });
  await expect(row).toContainText("Unknown");
  await expect(row).toContainText("could not be observed");
  await expect(row).toContainText("not observed, 08:49");
  await expect(row).not.toContainText(/proven|in 10/);
});

test("probes are asked at once, and the button says so meanwhile", async ({ page }) => {
  await visit(page, at("/providers"));
  const row = page.getByRole("row", { name: /Card payments/ });
  await row.getByRole("button", { name: "Probe Card payments now" }).click();
  await expect(row.getByText("Probing…")).toBeVisible();
  await expect(row.getByRole("button", { name: "Probe Card payments now" })).toBeDisabled();
  await expect(row.getByText("Probe now")).toBeVisible();
  await expect(row).toContainText("answers in 210 ms, 08:52");
});

test("with none yet it says how to begin, and takes probes over as text", async ({ page, context }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await visit(page, at("/providers", "empty"));
  await expect(page.getByText("so nobody knows what happens when one fails")).toBeVisible();
  await expect(page.getByText("ballast provider import")).toBeVisible();
  await page.getByRole("button", { name: "Import probes…" }).click();
  const sheet = page.getByRole("dialog", { name: "Import probes" });
  const show = sheet.getByRole("button", { name: "Show what it gives" });
  await expect(show).toBeDisabled();
  await sheet.getByLabel("File", { exact: true }).fill("/home/ines/notes.txt");
  await show.click();
  await expect(sheet.getByRole("alert")).toBeVisible();
  await sheet.getByLabel("File", { exact: true }).fill("/home/ines/gatus.yaml");
  await show.click();
  await expect(
    sheet.getByText("4 probes of Gatus; they look like one pair. Nothing was applied."),
  ).toBeVisible();
  await expect(sheet.getByText("PAY_TOKEN")).toBeVisible();
  await expect(sheet.getByText("is left out (line 31): it is switched off there.")).toBeVisible();
  await expect(sheet.getByText("two conditions of one kind")).toBeVisible();
  await expectAccessible(page);
  await sheet.getByRole("button", { name: "Copy text" }).click();
  await expect(page.getByText("The text for the workspace file is copied.")).toBeVisible();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toContain("[[provider_pair]]");
});

test("a pair: what was seen, of how much time, and what the drills say", async ({ page }) => {
  await visit(page, at("/providers/card-payments"));
  await expect(page.getByText("Tidepay takes over when Northgate Pay fails")).toBeVisible();
  await expect(page.getByText("Up 99.2% of 6 d 4 h observed; 20 h not observed").first()).toBeVisible();
  await expect(page.getByText("14 fields learned from 212 samples, none changed")).toBeVisible();
  await expect(page.getByText("5,000 payments a day, the peak is 3,100")).toBeVisible();
  await expect(page.getByText("7 h old, 24 h allowed")).toBeVisible();
  await expect(page.getByText("runs out 12 May")).toBeVisible();
  await page.getByRole("link", { name: /Switch card payments to Tidepay, Mon 16 Feb/ }).click();
  await expect(page.getByText("Tidepay took over within 12 min, and Northgate Pay came back.")).toBeVisible();
});

test("a renamed field is named before and after, and accepted with a reason only", async ({ page }) => {
  await visit(page, at("/providers/shipping-labels"));
  const main = page.getByRole("main");
  await expect(main.getByText("$.order.customer_id", { exact: true })).toBeVisible();
  await expect(main.getByText("$.order.customer-id", { exact: true })).toBeVisible();
  await expect(main.getByText("Failing")).toBeVisible();
  await page.getByRole("button", { name: "This is right now" }).click();
  const sheet = page.getByRole("dialog", { name: "Orders of Paketlinie answers rightly" });
  const accept = sheet.getByRole("button", { name: "This is right now" });
  await expect(accept).toBeDisabled();
  await sheet.getByLabel("Why is it right?").fill("   ");
  await expect(accept).toBeDisabled();
  await expectAccessible(page);
  await sheet.getByLabel("Why is it right?").fill("Our import takes the new name since today.");
  await page.keyboard.press("Enter");
  await expect(page.getByText("learns its answers anew")).toBeVisible();
  await expect(main.getByText("$.order.customer_id", { exact: true })).toHaveCount(0);
  await expect(page.getByText("learning its answers: 1 of 20 samples")).toBeVisible();
});

test("whoever can log in says so, also that it did not work", async ({ page }) => {
  await visit(page, at("/providers/card-payments"));
  await expect(page.getByText("Worked 25 November 2025, too long ago")).toBeVisible();
  await page.getByRole("button", { name: "It worked today for Tomas Berg" }).click();
  await expect(page.getByText("worked today", { exact: true })).toBeVisible();
  await expect(page.getByRole("button", { name: /for Tomas Berg/ })).toHaveCount(0);
  await visit(page, at("/providers/outgoing-mail"));
  await page.getByRole("button", { name: "It did not work for Tomas Berg" }).click();
  await expect(page.getByText("Did not work today. Log in again, or ask for access.")).toBeVisible();
});

test("what both share is likely until somebody says so; a denial says how one knows", async ({ page }) => {
  await visit(page, at("/providers/card-payments"));
  await expect(page.getByText("Likely. api.northgate.example and api.tidepay.example answer")).toBeVisible();
  await page.getByRole("button", { name: "They share it: Cloud aws" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "They share it" }).click();
  await expect(page.getByText("Confirmed. api.northgate.example")).toBeVisible();
  await page.getByRole("button", { name: "They do not share it: Registrar gandi" }).click();
  const sheet = page.getByRole("dialog");
  await expect(sheet.getByRole("button", { name: "They do not" })).toBeDisabled();
  await sheet.getByLabel("How do you know?").fill("Moved to another one in March.");
  await expectAccessible(page);
  await sheet.getByRole("button", { name: "They do not" }).click();
  await expect(page.getByText("Somebody said it is not so.")).toBeVisible();
});

test("a side that nobody watches is a hope, and an unknown pair is told", async ({ page }) => {
  await visit(page, at("/providers/outgoing-mail"));
  await expect(page.getByText("No probe watches Courier Mail: that it works is only a hope.")).toBeVisible();
  await visit(page, at("/providers/nowhere"));
  await expect(page.getByText('There is no provider pair "nowhere".')).toBeVisible();
});

test("the palette probes a pair and leads to its page", async ({ page }) => {
  await visit(page, at("/"));
  await page.keyboard.press("Control+k");
  await page.keyboard.type("provider pair card");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { name: "Card payments" })).toBeVisible();
});

const SCREENS = [
  { path: "/providers", says: "4 providers have a backup" },
  { path: "/providers", scenario: "empty", says: "No provider has a backup yet" },
  { path: "/providers", scenario: "offline", says: "Our own line is down" },
  { path: "/providers/shipping-labels", says: "This is right now" },
  { path: "/providers/card-payments", says: "We would expect about 8 in 10" },
  { path: "/providers/outgoing-mail", says: "is only a hope" },
];
for (const width of [1024, 1440]) {
  for (const theme of ["light", "dark"] as const) {
    for (const { path, says, scenario = "window" } of SCREENS) {
      test(`${path} ${scenario}, ${theme}, ${width}`, async ({ page }) => {
        await page.setViewportSize({ width, height: 820 });
        await visit(page, { path, scenario, theme });
        await expect(page.getByText(says).first()).toBeVisible();
        const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
        expect(overflow).toBeLessThanOrEqual(0);
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
