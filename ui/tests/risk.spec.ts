import type { Page } from "@playwright/test";
import { expect, expectAccessible, test, visit } from "./page";

const at = (scenario = "demo") => ({ scenario, path: "/map" });
const node = (page: Page, name: string | RegExp) =>
  page.getByRole("group", { name: /^What the processes depend on/ }).getByRole("button", { name });
const inspector = (page: Page) => page.getByRole("complementary", { name: "Selection" });
const MARTA = /^Marta Lindqvist, Person/;

interface Told {
  name: string;
  answer: unknown;
}
const told = (page: Page, name: string) =>
  page.evaluate(
    (asked) => (window as unknown as { told: Told[] }).told.filter((one) => one.name === asked).length,
    name,
  );

test("selecting lights what depends on it and what it needs, and says what stops", async ({ page }) => {
  await visit(page, at());
  await expect(
    page.getByText("3 single points: if one of them fails, more than one process stops."),
  ).toBeVisible();
  await node(page, MARTA).click();
  const side = inspector(page);
  await expect(side.getByRole("heading", { name: "Marta Lindqvist" })).toBeVisible();
  await expect(side).toContainText(
    "Person, single point. Nobody has ever tried how the work goes without them.",
  );
  await expect(side).toContainText("3processes stop");
  // 1,200 + 620 + 380.
  await expect(side).toContainText("€2,200");
  for (const name of ["Payouts", "Purchasing", "Accounting"])
    await expect(side.getByRole("button", { name, exact: true }).first()).toBeVisible();
  const weight = (name: RegExp) =>
    node(page, name).evaluate((one) => getComputedStyle(one.querySelector("text") as Element).fontWeight);
  expect(await weight(/^Payouts,/)).toBe("500");
  expect(await weight(/^E-mail,/)).toBe("400");
  await expectAccessible(page);
  await page.keyboard.press("Escape");
  await expect(side.getByRole("heading", { name: "The whole map" })).toBeVisible();
});

test("what if: several can be off, nothing is changed, and Escape leads back", async ({ page }) => {
  await visit(page, at());
  await node(page, /^Server room, Kiel/).focus();
  await page.keyboard.press("Enter");
  await page.keyboard.press("w");
  await expect(page.getByRole("heading", { name: "What if Server room, Kiel has no power?" })).toBeVisible();
  await expect(
    page.getByText("3 processes stop, 6 keep running. Nothing is changed, this is only a picture."),
  ).toBeVisible();
  const side = inspector(page);
  // 5,800 + 3,720 + 3,040.
  await expect(side).toContainText("€12,560until all 3 are back");
  const back = side.getByRole("listitem").filter({ hasText: /measured$/ });
  await expect(back).toHaveText([/^Warehouse and shipping4 h/, /^Purchasing6 h/, /^Accounting8 h/]);
  await expect(node(page, /^Office NAS, .*stands still$/)).toBeVisible();
  await expectAccessible(page);
  await node(page, /^Postwerk Mail/).click();
  await page.keyboard.press("W");
  await expect(
    page.getByRole("heading", { name: "What if Postwerk Mail and Server room, Kiel are gone?" }),
  ).toBeVisible();
  await expect(page.getByText("4 processes stop, 5 keep running.")).toBeVisible();
  await expect(side.getByText("estimated, never measured")).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("heading", { name: "Risk map" })).toBeVisible();
  await expect(node(page, /stands still$/)).toHaveCount(0);
});

test("a choice survives the loss of one, and both together are named", async ({ page }) => {
  await visit(page, at());
  await node(page, /^Fibre line/).click();
  await inspector(page).getByRole("switch", { name: "What if Fibre line stops?" }).press(" ");
  await expect(page.getByText("Nothing stops. Nothing is changed")).toBeVisible();
  await expect(inspector(page)).toContainText("Everything keeps running.");
  await page.getByRole("button", { name: "Back to the map" }).click();
  await node(page, /^Card payments/).click();
  await expect(inspector(page)).toContainText("Same cable duct");
  await expect(inspector(page)).toContainText("Fibre line and 4G line together");
});

