import { describe, expect, it } from "vitest";
import type { ColumnFigures, Explanation, Figures, WireFinding } from "../../contract/types";
import { minus } from "./decimals";
import { acceptable, findingOf, others } from "./findings";
import { listOf, matrix } from "./matrix";

const cells = { equal: 0, tolerated: 0, known: 0, mismatch: 0, not_comparable: 0 };
const column = (name: string, change: Partial<ColumnFigures> = {}): ColumnFigures => ({
  name,
  new_name: null,
  kind: "text",
  cells,
  format: 0,
  value: 0,
  rounding: 0,
  null: 0,
  empty: 0,
  largest: null,
  noise: false,
  ...change,
});
const figures = (change: Partial<Figures>): Figures => ({
  rows_old: 10,
  rows_new: 11,
  matched: 9,
  only_old: 0,
  only_new: 0,
  duplicate_keys: 0,
  duplicate_old: 0,
  duplicate_new: 0,
  null_keys: 0,
  changed: 0,
  changed_cells: 0,
  unexplained: 0,
  cells,
  columns: [],
  totals: [],
  drift: [],
  explanations: [],
  trend: null,
  digest: "",
  ...change,
});
const drift = (
  kind: "renamed" | "removed" | "added",
  from: string | null,
  to: string | null,
  accepted = false,
) => ({
  kind,
  from,
  to,
  key: false,
  matched: 9,
  of: 9,
  accepted,
});

describe("where it differs", () => {
  it("shows whole rows first, then the column with most values that differ, and counts the rest", () => {
    const { rows, equal } = matrix(
      figures({
        only_old: 1,
        only_new: 2,
        columns: [column("a"), column("b", { format: 900 }), column("c", { value: 3, null: 1, empty: 2 })],
      }),
    );
    expect(rows.map(({ column: name, whole }) => name ?? whole)).toEqual(["alone", "c", "b"]);
    expect(rows[0]?.counts).toMatchObject({ only_old: 1, only_new: 2 });
    expect(rows[1]?.counts.empty).toBe(3);
    expect(equal).toBe(1);
  });
  it("shows a name that waits, and no longer once it is accepted", () => {
    const columns = [column("customer_id")];
    const open = matrix(figures({ columns, drift: [drift("renamed", "customer_id", "customer-id")] }));
    expect(open.rows[0]).toMatchObject({ isOpen: true, counts: { name: 9 } });
    const settled = matrix(
      figures({ columns, drift: [drift("renamed", "customer_id", "customer-id", true)] }),
    );
    expect(settled).toEqual({ rows: [], equal: 1 });
  });
  it("counts every row of a column that stands on one side only", () => {
    const { rows } = matrix(
      figures({
        columns: [column("new")],
        drift: [drift("removed", "gone", null), drift("added", null, "new")],
      }),
    );
    expect(rows.map(({ column: name, counts }) => [name, counts.only_old, counts.only_new])).toEqual([
      ["new", 0, 11],
      ["gone", 10, 0],
    ]);
  });
  it("opens the list that belongs to a count", () => {
    const row = {
      column: "a",
      counts: matrix(figures({ only_old: 1 })).rows[0]?.counts as never,
      isOpen: false,
    };
    expect(listOf(row, "value")).toEqual({ column: "a", shape: "value" });
    expect(listOf(row, "empty")).toEqual({ column: "a" });
    expect(listOf(row, "format")).toBeNull();
    const whole = { ...row, column: null, whole: "duplicate" as const };
    expect(listOf(whole, "only_new")).toEqual({ shape: "duplicate_new" });
    expect(listOf({ ...whole, whole: "alone" }, "only_old")).toEqual({ shape: "only_old" });
  });
});

describe("findings", () => {
  const finding = (kind: WireFinding["kind"], id: string, name?: string): WireFinding => ({
    kind,
    severity: "critical",
    subject: name ?? "",
    detail: "",
    hint: "",
    params: { id, ...(name === undefined ? {} : { column: name }) },
  });
  const all = [
    finding("value_changed", "value_changed:amount", "amount"),
    finding("value_changed", "value_changed:amount:region=CH&branch=Bern", "amount"),
    finding("row_only_in_new", "row_only_in_new"),
    finding("column_renamed", "column_renamed:a:b", "a"),
    finding("type_changed", "type_changed:a", "a"),
  ];
  const why: Explanation = {
    column: "amount",
    shape: null,
    conditions: [
      { column: "region", value: "CH" },
      { column: "branch", value: "Bern" },
    ],
    effect: null,
    rows: 1,
    of: 2,
    equal_rows: 0,
  };
  it("belong to the explanation with their values", () => {
    expect(findingOf(all, why)).toBe("value_changed:amount:region=CH&branch=Bern");
    expect(findingOf(all, { ...why, column: null, shape: "only_new", conditions: [] })).toBe(
      "row_only_in_new",
    );
    expect(findingOf(all, { ...why, column: "other" })).toBeUndefined();
  });
  it("are accepted by a person, but not a rename; that has its own question", () => {
    expect(acceptable(all).map(({ id }) => id)).not.toContain("column_renamed:a:b");
    expect(others(all).map(({ kind }) => kind)).toEqual(["type_changed"]);
  });
});

describe("exact decimals", () => {
  it.each([
    ["2491570.40", "2481930.40", "9640.00"],
    ["0.1", "0.30", "-0.20"],
    ["90071992547409931234.01", "90071992547409931234.00", "0.01"],
    ["-5", "-5", "0"],
    ["1", "-0.5", "1.5"],
  ])("%s − %s = %s", (a, b, difference) => {
    expect(minus(a, b)).toBe(difference);
  });
  it("of what is no decimal there is none", () => {
    expect(minus("1e5", "1")).toBeNull();
  });
});
