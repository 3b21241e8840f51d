import type {
  ListMeaning,
  SampleInput,
  SampleWay,
  SpotcheckLook,
  SpotcheckSetUp,
  WireError,
} from "../../contract/types";
import { emptySide, inputOf, type SideForm, sideOf } from "../compare/setup";
import { millionths } from "./chance";

export const WAYS: readonly SampleWay[] = ["percent", "attribute", "monetary_unit", "stop_or_go", "anytime"];
/** Ways that bear a share of errors which is expected. */
const EXPECTING: readonly SampleWay[] = ["attribute", "monetary_unit"];
export const expects = (way: SampleWay) => EXPECTING.includes(way);
/** Ways that can draw in each stratum apart. */
export const splits = (way: SampleWay) => way === "percent" || way === "attribute";

/** Everything that is said when a spot check is set up. */
export interface Form {
  title: string;
  list: SideForm;
  id: string;
  amount: string;
  person: string;
  stratum: string;
  show: string[];
  way: SampleWay;
  percent: string;
  atLeast: string;
  confidence: string;
  tolerable: string;
  expected: string;
  /** Units of value that are looked at, at most. */
  atMost: string;
  /** What has no field here stays as it is set up. */
  kept: Pick<SampleInput, "method" | "go_on">;
  perStratum: boolean;
  /** One rule a line. */
  always: string;
  tolerance: string;
  /** One name a line. */
  checkers: string;
  reviewer: string;
  isScheduled: boolean;
  line: string | null;
}

/** The second of each month, at eight: payouts of the month before are there by then. */
const FIRST_LINE = "0 8 2 * *";

export const emptyForm: Form = {
  title: "",
  list: emptySide,
  id: "",
  amount: "",
  person: "",
  stratum: "",
  show: [],
  way: "percent",
  percent: "5%",
  atLeast: "",
  confidence: "95%",
  tolerable: "5%",
  expected: "",
  atMost: "100",
  kept: { method: null, go_on: [] },
  perStratum: false,
  always: "",
  tolerance: "0.01",
  checkers: "",
  reviewer: "",
  isScheduled: true,
  line: FIRST_LINE,
};

/** What the program refuses is told at the field of this name. */
export type FieldName =
  | "title"
  | "list"
  | "id"
  | "amount"
  | "person"
  | "stratum"
  | "show"
  | "percent"
  | "at_least"
  | "confidence"
  | "tolerable"
  | "expected"
  | "at_most"
  | "always"
  | "tolerance"
  | "checkers"
  | "reviewer"
  | "schedule";
const FIELDS: readonly FieldName[] = [
  "title",
  "list",
  "id",
  "amount",
  "person",
  "stratum",
  "show",
  "percent",
  "at_least",
  "confidence",
  "tolerable",
  "expected",
  "at_most",
  "always",
  "tolerance",
  "checkers",
  "reviewer",
  "schedule",
];

/** The field that an error is about: `percent`, `--seed`, `list.path`. */
export function fieldOf(error: WireError | null): FieldName | null {
  const parts = (error?.params.what ?? "").split(/[^a-z_]+/).filter(Boolean);
  return parts.toReversed().flatMap((part) => FIELDS.find((one) => one === part) ?? [])[0] ?? null;
}

/** What is missing or wrong before the program is asked. */
export type Problem =
  | "list"
  | "title"
  | "columns"
  | "same"
  | "checkers"
  | "percent"
  | "at_least"
  | "confidence"
  | "tolerable"
  | "expected"
  | "at_most"
  | "line";
export const PROBLEMS: readonly Problem[] = [
  "list",
  "title",
  "columns",
  "same",
  "checkers",
  "percent",
  "at_least",
  "confidence",
  "tolerable",
  "expected",
  "at_most",
  "line",
];

const linesOf = (text: string): string[] =>
  text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");

const isRate = (text: string) => (millionths(text) ?? 0) > 0;

export function problemsOf(form: Form): Problem[] {
  const has = (is: boolean, problem: Problem): Problem[] => (is ? [problem] : []);
  const isPercent = form.way === "percent";
  return [
    ...has(inputOf(form.list) === null, "list"),
    ...has(form.id === "" || form.amount === "", "columns"),
    ...has(form.id !== "" && form.id === form.amount, "same"),
    ...has(isPercent && !isRate(form.percent), "percent"),
    ...has(isPercent && !/^\d{0,6}$/.test(form.atLeast.trim()), "at_least"),
    ...has(!isRate(form.confidence) || millionths(form.confidence) === 1_000_000, "confidence"),
    ...has(form.tolerable.trim() === "" ? !isPercent : !isRate(form.tolerable), "tolerable"),
    ...has(
      expects(form.way) && form.expected.trim() !== "" && millionths(form.expected) === null,
      "expected",
    ),
    ...has(form.way === "anytime" && !/^[1-9]\d{0,5}$/.test(form.atMost.trim()), "at_most"),
    ...has(linesOf(form.checkers).length === 0, "checkers"),
    ...has(form.title.trim() === "", "title"),
    ...has(form.isScheduled && form.line === null, "line"),
  ];
}

