import type {
  CompareLook,
  CompareSetUp,
  FileKind,
  Normalise,
  SideInput,
  Tolerance,
} from "../../contract/types";
import { isDate } from "../schedule/dates";

/** How somebody says where one side comes from. */
export type Way = "file" | "web" | "sqlite" | "postgres";
export const WAYS: readonly Way[] = ["file", "web", "sqlite", "postgres"];

export interface SideForm {
  way: Way;
  path: string;
  url: string;
  /** None: told by the end of the name. */
  kind: FileKind | null;
  query: string;
  env: string;
}

export const emptySide: SideForm = { way: "file", path: "", url: "", kind: null, query: "", env: "" };

export const FILE_KINDS: readonly FileKind[] = ["csv", "json", "json_lines", "parquet", "xlsx"];
const ENDINGS: Record<string, FileKind> = {
  csv: "csv",
  tsv: "csv",
  txt: "csv",
  json: "json",
  jsonl: "json_lines",
  ndjson: "json_lines",
  parquet: "parquet",
  xlsx: "xlsx",
};

/** What a file is by the end of its name; CSV where that says nothing. */
export function kindOf(name: string): FileKind {
  const end = /\.([A-Za-z0-9]+)$/.exec(name.trim().split(/[?#]/)[0] ?? "")?.[1] ?? "";
  return ENDINGS[end.toLowerCase()] ?? "csv";
}

/** One side as the program asks for it; null while something is missing. */
export function inputOf({ way, path, url, kind, query, env }: SideForm): SideInput | null {
  const [file, address, sql, name] = [path.trim(), url.trim(), query.trim(), env.trim()];
  switch (way) {
    case "file":
      return file === "" ? null : { kind: kind ?? kindOf(file), path: file };
    case "web":
      return address === "" ? null : { kind: "http", url: address, file_kind: kind ?? kindOf(address) };
    case "sqlite":
      return file === "" || sql === "" ? null : { kind: "sqlite", path: file, query: sql };
    case "postgres":
      return name === "" || sql === "" ? null : { kind: "postgres", connection_env: name, query: sql };
  }
}

export type Role = "key" | "compare" | "ignore";

/** One column of the old table, or of the new one where it stands only there. */
export interface ColumnForm {
  name: string;
  /** Its name on the other side; none where it has no partner. */
  partner: string | null;
  isDecimal: boolean;
  role: Role;
  tolerance: string;
  /** Stands only in the new table. */
  isNew: boolean;
}

/** What is proposed, as a table that a person may change. */
export function columnsOf({ old, new: now, proposal }: CompareLook): ColumnForm[] {
  if (!old || !now) return [];
  const there = new Set(now.columns.map(({ name }) => name));
  const isIgnored = (name: string) => proposal.ignore.includes(name);
  const columns = old.columns.map((column): ColumnForm => {
    const { name } = column;
    const partner = proposal.rename[name] ?? (there.has(name) ? name : null);
    const beside = now.columns.find((one) => one.name === partner);
    const role = proposal.key.includes(name) ? "key" : isIgnored(name) ? "ignore" : "compare";
    return {
      name,
      partner,
      role,
      isDecimal: column.kind === "decimal" && (beside?.kind ?? "decimal") === "decimal",
      tolerance: proposal.tolerance[name]?.abs ?? "",
      isNew: false,
    };
  });
  const taken = new Set(columns.map(({ partner }) => partner));
  const alone = now.columns.filter(({ name }) => !taken.has(name));
  return [
    ...columns,
    ...alone.map(
      ({ name, kind }): ColumnForm => ({
        name,
        partner: null,
        role: isIgnored(name) ? "ignore" : "compare",
        isDecimal: kind === "decimal",
        tolerance: "",
        isNew: true,
      }),
    ),
  ];
}

/** `0.01`, or `0.1%` of the larger of both; null for what is neither. */
export function toleranceOf(text: string): Tolerance | null {
  const found = /^(\d{1,40}(?:[.,]\d{1,38})?)\s*(%?)$/.exec(text.trim());
  if (!found?.[1]) return null;
  const number = found[1].replace(",", ".");
  if (found[2] !== "%") return { abs: number, rel: null };
  return { abs: null, rel: shift(number) };
}

/** A hundredth, exactly: a ratio must not pick up digits on the way. */
function shift(number: string): string {
  const [units = "", rest = ""] = number.split(".");
  const digits = units.padStart(3, "0") + rest;
  const at = digits.length - rest.length - 2;
  return `${digits.slice(0, at).replace(/^0+(?=\d)/, "")}.${digits.slice(at)}`;
}

export interface PlanForm {
  title: string;
  isScheduled: boolean;
  line: string | null;
  starts: string;
  days: string;
  cleanRuns: string;
  rate: string;
  normalise: Normalise;
}

/** What the workspace file takes as a length in days, and as a number of clean runs. */
export const MOST_DAYS = 3660;
/** A first day further away than this is a slip of the pen. */
export const FURTHEST_DAYS = 366;

export type Field = "title" | "key" | "tolerance" | "line" | "starts" | "days" | "clean" | "rate";

/** What is missing or wrong; the word before the hyphen is the field that it stands at. */
export type Problem =
  | Field
  | "starts-past"
  | "starts-far"
  | "starts-alone"
  | "days-alone"
  | "clean-over"
  | "rate-over";
export const PROBLEMS: readonly Problem[] = [
  "key",
  "tolerance",
  "title",
  "line",
  "starts",
  "starts-past",
  "starts-far",
  "starts-alone",
  "days",
  "days-alone",
  "clean",
  "clean-over",
  "rate",
  "rate-over",
];

export const fieldOf = (problem: Problem): Field => problem.split("-")[0] as Field;

/** The days that a first day may be. */
export interface FirstDays {
  from: string;
  to: string;
}

/** A whole number from 1 to what the workspace file takes; null for anything else. */
function countOf(text: string): number | null {
  const count = /^\d{1,4}$/.test(text.trim()) ? Number(text.trim()) : 0;
  return count >= 1 && count <= MOST_DAYS ? count : null;
}

function ofWindow({ starts, days }: PlanForm, { from, to }: FirstDays): Problem[] {
  const [first, length] = [starts.trim(), days.trim()];
  const found: Problem[] = [];
  if (first !== "" && !isDate(first)) found.push("starts");
  else if (first !== "" && first < from) found.push("starts-past");
  else if (first > to) found.push("starts-far");
  else if (first === "" && length !== "") found.push("starts-alone");
  if (length !== "" && countOf(length) === null) found.push("days");
  // A first day without a length is no window, and would be dropped.
  else if (length === "" && first !== "") found.push("days-alone");
  return found;
}

function ofClean({ cleanRuns, days }: PlanForm): Problem[] {
  const [runs, length] = [countOf(cleanRuns), countOf(days)];
  if (runs === null) return ["clean"];
  return length !== null && runs > length ? ["clean-over"] : [];
}

function ofRate({ rate }: PlanForm): Problem[] {
  if (!/^\d{1,40}(?:\.\d{1,40})?%$/.test(rate.trim())) return ["rate"];
  return Number.parseFloat(rate) > 100 ? ["rate-over"] : [];
}

/** All that is missing or wrong, in the order of the page; nothing when it can be set up. */
export function problemsOf(columns: ColumnForm[], plan: PlanForm, first: FirstDays): Problem[] {
  const has = (is: boolean, problem: Problem): Problem[] => (is ? [problem] : []);
  const isWrong = ({ tolerance }: ColumnForm) => tolerance.trim() !== "" && toleranceOf(tolerance) === null;
  return [
    ...has(!columns.some(({ role }) => role === "key"), "key"),
    ...has(columns.some(isWrong), "tolerance"),
    ...has(plan.title.trim() === "", "title"),
    ...has(plan.isScheduled && plan.line === null, "line"),
    ...ofWindow(plan, first),
    ...ofClean(plan),
    ...ofRate(plan),
  ];
}

/** The request of a form that misses nothing. */
export function requestOf(
  sides: { old: SideInput; new: SideInput },
  columns: ColumnForm[],
  plan: PlanForm,
): CompareSetUp {
  const used = columns.filter(({ role }) => role !== "ignore");
  const days = plan.days.trim();
  return {
    title: plan.title.trim(),
    ...sides,
    key: columns.filter(({ role }) => role === "key").map(({ name }) => name),
    rename: Object.fromEntries(
      used.flatMap(({ name, partner }) => (partner !== null && partner !== name ? [[name, partner]] : [])),
    ),
    ignore: columns.filter(({ role }) => role === "ignore").map(({ name }) => name),
    tolerance: Object.fromEntries(
      used.flatMap(({ name, tolerance, role }) => {
        const found = role === "compare" ? toleranceOf(tolerance) : null;
        return found ? [[name, found]] : [];
      }),
    ),
    normalise: plan.normalise,
    schedule: plan.isScheduled ? plan.line : null,
    starts: plan.starts.trim() === "" ? null : plan.starts.trim(),
    days: days === "" ? null : Number(days),
    clean_runs: Number(plan.cleanRuns.trim()),
    mismatch_rate: plan.rate.trim(),
  };
}
