import { describe, expect, it } from "vitest";
import type { FailsTogether, RiskProcess, RiskReport, RiskThing, ThingKind } from "../../contract/types";
import { dice } from "../../platform/fixtures/time";
import { around, below, graphOf, leaningsOf, ringed } from "./graph";
import { layout, type Rect } from "./layout";
import { crossings, ordered, type Unit } from "./order";
import { settle } from "./rows";

const KINDS: ThingKind[] = ["service", "provider", "system", "data", "person", "cloud", "site", "network"];

const thing = (id: string, kind: ThingKind, needs: RiskThing["needs"] = []) =>
  ({ id, title: id, kind, needs, proof: "untested", single_point_of: [] }) as unknown as RiskThing;
const process = (id: string, needs: RiskProcess["needs"]) =>
  ({ id, title: id, needs, status: "proven" }) as unknown as RiskProcess;
const all = (...ids: string[]) => ids.map((id) => ({ any_of: [id], need: 1 }));
const together = (members: string[], of: string | null): FailsTogether => ({
  members,
  thing: of,
  what: null,
  value: null,
  likely: false,
  beats: [],
});
const report = (
  processes: RiskProcess[],
  components: RiskThing[],
  fails_together: FailsTogether[] = [],
): RiskReport => ({ processes, components, fails_together }) as unknown as RiskReport;

/** A map of any shape: choices, cycles, ids that are not there, boxes that share members. */
function drawnMap(seed: number): RiskReport {
  const roll = dice(seed * 977 + 3);
  const below = (most: number) => Math.floor(roll() * most);
  const count = 1 + below(60);
  const ids = Array.from({ length: count }, (_, index) => `c${index}`);
  const some = (most: number) => Array.from({ length: below(most + 1) }, () => ids[below(count)] ?? "c0");
  const needs = () =>
    Array.from({ length: below(4) }, () => {
      const any_of = [
        ...new Set([...some(3), ids[below(count)] ?? "c0", ...(roll() < 0.05 ? ["gone"] : [])]),
      ];
      return { any_of, need: 1 + below(any_of.length) };
    });
  return report(
    Array.from({ length: 1 + below(15) }, (_, index) => process(`p${index}`, needs())),
    ids.map((id) => thing(id, KINDS[below(KINDS.length)] ?? "system", needs())),
    Array.from({ length: below(5) }, () =>
      together([...new Set(some(6))], roll() < 0.4 ? (ids[below(count)] ?? null) : null),
    ),
  );
}

const apart = (a: Rect, b: Rect) =>
  a.x + a.w <= b.x || b.x + b.w <= a.x || a.y + a.h <= b.y || b.y + b.h <= a.y;

describe("any map", () => {
  it.each(Array.from({ length: 150 }, (_, seed) => seed))("%i: nothing overlaps, each edge once", (seed) => {
    const graph = graphOf(drawnMap(seed));
    const placed = layout(graph, 744);
    const boxNodes = new Set(graph.boxes.map(({ node }) => node));
    const plain = graph.nodes.filter(({ id }) => !boxNodes.has(id));
    const rect = (id: string) => placed.nodes.get(id) as Rect;
    for (const [index, one] of plain.entries()) {
      expect(placed.nodes.has(one.id)).toBe(true);
      for (const other of plain.slice(index + 1)) expect(apart(rect(one.id), rect(other.id))).toBe(true);
    }
    for (const box of graph.boxes) {
      const around = placed.boxes.get(box.id) as Rect;
      for (const { id } of plain) {
        const isInside = rect(id).y > around.y && rect(id).y + rect(id).h < around.y + around.h;
        if (box.members.includes(id)) expect(isInside).toBe(true);
        else expect(apart(rect(id), around)).toBe(true);
      }
      for (const other of graph.boxes)
        if (other !== box) expect(apart(around, placed.boxes.get(other.id) as Rect)).toBe(true);
    }
    const pairs = graph.edges.map(({ from, to }) => `${from}>${to}`);
    expect(new Set(pairs).size).toBe(pairs.length);
    expect([...placed.edges.keys()].sort()).toEqual(graph.edges.map(({ id }) => id).sort());
    for (const { x, y, w, h } of [...placed.nodes.values(), ...placed.boxes.values()]) {
      expect(x).toBeGreaterThanOrEqual(0);
      expect(y).toBeGreaterThanOrEqual(0);
      expect(x + w).toBeLessThanOrEqual(placed.width);
      expect(y + h).toBeLessThanOrEqual(placed.height);
    }
    expect(JSON.stringify([...placed.edges.values()])).not.toContain("NaN");
  });

  it("is drawn the same way twice", () => {
    for (const seed of [1, 7, 42]) {
      expect(layout(graphOf(drawnMap(seed)), 744)).toEqual(layout(graphOf(drawnMap(seed)), 744));
    }
  });
});

