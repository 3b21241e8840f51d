import { describe, expect, it } from "vitest";
import type { LossEntry, OptionChange } from "../../../contract/types";
import { changeDraft, changeOf, NEW_CHANGE } from "./changes";
import { lossDraft, lossOf, NEW_LOSS } from "./losses";
import { readShares, sharesText } from "./shares";
import { sorted, turned } from "./sorting";

const names = new Map([
  ["a", "A"],
  ["b", "B"],
]);
const choice = (need: number, members: string) => `${need} of: ${members}`;

describe("forms of small things read back what they were given", () => {
  it.each<OptionChange>([
    { add: { to: "a", any_of: ["a", "b"], need: 1 } },
    { set: { of: "a", outages_per_year: 0.2, outage: null, on_demand_failure: 0.07 } },
    { replace: { to: "a", from: "b", with: "a" } },
    { remove: { to: "a", need: "b" } },
  ])("%j", (change) => expect(changeOf(changeDraft(change, names, choice), names)).toEqual(change));

  it.each<LossEntry>([
    { per_hour: "500", after: "4h" },
    { deadline: "0 16 25 * *", penalty: "4000.00", after: null },
    { per_record: "0.40", records_per_hour: 200 },
  ])("%j", (loss) => expect(lossOf(lossDraft(loss))).toEqual(loss));

  it("and are nothing while something is missing", () => {
    expect(changeOf({ ...NEW_CHANGE, kind: "set", to: "a" }, names)).toBeNull();
    expect(changeOf({ ...NEW_CHANGE, to: "a", choice: "X" }, names)).toBeNull();
    expect(lossOf({ ...NEW_LOSS, kind: "per_record", amount: "1" })).toBeNull();
    expect(lossOf(NEW_LOSS)).toBeNull();
  });

  it("says what is shared as pairs", () => {
    const shares = { cloud: "aws", site: "Hamburg = north" };
    expect(readShares(sharesText(shares))).toEqual(shares);
    expect(readShares("cloud")).toBeNull();
    expect(readShares("")).toEqual({});
  });
});

describe("sorting", () => {
  const rows = [{ n: 2 }, { n: null }, { n: 10 }];
  const keys = { n: (row: { n: number | null }) => row.n };
  it("is by number, what nobody said stands last either way, and turns round", () => {
    const up = { by: "n", isUp: true };
    expect(sorted(rows, keys, up).map(({ n }) => n)).toEqual([2, 10, null]);
    expect(sorted(rows, keys, turned(up, "n")).map(({ n }) => n)).toEqual([10, 2, null]);
  });
});
