import { describe, expect, it } from "vitest";
import type { CompareLook, SideFacts } from "../../contract/types";
import {
  type ColumnForm,
  columnsOf,
  emptySide,
  inputOf,
  kindOf,
  type PlanForm,
  type Problem,
  problemsOf,
  requestOf,
  toleranceOf,
} from "./setup";

const normalise = { trim: false, case: false, unicode: false, empty_is_null: false, timezone: null };
const plan: PlanForm = {
  title: "Payouts",
  isScheduled: true,
  line: "30 2 * * *",
  starts: "2026-03-10",
  days: "30",
  cleanRuns: "7",
  rate: "0.1%",
  normalise,
};
/** Today, and as far ahead as a first day may be. */
const FIRST = { from: "2026-03-09", to: "2027-03-10" };
const column = (name: string, change: Partial<ColumnForm> = {}): ColumnForm => ({
  name,
  partner: name,
  isDecimal: false,
  role: "compare",
  tolerance: "",
  isNew: false,
  ...change,
});
const facts = (...names: string[]): SideFacts => ({
  place: "",
  sha256: "",
  bytes: 0,
  rows: 0,
  modified_at: null,
  encoding: null,
  byte_order_mark: false,
  delimiter: null,
  columns: names.map((name) => ({
    name,
    kind: name === "amount" ? "decimal" : "text",
    empty: 0,
    null: 0,
    decimals: 0,
    longest: 0,
    unique: false,
  })),
});

describe("where one side comes from", () => {
  it("is told by the end of the name, also behind a question mark", () => {
    expect(["a.TSV", "a.jsonl", "a.xlsx", "a.parquet", "a"].map(kindOf)).toEqual([
      "csv",
      "json_lines",
      "xlsx",
      "parquet",
      "csv",
    ]);
    expect(kindOf("https://x.example/rows.json?day=1")).toBe("json");
  });
  it("is nothing while something is missing", () => {
    expect(inputOf(emptySide)).toBeNull();
    expect(inputOf({ ...emptySide, way: "sqlite", path: "/a.db" })).toBeNull();
    expect(inputOf({ ...emptySide, path: " /a.csv " })).toEqual({ kind: "csv", path: "/a.csv" });
    expect(inputOf({ ...emptySide, way: "postgres", env: "ERP", query: "select 1" })).toEqual({
      kind: "postgres",
      connection_env: "ERP",
      query: "select 1",
    });
  });
});

describe("what is proposed", () => {
  const look: CompareLook = {
    old: facts("id", "customer_id", "amount", "gone"),
    new: facts("id", "customer-id", "amount", "extra"),
    findings: [],
    proposal: {
      key: ["id"],
      rename: { customer_id: "customer-id" },
      ignore: ["extra"],
      tolerance: {},
      tolerance_of_all: null,
      normalise,
      totals: [],
      slice: null,
      known: [],
      noise: [],
    },
    columns: [],
    rows: [],
  };
  it("pairs the columns, and lists those of one side alone", () => {
    expect(columnsOf(look).map(({ name, partner, role, isNew }) => [name, partner, role, isNew])).toEqual([
      ["id", "id", "key", false],
      ["customer_id", "customer-id", "compare", false],
      ["amount", "amount", "compare", false],
      ["gone", null, "compare", false],
      ["extra", null, "ignore", true],
    ]);
    expect(columnsOf(look)[2]?.isDecimal).toBe(true);
  });
  it("is nothing where a side could not be read", () => {
    expect(columnsOf({ ...look, old: null })).toEqual([]);
  });
});

describe("a tolerance", () => {
  it("is an amount or a share, exactly", () => {
    expect(toleranceOf("0.01")).toEqual({ abs: "0.01", rel: null });
    expect(toleranceOf("0,5")).toEqual({ abs: "0.5", rel: null });
    expect(toleranceOf("0.1%")).toEqual({ abs: null, rel: "0.001" });
    expect(toleranceOf("12 %")).toEqual({ abs: null, rel: "0.12" });
    expect(toleranceOf("100%")).toEqual({ abs: null, rel: "1.00" });
    expect(toleranceOf("-1")).toBeNull();
    expect(toleranceOf("a bit")).toBeNull();
  });
});

describe("what is missing", () => {
  const key = column("id", { role: "key" });
  it.each([
    ["key", [column("amount")], plan],
    ["tolerance", [key, column("amount", { tolerance: "some" })], plan],
    ["title", [key], { ...plan, title: " " }],
    ["line", [key], { ...plan, line: null }],
    ["starts", [key], { ...plan, starts: "soon" }],
    ["starts", [key], { ...plan, starts: "2026-02-30" }],
    ["starts-past", [key], { ...plan, starts: "2026-03-08" }],
    ["starts-far", [key], { ...plan, starts: "2027-03-11" }],
    ["starts-alone", [key], { ...plan, starts: "" }],
    ["days", [key], { ...plan, days: "0" }],
    ["days", [key], { ...plan, days: "3661" }],
    ["days", [key], { ...plan, days: "1.5" }],
    ["days-alone", [key], { ...plan, days: " " }],
    ["clean", [key], { ...plan, cleanRuns: "" }],
    ["clean", [key], { ...plan, cleanRuns: "-1" }],
    ["clean-over", [key], { ...plan, cleanRuns: "31" }],
    ["rate", [key], { ...plan, rate: "0.1" }],
    ["rate", [key], { ...plan, rate: "0,1%" }],
    ["rate-over", [key], { ...plan, rate: "100.1%" }],
  ] as [Problem, ColumnForm[], PlanForm][])("is %s", (what, columns, form) => {
    expect(problemsOf(columns, form, FIRST)).toEqual([what]);
  });
  it.each([
    plan,
    { ...plan, starts: "2026-03-09" },
    { ...plan, starts: "2027-03-10" },
    { ...plan, days: "3660", cleanRuns: "3660" },
    { ...plan, starts: "", days: "", cleanRuns: "500" },
    { ...plan, rate: "0%" },
    { ...plan, rate: "100%" },
    { ...plan, isScheduled: false, line: null },
  ])("is nothing at the edges of what is allowed", (form) => {
    expect(problemsOf([key], form, FIRST)).toEqual([]);
  });
  it("is told all at once, in the order of the page", () => {
    expect(problemsOf([], { ...plan, title: "", days: "x", rate: "x" }, FIRST)).toEqual([
      "key",
      "title",
      "days",
      "rate",
    ]);
  });
});

describe("the request", () => {
  it("names only what was said", () => {
    const sides = { old: { kind: "csv" as const, path: "/a" }, new: { kind: "csv" as const, path: "/b" } };
    const request = requestOf(
      sides,
      [
        column("id", { role: "key" }),
        column("customer_id", { partner: "customer-id" }),
        column("amount", { isDecimal: true, tolerance: "0.01" }),
        column("noted_at", { role: "ignore", tolerance: "1" }),
      ],
      { ...plan, isScheduled: false, days: "" },
    );
    expect(request).toMatchObject({
      key: ["id"],
      rename: { customer_id: "customer-id" },
      ignore: ["noted_at"],
      tolerance: { amount: { abs: "0.01", rel: null } },
      schedule: null,
      days: null,
      clean_runs: 7,
      mismatch_rate: "0.1%",
    });
  });
});
