import type { Page } from "@playwright/test";
import { expect, expectAccessible, test, visit } from "./page";

const at = (path: string, scenario = "window") => ({ scenario, path });
const row = (page: Page, name: string) =>
  page.getByRole("row", { name: new RegExp(`^All fields of ${name}`) }).first();
const value = (page: Page, label: string, of: string) =>
  page.getByRole("button", { name: new RegExp(`^${label} of ${of} `) }).first();

test("eight questions by keys alone, back without loss, to a map that can be taken back", async ({
  page,
}) => {
  await visit(page, at("/map/first", "empty"));
  const answers = ["Taking orders", "2,600", "8 hours", "Web shop", "Nordhost"];
  for (const [index, answer] of answers.entries()) {
    await expect(page.getByText(`Question ${index + 1} of 8`, { exact: true })).toBeVisible();
    await page.keyboard.type(answer);
    await page.keyboard.press("Enter");
  }
  await expect(page.getByRole("heading", { name: "Who is the one person" })).toBeVisible();
  await expect(page.getByRole("img", { name: /3 of 5: Taking orders, Web shop and Nordhost/ })).toBeVisible();
  await page.keyboard.type("Marta");
  await page.keyboard.press("Tab");
  await page.keyboard.type("Tomas");
  // Back by keys: the button stands behind the fields.
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await expect(page.getByLabel("Company", { exact: true })).toHaveValue("Nordhost");
  await page.keyboard.press("Enter");
  await expect(page.getByLabel("The one person")).toHaveValue("Marta");
  await expect(page.getByLabel("Who else")).toHaveValue("Tomas");
  await page.keyboard.press("Enter");
  await page.getByLabel("Line or site", { exact: true }).press("Tab");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { name: "How do you get back in" })).toBeVisible();
  await page.keyboard.press("Space");
  await expect(page.getByLabel("Where it lies")).toBeVisible();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { name: "This is your first map" })).toBeVisible();
  await expect(page.getByText("One answer is missing.")).toBeVisible();
  await expect(page.getByRole("listitem").filter({ hasText: "Paper in the safe" })).toContainText("Document");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { name: "Your first map is there" })).toBeVisible();
  await page.getByRole("button", { name: "All entries" }).click();
  await expect(row(page, "Taking orders")).toContainText("€2,600");
  await expect(row(page, "Taking orders")).toContainText("Web shop; 1 of: Marta, Tomas");
  await page.keyboard.press("Control+z");
  await expect(page.getByText("Nothing is on the map yet")).toBeVisible();
});

test("a wrong answer is said at once, and not knowing is an answer to everything", async ({ page }) => {
  await visit(page, at("/map/first", "empty"));
  await page.keyboard.press("Enter");
  await expect(page.getByText("Write an answer, or say that you don't know.")).toBeVisible();
  await page.getByRole("button", { name: "I don't know" }).click();
  await page.keyboard.type("a lot");
  await page.keyboard.press("Enter");
  await expect(page.getByText("This is no amount of money.")).toBeVisible();
  await page.getByLabel("Revenue a year").fill("1,200,000");
  await page.getByRole("button", { name: "Take €600 an hour" }).click();
  await expect(page.getByLabel("An hour costs")).toHaveValue("600");
  for (let question = 2; question <= 8; question += 1) {
    await expect(page.getByText(`Question ${question} of 8`, { exact: true })).toBeVisible();
    await page.getByRole("button", { name: "I don't know" }).click();
  }
  await expect(page.getByText("it counts as nothing")).toBeVisible();
  await expect(page.getByText("it counts as one day")).toBeVisible();
  await page.getByRole("button", { name: "Make this map, 1 entry" }).click();
  await page.getByRole("main").getByRole("button", { name: "Undo" }).click();
  await expect(page.getByRole("heading", { name: "This is your first map" })).toBeVisible();
  await expect(page.getByText(/^Taken back/)).toBeVisible();
});

test("answers wait while one looks elsewhere", async ({ page }) => {
  await visit(page, at("/map/first", "empty"));
  await page.keyboard.type("Taking orders");
  await page.keyboard.press("Enter");
  await expect(page.getByText("Question 2 of 8", { exact: true })).toBeVisible();
  await page.getByRole("link", { name: "Risk map", exact: true }).click();
  await page.getByRole("button", { name: "First map by questions" }).click();
  await expect(page.getByText("Question 2 of 8", { exact: true })).toBeVisible();
  await page.getByRole("button", { name: "Back", exact: true }).click();
  await expect(page.getByLabel("The one thing that must not stand still")).toHaveValue("Taking orders");
});

