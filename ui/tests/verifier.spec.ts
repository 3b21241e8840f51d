import { readdirSync, readFileSync } from "node:fs";
import type { Page } from "@playwright/test";
import { expect, expectAccessible, test } from "./page";

/** The page that is exported beside the evidence, opened as others open it: from a file, without Ballast. */
const PAGE = new URL("../../src-tauri/crates/spotcheck/pages/verify.html", import.meta.url).href;
const FOLDERS = new URL("fixtures/verifier/", import.meta.url);
const NAMES = ["population.csv", "plan.json", "draw.json"] as const;
type Name = (typeof NAMES)[number];

const read = (folder: string, name: Name) => readFileSync(new URL(`${folder}/${name}`, FOLDERS), "utf8");

interface Item {
  id: string;
  amount: number;
  reason: string;
}
const items = (folder: string) => (JSON.parse(read(folder, "draw.json")) as { items: Item[] }).items;

/** Gives the page a folder, of which some files were changed, and waits for its word. */
async function checked(
  page: Page,
  folder: string,
  changed: Partial<Record<Name, string>> = {},
  written = "",
) {
  await page.goto(PAGE);
  await page.getByLabel(/Commitment that was written down/).fill(written);
  const files = NAMES.map((name) => ({
    name,
    mimeType: "text/plain",
    buffer: Buffer.from(changed[name] ?? read(folder, name)),
  }));
  await page.getByLabel(/Drop or choose/).setInputFiles(files);
  await expect(page.getByRole("status")).not.toHaveText(/^(Checking …)?$/);
}

const changed = (text: string, from: string, to: string) => {
  expect(text).toContain(from);
  return text.replace(from, to);
};

for (const folder of readdirSync(FOLDERS)) {
  test(`${folder}: what the program drew is drawn again`, async ({ page }) => {
    const { commitment } = JSON.parse(read(folder, "draw.json")) as { commitment: string };
    await checked(page, folder, {}, commitment);
    await expect(page.getByRole("status")).toHaveText("Everything holds.");
    await expect(page.getByText(`${items(folder).length} items.`)).toBeVisible();
  });

  test(`${folder}: an item in place of another is named`, async ({ page }) => {
    const drawn = items(folder).find(({ reason, id }) => reason === "drawn" && id.startsWith("PAY-2025"));
    const known = new Set(items(folder).map(({ id }) => id));
    const other = /^(PAY-2025-\d+),/gm;
    const ids = [...read(folder, "population.csv").matchAll(other)].map(([, id]) => id ?? "");
    const free = ids.find((id) => !known.has(id)) ?? "";
    const record = changed(read(folder, "draw.json"), `"${drawn?.id}"`, `"${free}"`);
    await checked(page, folder, { "draw.json": record });
    await expect(page.getByRole("status")).toHaveText(/differ/);
    await expect(page.getByText(`${free}: was recorded as drawn, and is not drawn.`)).toBeVisible();
    await expect(page.getByText(`${drawn?.id}: is drawn, and was not recorded.`)).toBeVisible();
  });
}

test("a changed payout, a removed one, another seed and another plan are named", async ({ page }) => {
  const folder = "sieve";
  const list = read(folder, "population.csv");
  const drawn = items(folder).find(({ reason, id }) => reason === "drawn" && id.startsWith("PAY-2025"));
  const cell = `${drawn?.id},${drawn?.amount},`;
  await checked(page, folder, { "population.csv": changed(list, cell, `${drawn?.id},1,`) });
  await expect(
    page.getByText("population.csv was changed, or is another one", { exact: false }),
  ).toBeVisible();
  await expect(page.getByText(/Drawn was from a control total of/)).toBeVisible();
  await expect(page.getByText(new RegExp(`${drawn?.id}: .*recorded`)).first()).toBeVisible();

  await checked(page, folder, { "population.csv": list.replace(/^PAY-2025-\d+,[^"\n]*\n/m, "") });
  await expect(page.getByText("Drawn was from 160 payouts, the list has 159.")).toBeVisible();

  await checked(page, folder, {
    "draw.json": changed(read(folder, "draw.json"), "12797316654", "12797316655"),
  });
  await expect(page.getByText("The seed is another one: no ticket fits.")).toBeVisible();

  await checked(page, folder, { "plan.json": changed(read(folder, "plan.json"), '"0.95"', '"0.94"') });
  await expect(page.getByText(/plan.json was changed, or is another one/)).toBeVisible();

  await checked(page, folder, {}, "0".repeat(64));
  await expect(page.getByText(`Written down was ${"0".repeat(64)}.`)).toBeVisible();
});

test("what is no list or no record is named with its place", async ({ page }) => {
  await checked(page, "percent", { "draw.json": '{"commitment":' });
  await expect(page.getByText(/draw.json cannot be read: no JSON at character 15/)).toBeVisible();
  await checked(page, "percent", { "population.csv": "id,amount,person,stratum\nb,1,x,y\na,1,x,y\n" });
  await expect(
    page.getByText(/population.csv cannot be read: row 3 \(a\) is not in the order/),
  ).toBeVisible();
});

for (const colorScheme of ["light", "dark"] as const) {
  test(`${colorScheme}: it can be read, and worked without a mouse`, async ({ page }) => {
    await page.emulateMedia({ colorScheme });
    await checked(page, "percent", {
      "population.csv": read("percent", "population.csv").replace("Ana", "Eve"),
    });
    await expectAccessible(page);
    await page.getByLabel(/Drop or choose/).focus();
    await page.keyboard.press("Tab");
    await page.keyboard.type("abc");
    await page.keyboard.press("Enter");
    await expect(page.getByText("Written down was abc.")).toBeVisible();
  });
}

test("a browser that hashes nothing here is done without", async ({ page }) => {
  await page.addInitScript(() => Object.defineProperty(crypto, "subtle", { value: undefined }));
  await checked(page, "cell");
  await expect(page.getByText(/this browser offers none/)).toBeVisible();
  await expect(page.getByRole("status")).toHaveText(/^Everything holds/);
});
