import { COLUMNS, type MapBox, type MapEdge, type MapGraph, type MapNode } from "./graph";
import { handles, type Link, nearby, ordered, type Unit } from "./order";
import { type Slot, settle } from "./rows";

export interface Rect {
  x: number;
  y: number;
  w: number;
  h: number;
}
export interface Placed {
  width: number;
  height: number;
  /** Left edges of the columns. */
  columns: number[];
  nodes: Map<string, Rect>;
  boxes: Map<string, Rect>;
  /** The way of each edge, by its id. */
  edges: Map<string, string>;
  /** Where each choice parts. */
  forks: Map<string, Point>;
  /** Where edges arrive that do not run from left to right: a mark there says which way they go. */
  turned: Map<string, Point>;
}
export interface Point {
  x: number;
  y: number;
}

export const NODE_HEIGHT = 38;
/** Of the line with the titles of the columns. */
const TOP = 44;
const BOTTOM = 24;
const SIDE = 18;
const NARROWEST = 128;
const WIDEST = 184;
const LEAST_GUTTER = 36;
/** The room between two rows; a long column is denser. */
const GAPS: [rows: number, gap: number][] = [
  [10, 20],
  [20, 16],
  [Number.POSITIVE_INFINITY, 12],
];
const BOX = { top: 24, bottom: 10, side: 8, gap: 12, between: 24 };
const LANE = { height: 4, between: 9 };
const ROUNDS = 9;
const LANE_PULL = 0.4;
/** A chain of things is a straight line. */
const CHAIN_PULL = 8;
/** From the side of a node to where a choice parts; it parts outside the box that the node stands in. */
const FORK = { free: 10, boxed: 15 };
const BETWEEN_FORKS = 13;

const laneOf = (column: number, edge: MapEdge, forward: boolean) =>
  `lane ${column} ${forward ? "to" : "back to"} ${edge.to}`;

interface Ways {
  /** What each edge runs through, from its start to its end. */
  stops: Map<string, string[]>;
  links: Link[];
  lanes: Unit[];
}

/** Edges over several columns run along a lane in each column between, and share it with all that end alike. */
function waysOf({ edges, boxes }: MapGraph, column: Map<string, number>): Ways {
  const lanes = new Map<string, Unit>();
  const links = new Map<string, Link>();
  const stops = new Map<string, string[]>();
  const inside = new Map(
    boxes.flatMap((box) => (box.node === null ? [] : [[box.node, box.members[0] ?? ""]])),
  );
  for (const edge of edges) {
    const [from, to] = [column.get(edge.from) ?? 0, column.get(edge.to) ?? 0];
    const step = to > from ? 1 : -1;
    const way = [edge.from];
    for (let at = from + step; from !== to && at !== to; at += step) {
      const id = laneOf(at, edge, step === 1);
      lanes.set(id, { id, column: at, members: [] });
      way.push(id);
    }
    way.push(edge.to);
    stops.set(edge.id, way);
    way.slice(1).forEach((stop, index) => {
      // A box that is a thing itself is pulled by its first member.
      const a = inside.get(way[index] ?? "") ?? way[index] ?? "";
      const b = inside.get(stop) ?? stop;
      links.set(`${a}>${b}`, [a, b]);
    });
  }
  return { stops, links: [...links.values()], lanes: [...lanes.values()] };
}

/** The order in which a walk from the processes meets things: what belongs together starts together. */
function walked({ nodes, edges }: MapGraph): Map<string, number> {
  const next = new Map<string, string[]>();
  for (const { from, to } of edges) next.set(from, [...(next.get(from) ?? []), to]);
  const seen = new Map<string, number>();
  for (const start of nodes) {
    const open = [start.id];
    for (let id = open.pop(); id !== undefined; id = open.pop()) {
      if (seen.has(id)) continue;
      seen.set(id, seen.size);
      open.push(...(next.get(id) ?? []).toReversed());
    }
  }
  return seen;
}

function unitsOf(graph: MapGraph, lanes: Unit[]): Unit[][] {
  const rank = walked(graph);
  const asBox = new Set(graph.boxes.map(({ node }) => node));
  const boxOf = new Map(graph.boxes.flatMap((box) => box.members.map((id) => [id, box] as const)));
  const columns: Unit[][] = COLUMNS.map(() => []);
  const made = new Set<string>();
  const sorted = [...graph.nodes].sort((a, b) => (rank.get(a.id) ?? 0) - (rank.get(b.id) ?? 0));
  for (const node of sorted) {
    const box = boxOf.get(node.id);
    const id = box?.id ?? node.id;
    if (made.has(id) || asBox.has(node.id)) continue;
    made.add(id);
    const members = box
      ? sorted.filter((one) => box.members.includes(one.id)).map((one) => one.id)
      : [node.id];
    columns[node.column]?.push({ id, column: node.column, members });
  }
  for (const lane of lanes) columns[lane.column]?.push(lane);
  return columns;
}