test("arrows walk along the lines, Enter selects, and no other node takes the Tab key", async ({ page }) => {
  await visit(page, at());
  await node(page, /^Payouts,/).focus();
  for (const name of [/^Payout workbook/, /^Northgate Bank/, MARTA]) {
    await page.keyboard.press("ArrowRight");
    await expect(node(page, name)).toBeFocused();
  }
  await page.keyboard.press("ArrowRight");
  await expect(node(page, MARTA)).toBeFocused();
  await page.keyboard.press("ArrowDown");
  await expect(node(page, /^Ines Moreau/)).toBeFocused();
  await page.keyboard.press("ArrowLeft");
  await expect(node(page, /^(Storage Box|Shop database)/).and(page.locator(":focus"))).toBeVisible();
  await page.keyboard.press("Enter");
  await expect(page.locator("[data-node][aria-pressed=true]")).toBeFocused();
  await expect(page.locator("[data-node][tabindex='0']")).toHaveCount(1);
});

test("every node can be reached by arrows alone", async ({ page }) => {
  await visit(page, at());
  const all = await page.locator("[data-node]").count();
  await node(page, /^Payouts,/).focus();
  const here = () => page.evaluate(() => document.activeElement?.getAttribute("data-node") ?? "");
  const seen = new Set<string>();
  // Down each column; then one column to the right.
  for (let column = 0; column < 4; column += 1) {
    for (const way of ["ArrowUp", "ArrowDown"]) {
      for (let last = ""; last !== (await here()); ) {
        last = await here();
        seen.add(last);
        await page.keyboard.press(way);
      }
    }
    await page.keyboard.press("ArrowRight");
  }
  expect(seen.size).toBe(all);
});

test("/ finds a node by name", async ({ page }) => {
  await visit(page, at());
  await page.keyboard.press("/");
  await page.keyboard.type("stor");
  await expect(page.getByText("1 found, Enter goes there")).toBeVisible();
  await page.keyboard.press("Enter");
  await expect(node(page, /^Storage Box/)).toBeFocused();
  await expect(inspector(page).getByRole("heading", { name: "Storage Box" })).toBeVisible();
  await expect(inspector(page)).toContainText("Same cloud: hetzner; likely, nobody confirmed it");
});

test("a process can be looked at alone", async ({ page }) => {
  await visit(page, at());
  await node(page, /^Payouts,/).click();
  await expect(inspector(page)).toContainText("26 h × €1,200");
  await inspector(page).getByRole("button", { name: "Show only what it needs" }).click();
  await expect(page.locator("[data-node]")).toHaveCount(4);
  await page.keyboard.press("Escape");
  await expect(node(page, /^Phones/)).toBeVisible();
});

test("every figure opens down to what people entered", async ({ page }) => {
  await visit(page, at());
  await node(page, /^Accounting,/).click();
  await inspector(page)
    .getByRole("button", { name: /^Expected loss a year: €.*Open how it came about$/ })
    .first()
    .click();
  const sheet = page.getByRole("dialog", { name: "Expected loss a year" });
  await expect(sheet).toContainText("Expected loss a year of Accounting");
  await expect(sheet).toContainText("× 25.6 h");
  await sheet.getByText("Hours of a year that it is down").click();
  await sheet.getByText("Share of the time that Accounting is down").click();
  await sheet.getByText("Marta Lindqvist down").click();
  await sheet.getByText("Share of the time that Marta Lindqvist is down by itself").click();
  const inputs = sheet.getByRole("list", {
    name: /^Share of the time that Marta Lindqvist is down by itself 0.182% outages × hours/,
  });
  await expect(inputs.getByText("Outages a year, as entered")).toBeVisible();
  await expectAccessible(page);
});

