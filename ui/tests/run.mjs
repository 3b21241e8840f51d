// Builds the pages with example data and drives them in Chromium, where there is one.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";

if (!existsSync("/usr/bin/chromium")) {
  console.log("skipped: no Chromium package");
  process.exit(0);
}

const run = (command, args) => {
  const { status } = spawnSync(command, args, { stdio: "inherit" });
  if (status !== 0) process.exit(status ?? 1);
};
run("npm", ["run", "--silent", "build:pages"]);
run("npx", ["playwright", "test", ...process.argv.slice(2)]);
