import { type GlyphState, StatusLabel } from "../../components/Glyph";
import type { DrillView, LaneView, LookView } from "../../contract/types";
import { useFormat, useTranslate } from "../../i18n";
import { PROBE_GLYPH } from "../providers/words";
import { laneBars, SHOWN } from "./lanes";
import styles from "./RunPage.module.css";

const HEIGHT = 18;
const PITCH = 4.6;

/** What the probes of both sides see now: a bar as high as the answer took long, hollow where none came. */
export function Lanes({ view }: { view: DrillView }) {
  const t = useTranslate();
  return (
    <section>
      <div className={styles.head}>
        <h2>{t("drills-lanes")}</h2>
        <span>{t("drills-lanes-note")}</span>
      </div>
      {view.lanes.length === 0 && <p className={styles.note}>{t("drills-lanes-none")}</p>}
      {view.lanes.map((lane) => (
        <Lane key={lane.title} lane={lane} view={view} />
      ))}
    </section>
  );
}

const AWAY: readonly string[] = ["switching", "on_backup"];

function Lane({ lane, view }: { lane: LaneView; view: DrillView }) {
  const t = useTranslate();
  const format = useFormat();
  const { title, on, state, looks } = lane;
  const last = looks.at(-1);
  // A full drill takes the primary away: that it does not answer then is what was meant.
  const isMeant = on === "primary" && state === "down" && view.kind === "full" && AWAY.includes(view.state);
  const glyph: GlyphState = isMeant ? "paused" : PROBE_GLYPH[state];
  const provider = on === null ? null : on === "primary" ? view.primary.title : view.backup.title;
  const misses = looks.slice(-SHOWN).filter(({ milliseconds }) => milliseconds === null).length;
  return (
    <div className={styles.lane}>
      <div>
        <b>{title}</b>
        <StatusLabel state={glyph}>
          {isMeant
            ? t("drills-lane-meant")
            : t(`drills-lane-${state}`, {
                answer:
                  last?.milliseconds == null ? "" : t("providers-milliseconds", { count: last.milliseconds }),
              })}
        </StatusLabel>
      </div>
      <p>
        {provider !== null && t(`drills-lane-on-${on}`, { provider })}
        {last && ` ${format.clock(last.at)}`}
      </p>
      <Bars
        looks={looks}
        label={t("drills-lane-label", { title, of: Math.min(SHOWN, looks.length), misses })}
      />
    </div>
  );
}

function Bars({ looks, label }: { looks: LookView[]; label: string }) {
  return (
    <svg viewBox={`0 0 ${SHOWN * PITCH} ${HEIGHT}`} role="img" aria-label={label}>
      {laneBars(looks, HEIGHT).map(({ at, place, height }) =>
        height === null ? (
          <rect
            key={at}
            x={place * PITCH + 0.5}
            y={HEIGHT - 3.5}
            width="2"
            height="3"
            fill="none"
            stroke="var(--ink-3)"
            strokeWidth=".9"
          />
        ) : (
          <rect
            key={at}
            x={place * PITCH}
            y={HEIGHT - height}
            width="3"
            height={height}
            rx=".8"
            fill="var(--fill-proven)"
          />
        ),
      )}
    </svg>
  );
}
