import { Section } from "../../components/Page";
import type { DayMark, Strip as StripData } from "../../contract/types";
import { useFormat, useTranslate } from "../../i18n";
import styles from "./Strip.module.css";

const PITCH = 6.2;
const HEIGHT = 12;

/** One lane per kind of check, one mark per day: done, needs a look, failed, missed, nothing due. */
export function Strip({ strip }: { strip: StripData }) {
  const t = useTranslate();
  const format = useFormat();
  const days = strip.lanes[0]?.days.length ?? 0;
  if (days === 0) return null;
  const count = (mark: DayMark) =>
    strip.lanes.reduce((sum, lane) => sum + lane.days.filter((day) => day === mark).length, 0);
  const [missed, failed] = [count("missed"), count("failed")];
  return (
    <Section title={t("strip-title", { days })} note={t("strip-note", { missed, failed })}>
      <div className={styles.strip}>
        {strip.lanes.map((lane) => {
          const of = (mark: DayMark) => lane.days.filter((day) => day === mark).length;
          const values = { done: of("passed") + of("attention"), failed: of("failed"), missed: of("missed") };
          const name = t(`lane-${lane.name}`);
          return (
            <div key={lane.name} className={styles.lane}>
              <span aria-hidden="true">{name}</span>
              <svg
                viewBox={`0 0 ${days * PITCH} ${HEIGHT}`}
                preserveAspectRatio="none"
                role="img"
                aria-label={t("strip-lane", { name, ...values })}
              >
                {lane.days.map((day, index) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: a day is known by its place
                  <Day key={index} mark={day} x={index * PITCH} />
                ))}
              </svg>
            </div>
          );
        })}
        <div className={styles.axis}>
          <time dateTime={strip.from}>{format.dayMonth(strip.from)}</time>
          <span>{t("date-today-title")}</span>
        </div>
      </div>
    </Section>
  );
}

function Day({ mark, x }: { mark: DayMark; x: number }) {
  if (mark === "passed") return <rect x={x} y="0" width="4.4" height="12" rx="1" fill="var(--fill-proven)" />;
  if (mark === "attention")
    return (
      <>
        <rect x={x} y="0" width="4.4" height="12" rx="1" fill="var(--fill-proven)" />
        <rect x={x} y="0" width="4.4" height="4" fill="var(--fill-stale)" />
      </>
    );
  if (mark === "failed") return <path d={`M${x + 2.2} 0l2.9 6-2.9 6-2.9-6z`} fill="var(--fill-failing)" />;
  if (mark === "missed")
    return (
      <rect
        x={x + 0.5}
        y=".6"
        width="3.6"
        height="10.8"
        rx="1"
        fill="none"
        stroke="var(--ink-1)"
        strokeDasharray="2 1.5"
      />
    );
  return <rect x={x + 1.5} y="5.2" width="1.5" height="1.5" fill="var(--line-strong)" />;
}
