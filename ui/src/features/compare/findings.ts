import type { Explanation, FindingKind, WireFinding } from "../../contract/types";

/** Differences of cells and rows: the page explains them. */
const DIFFERENCES: readonly FindingKind[] = [
  "value_changed",
  "null_changed",
  "empty_changed",
  "row_only_in_old",
  "row_only_in_new",
];

/** A person may accept these as known; anything else must be mended. */
const ACCEPTABLE: readonly FindingKind[] = [
  ...DIFFERENCES,
  "column_missing",
  "column_added",
  "type_changed",
  "precision_changed",
  "nullability_changed",
  "order_changed",
  "grain_changed",
];

/** What the page shows in a place of its own. */
const SHOWN_ELSEWHERE: readonly FindingKind[] = [...DIFFERENCES, "totals_differ", "column_renamed"];

export const others = (findings: WireFinding[]): WireFinding[] =>
  findings.filter(({ kind }) => !SHOWN_ELSEWHERE.includes(kind));

export const acceptable = (findings: WireFinding[]): { id: string; finding: WireFinding }[] =>
  findings.flatMap((finding) =>
    finding.params.id !== undefined && ACCEPTABLE.includes(finding.kind)
      ? [{ id: finding.params.id, finding }]
      : [],
  );

/** Its id, where a person may accept it. */
export const acceptId = (finding: WireFinding): string | undefined => acceptable([finding])[0]?.id;

function kindOf({ shape }: Explanation): FindingKind {
  switch (shape) {
    case "only_old":
      return "row_only_in_old";
    case "only_new":
      return "row_only_in_new";
    case "null":
      return "null_changed";
    case "empty":
      return "empty_changed";
    default:
      return "value_changed";
  }
}

/** The id of the finding that an explanation explains: of its values, else of its column. */
export function findingOf(findings: WireFinding[], why: Explanation): string | undefined {
  const about = acceptable(findings).filter(
    ({ finding: { kind, params, subject } }) =>
      kind === kindOf(why) && (why.column === null || (params.column ?? subject) === why.column),
  );
  const exact = about.find(({ id }) =>
    why.conditions.every(({ column, value }) => id.includes(value === null ? column : `${column}=${value}`)),
  );
  return (exact ?? about[0])?.id;
}