/** A percentage as the workspace file writes it. */
const rate = (text: string): string | null => {
  const plain = text.trim().replace(",", ".").replace(/\s*%$/, "");
  return plain === "" ? null : `${plain}%`;
};

const orNull = (text: string): string | null => (text.trim() === "" ? null : text.trim());

export const meaningOf = ({ id, amount, person, stratum }: Form): ListMeaning | null =>
  id === "" || amount === ""
    ? null
    : { id, amount, person: person === "" ? null : person, stratum: stratum === "" ? null : stratum };

function sampleOf(form: Form): SampleInput {
  const isPercent = form.way === "percent";
  return {
    way: form.way,
    percent: isPercent ? rate(form.percent) : null,
    at_least: isPercent && form.atLeast.trim() !== "" ? Number(form.atLeast.trim()) : null,
    confidence: rate(form.confidence),
    tolerable: rate(form.tolerable),
    expected: expects(form.way) ? rate(form.expected) : null,
    per_stratum: form.perStratum && splits(form.way),
    method: expects(form.way) ? form.kept.method : null,
    go_on: form.way === "stop_or_go" ? form.kept.go_on : [],
    at_most: form.way === "anytime" ? Number(form.atMost.trim()) : null,
  };
}

/** The request of a form that misses nothing; null while it does. */
export function requestOf(form: Form): SpotcheckSetUp | null {
  const [list, meaning] = [inputOf(form.list), meaningOf(form)];
  if (!list || !meaning || problemsOf(form).length > 0) return null;
  return {
    title: form.title.trim(),
    list,
    meaning,
    // What the system paid is no help to a checker: it is what is to be checked.
    show: form.show.filter((name) => name !== form.amount),
    sample: sampleOf(form),
    always: linesOf(form.always),
    tolerance: orNull(form.tolerance),
    checkers: linesOf(form.checkers),
    reviewer: orNull(form.reviewer),
    schedule: form.isScheduled ? form.line : null,
  };
}

/** What is set up, as the form shows it. */
export function formOf(setup: SpotcheckSetUp): Form {
  const { meaning, sample } = setup;
  return {
    title: setup.title,
    list: sideOf(setup.list),
    id: meaning.id,
    amount: meaning.amount,
    person: meaning.person ?? "",
    stratum: meaning.stratum ?? "",
    show: setup.show,
    way: sample.way,
    percent: sample.percent ?? emptyForm.percent,
    atLeast: sample.at_least === null ? "" : String(sample.at_least),
    confidence: sample.confidence ?? emptyForm.confidence,
    tolerable: sample.tolerable ?? "",
    expected: sample.expected ?? "",
    atMost: sample.at_most === null ? emptyForm.atMost : String(sample.at_most),
    kept: { method: sample.method, go_on: sample.go_on },
    perStratum: sample.per_stratum,
    always: setup.always.join("\n"),
    tolerance: setup.tolerance ?? "",
    checkers: setup.checkers.join("\n"),
    reviewer: setup.reviewer ?? "",
    isScheduled: setup.schedule !== null,
    line: setup.schedule,
  };
}

const DATABASE = /\.(db|sqlite|sqlite3)$/i;

/** The list comes from this file: a database or a table, by the end of its name. What else was said stays. */
export function withFile(form: Form, path: string): Form {
  const way = DATABASE.test(path) ? "sqlite" : "file";
  return { ...form, list: { ...form.list, way, path, kind: null } };
}

/** What was proposed when the list was looked at, where nothing was chosen yet. */
export function withLook(form: Form, { meaning, columns }: SpotcheckLook): Form {
  const there = (name: string | null | undefined) => (name && columns.includes(name) ? name : "");
  const chosen = there(form.id) !== "" && there(form.amount) !== "";
  if (chosen) return { ...form, show: form.show.filter((name) => columns.includes(name)) };
  const amount = there(meaning?.amount);
  return {
    ...form,
    id: there(meaning?.id),
    amount,
    person: there(meaning?.person),
    stratum: there(meaning?.stratum),
    show: columns.filter((name) => name !== amount),
  };
}
