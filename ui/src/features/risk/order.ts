/** Rows of the columns, ordered so that few edges cross. The same input gives the same order. */

export interface Unit {
  id: string;
  column: number;
  /** One thing, those of a box, or nothing: a lane that edges run along. */
  members: string[];
}

/** Two things, or lanes, that an edge joins. */
export type Link = readonly [string, string];

const SWEEPS = 16;
/** Sweeps without a better order, after which no better one is expected. */
const PATIENCE = 5;

/** What stands for a unit in links: its members, or a lane itself. */
export const handles = (unit: Unit): string[] => (unit.members.length > 0 ? unit.members : [unit.id]);

/** What each thing or lane is joined to: in the column left of it, in its own, and in the one right of it. */
type Near = Map<string, [left: string[], own: string[], right: string[]]>;

export function nearby(columns: readonly Unit[][], links: readonly Link[]): Near {
  const column = new Map<string, number>();
  columns.forEach((units, at) => {
    for (const unit of units) for (const id of handles(unit)) column.set(id, at);
  });
  const near: Near = new Map([...column.keys()].map((id) => [id, [[], [], []]]));
  const join = (id: string, other: string) => {
    const far = (column.get(other) ?? 0) - (column.get(id) ?? 0);
    if (Math.abs(far) <= 1) near.get(id)?.[(far + 1) as 0 | 1 | 2].push(other);
  };
  for (const [a, b] of links) {
    join(a, b);
    join(b, a);
  }
  return near;
}

type Rows = Map<string, number>;

/** Columns of different length are compared as if they were equally long. */
function count(units: Unit[], rows: Rows): void {
  const ids = units.flatMap(handles);
  ids.forEach((id, row) => {
    rows.set(id, (row + 0.5) / ids.length);
  });
}

function mean(ids: readonly string[], rows: Rows): number | null {
  if (ids.length === 0) return null;
  let sum = 0;
  for (const id of ids) sum += rows.get(id) ?? 0;
  return sum / ids.length;
}

function sortBy<T>(list: T[], weigh: (one: T) => number | null): T[] {
  const weighed = list.map((one, index) => ({ one, index, weight: weigh(one) }));
  // What nothing pulls keeps its row; the others are sorted among themselves.
  const pulled = weighed.filter(({ weight }) => weight !== null);
  pulled.sort((a, b) => (a.weight ?? 0) - (b.weight ?? 0) || a.index - b.index);
  let next = 0;
  return weighed.map((entry) => (entry.weight === null ? entry.one : (pulled[next++]?.one ?? entry.one)));
}

/** Each column after the middles of the one before it, or of its own things where that one has none. */
function sweep(columns: Unit[][], near: Near, rows: Rows, side: 0 | 2): void {
  const pull = (id: string) => {
    const around = near.get(id);
    return around ? (mean(around[side], rows) ?? mean(around[1], rows)) : null;
  };
  const last = columns.length - 1;
  for (let step = 0; step <= last; step += 1) {
    const at = side === 0 ? step : last - step;
    const units = sortBy(columns[at] ?? [], (unit) => {
      const pulls = handles(unit).flatMap((id) => pull(id) ?? []);
      return pulls.length === 0 ? null : pulls.reduce((sum, one) => sum + one, 0) / pulls.length;
    });
    for (const unit of units) if (unit.members.length > 1) unit.members = sortBy(unit.members, pull);
    columns[at] = units;
    count(units, rows);
  }
}

/** How often edges between neighbouring columns cross: pairs whose ends stand the other way round. */
export function crossings(columns: readonly Unit[][], links: readonly Link[]): number {
  const place = new Map<string, readonly [column: number, row: number]>();
  columns.forEach((units, column) => {
    let row = 0;
    for (const unit of units) for (const id of handles(unit)) place.set(id, [column, row++]);
  });
  const between: [number, number][][] = columns.map(() => []);
  for (const [a, b] of links) {
    const [one, other] = [place.get(a), place.get(b)];
    if (!one || !other) continue;
    if (other[0] - one[0] === 1) between[one[0]]?.push([one[1], other[1]]);
    else if (one[0] - other[0] === 1) between[other[0]]?.push([other[1], one[1]]);
  }
  return between.reduce((total, pairs) => {
    pairs.sort((a, b) => a[0] - b[0] || a[1] - b[1]);
    return total + inversions(pairs.map(([, row]) => row));
  }, 0);
}

/** Pairs in the wrong order, by a tree of counts. */
function inversions(rows: number[]): number {
  const size = Math.max(0, ...rows) + 2;
  const tree = new Int32Array(size);
  let total = 0;
  rows.forEach((row, seen) => {
    let notAbove = 0;
    for (let at = row + 1; at > 0; at -= at & -at) notAbove += tree[at] ?? 0;
    total += seen - notAbove;
    for (let at = row + 1; at < size; at += at & -at) tree[at] = (tree[at] ?? 0) + 1;
  });
  return total;
}

const copy = (columns: readonly Unit[][]): Unit[][] =>
  columns.map((units) => units.map((unit) => ({ ...unit, members: [...unit.members] })));

/** Sweeps to and fro, each column after the middles of its neighbours; the best order that was seen wins. */
export function ordered(columns: readonly Unit[][], links: readonly Link[]): Unit[][] {
  const near = nearby(columns, links);
  const current = copy(columns);
  const rows: Rows = new Map();
  for (const units of current) count(units, rows);
  let best = { columns: copy(columns), crossed: crossings(columns, links), round: 0 };
  for (let round = 1; round <= SWEEPS && best.crossed > 0; round += 1) {
    sweep(current, near, rows, round % 2 === 1 ? 0 : 2);
    const crossed = crossings(current, links);
    if (crossed < best.crossed) best = { columns: copy(current), crossed, round };
    if (round - best.round >= PATIENCE) break;
  }
  return best.columns;
}
