import { describe, expect, it } from "vitest";
import type { Effect, Explanation } from "../../contract/types";
import { makeFormat } from "../../i18n/format";
import { localNumbers, makeBundle, tryMessage, type Values } from "../../i18n/messages";
import { commonText, conditionText, criterionWords, effectText, shortPlace } from "./words";

const bundle = makeBundle();
const t = (id: string, values: Values = {}) =>
  tryMessage(bundle, id, localNumbers(values, "en-US")) ?? `?${id}`;
const format = makeFormat({ locale: "en-US", timezone: "Europe/Berlin", now: () => 0, translate: t });

describe("what rows have in common", () => {
  it.each([
    [{ factor: "1.077" }, "differ by ×1.077"],
    [{ offset: "-2.50" }, "differ by −2.50"],
    [{ offset: "1200" }, "differ by +1,200"],
    ["sign_flip", "have the opposite sign"],
    [{ rounding: 2 }, "are rounded to 2 decimals"],
    [{ time_shift: 3600 }, "are later by 1 h"],
    [{ time_shift: -7200 }, "are earlier by 2 h"],
    [{ truncation: 20 }, "are cut to 20 characters"],
    [{ swapped: "last_name" }, "hold the value of last_name"],
    ["emptied", "have no value in the new table"],
  ])("%j is: %s", (effect, says) => {
    expect(effectText(t, format, effect as unknown as Effect)).toBe(says);
  });
  const why: Explanation = {
    column: "commission",
    shape: null,
    conditions: [{ column: "region", value: "CH" }],
    effect: { factor: "1.077" },
    rows: 312,
    of: 312,
    equal_rows: 0,
  };
  it("is one plain sentence with its count", () => {
    expect(commonText(t, format, why)).toBe("All 312 have region = CH and differ by ×1.077");
    expect(commonText(t, format, { ...why, of: 400 })).toBe(
      "312 of 400 have region = CH and differ by ×1.077",
    );
    expect(commonText(t, format, { ...why, rows: 1, of: 1 })).toBe(
      "The row has region = CH; its values differ by ×1.077",
    );
    expect(commonText(t, format, { ...why, conditions: [] })).toBe("All 312 differ by ×1.077");
    expect(commonText(t, format, { ...why, effect: null })).toBe("All 312 have region = CH");
    expect(commonText(t, format, { ...why, column: null, shape: "only_old", effect: null })).toBe(
      "All 312 rows that stand only in the old table have region = CH",
    );
  });
  it("names null and empty in words", () => {
    expect(conditionText(t, { column: "a", value: null })).toBe("a is null");
    expect(conditionText(t, { column: "a", value: "" })).toBe("a is empty");
  });
});

describe("what a switch needs", () => {
  it("says how far it is, also where the program sends no values", () => {
    const words = (
      code: Parameters<typeof criterionWords>[2]["code"],
      state: "met" | "open" | "failed",
      params = {},
    ) => criterionWords(t, format, { code, state, params });
    expect(words("clean_runs", "failed", { have: "0", want: "30", longest: "18" })).toEqual({
      title: "30 clean runs in a row",
      note: "0 of 30. Longest so far: 18",
    });
    expect(words("criteria_frozen", "met").note).toBe("Kept in the ledger");
    expect(words("control_totals", "failed").note).toBe("Sums differ");
    expect(words("month_end", "open").note).toBe("None yet");
    expect(words("upper_bound", "open").note).toBe("Not enough clean runs to tell");
    expect(words("upper_bound", "met", { upper: "0.000036", limit: "0.001" }).note).toBe(
      "95% sure that at most 0.0036% of the rows differ; 0.1% is allowed",
    );
    expect(words("drift", "failed", { have: "2", column: "a, b" }).note).toBe("a, b wait for your answer");
  });
});

describe("places", () => {
  it("are called by their last part, unless they are no path", () => {
    expect(shortPlace("/srv/old/payouts-{date}.csv")).toBe("payouts-{date}.csv");
    expect(shortPlace("C:\\Data\\old.csv")).toBe("old.csv");
    expect(shortPlace("https://x.example/rows")).toBe("https://x.example/rows");
  });
});
