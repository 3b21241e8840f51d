import AxeBuilder from "@axe-core/playwright";
import { test as base, expect, type Page } from "@playwright/test";

/** Collects what a page reports as wrong; every test ends with nothing collected. */
export const test = base.extend<{ problems: string[] }>({
  problems: [
    async ({ page }, use) => {
      const problems: string[] = [];
      page.on("console", (message) => {
        if (message.type() === "error" || message.type() === "warning") problems.push(message.text());
      });
      page.on("pageerror", (error) => problems.push(error.message));
      await use(problems);
      expect(problems).toEqual([]);
    },
    { auto: true },
  ],
});
export { expect };

interface Visit {
  path?: string;
  scenario?: string;
  theme?: "light" | "dark";
}

export async function visit(page: Page, { path = "/", scenario = "demo", theme = "light" }: Visit = {}) {
  const query = new URLSearchParams({ path, scenario, theme });
  await page.goto(`/?${query}`);
  await page.locator("html[data-ready=true]").waitFor();
}

export async function expectAccessible(page: Page) {
  const { violations } = await new AxeBuilder({ page }).analyze();
  const found = violations.map(
    ({ id, nodes }) =>
      `${id}: ${nodes.map(({ target, failureSummary }) => `${target} ${failureSummary}`).join(" | ")}`,
  );
  expect(found).toEqual([]);
}
