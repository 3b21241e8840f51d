import type { Figures, Shape } from "../../contract/types";

export const KINDS = ["only_old", "only_new", "value", "rounding", "empty", "format", "name"] as const;
export type Kind = (typeof KINDS)[number];

export interface MatrixRow {
  /** None for whole rows. */
  column: string | null;
  /** Of whole rows: alone on a side, or with a key that stands more than once. */
  whole?: "alone" | "duplicate";
  counts: Record<Kind, number>;
  /** The name waits for a decision. */
  isOpen: boolean;
}

const none = (): Record<Kind, number> => ({
  only_old: 0,
  only_new: 0,
  value: 0,
  rounding: 0,
  empty: 0,
  format: 0,
  name: 0,
});

const sum = (row: MatrixRow): number => KINDS.reduce((all, kind) => all + row.counts[kind], 0);

/** Rows by column and kind of difference, the column with most differences first; the rest is only counted. */
export function matrix(figures: Figures): { rows: MatrixRow[]; equal: number } {
  const rows: MatrixRow[] = [];
  const whole = (name: "alone" | "duplicate", old: number, now: number) => {
    const counts = { ...none(), only_old: old, only_new: now };
    if (old + now > 0) rows.push({ column: null, whole: name, counts, isOpen: false });
  };
  whole("alone", figures.only_old, figures.only_new);
  whole("duplicate", figures.duplicate_old, figures.duplicate_new);
  const columns = figures.columns.map((column): MatrixRow => {
    const { value, rounding, format } = column;
    const renamed = figures.drift.find((one) => one.kind === "renamed" && one.from === column.name);
    return {
      column: column.name,
      isOpen: renamed !== undefined && !renamed.accepted,
      counts: {
        ...none(),
        value,
        rounding,
        format,
        empty: column.null + column.empty,
        name: renamed && !renamed.accepted ? renamed.matched : 0,
      },
    };
  });
  for (const { kind, from, to } of figures.drift) {
    const name = kind === "removed" ? from : kind === "added" ? to : null;
    if (name === null) continue;
    const counts = {
      ...none(),
      only_old: kind === "removed" ? figures.rows_old : 0,
      only_new: kind === "added" ? figures.rows_new : 0,
    };
    const there = columns.find((one) => one.column === name);
    if (there) Object.assign(there.counts, { only_old: counts.only_old, only_new: counts.only_new });
    else columns.push({ column: name, counts, isOpen: false });
  }
  const differing = columns
    .filter((row) => sum(row) > 0)
    .sort((a, b) => b.counts.value - a.counts.value || sum(b) - sum(a));
  return { rows: [...rows, ...differing], equal: columns.length - differing.length };
}

/** Which list of differences a count opens; format and names are no differences of cells. */
export function listOf({ column, whole }: MatrixRow, kind: Kind): { column?: string; shape?: Shape } | null {
  if (kind === "format" || kind === "name") return null;
  if (column === null) {
    if (kind !== "only_old" && kind !== "only_new") return null;
    return {
      shape: whole === "duplicate" ? (kind === "only_old" ? "duplicate_old" : "duplicate_new") : kind,
    };
  }
  if (kind === "only_old" || kind === "only_new") return null;
  return kind === "empty" ? { column } : { column, shape: kind };
}