test("a sum of all processes opens as well, also from the keyboard", async ({ page }) => {
  await visit(page, at());
  const total = inspector(page).getByRole("button", {
    name: /^expected loss a year, all processes: €.*Open how it came about$/,
  });
  await total.focus();
  await page.keyboard.press("Enter");
  const sheet = page.getByRole("dialog", { name: "Expected loss a year" });
  await expect(sheet).toContainText("Expected loss a year of all processes");
  await expect(sheet).toContainText("the sum of");
  for (const name of ["Payouts", "E-mail", "Price list"])
    await expect(sheet).toContainText(`Expected loss a year of ${name}`);
  await expectAccessible(page);
  await page.keyboard.press("Escape");
  await expect(sheet).toHaveCount(0);
  await expect(total).toBeFocused();

  await node(page, /^Server room, Kiel/).focus();
  await page.keyboard.press("Enter");
  await page.keyboard.press("w");
  await inspector(page)
    .getByRole("button", { name: /^Lost per hour by what stands still: €2,450\. Open how it came about$/ })
    .click();
  const still = page.getByRole("dialog", { name: "Lost per hour by what stands still" });
  await expect(still).toContainText("Lost in an hour by all processes that stand still");
  await expect(still).toContainText("An hour of Accounting, once every grace is over");
});

test("in a what if one failure more costs what does not stand still already", async ({ page }) => {
  await visit(page, at());
  const more = inspector(page).getByText("One failure more costs");
  await node(page, MARTA).click();
  await expect(inspector(page).getByText("One failure costs")).toBeVisible();
  await expect(more).toHaveCount(0);
  await page.keyboard.press("Escape");
  await node(page, /^Server room, Kiel/).focus();
  await page.keyboard.press("Enter");
  await page.keyboard.press("w");
  await node(page, MARTA).click();
  await expect(more).toBeVisible();
  // Of 1,200 + 620 + 380 an hour only the payouts still run: 8 h of them.
  const fact = inspector(page).getByRole("definition").filter({ hasText: "€9,600" });
  await expect(fact).toBeVisible();
  await expectAccessible(page);
});

test("what stops one provider alone can be made a drill, where there is one", async ({ page }) => {
  await visit(page, at());
  await node(page, /^Postwerk Mail/).click();
  const drill = inspector(page).getByRole("button", { name: "Make it a drill: Send from Courier Mail" });
  await expect(drill).toHaveCount(0);
  await page.keyboard.press("w");
  await expect(drill).toBeVisible();
  await expectAccessible(page);
  await node(page, MARTA).click();
  await page.keyboard.press("w");
  await expect(page.getByRole("heading", { name: /are gone\?$/ })).toBeVisible();
  await expect(drill).toHaveCount(0);
  await page.keyboard.press("w");
  await expect(drill).toBeVisible();
  await drill.press("Enter");
  await expect(page.getByRole("heading", { name: "Send from Courier Mail" })).toBeVisible();
});

test("no drill, no button", async ({ page }) => {
  await visit(page, at());
  await node(page, /^Fibre line/).click();
  await page.keyboard.press("w");
  await expect(page.getByText("Nothing stops. Nothing is changed")).toBeVisible();
  await expect(inspector(page).getByRole("button", { name: /^Make it a drill/ })).toHaveCount(0);
});

test("ranges are drawn when somebody asks, and say how often a rank holds", async ({ page }) => {
  await visit(page, at());
  expect(await told(page, "risk_ranges")).toBe(0);
  await node(page, /^Order intake,/).click();
  await inspector(page).getByRole("button", { name: "How sure is that?" }).click();
  await expect(inspector(page)).toContainText("in eight of ten of 1,000 draws.");
  await expect(inspector(page)).toContainText("Rank 1 in 83% of draws.");
});

