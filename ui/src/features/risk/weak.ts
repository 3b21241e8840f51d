import type { RiskReport, RiskSubject } from "../../contract/types";
import { titlesOf } from "./words";

/** What no drawing shows, as it is listed. */
export type Weak = Pick<
  RiskReport,
  "next_best" | "options" | "fails_together" | "contradictions" | "black_start"
> & { alone: RiskReport["processes"] };

/** A thing of a contradiction, by its id on the map. */
export const subjectId = ({ kind, id }: RiskSubject): string =>
  kind === "standby" ? `switch:${id}` : kind === "common_cause" ? `shared:${id}` : id;

export function weakOf(report: RiskReport): Weak {
  const { next_best, options, fails_together, contradictions, black_start } = report;
  const alone = report.processes.filter(({ single_persons }) => single_persons.length > 0);
  return { next_best, options, fails_together, contradictions, black_start, alone };
}

/** Only what names something that is looked for. */
export function weakWith(weak: Weak, report: RiskReport, isWanted: (text: string) => boolean): Weak {
  const title = titlesOf(report);
  const named = (id: string) => isWanted(title(id));
  const { black_start: start } = weak;
  return {
    next_best: weak.next_best.filter(({ titles }) => titles.some(isWanted)),
    options: weak.options.filter(({ titles }) => titles.some(isWanted)),
    fails_together: weak.fails_together.filter(
      ({ members, beats, thing, what, value }) =>
        [...members, ...beats, ...(thing === null ? [] : [thing])].some(named) ||
        isWanted(`${what ?? ""} ${value ?? ""}`),
    ),
    alone: weak.alone.filter(
      ({ id, single_persons, deputy }) => [id, ...single_persons].some(named) || isWanted(deputy ?? ""),
    ),
    contradictions: weak.contradictions.filter(
      ({ process, thing }) => named(process) || (thing !== null && named(subjectId(thing))),
    ),
    black_start: {
      locked_out: start.locked_out.filter(named),
      unclear: start.unclear.filter(named),
      not_asked: start.not_asked.filter(named),
      recoverable: start.recoverable.filter(named),
      keys: start.keys.filter(({ into, frees }) => named(into) || frees.some(named)),
    },
  };
}

/** How many lines that is. */
export const linesOf = ({ black_start: start, ...lists }: Weak): number =>
  [...Object.values(lists), ...Object.values(start)].reduce((sum, list) => sum + list.length, 0);