test("a value is edited where it stands: Enter saves, Esc leaves, the program's no stands there", async ({
  page,
}) => {
  await visit(page, at("/map/edit"));
  const damage = value(page, "An hour costs", "Payouts");
  await damage.focus();
  await page.keyboard.press("Enter");
  await page.keyboard.type("-5");
  await page.keyboard.press("Enter");
  await expect(row(page, "Payouts").getByRole("alert")).toContainText('"-5" is not an amount of money');
  await expect(page.getByRole("textbox", { name: /An hour costs/ })).toHaveAttribute("aria-invalid", "true");
  await expectAccessible(page);
  await page.keyboard.press("Escape");
  await expect(damage).toBeFocused();
  await expect(damage).toContainText("€1,200");
  await expect(page.getByRole("heading", { name: /All entries/ })).toBeVisible();
  await page.keyboard.press("Enter");
  await page.keyboard.type("1,450.50");
  await page.keyboard.press("Enter");
  await expect(damage).toContainText("€1,450.50");
  await expect(damage).toBeFocused();
  await expect(page.getByRole("status").getByText("Payouts is changed.")).toBeVisible();
});

test("saves are taken back in order, by the key, the line at the foot and the button", async ({ page }) => {
  await visit(page, at("/map/edit"));
  const set = async (label: string, of: string, text: string) => {
    await value(page, label, of).click();
    await page.keyboard.type(text);
    await page.keyboard.press("Enter");
  };
  await set("An hour costs", "Payouts", "1300");
  await expect(value(page, "An hour costs", "Payouts")).toContainText("€1,300");
  await set("Longest outage, at worst", "Payouts", "2 days");
  await expect(value(page, "Longest outage, at worst", "Payouts")).toContainText("2 d");
  await set("Owner", "Price list", "Ines");
  await expect(value(page, "Owner", "Price list")).toContainText("Ines");
  await page.getByRole("status").getByRole("button", { name: "Undo" }).click();
  await expect(value(page, "Owner", "Price list")).toContainText("not said");
  await page.keyboard.press("Control+z");
  await expect(value(page, "Longest outage, at worst", "Payouts")).toContainText("26 h");
  await expect(value(page, "An hour costs", "Payouts")).toContainText("€1,300");
  await page.getByRole("main").getByRole("button", { name: "Undo: Payouts is changed." }).click();
  await expect(value(page, "An hour costs", "Payouts")).toContainText("€1,200");
  await expect(page.getByRole("button", { name: "Undo: nothing to take back" })).toBeDisabled();
});

test("Ctrl+Z belongs to the field while one types", async ({ page }) => {
  await visit(page, at("/map/edit"));
  await value(page, "Owner", "Price list").click();
  await page.keyboard.type("Ines");
  await page.keyboard.press("Enter");
  await expect(value(page, "Owner", "Price list")).toContainText("Ines");
  await value(page, "Owner", "Payouts").click();
  await page.keyboard.type("X");
  await page.keyboard.press("Control+z");
  await page.keyboard.press("Escape");
  await expect(value(page, "Owner", "Price list")).toContainText("Ines");
});

test("a map that another one changed meanwhile refuses, and says why", async ({ page }) => {
  await visit(page, at("/map/edit", "map-contended"));
  await value(page, "Owner", "Payouts").click();
  await page.keyboard.type("Ines");
  await page.keyboard.press("Enter");
  await expect(row(page, "Payouts").getByRole("alert")).toContainText("The map was changed meanwhile");
});

