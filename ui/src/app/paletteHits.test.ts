import { describe, expect, it } from "vitest";
import { matches, split } from "./paletteHits";

describe("the palette", () => {
  it("finds every typed word in the title or the note", () => {
    const hit = { title: "Verify Shop database…", note: "Proven" };
    expect(matches(hit, "shop ver")).toBe(true);
    expect(matches(hit, "shop proven")).toBe(true);
    expect(matches(hit, "shop payroll")).toBe(false);
    expect(matches(hit, "")).toBe(true);
  });
  it("cuts a title where the first word stands", () => {
    expect(split("Card payments", "pay")).toEqual(["Card ", "pay", "ments"]);
    expect(split("Phones", "x")).toEqual(["Phones", "", ""]);
  });
});
