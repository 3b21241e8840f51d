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

/** The id of the finding that an explanation explains: of its column and its values, else of its column. */
export function findingOf(findings: WireFinding[], why: Explanation): string | undefined {
  const about = acceptable(findings).filter(({ finding: { kind, params, subject } }) =>
    why.column === null
      ? kind === `row_${why.shape === "only_old" ? "only_in_old" : "only_in_new"}`
      : (params.column ?? subject) === why.column,
  );
  const exact = about.find(({ id }) =>
    why.conditions.every(({ column, value }) => id.includes(`${column}=${value}`)),
  );
  return (exact ?? about[0])?.id;
}
