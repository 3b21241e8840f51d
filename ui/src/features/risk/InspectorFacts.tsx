import { Fact } from "../../components/Page";
import type { Group, RiskReport, RiskThing } from "../../contract/types";
import { useFormat, useTranslate } from "../../i18n";
import styles from "./Inspector.module.css";
import type { MapState } from "./useMap";
import { titlesOf, useNodeWords } from "./words";

export interface InspectorProps {
  map: MapState;
  report: RiskReport;
}

export function Confirmed({ of }: { of: Pick<RiskThing, "confirmed" | "confirm_due"> }) {
  const t = useTranslate();
  const format = useFormat();
  return (
    <Fact name={t("risk-fact-confirmed")}>
      {of.confirmed === null ? t("risk-confirmed-never") : format.dateShort(of.confirmed)}
      {of.confirm_due && ` ${t("risk-confirm-due")}`}
    </Fact>
  );
}

interface NeedsProps extends InspectorProps {
  groups: Group[];
}

/** "All of …" is said by a line each; choices by how many of them are enough. */
export function Needs({ groups, map, report }: NeedsProps) {
  const t = useTranslate();
  const title = titlesOf(report);
  if (groups.length === 0) return null;
  return (
    <Fact name={t("risk-fact-needs")}>
      <ul className={styles.needs}>
        {groups.map((group) => (
          <li key={`${group.need} ${group.any_of.join(" ")}`}>
            {group.any_of.length > group.need &&
              `${t("risk-choice-of", { need: group.need, of: group.any_of.length })} `}
            {group.any_of.map((id, index) => (
              <span key={id}>
                {index > 0 && t("risk-or")}
                <button type="button" className={styles.name} onClick={() => map.acts.select(id)}>
                  {title(id)}
                </button>
              </span>
            ))}
          </li>
        ))}
      </ul>
    </Fact>
  );
}

/** All that it fails together with, in a box of the drawing or not. */
export function Fate({ thing, report }: { thing: RiskThing; report: RiskReport }) {
  const t = useTranslate();
  const format = useFormat();
  const words = useNodeWords();
  const title = titlesOf(report);
  const own = report.fails_together.filter(
    ({ members, thing: cause }) => members.includes(thing.id) || cause === thing.id,
  );
  if (own.length === 0) return null;
  return (
    <Fact name={t("risk-fact-together")}>
      <ul className={styles.needs}>
        {own.map((together) => (
          <li key={together.members.join(" ")}>
            {t(together.likely ? "risk-together-likely" : "risk-together-with", {
              others: format.list(together.members.filter((id) => id !== thing.id).map(title)),
              why:
                together.thing === null
                  ? words.shared(together)
                  : together.thing === thing.id
                    ? t("risk-together-here")
                    : title(together.thing),
            })}
          </li>
        ))}
      </ul>
    </Fact>
  );
}
