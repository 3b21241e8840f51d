import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";

const SOURCE = join(import.meta.dirname, "..");
const sources = readdirSync(SOURCE, { recursive: true, encoding: "utf8" })
  .filter((file) => /\.tsx?$/.test(file) && !file.endsWith("boundary.test.ts"))
  .map((file) => ({ file, text: readFileSync(join(SOURCE, file), "utf8") }));

const containing = (pattern: RegExp) =>
  sources.filter(({ text }) => pattern.test(text)).map(({ file }) => file);

describe("the house", () => {
  it("reaches the program through one folder only", () => {
    const outside = containing(/@tauri-apps\//).filter((file) => !file.startsWith("platform"));
    expect(outside).toEqual([]);
  });
  it("never asks the web view for its language, which is unusable under LANG=C.UTF-8", () => {
    expect(containing(/navigator\.languages?\b|toLocale[A-Z]\w*String|Intl\.\w+\(\)/)).toEqual([]);
  });
  it("keeps every file short enough to be one idea", () => {
    // The contract is generated, one type after the other.
    const written = sources.filter(({ file }) => !file.startsWith("contract"));
    expect(written.filter(({ text }) => text.split("\n").length > 500).map(({ file }) => file)).toEqual([]);
  });
  it("imports icons one by one", () => {
    expect(containing(/import (?!type)[^;]*from "lucide-react"/)).toEqual([]);
  });
});