test("every field of a process: ranges, shares, further losses", async ({ page }) => {
  await visit(page, at("/map/edit"));
  await page.getByRole("button", { name: "All fields of Payouts" }).click();
  const set = async (label: string, text: string, shows: string) => {
    const field = page.getByRole("button", { name: new RegExp(`^${label} of Payouts `) }).last();
    await field.click();
    await page.keyboard.type(text);
    await page.keyboard.press("Enter");
    await expect(field).toContainText(shows);
  };
  await set("An hour costs, lowest to highest", "800 to 1,600", "€800 to €1,600");
  await set("Longest that you could bear", "3 days", "3 d");
  await set("Data lost at most, as promised", "15 min", "15 min");
  await set("What you do meanwhile", "By hand from the bank's page", "By hand");
  await set("Keeps of its hourly value", "30", "30%");
  await set("Deputy", "Ines Moreau", "Ines Moreau");
  const losses = page.getByRole("list", { name: "Further losses of Payouts" });
  await losses
    .getByRole("button", { name: "€4,000 on day 25 of the month at 16:00, if down for 4 h" })
    .click();
  await losses.getByLabel("Penalty").fill("5000");
  await losses.getByLabel("After an outage of").fill("");
  await losses.getByRole("button", { name: "Save" }).click();
  await expect(
    losses.getByRole("button", { name: "€5,000 on day 25 of the month at 16:00", exact: true }),
  ).toBeVisible();
  await losses.getByRole("button", { name: "Add a further loss…" }).click();
  await losses.getByLabel("What it costs").selectOption("Money for each lost record");
  await losses.getByLabel("For each record").fill("0.40");
  await losses.getByLabel("New records an hour").fill("200");
  await losses.getByLabel("New records an hour").press("Enter");
  await expect(losses).toContainText("€0.40 for each lost record, 200 an hour");
  await losses.getByRole("button", { name: /0\.40/ }).click();
  await losses.getByLabel("For each record").press("Escape");
  await expect(losses.getByRole("button", { name: /0\.40/ })).toBeVisible();
});

test("groups are edited in words, and a name that nothing has is refused there", async ({ page }) => {
  await visit(page, at("/map/edit"));
  await page.getByRole("button", { name: "All fields of Office NAS" }).click();
  const third = page.getByRole("button", { name: /^Needs, 3 of Office NAS/ });
  await expect(third).toContainText("1 of: Backup disk, Storage Box");
  await third.click();
  await page.keyboard.type("2 of: Backup disk, storage box, Nordbank");
  await page.keyboard.press("Enter");
  await expect(page.getByText('Nothing is called "Nordbank".')).toBeVisible();
  await page.getByRole("combobox", { name: /^Needs, 3/ }).fill("2 of: Backup disk, storage box, 4G line");
  await page.keyboard.press("Enter");
  await expect(third).toContainText("2 of: Backup disk, Storage Box, 4G line");
  await page.getByRole("button", { name: /^Needs, 4 of Office NAS/ }).click();
  await page.keyboard.type("Fibre line");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("button", { name: /^Needs, 4 of Office NAS/ })).toContainText("Fibre line");
  await expect(row(page, "Fibre line")).toContainText("Office NAS");
  await page.getByRole("button", { name: /^Needs, 4 of Office NAS/ }).click();
  await page.keyboard.press("Delete");
  await page.keyboard.press("Enter");
  await expect(row(page, "Fibre line")).not.toContainText("Office NAS");
});

test("a component: its kind, how it fails, what it shares, and the way back in", async ({ page }) => {
  await visit(page, at("/map/edit"));
  await page.getByRole("button", { name: "All fields of DATEV card" }).click();
  const field = (label: string) =>
    page.getByRole("button", { name: new RegExp(`^${label} of DATEV card`) }).last();
  await field("Kind").click();
  await page.getByRole("combobox", { name: /^Kind/ }).selectOption("System");
  await page.keyboard.press("Enter");
  await expect(field("Kind")).toContainText("System");
  await field("Outages a year").click();
  await page.keyboard.type("often");
  await page.keyboard.press("Enter");
  await expect(page.getByText("This is no number.")).toBeVisible();
  await page.getByRole("textbox", { name: /^Outages a year/ }).fill("0,5");
  await page.keyboard.press("Enter");
  await expect(field("Outages a year")).toContainText("0.5");
  await field("Shares with others").click();
  await page.keyboard.type("cloud = aws, site = Hamburg");
  await page.keyboard.press("Enter");
  await expect(field("Shares with others")).toContainText("cloud = aws, site = Hamburg");
  await expect(field("Back in when all is gone")).toContainText("nobody answered");
  await field("Back in when all is gone").click();
  await page.getByRole("combobox", { name: /^Back in/ }).selectOption("nothing is needed");
  await page.keyboard.press("Enter");
  await expect(field("Back in when all is gone")).toContainText("nothing is needed");
  await page.getByRole("button", { name: /^Back in when all is gone, 1 of DATEV card/ }).click();
  await page.keyboard.type("backup disk");
  await page.keyboard.press("Enter");
  await expect(
    page.getByRole("button", { name: /^Back in when all is gone, 1 of DATEV card/ }),
  ).toContainText("Backup disk");
});

