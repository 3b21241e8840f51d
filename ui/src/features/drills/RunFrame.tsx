import { Link } from "@tanstack/react-router";
import Check from "lucide-react/icons/check";
import { initials } from "../../app/Navigation";
import { Glyph } from "../../components/Glyph";
import { Icon } from "../../components/Icon";
import type { DrillPhase, DrillView } from "../../contract/types";
import { useFormat, useTranslate } from "../../i18n";
import { useSeconds } from "./Dial";
import styles from "./RunPage.module.css";
import type { Acting } from "./useActing";
import { clock } from "./words";

const PHASES: readonly DrillPhase[] = [
  "baseline",
  "detect",
  "decide",
  "switch",
  "on_backup",
  "back",
  "verify",
];

interface TopBarProps {
  view: DrillView;
  acting: Acting;
}

/** What it is, since when, who runs it, and as whom one acts here. */
export function TopBar({ view, acting }: TopBarProps) {
  const t = useTranslate();
  const format = useFormat();
  const { started_at: started, operators, alone } = view;
  return (
    <header className={styles.bar}>
      <h1>
        <Link to="/drills" className={styles.crumb}>
          {t("nav-drills")}
        </Link>
        <span>{view.drill.title}</span>
      </h1>
      <span className={styles.tag}>{t(alone ? "drills-tag-alone" : "drills-tag")}</span>
      <span className={styles.push}>
        {started !== null && (
          <time title={format.full(started)}>{t("drills-started", { when: format.past(started) })}</time>
        )}
      </span>
      <label className={styles.as}>
        {t("drills-as")}
        <select value={acting.as} onChange={(event) => acting.setAs(event.target.value)}>
          {[...new Set([acting.as, ...acting.names])].map((name) => (
            <option key={name} value={name}>
              {name}
            </option>
          ))}
        </select>
      </label>
      <ul className={styles.team} aria-label={t("drills-team")}>
        {operators.map((name) => (
          <li key={name} title={name}>
            <span aria-hidden="true">{initials(name)}</span>
            <span className={styles.hidden}>{name}</span>
          </li>
        ))}
      </ul>
    </header>
  );
}

/** The parts of a drill, and how long each took. */
export function Phases({ view: { phases, ended_at: ended } }: { view: DrillView }) {
  const t = useTranslate();
  const format = useFormat();
  useSeconds(ended === null && phases.length > 0);
  return (
    <ol className={styles.phases}>
      {PHASES.map((phase) => {
        const own = phases.filter((one) => one.phase === phase);
        const isNow = own.some(({ until }) => until === null) && ended === null;
        const seconds = own.reduce(
          (sum, { from, until }) =>
            sum + format.secondsSince(from) - (until === null ? 0 : format.secondsSince(until)),
          0,
        );
        const mark = own.length === 0 ? "" : isNow ? styles.now : styles.done;
        return (
          <li key={phase} className={mark} {...(isNow ? { "aria-current": "step" as const } : {})}>
            <span>
              {isNow ? <Glyph state="running" /> : own.length > 0 ? <Icon of={Check} size={13} /> : null}
              {t(`drills-phase-${phase}`)}
            </span>
            {own.length > 0 && clock(seconds)}
          </li>
        );
      })}
    </ol>
  );
}
