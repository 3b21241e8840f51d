import { describe, expect, it } from "vitest";
import { amountMarks, marks } from "./marks";

describe("what changed inside a value", () => {
  it("keeps what is the same at both ends", () => {
    expect(marks("customer_id", "customer-id")).toEqual({
      old: { start: "customer", changed: "_", end: "id" },
      new: { start: "customer", changed: "-", end: "id" },
    });
  });
  it("does not count a letter for both ends", () => {
    expect(marks("aa", "a")).toEqual({
      old: { start: "a", changed: "a", end: "" },
      new: { start: "a", changed: "", end: "" },
    });
    expect(marks("abab", "ab").new).toEqual({ start: "ab", changed: "", end: "" });
  });
  it("takes whole characters", () => {
    expect(marks("😀", "😁").old).toEqual({ start: "", changed: "😀", end: "" });
  });
  it("gives every value back whole", () => {
    for (const [a, b] of [
      ["", "x"],
      ["", ""],
      ["same", "same"],
      ["412.00", "443.72"],
    ] as const) {
      const both = marks(a, b);
      expect(both.old.start + both.old.changed + both.old.end).toBe(a);
      expect(both.new.start + both.new.changed + both.new.end).toBe(b);
    }
  });
  it("marks amounts from the first other digit on", () => {
    expect(amountMarks("1250.00", "1346.20").old).toEqual({ start: "1", changed: "250.00", end: "" });
  });
});