test("an option says in sentences what it changes, in four forms", async ({ page }) => {
  await visit(page, at("/map/edit"));
  const changes = page.getByRole("list", { name: "What Second line over another provider changes" }).first();
  await changes.getByRole("button", { name: "Fibre line: 0.2 outages a year" }).click();
  await expect(changes.getByRole("button", { name: "Take away" })).toHaveCount(0);
  await changes.getByLabel("One lasts").fill("30 min");
  await changes.getByRole("button", { name: "Save" }).click();
  await expect(changes).toContainText("Fibre line: 0.2 outages a year and one lasts 30 min");
  await changes.getByRole("button", { name: "Add another change…" }).click();
  await changes.getByLabel("To what").selectOption("Order intake");
  await changes.getByLabel("What it then needs").fill("1 of: Storage Box, Postwerk Mail");
  await changes.getByRole("button", { name: "Save" }).click();
  await expect(changes).toContainText("Order intake then needs 1 of: Storage Box, Postwerk Mail");
  await changes.getByRole("button", { name: "Add another change…" }).click();
  await changes.getByLabel("What happens").selectOption("It uses another");
  await changes.getByLabel("To what").selectOption("E-mail");
  await changes.getByLabel("What it needed").selectOption("Mail server");
  await changes.getByLabel("What it uses instead").selectOption("Storage Box");
  await expectAccessible(page);
  await changes.getByRole("button", { name: "Save" }).click();
  await expect(changes).toContainText("E-mail uses Storage Box in the place of Mail server");
});

test("what needs it is named before it goes, and goes on without it until one takes it back", async ({
  page,
}) => {
  await visit(page, at("/map/edit"));
  await page.getByRole("button", { name: "All fields of Fibre line" }).click();
  await page.getByRole("button", { name: "Remove Fibre line" }).click();
  const sheet = page.getByRole("dialog", { name: "Remove Fibre line?" });
  await expect(sheet).toContainText("Card terminals and Phone system need it.");
  await expect(sheet).toContainText("Second line over another provider would change nothing without it");
  await expectAccessible(page);
  await sheet.getByRole("button", { name: "Remove it" }).click();
  await expect(sheet).toBeHidden();
  await expect(page.getByText("Fibre line", { exact: true })).toHaveCount(0);
  await page.getByRole("button", { name: "All fields of Card terminals" }).click();
  const rest = page.getByRole("button", { name: /^Needs, 1 of Card terminals/ });
  await expect(rest).toContainText("4G line");
  await expect(rest).not.toContainText("1 of:");
  await expect(row(page, "Second line")).toHaveCount(0);
  await page.keyboard.press("Control+z");
  await expect(rest).toContainText("1 of: Fibre line, 4G line");
  await expect(row(page, "Second line")).toBeVisible();
});

test("a process, a component and an option are added with what they cannot be without", async ({ page }) => {
  await visit(page, at("/map/edit"));
  const add = async (what: RegExp) => {
    await page.getByRole("button", { name: "Add", exact: true }).click();
    await page.getByRole("menuitem", { name: what }).click();
  };
  const sheet = page.getByRole("dialog");
  await add(/^Process/);
  await expect(sheet.getByRole("button", { name: "Add it" })).toBeDisabled();
  await sheet.getByLabel("Name").fill("Returns");
  await sheet.getByLabel("An hour costs").fill("90");
  await sheet.getByLabel("Longest outage, at worst").fill("soon");
  await page.keyboard.press("Enter");
  await expect(sheet.getByRole("alert")).toContainText('"soon" is not a duration');
  await sheet.getByLabel("Longest outage, at worst").fill("4d");
  await page.keyboard.press("Enter");
  await expect(row(page, "Returns")).toContainText("never");
  await add(/^Component/);
  await sheet.getByLabel("Name").fill("Label printer");
  await sheet.getByLabel("Needed by").selectOption("Returns");
  await sheet.getByRole("button", { name: "Add it" }).click();
  await expect(row(page, "Returns")).toContainText("Label printer");
  await add(/^Option/);
  await sheet.getByLabel("Name").fill("Second printer");
  await sheet.getByLabel("Costs a year").fill("120");
  await sheet.getByLabel("To what").selectOption("Returns");
  await sheet.getByLabel("What it then needs").fill("Label printer");
  await sheet.getByRole("button", { name: "Add it" }).click();
  await expect(row(page, "Second printer")).toContainText("Returns then needs Label printer");
});

