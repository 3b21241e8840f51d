import type {
  FailsTogether,
  Group,
  ProofState,
  RiskProcess,
  RiskReport,
  RiskThing,
  Status,
  ThingKind,
} from "../../contract/types";

/** From what is worth money to who must be there; everything leans on what stands right of it. */
export const COLUMNS = ["processes", "systems", "providers", "people"] as const;
export type Column = 0 | 1 | 2 | 3;

export interface MapNode {
  id: string;
  title: string;
  column: Column;
  /** One of the two. */
  process: RiskProcess | null;
  thing: RiskThing | null;
}

export interface MapEdge {
  id: string;
  from: string;
  to: string;
  /** Of what is needed. */
  proof: ProofState;
  /** The choice that it belongs to; null where there is none. */
  fork: string | null;
}

/** "1 of 2": not all that hangs on it is needed. */
export interface MapFork {
  id: string;
  from: string;
  need: number;
  of: number;
}

export interface MapBox {
  id: string;
  column: Column;
  members: string[];
  /** What takes them down, where it has no place of its own: nothing but its members leans on it. */
  node: string | null;
  together: FailsTogether;
}

export interface MapGraph {
  nodes: MapNode[];
  edges: MapEdge[];
  forks: MapFork[];
  boxes: MapBox[];
}

const PLACE: Partial<Record<ThingKind, Column>> = {
  system: 1,
  service: 1,
  provider: 2,
  data: 2,
  document: 2,
  cloud: 2,
  credential: 2,
  site: 2,
  network: 2,
  person: 3,
};

const PROOF_OF: Record<Status, ProofState> = {
  proven: "proven",
  due: "proven",
  attention: "proven",
  stale: "expired",
  failing: "untested",
  unproven: "untested",
  paused: "untested",
  unknown: "untested",
};

/** Switches and common causes are no things that anyone could walk up to. */
export const isPlaced = (thing: RiskThing): boolean => PLACE[thing.kind] !== undefined;

function nodesOf(report: RiskReport): MapNode[] {
  const processes = report.processes.map(
    (process): MapNode => ({ id: process.id, title: process.title, column: 0, process, thing: null }),
  );
  const things = report.components.flatMap((thing): MapNode[] => {
    const column = PLACE[thing.kind];
    return column === undefined ? [] : [{ id: thing.id, title: thing.title, column, process: null, thing }];
  });
  return [...processes, ...things];
}

export const needsOf = (node: MapNode): Group[] => node.process?.needs ?? node.thing?.needs ?? [];

const isChoice = (group: Group) => group.any_of.length > group.need;

function edgesOf(nodes: MapNode[]): Pick<MapGraph, "edges" | "forks"> {
  const known = new Map(nodes.map((node) => [node.id, node]));
  const edges = new Map<string, MapEdge>();
  const forks: MapFork[] = [];
  for (const node of nodes) {
    for (const [index, group] of needsOf(node).entries()) {
      const fork = isChoice(group) ? `${node.id} ${index}` : null;
      if (fork !== null) forks.push({ id: fork, from: node.id, need: group.need, of: group.any_of.length });
      for (const to of group.any_of) {
        const target = known.get(to);
        const id = `${node.id}>${to}`;
        if (!target || to === node.id || edges.has(id)) continue;
        const proof = target.thing?.proof ?? PROOF_OF[target.process?.status ?? "unknown"];
        edges.set(id, { id, from: node.id, to, proof, fork });
      }
    }
  }
  return { edges: [...edges.values()], forks };
}

/** The column in which most of them stand; the leftmost of several. */
function commonColumn(members: MapNode[]): Column {
  const counts = [0, 0, 0, 0];
  for (const { column } of members) counts[column] = (counts[column] ?? 0) + 1;
  return counts.indexOf(Math.max(...counts)) as Column;
}

