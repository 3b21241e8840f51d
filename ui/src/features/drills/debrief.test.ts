import { describe, expect, it } from "vitest";
import type { DrillView, Fact, WireError } from "../../contract/types";
import { costOf, fingerprints, linesOf, obstaclesOf, suggested, timesOf } from "./debrief";

describe("the result that is suggested", () => {
  const view = (facts: Fact[], doubts: DrillView["measured"]["doubts"] = []) =>
    ({
      facts,
      kind: "full",
      measured: { rto: null, rpo: null, doubts, clock_was_set: false },
    }) as unknown as DrillView;
  it("is a pass only where it worked on the backup and nothing ended it", () => {
    expect(suggested(view(["worked_on_backup"]))).toBe("pass");
    expect(suggested(view([]))).toBe("fail");
    for (const fact of ["ended_early", "undo_failed", "stuck", "stayed"] as const) {
      expect(suggested(view(["worked_on_backup", fact]))).toBe("fail");
    }
  });
  it("is that nobody can tell where the computer slept", () => {
    expect(suggested(view(["worked_on_backup", "slept"]))).toBe("inconclusive");
    expect(suggested(view(["worked_on_backup"], ["restarted"]))).toBe("inconclusive");
  });
});

describe("what is pasted", () => {
  const one = "a".repeat(64);
  it("takes what sha256sum prints, and refuses what is no fingerprint", () => {
    expect(fingerprints(`${one}  photo.jpg\n\n${"B".repeat(64)}`)).toEqual([one, "b".repeat(64)]);
    expect(fingerprints("")).toEqual([]);
    expect(fingerprints("photo.jpg")).toBeNull();
    expect(fingerprints("abc123")).toBeNull();
  });
  it("reads actions one a line", () => expect(linesOf(" a \n\n b")).toEqual(["a", "b"]));
});

describe("why somebody may not sign", () => {
  const error = (more: Partial<WireError>): WireError => ({
    code: "not_allowed",
    message: "",
    hint: "",
    where: {},
    allowed: [],
    params: {},
    ...more,
  });
  it("is found wherever the program names it, and in the order of the list", () => {
    expect(obstaclesOf(error({ allowed: ["ended_early", "signer_is_operator"] }))).toEqual([
      "signer_is_operator",
      "ended_early",
    ]);
    expect(obstaclesOf(error({ params: { obstacles: "stuck, slept" } }))).toEqual(["slept", "stuck"]);
    expect(obstaclesOf(error({ params: { reason: "questions_missing" } }))).toEqual(["questions_missing"]);
    expect(obstaclesOf(error({ params: { reason: "other" } }))).toEqual([]);
    expect(obstaclesOf(null)).toEqual([]);
  });
});

describe("money and time", () => {
  it("costs what its hours cost", () => {
    expect(costOf({ amount: "1200.00", currency: "EUR" }, 1062)).toEqual({
      amount: "354.00",
      currency: "EUR",
    });
  });
  it("adds a phase that came twice, and leaves out what has not ended", () => {
    const at = (minute: number) => new Date(minute * 60_000).toISOString();
    expect(
      timesOf([
        { phase: "switch", from: at(0), until: at(2) },
        { phase: "back", from: at(2), until: at(3) },
        { phase: "switch", from: at(3), until: at(4) },
        { phase: "verify", from: at(4), until: null },
      ]),
    ).toEqual([
      { phase: "switch", seconds: 180 },
      { phase: "back", seconds: 60 },
    ]);
  });
});