test("a template: choose, take out what is not yours, call it what you call it, save", async ({ page }) => {
  await visit(page, at("/map/edit"));
  await page.getByRole("button", { name: "Add", exact: true }).click();
  await page.getByRole("menuitem", { name: /template/ }).click();
  const sheet = page.getByRole("dialog", { name: "Begin with a template" });
  await expect(sheet.getByText("2 processes and 3 components")).toBeVisible();
  await expect(sheet.getByRole("listitem").filter({ hasText: "Order intake" })).toContainText(
    "on the map already",
  );
  await expect(sheet.getByRole("button", { name: "Add 3 entries" })).toBeEnabled();
  await sheet.getByText("Take Card reader").click({ force: true });
  await expect(sheet.getByRole("button", { name: "Add 2 entries" })).toBeEnabled();
  await sheet.getByRole("button", { name: /^Name .* Till$/ }).click();
  await page.keyboard.type("Cash desk");
  await page.keyboard.press("Enter");
  await expectAccessible(page);
  await sheet.getByRole("button", { name: "Add 2 entries" }).click();
  await expect(sheet).toBeHidden();
  await expect(row(page, "Cash desk")).toContainText("Line of the shop");
  await expect(row(page, "Cash desk")).not.toContainText("Card reader");
  await page.getByRole("status").getByRole("button", { name: "Undo" }).click();
  await expect(row(page, "Cash desk")).toHaveCount(0);
});

test("an import shows what comes, what is known and what is left out, before anything changes", async ({
  page,
}) => {
  await visit(page, at("/map/edit"));
  await page.getByRole("button", { name: "Add", exact: true }).click();
  await page.getByRole("menuitem", { name: /From a file/ }).click();
  const sheet = page.getByRole("dialog", { name: "Import from a file" });
  await sheet.getByLabel("File", { exact: true }).fill("/home/ines/notes.txt");
  await page.keyboard.press("Enter");
  await expect(sheet.getByRole("alert")).toBeVisible();
  await sheet.getByLabel("File", { exact: true }).fill("/home/ines/catalog-info.yaml");
  await page.keyboard.press("Enter");
  await expect(sheet.getByText("2 entries would come. Nothing is saved yet.")).toBeVisible();
  await expect(sheet.getByText("Web shop is on the map already and stays as it is there.")).toBeVisible();
  await expect(sheet.getByText("(line 48): it has no id.")).toBeVisible();
  await expect(sheet.getByRole("heading", { name: "15 things are left out" })).toBeVisible();
  await expect(sheet.getByText("and 12 more")).toBeVisible();
  await expectAccessible(page);
  await expect(page.locator("main").getByText("Stock API")).toHaveCount(0);
  await sheet.getByRole("button", { name: "Add 2 entries" }).click();
  await expect(sheet).toBeHidden();
  await expect(row(page, "Stock API")).toBeVisible();
  await page.keyboard.press("Control+z");
  await expect(row(page, "Stock API")).toHaveCount(0);
});

test("ages are told, and one button makes them young", async ({ page }) => {
  await visit(page, at("/map/edit"));
  await expect(row(page, "Order intake")).toContainText("4 months ago");
  await expect(row(page, "Payouts")).toContainText("never");
  await page.getByRole("button", { name: "Still true: Payouts" }).click();
  await expect(row(page, "Payouts")).toContainText("today");
  await expect(page.getByRole("button", { name: "Still true: Payouts" })).toHaveCount(0);
  await page.keyboard.press("Control+z");
  await expect(row(page, "Payouts")).toContainText("never");
});