/** A thing is drawn in one box only: the first that takes it. What is left out, the inspector lists. */
function boxesOf(report: RiskReport, nodes: MapNode[], edges: MapEdge[]): MapBox[] {
  const known = new Map(nodes.map((node) => [node.id, node]));
  const boxed = new Set<string>();
  const boxes: MapBox[] = [];
  // What people said of a place comes before what was worked out.
  const ranked = [...report.fails_together].sort(
    (a, b) => Number(a.thing === null) - Number(b.thing === null),
  );
  for (const together of ranked) {
    const { thing } = together;
    const free = together.members.flatMap((id) => {
      const node = known.get(id);
      return node?.thing && !boxed.has(id) && id !== thing ? [node] : [];
    });
    const column = commonColumn(free);
    const members = free.filter((node) => node.column === column).map(({ id }) => id);
    if (members.length < 2) continue;
    const leaning = edges.filter((edge) => edge.to === thing);
    const isPlace = thing !== null && known.get(thing)?.thing?.kind === "site";
    const isWhole = isPlace && !boxed.has(thing) && leaning.every((edge) => members.includes(edge.from));
    boxes.push({
      id: `box ${boxes.length}`,
      column,
      members,
      node: isWhole ? thing : null,
      together,
    });
    for (const id of isWhole ? [...members, thing] : members) boxed.add(id);
  }
  return boxes;
}

/** The map as nodes and edges; with `scope` only what is in it. */
export function graphOf(report: RiskReport, scope: ReadonlySet<string> | null = null): MapGraph {
  const nodes = nodesOf(report).filter(({ id }) => scope === null || scope.has(id));
  const { edges, forks } = edgesOf(nodes);
  const boxes = boxesOf(report, nodes, edges);
  const insides = new Map(boxes.flatMap((box) => (box.node === null ? [] : [[box.node, box.members]])));
  const drawn = edges.filter((edge) => !insides.get(edge.to)?.includes(edge.from));
  return { nodes, edges: drawn, forks, boxes };
}

/** What each thing leads to. */
type Steps = Map<string, string[]>;
/** What each thing needs, and what needs it. */
export interface Leanings {
  down: Steps;
  up: Steps;
}

export function leaningsOf(report: RiskReport): Leanings {
  const [down, up]: [Steps, Steps] = [new Map(), new Map()];
  const add = (steps: Steps, start: string, end: string) => {
    const known = steps.get(start);
    if (known) known.push(end);
    else steps.set(start, [end]);
  };
  for (const { from, to } of edgesOf(nodesOf(report)).edges) {
    add(down, from, to);
    add(up, to, from);
  }
  return { down, up };
}

function reach(start: string, steps: Steps): Set<string> {
  const found = new Set([start]);
  const open = [start];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    for (const id of steps.get(next) ?? []) {
      if (found.has(id)) continue;
      found.add(id);
      open.push(id);
    }
  }
  return found;
}

/** It and everything that it needs, however far down. */
export const below = ({ down }: Leanings, id: string): Set<string> => reach(id, down);

/** It and everything that depends on it. */
export const above = ({ up }: Leanings, id: string): Set<string> => reach(id, up);

/** It, what depends on it, and what it needs. */
export const around = (leanings: Leanings, id: string): Set<string> =>
  new Set([...below(leanings, id), ...above(leanings, id)]);

/** What a report says of all that is drawn: what is gone, what stands still because of that, what has a ring. */
export const standing = (report: RiskReport) => ({
  gone: new Set(report.components.filter(({ gone }) => gone).map(({ id }) => id)),
  still: new Set([...report.components.filter(({ down }) => down).map(({ id }) => id), ...report.down]),
  ringed: ringed(report).ids,
});

/**
 * What the ring marks. Where things stop several processes those are the ones to look at; only where none does, a
 * thing that stops a single process is one.
 */
export function ringed(report: RiskReport): { ids: Set<string>; several: boolean } {
  const stops = (least: number) =>
    report.components.filter((thing) => isPlaced(thing) && thing.single_point_of.length >= least);
  const several = stops(2);
  const things = several.length > 0 ? several : stops(1);
  return { ids: new Set(things.map(({ id }) => id)), several: several.length > 0 };
}

export const isUnproven = ({ process, thing }: MapNode): boolean =>
  process ? PROOF_OF[process.status] !== "proven" : thing?.proof !== "proven";
