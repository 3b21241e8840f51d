import { describe, expect, it } from "vitest";
import type { SpotcheckLook, WireError } from "../../contract/types";
import { emptyForm, type Form, fieldOf, formOf, problemsOf, requestOf, withFile, withLook } from "./form";

const filled: Form = {
  ...emptyForm,
  title: " February payouts ",
  list: { ...emptyForm.list, path: "/srv/payouts.csv" },
  id: "payout_id",
  amount: "amount",
  person: "rep",
  show: ["rep", "amount", "rate"],
  always: "amount > 5000\n\n",
  checkers: "Lena Hartwig\n Jonas Weidel \n",
  reviewer: "Tomas Berg",
};

describe("the form of a spot check", () => {
  it("becomes a request, without what the system paid among what is shown", () => {
    expect(requestOf(filled)).toMatchObject({
      title: "February payouts",
      list: { kind: "csv", path: "/srv/payouts.csv" },
      meaning: { id: "payout_id", amount: "amount", person: "rep", stratum: null },
      show: ["rep", "rate"],
      sample: { way: "percent", percent: "5%", at_least: null, confidence: "95%", expected: null },
      always: ["amount > 5000"],
      checkers: ["Lena Hartwig", "Jonas Weidel"],
      reviewer: "Tomas Berg",
      schedule: "0 8 2 * *",
    });
  });

  it("takes a file as the list, and keeps what else was said", () => {
    const before: Form = { ...filled, list: { ...filled.list, kind: "json", query: "SELECT 1" } };
    const table = withFile(before, "/srv/March payouts.XLSX");
    expect(requestOf(table)?.list).toEqual({ kind: "xlsx", path: "/srv/March payouts.XLSX" });
    expect({ ...table, list: before.list }).toEqual(before);
    const database = withFile(before, "/srv/payouts.sqlite3");
    expect(requestOf(database)?.list).toEqual({
      kind: "sqlite",
      path: "/srv/payouts.sqlite3",
      query: "SELECT 1",
    });
  });

  it("comes back as it was", () => {
    const request = requestOf(filled);
    expect(request && requestOf(formOf(request))).toEqual(request);
    const byValue = requestOf({ ...filled, way: "monetary_unit", expected: "0,5", perStratum: true });
    expect(byValue?.sample).toEqual({
      way: "monetary_unit",
      percent: null,
      at_least: null,
      confidence: "95%",
      tolerable: "5%",
      expected: "0.5%",
      per_stratum: false,
      method: null,
      go_on: [],
      at_most: null,
    });
    expect(byValue && requestOf(formOf(byValue))).toEqual(byValue);
    // What the form has no field for stays as it was set up.
    const kept = { method: "cell", go_on: [2, 1, 0] };
    const cells = requestOf({ ...filled, way: "monetary_unit", kept });
    expect(cells && requestOf(formOf(cells))?.sample.method).toBe("cell");
    const stages = requestOf({ ...filled, way: "stop_or_go", kept });
    expect(stages && requestOf(formOf(stages))?.sample).toMatchObject({ go_on: [2, 1, 0], expected: null });
    const anytime = requestOf({ ...filled, way: "anytime", atMost: "80" });
    expect(anytime && requestOf(formOf(anytime))?.sample.at_most).toBe(80);
  });

  it.each<[Partial<Form>, string]>([
    [{ title: " " }, "title"],
    [{ list: emptyForm.list }, "list"],
    [{ amount: "" }, "columns"],
    [{ amount: "payout_id" }, "same"],
    [{ checkers: "\n" }, "checkers"],
    [{ percent: "some" }, "percent"],
    [{ percent: "0%" }, "percent"],
    [{ atLeast: "ten" }, "at_least"],
    [{ way: "anytime", atMost: "0" }, "at_most"],
    [{ confidence: "100%" }, "confidence"],
    [{ way: "attribute", tolerable: "" }, "tolerable"],
    [{ way: "attribute", expected: "x" }, "expected"],
    [{ line: null }, "line"],
  ])("names what is missing: %j", (change, problem) => {
    expect(problemsOf({ ...filled, ...change })).toEqual([problem]);
    expect(requestOf({ ...filled, ...change })).toBeNull();
  });

  it("needs no tolerable rate for a share of the items", () => {
    expect(problemsOf({ ...filled, tolerable: "" })).toEqual([]);
  });
});

describe("a look at the list", () => {
  const look = {
    columns: ["payout_id", "rep", "rate", "amount"],
    meaning: { id: "payout_id", amount: "amount", person: "rep", stratum: null },
  } as SpotcheckLook;
  it("fills what nobody chose, and never shows the amounts", () => {
    const form = withLook(emptyForm, look);
    expect(form).toMatchObject({ id: "payout_id", amount: "amount", person: "rep", stratum: "" });
    expect(form.show).toEqual(["payout_id", "rep", "rate"]);
  });
  it("leaves what was chosen", () => {
    const chosen = { ...emptyForm, id: "rep", amount: "rate", show: ["payout_id", "gone"] };
    expect(withLook(chosen, look)).toMatchObject({ id: "rep", amount: "rate", show: ["payout_id"] });
  });
});

describe("the field of an error", () => {
  const at = (field: string) => fieldOf({ params: { what: field } as Record<string, string> } as WireError);
  it("is the last name that the form has", () => {
    expect(at("percent")).toBe("percent");
    expect(at("list.path")).toBe("list");
    expect(at("title")).toBe("title");
    expect(at("id")).toBe("id");
    expect(at("max_runtime")).toBeNull();
    expect(fieldOf(null)).toBeNull();
  });
});