test("one entry after the other is asked, the oldest first, by y, e and n", async ({ page }) => {
  await visit(page, at("/map/edit"));
  await page.getByRole("button", { name: "Ask me one by one" }).click();
  const sheet = page.getByRole("dialog", { name: "Is this still true?" });
  await expect(sheet.getByRole("heading", { name: "Payouts" })).toBeVisible();
  await expect(sheet).toContainText("never confirmed");
  await expect(sheet).toContainText("1 of 30");
  await expectAccessible(page);
  await page.keyboard.press("y");
  await expect(sheet.getByRole("heading", { name: "DATEV card" })).toBeVisible();
  await page.keyboard.press("n");
  await expect(sheet.getByRole("heading", { name: "Server room, Kiel" })).toBeVisible();
  await expect(sheet).toContainText("confirmed 8 months ago");
  await page.keyboard.press("e");
  await sheet.getByRole("button", { name: /^One lasts of Server room, Kiel/ }).click();
  // Letters go into the field, and Esc leaves it alone.
  await page.keyboard.type("n");
  await page.keyboard.press("Escape");
  await expect(sheet.getByRole("heading", { name: "Server room, Kiel" })).toBeVisible();
  await sheet.getByRole("button", { name: /^One lasts of Server room, Kiel/ }).click();
  await page.keyboard.type("6h");
  await page.keyboard.press("Enter");
  await expect(sheet.getByRole("button", { name: /^One lasts of Server room, Kiel/ })).toContainText("6 h");
  await expectAccessible(page);
  await page.keyboard.press("y");
  await expect(sheet.getByRole("heading", { name: "Order intake" })).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(row(page, "Payouts")).toContainText("today");
  await expect(row(page, "Server room, Kiel")).toContainText("today");
  await expect(row(page, "DATEV card")).toContainText("never");
});

test("entries are found and sorted", async ({ page }) => {
  await visit(page, at("/map/edit"));
  const names = () =>
    page
      .getByRole("table")
      .first()
      .getByRole("button", { name: /^All fields of/ })
      .evaluateAll((all) => all.map((one) => one.getAttribute("aria-label")?.replace("All fields of ", "")));
  expect((await names())[0]).toBe("Accounting");
  const head = page.getByRole("columnheader", { name: "An hour costs" });
  await head.getByRole("button").click();
  await expect(head).toHaveAttribute("aria-sort", "ascending");
  expect((await names())[0]).toBe("Price list");
  await head.getByRole("button").click();
  await expect(head).toHaveAttribute("aria-sort", "descending");
  expect((await names())[0]).toBe("Order intake");
  await page.keyboard.press("/");
  await page.keyboard.type("person marta");
  await expect(page.getByRole("table")).toHaveCount(1);
  await expect(page.getByRole("table")).toContainText("Marta Lindqvist");
  await page.keyboard.type("x");
  await expect(page.getByText("No entry has person martax in it.")).toBeVisible();
});

test("Today names the cheapest next proofs, and leads to them", async ({ page }) => {
  await visit(page, at("/"));
  const proofs = page.getByRole("region", { name: "Cheapest next proof" }).getByRole("listitem");
  await expect(proofs).toHaveCount(3);
  await expect(proofs.nth(0)).toContainText("45 min");
  await expect(proofs.nth(0)).toContainText("takes off at most €30,600");
  await expect(proofs.nth(2)).toContainText("takes off €7,800");
  await proofs.nth(1).getByRole("link").click();
  await expect(page.getByRole("heading", { name: "Outgoing mail" })).toBeVisible();
  await visit(page, at("/", "empty"));
  await expect(page.getByText("Cheapest next proof")).toHaveCount(0);
});

const SCREENS = [
  { path: "/map/edit", says: "9 processes, 21 components, 5 options." },
  { path: "/map/edit", scenario: "empty", says: "Nothing is on the map yet" },
  { path: "/map/edit", opens: "All fields of Order intake", says: "Keeps of its hourly value" },
  { path: "/map/edit", opens: "All fields of Web shop", says: "1 of: Marta Lindqvist, Ines Moreau" },
  { path: "/map/first", scenario: "empty", says: "What do customers pay you for?" },
  { path: "/", says: "Cheapest next proof" },
];
for (const width of [1024, 1440]) {
  for (const theme of ["light", "dark"] as const) {
    for (const { path, says, scenario = "window", opens } of SCREENS) {
      test(`${path} ${scenario} ${opens ?? ""}, ${theme}, ${width}`, async ({ page }) => {
        await page.setViewportSize({ width, height: 820 });
        await visit(page, { path, scenario, theme });
        if (opens) await page.getByRole("button", { name: opens }).click();
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
