import { describe, expect, it } from "vitest";
import { popped, pushed, type Stack, type Step, undoing } from "./undo";

const step = (from: number, to: number): Step => ({
  undo: { remove: [`made-${to}`] },
  from,
  to,
  what: `${to}`,
});

/** A program that takes a save only on top of its own revision. */
function undoAll(stack: Stack, revision: number): { undone: string[]; refusedAt: number | null } {
  const undone: string[] = [];
  let [left, now] = [stack, revision];
  for (let last = left.at(-1); last; last = left.at(-1)) {
    const asked = undoing(last);
    if (asked.revision !== now) return { undone, refusedAt: asked.revision ?? null };
    now += 1;
    undone.push(...(asked.remove ?? []));
    left = popped(left, { revision: now });
  }
  return { undone, refusedAt: null };
}

describe("taking saves back", () => {
  it("goes through all of them, the last first, though each makes a revision of its own", () => {
    const stack = [step(1, 2), step(2, 3), step(3, 4)].reduce<Stack>(pushed, []);
    expect(undoAll(stack, 4)).toEqual({ undone: ["made-4", "made-3", "made-2"], refusedAt: null });
  });

  it("stops where somebody else saved in between, and keeps that step", () => {
    // Between 3 and 5 another one made revision 4.
    const stack = [step(1, 2), step(2, 3), step(4, 5)].reduce<Stack>(pushed, []);
    expect(undoAll(stack, 5)).toEqual({ undone: ["made-5"], refusedAt: 3 });
    expect(undoAll(stack, 6)).toEqual({ undone: [], refusedAt: 5 });
  });

  it("keeps a hundred", () => {
    const stack = Array.from({ length: 120 }, (_, at) => step(at, at + 1)).reduce<Stack>(pushed, []);
    expect(stack).toHaveLength(100);
    expect(stack.at(-1)?.to).toBe(120);
  });
});