test("the list says the same in words and selects as well", async ({ page }) => {
  await visit(page, at());
  await page.getByRole("button", { name: "List", exact: true }).click();
  const list = page.getByRole("list", { name: "List" });
  await expect(list).toContainText("1 of 2 is enough:");
  const row = list.getByRole("button", {
    name: /^Marta Lindqvist, Person, no tested fallback, single point of 3/,
  });
  await row.first().click();
  await expect(inspector(page).getByRole("heading", { name: "Marta Lindqvist" })).toBeVisible();
  await expectAccessible(page);
});

test("weak points: promises, locked doors, people, and options that can be tried", async ({ page }) => {
  await visit(page, at());
  await page.getByRole("button", { name: "Weak points" }).click();
  const weak = page.getByRole("region", { name: "Weak points" });
  await expect(weak).toContainText("Is promised back in 2 h, but Warehouse system takes 4 h.");
  await expect(weak).toContainText("Locked out: each needs another one of them");
  await expect(weak).toContainText("A key kept on paper: Storage Box");
  await expect(weak).toContainText("Without Marta Lindqvist (named deputy: Tomas Berg)");
  await expect(weak).toContainText("Defeats the choice of: Card terminals, Phone system");
  await expect(weak).toContainText("Second switchboard: this option would change nothing as the map stands.");
  await expect(weak).toContainText(
    "Payments of the shop: another pair has the same two the other way round.",
  );
  await expect(weak.getByRole("row", { name: /best/ })).toContainText("€1,840");
  await expectAccessible(page);
  await weak.getByText("Tomas may release payments too").last().click();
  await expect(page.getByRole("heading", { name: "What if this option is taken?" })).toBeVisible();
  const saves = weak.getByRole("row", { name: /^Tomas may release payments too €400/ });
  const saved = (await saves.getByRole("cell").nth(2).textContent()) ?? "none";
  await expect(inspector(page)).toContainText(`${saved}less than now`);
});

test("the filter holds for every view, and says where nothing is left", async ({ page }) => {
  await visit(page, at());
  const field = page.getByRole("searchbox", { name: "Find on the map" });
  await page.getByRole("button", { name: "List", exact: true }).click();
  await field.fill("tomas berg");
  const list = page.getByRole("list", { name: "List" });
  // What he is needed by stays above him, as far up as the processes.
  await expect(list.getByRole("button", { name: /^Postwerk Mail/ })).toBeVisible();
  await expect(list.getByRole("button", { name: /^E-mail, Process/ })).toBeVisible();
  await expect(list.getByRole("button", { name: /^(Payouts|Marta Lindqvist|Backup disk),/ })).toHaveCount(0);
  await expect(page.getByRole("status").getByText("1 found", { exact: true })).toBeVisible();
  await list
    .getByRole("button", { name: /^Tomas Berg, Person/ })
    .first()
    .click();
  await expect(inspector(page).getByRole("heading", { name: "Tomas Berg" })).toBeVisible();
  await expect(list.getByRole("button", { name: /^Payouts,/ })).toHaveCount(0);

  await page.getByRole("button", { name: "Weak points" }).click();
  await expect(field).toHaveValue("tomas berg");
  const weak = page.getByRole("region", { name: "Weak points" });
  await expect(weak).toContainText("Without Marta Lindqvist (named deputy: Tomas Berg)");
  await expect(weak).not.toContainText("Promises that contradict");
  await expect(weak).not.toContainText("Next best by money");
  await field.fill("warehouse");
  await expect(weak).toContainText("Is promised back in 2 h, but Warehouse system takes 4 h.");
  await expect(weak).not.toContainText("Without Marta Lindqvist");

  await field.fill("zzz");
  await expect(weak).toContainText("No weak point names zzz.");
  await expectAccessible(page);
  await page.getByRole("button", { name: "List", exact: true }).click();
  await expect(page.getByText("Nothing on the map has zzz in its name.")).toBeVisible();
  await page.getByRole("button", { name: "Clear the filter" }).click();
  await expect(field).toHaveValue("");
  await expect(list.getByRole("button", { name: /^Payouts,/ })).toBeVisible();
});