describe("the drawing", () => {
  const simple = report(
    [process("pay", all("book", "marta")), process("mail", all("server"))],
    [
      thing("book", "system", all("bank")),
      thing("server", "system", [{ any_of: ["one", "two"], need: 1 }]),
      thing("bank", "provider", all("marta")),
      thing("one", "network"),
      thing("two", "network"),
      thing("marta", "person"),
      thing("switch:mail", "switch"),
    ],
  );

  it("has no place for a switch", () => {
    expect(graphOf(simple).nodes.map(({ id }) => id)).not.toContain("switch:mail");
  });

  it("lays what needs each other on one line", () => {
    const { nodes } = layout(graphOf(simple), 744);
    const apart = (nodes.get("book")?.y ?? 0) - (nodes.get("bank")?.y ?? 0);
    expect(Math.abs(apart)).toBeLessThanOrEqual(2);
  });

  it("leads an edge over several columns between the rows, never through a node", () => {
    const graph = graphOf(simple);
    const placed = layout(graph, 744);
    const way = placed.edges.get("pay>marta") ?? "";
    const flat = [...way.matchAll(/ (\d+(?:\.\d+)?)H/g)].map((match) => Number(match[1]));
    expect(flat.length).toBe(2);
    const [systems, providers] = [1, 2].map((column) => graph.nodes.filter((node) => node.column === column));
    for (const [nodes, y] of [
      [systems, flat[0]],
      [providers, flat[1]],
    ] as const) {
      for (const { id } of nodes ?? []) {
        const { y: top, h } = placed.nodes.get(id) as Rect;
        expect((y ?? 0) < top - 4 || (y ?? 0) > top + h + 4).toBe(true);
      }
    }
  });

  it("marks a choice, and only a choice", () => {
    const { forks } = graphOf(simple);
    expect(forks).toEqual([{ id: "server 0", from: "server", need: 1, of: 2 }]);
    expect(layout(graphOf(simple), 744).forks.has("server 0")).toBe(true);
  });

  it("draws a site as the box around what stands there, unless something else leans on it", () => {
    const things = [
      thing("a", "system", all("room")),
      thing("b", "system", all("room")),
      thing("room", "site"),
    ];
    const inRoom = [together(["a", "b"], "room")];
    const alone = graphOf(report([process("p", all("a", "b"))], things, inRoom));
    expect(alone.boxes[0]?.node).toBe("room");
    expect(alone.edges.map(({ id }) => id)).toEqual(["p>a", "p>b"]);
    const leaning = graphOf(report([process("p", all("a", "b", "room"))], things, inRoom));
    expect(leaning.boxes[0]?.node).toBeNull();
    expect(leaning.edges.map(({ id }) => id)).toContain("a>room");
  });

  it("draws a thing in one box only", () => {
    const things = ["a", "b", "c"].map((id) => thing(id, "network"));
    const { boxes } = graphOf(
      report([process("p", all("a", "b", "c"))], things, [
        together(["a", "b"], null),
        together(["b", "c"], null),
      ]),
    );
    expect(boxes.map(({ members }) => members)).toEqual([["a", "b"]]);
  });

  it("knows what lies below and around", () => {
    expect([...below(leaningsOf(simple), "pay")].sort()).toEqual(["bank", "book", "marta", "pay"]);
    expect([...around(leaningsOf(simple), "bank")].sort()).toEqual(["bank", "book", "marta", "pay"]);
  });

  it("rings what stops several processes, and what stops one only where nothing stops several", () => {
    const stopping = (counts: Record<string, number>) =>
      report(
        [],
        Object.entries(counts).map(([id, count]) => ({
          ...thing(id, "system"),
          single_point_of: Array.from({ length: count }, String),
        })),
      );
    expect(ringed(stopping({ a: 1, b: 3 }))).toEqual({ ids: new Set(["b"]), several: true });
    expect(ringed(stopping({ a: 1, b: 0 }))).toEqual({ ids: new Set(["a"]), several: false });
  });
});

describe("order and rows", () => {
  const units = (column: number, ...ids: string[]): Unit[] =>
    ids.map((id) => ({ id, column, members: [id] }));

  it("untangles what can be untangled", () => {
    const columns = [units(0, "a", "b", "c"), units(1, "x", "y", "z")];
    const links = [
      ["a", "z"],
      ["b", "y"],
      ["c", "x"],
    ] as const;
    expect(crossings(columns, links)).toBe(3);
    expect(crossings(ordered(columns, links), links)).toBe(0);
  });

  it("never makes it worse, and counts crossings as they are", () => {
    for (let seed = 1; seed < 40; seed += 1) {
      const roll = dice(seed * 31);
      const columns = [units(0, "a", "b", "c", "d", "e"), units(1, "v", "w", "x", "y", "z")];
      const links = Array.from(
        { length: 9 },
        () => ["abcde"[Math.floor(roll() * 5)] ?? "a", "vwxyz"[Math.floor(roll() * 5)] ?? "v"] as const,
      );
      const brute = links
        .flatMap((one, index) => links.slice(index + 1).map((other) => [one, other] as const))
        .filter(([[a, b], [c, d]]) => (a < c && b > d) || (a > c && b < d)).length;
      expect(crossings(columns, links)).toBe(brute);
      expect(crossings(ordered(columns, links), links)).toBeLessThanOrEqual(brute);
    }
  });

  it("keeps the room between rows and is nearest to the wishes", () => {
    const slot = (wish: number | null) => ({ room: 10, wish, weight: 1 });
    expect(settle([slot(0), slot(50)])).toEqual([0, 50]);
    expect(settle([slot(20), slot(20)])).toEqual([15, 25]);
    expect(settle([slot(30), slot(0)])).toEqual([10, 20]);
    expect(settle([slot(5), slot(null)])).toEqual([5, 15]);
  });
});

it("lays out 200 components and 40 processes well within a frame", () => {
  const roll = dice(5);
  const ids = Array.from({ length: 200 }, (_, index) => `c${index}`);
  const pick = () => ids[Math.floor(roll() * 200)] ?? "c0";
  const large = report(
    Array.from({ length: 40 }, (_, index) => process(`p${index}`, all(pick(), pick(), pick()))),
    ids.map((id, index) => thing(id, KINDS[index % KINDS.length] ?? "system", all(pick(), pick()))),
  );
  const graph = graphOf(large);
  for (let warm = 0; warm < 5; warm += 1) layout(graph, 744);
  const times = Array.from({ length: 9 }, () => {
    const began = performance.now();
    layout(graph, 744);
    return performance.now() - began;
  });
  // A busy machine makes single ones longer, never shorter.
  expect(Math.min(...times)).toBeLessThan(120);
});
