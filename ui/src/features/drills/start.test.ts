import { describe, expect, it } from "vitest";
import type { DrillPlanView } from "../../contract/types";
import { type Keys, missingOf, requestOf } from "./start";

const plan = {
  row: { id: "payments-q" },
  phrase: "switch Payments",
  commands: [
    ["./switch", "b"],
    ["./switch", "a"],
  ],
  preflight: [{ code: "shared_fate", holds: "no", subjects: ["cloud: aws"] }],
} as unknown as DrillPlanView;

const keys: Keys = {
  as: "Ana",
  isAlone: false,
  second: "Ben",
  phrase: "",
  hasRead: true,
  acceptsShared: true,
  isPresent: true,
};

describe("the start of a drill", () => {
  it("needs two people, whatever case their names are typed in", () => {
    expect(missingOf(keys, plan)).toBeNull();
    expect(missingOf({ ...keys, second: " ana " }, plan)).toBe("same");
    expect(missingOf({ ...keys, second: " " }, plan)).toBe("second");
    expect(missingOf({ ...keys, as: "" }, plan)).toBe("operator");
  });
  it("takes the phrase of who is alone letter by letter", () => {
    const alone = { ...keys, isAlone: true };
    expect(missingOf({ ...alone, phrase: "switch payments" }, plan)).toBe("phrase");
    expect(missingOf({ ...alone, phrase: " switch Payments " }, plan)).toBeNull();
  });
  it("asks about commands and what is shared only where there are any", () => {
    const nothing = { ...plan, commands: [], preflight: [] };
    const bare = { ...keys, hasRead: false, acceptsShared: false };
    expect(missingOf(bare, plan)).toBe("read");
    expect(missingOf({ ...bare, hasRead: true }, plan)).toBe("shared");
    expect(missingOf(bare, nothing)).toBeNull();
    expect(missingOf({ ...keys, isPresent: false }, plan)).toBe("present");
  });
  it("agrees to every command of the plan, and to none that was not read", () => {
    expect(requestOf(keys, plan)).toEqual({
      id: "payments-q",
      as: "Ana",
      with: "Ben",
      consent: plan.commands,
      accept_shared: true,
      present: true,
    });
    const alone = { ...keys, isAlone: true, phrase: "switch Payments", hasRead: false };
    expect(requestOf(alone, plan)).toMatchObject({ alone: "switch Payments", consent: [] });
    expect(requestOf(alone, plan)).not.toHaveProperty("with");
  });
});
