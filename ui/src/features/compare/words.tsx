import { Fragment, type ReactNode } from "react";
import type { GlyphState } from "../../components/Glyph";
import type {
  CompareDay,
  CompareDayState,
  CompareRules,
  Condition,
  Criterion,
  CriterionState,
  CutoverDecision,
  Effect,
  Explanation,
  Figures,
} from "../../contract/types";
import { type Format, Sentence, type Translate, useFormat, useTranslate } from "../../i18n";

export const DECISION_GLYPH: Record<CutoverDecision, GlyphState> = {
  go: "proven",
  no_go: "failing",
  not_enough_evidence: "unproven",
};

export const CRITERION_GLYPH: Record<CriterionState, GlyphState> = {
  met: "proven",
  failed: "failing",
  open: "unproven",
};

export const DAY_GLYPH: Partial<Record<CompareDayState, GlyphState>> = {
  clean: "proven",
  over: "failing",
  inconclusive: "unknown",
  missed: "unproven",
  running: "running",
};

/** The last part of a path, which is what people call a file; else the whole place. */
export const shortPlace = (place: string): string => {
  const isFile = /^(?:\/|[A-Za-z]:[\\/])/.test(place);
  return isFile ? (place.split(/[\\/]/).filter(Boolean).at(-1) ?? place) : place;
};

/** How many rows may differ in a clean run. */
export const toleratedRows = (rules: CompareRules, rows: number): number =>
  Math.floor(rules.mismatch_rate * rows);

/** The rows of a comparison, a matched pair counted once. */
export const rowsOf = (figures: Figures): number =>
  figures.matched + figures.only_old + figures.only_new + figures.duplicate_old + figures.duplicate_new;

/** The name of an effect and its value. */
function partsOf(effect: Effect): { name: string; value: string | number } {
  if (typeof effect === "string") return { name: effect, value: "" };
  const [name = "", inner = ""] = Object.entries(effect)[0] ?? [];
  return { name, value: inner };
}

/** How the value of an effect is written. */
function written(format: Format, { name, value }: { name: string; value: string | number }) {
  switch (name) {
    case "factor":
      return `×${format.decimal(String(value))}`;
    case "offset":
      return format.signed(String(value));
    case "time_shift":
      return format.duration(Math.abs(Number(value)));
    default:
      return value;
  }
}

export function effectText(t: Translate, format: Format, effect: Effect): string {
  const parts = partsOf(effect);
  return t(`parallel-effect-${parts.name}`, {
    value: written(format, parts),
    later: Number(parts.value) < 0 ? "no" : "yes",
  });
}

export function conditionText(t: Translate, { column, value }: Condition): string {
  if (value === null) return t("parallel-condition-null", { column });
  if (value === "") return t("parallel-condition-empty", { column });
  return t("parallel-condition", { column, value });
}

/** Which of the sentences says what rows have in common. */
function commonId({ conditions, effect, column }: Explanation): string {
  // Whole rows have no column.
  if (column === null) return conditions.length > 0 ? "parallel-common-alone-slice" : "parallel-common-alone";
  if (conditions.length === 0) return effect === null ? "parallel-common-nothing" : "parallel-common-effect";
  return effect === null ? "parallel-common-slice" : "parallel-common-both";
}

function commonValues({ rows, of, shape }: Explanation) {
  return { rows, of, all: rows === of ? "yes" : "no", side: shape ?? "none" };
}

/** One plain sentence, for the clipboard and for whoever listens. */
export function commonText(t: Translate, format: Format, why: Explanation): string {
  return t(commonId(why), {
    ...commonValues(why),
    conditions: format.list(why.conditions.map((one) => conditionText(t, one))),
    effect: why.effect === null ? "" : effectText(t, format, why.effect),
  });
}

/** The same with the values that rows share set apart. */
export function CommonSentence({ why }: { why: Explanation }) {
  return (
    <Sentence
      id={commonId(why)}
      values={commonValues(why)}
      nodes={{
        conditions: <Conditions conditions={why.conditions} />,
        effect: why.effect === null ? "" : <EffectPhrase effect={why.effect} />,
      }}
    />
  );
}

export function Conditions({ conditions }: { conditions: Condition[] }): ReactNode {
  const t = useTranslate();
  const format = useFormat();
  let index = -1;
  return format.listParts(conditions.map((one) => conditionText(t, one))).map((part) => {
    if (part.type === "literal") return <Fragment key={`after ${index}`}>{part.value}</Fragment>;
    index += 1;
    return <code key={part.value}>{part.value}</code>;
  });
}

function EffectPhrase({ effect }: { effect: Effect }) {
  const format = useFormat();
  const parts = partsOf(effect);
  return (
    <Sentence
      id={`parallel-effect-${parts.name}`}
      values={{ later: Number(parts.value) < 0 ? "no" : "yes" }}
      nodes={{ value: <code>{written(format, parts)}</code> }}
    />
  );
}

/** A way back is advice: nobody can be made to rehearse it before the day. */
export const isNeeded = ({ code }: Criterion): boolean => code !== "way_back";

/** A number where a parameter is one, so that it is written and counted as one. */
const numeric = (value: string | undefined): string | number =>
  value !== undefined && /^\d+$/.test(value) ? Number(value) : (value ?? "");

/** What must hold, and how far it does. */
export function criterionWords(t: Translate, format: Format, { code, state, params }: Criterion) {
  const share = (value: string | undefined) => (value === undefined ? "" : format.rate(Number(value)));
  const values = {
    state: params.changed === undefined ? state : "changed",
    changed: params.changed ?? "",
    have: numeric(params.have ?? "0"),
    want: numeric(params.want ?? "0"),
    longest: numeric(params.longest ?? "0"),
    column: params.column ?? "",
    named: params.column ? "yes" : "no",
    date: params.date ? format.dateInside(params.date) : "",
    dated: params.date ? "yes" : "no",
    upper: share(params.upper),
    limit: share(params.limit),
    known: params.upper === undefined ? "no" : "yes",
  };
  return {
    title: t(`parallel-criterion-${code}`, values),
    note: t(`parallel-criterion-${code}-note`, values),
  };
}

/** A day in words: what a cell of the calendar and a bar of the trend stand for. */
export function dayText(t: Translate, format: Format, day: CompareDay): string {
  return t(`parallel-day-${day.state}`, {
    date: format.dateTitle(day.date),
    count: day.unexplained ?? 0,
    rows: day.rows ?? 0,
  });
}