interface Sized {
  unit: Unit;
  height: number;
  isBox: boolean;
  isLane: boolean;
  /** From its upper edge to the middle of each of its members. */
  middles: Map<string, number>;
}

function sized(unit: Unit, boxes: Set<string>): Sized {
  const isBox = boxes.has(unit.id);
  const isLane = unit.members.length === 0;
  const top = isBox ? BOX.top : 0;
  const step = NODE_HEIGHT + BOX.gap;
  const middles = new Map(
    handles(unit).map((id, index) => [id, isLane ? LANE.height / 2 : top + index * step + NODE_HEIGHT / 2]),
  );
  const inner = unit.members.length * step - BOX.gap;
  return {
    unit,
    isBox,
    isLane,
    middles,
    height: isLane ? LANE.height : isBox ? top + inner + BOX.bottom : inner,
  };
}

const between = (above: Sized, under: Sized, gap: number): number => {
  if (above.isLane && under.isLane) return LANE.between / 2;
  if (above.isBox || under.isBox) return above.isLane || under.isLane ? LANE.between : BOX.between;
  return above.isLane || under.isLane ? LANE.between : gap;
};

/** Upper edges of all units, pulled to and fro until they lie level with what they are joined to. */
function settled(columns: Sized[][], links: readonly Link[]): Map<string, number> {
  const gap = gapOf(columns);
  const near = nearby(
    columns.map((units) => units.map(({ unit }) => unit)),
    links,
  );
  const middle = new Map<string, number>();
  const tops = new Map<string, number>();
  const wishOf = (one: Sized, sides: readonly (0 | 1 | 2)[]) => {
    let [sum, count, isChain] = [0, 0, true];
    for (const [id, offset] of one.middles) {
      for (const side of sides) {
        for (const other of near.get(id)?.[side] ?? []) {
          const at = middle.get(other);
          if (at === undefined) continue;
          sum += at - offset;
          count += 1;
          isChain = near.get(other)?.[(2 - side) as 0 | 1 | 2].length === 1;
        }
      }
    }
    return {
      wish: count === 0 ? (tops.get(one.unit.id) ?? null) : sum / count,
      isChain: count === 1 && isChain,
    };
  };
  const place = (units: Sized[], sides: readonly (0 | 1 | 2)[]) => {
    const slots = units.map((one, index): Slot => {
      const under = units[index + 1];
      const { wish, isChain } = wishOf(one, sides);
      return {
        room: one.height + (under ? between(one, under, gap) : 0),
        wish,
        weight: one.isLane ? LANE_PULL : isChain ? CHAIN_PULL : 1,
      };
    });
    settle(slots).forEach((top, index) => {
      const one = units[index];
      if (!one) return;
      tops.set(one.unit.id, top);
      for (const [id, offset] of one.middles) middle.set(id, top + offset);
    });
  };
  for (const units of columns) place(units, [0, 1, 2]);
  for (let round = 0; round < ROUNDS; round += 1) {
    const fromRight = round % 2 === 0;
    for (const units of fromRight ? columns.toReversed() : columns) place(units, [fromRight ? 2 : 0]);
  }
  return tops;
}

function gapOf(columns: Sized[][]): number {
  const rows = Math.max(
    0,
    ...columns.map((units) => units.reduce((sum, { unit }) => sum + unit.members.length, 0)),
  );
  return GAPS.find(([most]) => rows <= most)?.[1] ?? 12;
}

/** Widths of nodes and gutters for a window of this width. */
function across(width: number): { w: number; columns: number[] } {
  const inner = width - 2 * SIDE;
  const w = Math.round(Math.min(WIDEST, Math.max(NARROWEST, inner * 0.203)));
  const gutter = Math.max(LEAST_GUTTER, Math.floor((inner - w * COLUMNS.length) / (COLUMNS.length - 1)));
  return { w, columns: COLUMNS.map((_, at) => SIDE + at * (w + gutter)) };
}

function boxRect(box: MapBox, nodes: Map<string, Rect>): Rect {
  const rects = box.members.flatMap((id) => nodes.get(id) ?? []);
  const x = (rects[0]?.x ?? 0) - BOX.side;
  const y = Math.min(...rects.map((rect) => rect.y)) - BOX.top;
  const bottom = Math.max(...rects.map((rect) => rect.y + rect.h)) + BOX.bottom;
  return { x, y, w: (rects[0]?.w ?? 0) + 2 * BOX.side, h: bottom - y };
}