test("the cheapest next proof leads to where it is done", async ({ page }) => {
  await visit(page, at());
  await expect(inspector(page)).toContainText("takes off at most €30,600, 45 min of work");
  await expect(inspector(page)).toContainText("takes off €7,800, 35 min of work");
  await inspector(page).getByRole("button", { name: "See providers: Payouts" }).click();
  await expect(page.getByRole("heading", { name: "Payouts" })).toBeVisible();
});

test("a picture stands for itself: colours written out, nothing loaded", async ({ page }) => {
  for (const [format, starts] of [
    ["SVG", "<svg"],
    ["PNG", "iVBOR"],
  ] as const) {
    await visit(page, { ...at(), theme: "dark" });
    await page.getByRole("button", { name: "Print and save" }).click();
    await page.getByRole("menuitem", { name: `Save as a picture (${format})…` }).click();
    const sheet = page.getByRole("dialog");
    await sheet.getByLabel("Into this folder", { exact: true }).fill("/home/ines");
    await sheet.getByRole("button", { name: "Save", exact: true }).click();
    await expect(sheet.getByText(`/home/ines/risk-map.${format.toLowerCase()}`)).toBeVisible();
    const content = await page.evaluate(
      () => (window as unknown as { pictures: string[] }).pictures.at(-1) ?? "",
    );
    expect(content.startsWith(starts)).toBe(true);
    if (format === "SVG") {
      expect(content).not.toMatch(/var\(|class=|url\(/);
      expect(content).toContain("Marta Lindqvist");
      expect(content).toContain("Fails together");
      // The light ground, whatever the window wears.
      expect(content).toMatch(/fill="#F1F4F4"/i);
    }
    await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");
  }
});

test("fault trees are not written over by mistake", async ({ page }) => {
  await visit(page, at());
  await page.getByRole("button", { name: "Print and save" }).click();
  await page.getByRole("menuitem", { name: "Save as fault trees…" }).click();
  const sheet = page.getByRole("dialog");
  await sheet.getByLabel("Into this folder", { exact: true }).fill("/srv/full");
  await sheet.getByRole("button", { name: "Save", exact: true }).click();
  await expect(sheet.getByRole("alert")).toBeVisible();
  await sheet.getByRole("button", { name: "Replace what is there" }).click();
  await expect(sheet.getByText("/srv/full/risk-map.xml")).toBeVisible();
});

test("paper has the map, then the lists, in the light theme", async ({ page }) => {
  await visit(page, { ...at(), theme: "dark" });
  await page.evaluate(() => window.dispatchEvent(new Event("beforeprint")));
  await page.emulateMedia({ media: "print" });
  const paper = page.locator("[data-paper]");
  await expect(paper).toContainText("Promises that contradict");
  await expect(paper.getByRole("list", { name: "List" })).toContainText("single point of 3 processes");
  await expect(page.getByRole("navigation")).toBeHidden();
  await expect(page.locator("html")).toHaveAttribute("data-theme", "light");
  await page.evaluate(() => window.dispatchEvent(new Event("afterprint")));
  await page.emulateMedia({ media: "screen" });
  await expect(paper).toHaveCount(0);
  await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");
});

test("200 components: selecting moves nothing, and the drawing zooms and fits", async ({ page }) => {
  await visit(page, at("large"));
  await expect(page.locator("[data-node]")).toHaveCount(240);
  const places = () =>
    page.locator("[data-node]").evaluateAll((all) => all.map((one) => one.getAttribute("transform")).join());
  const before = await places();
  await page.locator("[data-node]").nth(60).click();
  await expect(page.locator("[data-node][aria-pressed=true]")).toHaveCount(1);
  expect(await places()).toBe(before);
  await page.keyboard.press("w");
  await expect(page.getByRole("heading", { name: /^What if/ })).toBeVisible();
  expect(await places()).toBe(before);
  await page.getByRole("button", { name: "Fit the window" }).click();
  await expect(page.getByText("100%")).toBeHidden();
});
