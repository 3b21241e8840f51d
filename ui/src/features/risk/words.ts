import type { FailsTogether, RiskReport, RiskThing, ThingKind } from "../../contract/types";
import { useFormat, useMessageOr, useTranslate } from "../../i18n";
import type { MapNode } from "./graph";

interface NodeMarks {
  isRinged: boolean;
  isGone: boolean;
  isStill: boolean;
}

/** What a node of the drawing says to who cannot see it, and what a box is called. */
export function useNodeWords() {
  const t = useTranslate();
  const format = useFormat();
  const messageOr = useMessageOr();
  return {
    label({ title, process, thing }: MapNode, { isRinged, isGone, isStill }: NodeMarks): string {
      const parts = process
        ? [
            t("risk-kind-process"),
            t(`status-${process.status}`),
            t("risk-says-exposure", { amount: format.money(process.exposure) }),
          ]
        : thing
          ? [t(`risk-kind-${thing.kind}`), t(`risk-proof-${thing.proof}`)]
          : [];
      if (isRinged && thing) parts.push(t("risk-says-single", { count: thing.single_point_of.length }));
      if (isGone) parts.push(t("risk-says-gone"));
      else if (isStill) parts.push(t("risk-says-still"));
      return [title, ...parts].join(", ");
    },
    /** "Same cable duct: Hafenstrasse". */
    shared({ what, value }: FailsTogether): string {
      const same = messageOr(`providers-share-${what}`, {}, what ?? "");
      return value === null ? same : t("risk-same", { what: same.toLowerCase(), value });
    },
  };
}

/** How the end of a thing is told: people are away, rooms have no power, providers stop. */
export type Ending = "person" | "site" | "lost" | "stops";
const ENDING: Partial<Record<ThingKind, Ending>> = {
  person: "person",
  site: "site",
  data: "lost",
  document: "lost",
  credential: "lost",
};
export const endingOf = ({ kind }: RiskThing): Ending => ENDING[kind] ?? "stops";

/** Titles of all that a report names. */
export function titlesOf(report: RiskReport): (id: string) => string {
  const titles = new Map([...report.processes, ...report.components].map(({ id, title }) => [id, title]));
  return (id) => titles.get(id) ?? id;
}