/** Where everything of the map lies, in pixels, for a drawing of at least this width. */
export function layout(graph: MapGraph, width: number): Placed {
  const column = new Map(graph.nodes.map(({ id, column }) => [id, column as number]));
  for (const box of graph.boxes) if (box.node !== null) column.set(box.node, box.column);
  const ways = waysOf(graph, column);
  const boxIds = new Set(graph.boxes.map(({ id }) => id));
  const columns = ordered(unitsOf(graph, ways.lanes), ways.links).map((units) =>
    units.map((unit) => sized(unit, boxIds)),
  );
  const tops = settled(columns, ways.links);
  const { w, columns: lefts } = across(width);
  const up = TOP - Math.min(...tops.values(), Number.MAX_SAFE_INTEGER);
  const [nodes, lanes] = [new Map<string, Rect>(), new Map<string, Rect>()];
  for (const { unit, isLane, middles } of columns.flat()) {
    const x = lefts[unit.column] ?? 0;
    const top = (tops.get(unit.id) ?? 0) + up;
    for (const [id, offset] of middles) {
      if (isLane) lanes.set(id, { x, y: top + offset, w, h: 0 });
      else nodes.set(id, { x, y: top + offset - NODE_HEIGHT / 2, w, h: NODE_HEIGHT });
    }
  }
  const boxes = new Map(graph.boxes.map((box) => [box.id, boxRect(box, nodes)]));
  for (const box of graph.boxes) if (box.node !== null) nodes.set(box.node, boxRect(box, nodes));
  const rects = [...nodes.values(), ...boxes.values(), ...lanes.values()];
  return {
    width: Math.max(width, (lefts.at(-1) ?? 0) + w + SIDE),
    height: Math.max(TOP, ...rects.map((rect) => rect.y + rect.h)) + BOTTOM,
    columns: lefts,
    nodes,
    boxes,
    ...drawn(graph, ways, nodes, lanes),
  };
}

/** Edges as curves, each from its fork or the middle of its side. */
function drawn(
  graph: MapGraph,
  { stops }: Ways,
  nodes: Map<string, Rect>,
  lanes: Map<string, Rect>,
): Pick<Placed, "edges" | "forks" | "turned"> {
  const starts = startsOf(graph);
  const edges = new Map<string, string>();
  const [forks, turned] = [new Map<string, Point>(), new Map<string, Point>()];
  const boxed = new Set(graph.boxes.flatMap(({ members }) => members));
  for (const edge of graph.edges) {
    const rects = (stops.get(edge.id) ?? []).flatMap((id) => nodes.get(id) ?? lanes.get(id) ?? []);
    const shift = starts.get(edge.fork ?? edge.from) ?? 0;
    const [first, second] = rects;
    if (!first || !second) continue;
    const back = second.x < first.x;
    const start = { x: back ? first.x : first.x + first.w, y: first.y + first.h / 2 + shift };
    const out = boxed.has(edge.from) ? FORK.boxed : FORK.free;
    const stub = edge.fork === null ? 0 : back ? -out : out;
    if (edge.fork !== null && (!back || !forks.has(edge.fork)))
      forks.set(edge.fork, { x: start.x + stub, y: start.y });
    edges.set(edge.id, wayOf(start, stub, rects));
    const last = rects.at(-1);
    if (last && last.x <= first.x) turned.set(edge.id, { x: last.x + last.w, y: last.y + last.h / 2 });
  }
  return { edges, forks, turned };
}

/** How far from the middle of its node each choice begins, so that two of them can be told apart. */
function startsOf({ nodes, edges, forks }: MapGraph): Map<string, number> {
  const starts = new Map<string, number>();
  const own = new Map<string, string[]>();
  for (const { id, from } of forks) own.set(from, [...(own.get(from) ?? []), id]);
  const plain = new Set(edges.filter(({ fork }) => fork === null).map(({ from }) => from));
  for (const { id } of nodes as MapNode[]) {
    const list = [...(plain.has(id) ? [id] : []), ...(own.get(id) ?? [])];
    const step = Math.min(BETWEEN_FORKS, (NODE_HEIGHT - 10) / Math.max(1, list.length - 1));
    list.forEach((one, index) => {
      starts.set(one, (index - (list.length - 1) / 2) * step);
    });
  }
  return starts;
}

function wayOf(start: Point, stub: number, rects: Rect[]): string {
  let [x, y] = [start.x + stub, start.y];
  const pieces = [`M${start.x} ${start.y}`];
  if (stub !== 0) pieces.push(`H${x}`);
  for (const [index, rect] of rects.slice(1).entries()) {
    const last = rects[index];
    const middle = rect.y + rect.h / 2;
    if (last && rect.x === last.x) {
      // In one column the edge bends through the gutter beside it.
      const side = rect.x + rect.w;
      const bow = side + 16 + Math.min(14, Math.abs(middle - y) / 12);
      pieces.push(`C${bow} ${y} ${bow} ${middle} ${side} ${middle}`);
      [x, y] = [side, middle];
      continue;
    }
    const back = rect.x < (last?.x ?? 0);
    const end = back ? rect.x + rect.w : rect.x;
    const bend = Math.abs(end - x) / 2;
    const lean = back ? -bend : bend;
    pieces.push(`C${x + lean} ${y} ${end - lean} ${middle} ${end} ${middle}`);
    [x, y] = [end, middle];
    // Along the lane to its other side.
    if (rect.h === 0) {
      x = back ? rect.x : rect.x + rect.w;
      pieces.push(`H${x}`);
    }
  }
  return pieces.join("");
}
