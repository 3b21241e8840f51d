import { describe, expect, it } from "vitest";
import type { MapEdge, MapGraph, MapNode } from "./graph";
import type { Placed, Rect } from "./layout";
import { fitted } from "./text";
import { stepFrom } from "./walk";

const rects: Record<string, Rect> = {
  pay: { x: 0, y: 0, w: 10, h: 4 },
  mail: { x: 0, y: 10, w: 10, h: 4 },
  book: { x: 20, y: 0, w: 10, h: 4 },
  server: { x: 20, y: 10, w: 10, h: 4 },
  // A box that is a thing, around the server.
  room: { x: 12, y: 7, w: 20, h: 10 },
  bank: { x: 40, y: 30, w: 10, h: 4 },
};
const edge = (from: string, to: string): MapEdge => ({
  id: `${from}>${to}`,
  from,
  to,
  proof: "proven",
  fork: null,
});
const graph: MapGraph = {
  nodes: Object.keys(rects).map((id) => ({ id }) as MapNode),
  edges: [edge("pay", "server"), edge("book", "bank")],
  forks: [],
  boxes: [],
};
const placed = { nodes: new Map(Object.entries(rects)) } as unknown as Placed;
const step = (from: string, key: string) => stepFrom(graph, placed, from, `Arrow${key}`);

describe("arrow keys", () => {
  it("follow an edge before what is nearer", () => {
    expect(step("pay", "Right")).toBe("server");
    expect(step("server", "Left")).toBe("pay");
  });
  it("go to the nearest where no edge leads that way, and nowhere at the end", () => {
    expect(step("bank", "Left")).toBe("book");
    expect(step("server", "Right")).toBe("bank");
    expect(step("bank", "Right")).toBeNull();
    expect(step("pay", "Left")).toBeNull();
  });
  it("walk a column, a box before what stands in it", () => {
    expect(step("book", "Down")).toBe("room");
    expect(step("room", "Down")).toBe("server");
    expect(step("server", "Up")).toBe("room");
    expect(step("server", "Down")).toBeNull();
  });
});

describe("text in a drawing", () => {
  it("is whole where it fits, and cut with an ellipsis where not", () => {
    expect(fitted("4G line", 100, 12)).toBe("4G line");
    const cut = fitted("Warehouse and shipping", 60, 12);
    expect(cut).toMatch(/^Wareh.*…$/);
    expect(fitted("Warehouse and shipping", 90, 12).length).toBeGreaterThan(cut.length);
  });
  it("never ends in a space before the ellipsis, nor splits a letter of two units", () => {
    for (let width = 20; width < 120; width += 1)
      expect(fitted("Wolle & Söhne 🧶🧶🧶🧶", width, 12)).not.toMatch(/ …$|[\ud800-\udbff]…/);
  });
});
