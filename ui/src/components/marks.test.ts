import { describe, expect, it } from "vitest";
import type { Rung } from "../contract/types";
import { damagedRange } from "../features/backups/Failure";
import { makeBundle, tryMessage } from "../i18n/messages";
import { shortHash } from "./Hash";
import { gaugeWidth } from "./Instruments";
import { ladderLabel } from "./Ladder";

const bundle = makeBundle();
const t = (id: string) => tryMessage(bundle, id) ?? id;
const rung = (level: Rung["level"], mark: Rung["mark"]): Rung => ({
  level,
  mark,
  proven_at: null,
  expires_at: null,
  failed_at: null,
});

describe("marks", () => {
  it("reads a ladder out", () => {
    const label = ladderLabel(t, [
      rung("present", "proven"),
      rung("structure", "failing"),
      rung("content", "unproven"),
    ]);
    expect(label).toBe("Present: proven, Structure: failing, Content sampled: not yet");
  });
  it("draws the limit of a gauge at 80 %", () => {
    expect(gaugeWidth(12, 24)).toBe(40);
    expect(gaugeWidth(24, 24)).toBe(80);
    expect(gaugeWidth(240, 24)).toBe(100);
    expect(gaugeWidth(5, 0)).toBe(100);
  });
  it("shortens hashes so that they can still be compared", () => {
    const hash = "4e91c07b3fa8d06c9b52e1f7a6d0c3f841e2ba97c65d08f3924ab17e77b1d2a6";
    expect(shortHash(hash)).toBe("4e91c07b");
    expect(shortHash(hash, 4)).toBe("4e91c07b 3fa8d06c 9b52e1f7 … 77b1d2a6");
  });
  it("shows a byte range only where it is known and possible", () => {
    expect(damagedRange({ offset: "10", length: "5", pack_bytes: "100" })).toEqual({
      offset: 10,
      length: 5,
      all: 100,
    });
    expect(damagedRange({ offset: "10", length: "5" })).toBeNull();
    expect(damagedRange({ offset: "99", length: "5", pack_bytes: "100" })).toBeNull();
    expect(damagedRange({})).toBeNull();
  });
});
