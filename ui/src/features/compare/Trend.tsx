import { useId, useState } from "react";
import { Button as AriaButton } from "react-aria-components";
import { StatusLabel } from "../../components/Glyph";
import links from "../../components/Links.module.css";
import { Section } from "../../components/Page";
import type { CompareDay, CompareDayState } from "../../contract/types";
import { useFormat, useTranslate } from "../../i18n";
import { type Bar, past, type Turn, trend, turn } from "./geometry";
import styles from "./Trend.module.css";
import { DAY_GLYPH } from "./words";

interface TrendProps {
  days: CompareDay[];
  /** Rows that may differ in a clean run. */
  tolerated: number;
}

/** One bar a day, the tolerance across them, and where it changed. */
export function Trend({ days, tolerated }: TrendProps) {
  const t = useTranslate();
  const [asTable, setTable] = useState(false);
  return (
    <Section
      title={t("parallel-trend")}
      note={
        <span className={styles.note} title={t("parallel-trend-means")}>
          {t("parallel-trend-note")}
        </span>
      }
      aside={
        <AriaButton className={links.link ?? ""} onPress={() => setTable(!asTable)}>
          {t(asTable ? "exposure-as-chart" : "exposure-as-table")}
        </AriaButton>
      }
    >
      {asTable ? (
        <Table days={days} />
      ) : (
        <>
          <Chart days={days} tolerated={tolerated} />
          <Legend days={days} />
        </>
      )}
    </Section>
  );
}

const MARKS: readonly CompareDayState[] = ["clean", "over", "inconclusive", "missed"];

/** What the marks of the chart and the calendar stand for, of those that are there. */
function Legend({ days }: { days: CompareDay[] }) {
  const t = useTranslate();
  const there = MARKS.filter((state) => days.some((day) => day.state === state));
  return (
    <ul className={styles.legend}>
      {there.map((state) => (
        <li key={state}>
          <i className={styles[state]} />
          {t(`parallel-state-${state}`)}
        </li>
      ))}
    </ul>
  );
}

/** The hatch keeps its period in pixels: the drawing is not stretched, only its places are shares. */
const HATCH = 4.24;
const LEAST = 1.5;
/** The radius of the dot that stands for no row. */
const ZERO = 1.75;

function Chart({ days, tolerated }: TrendProps) {
  const t = useTranslate();
  const format = useFormat();
  const hatch = useId();
  const { bars, at, ticks } = trend(days, tolerated);
  const changed = turn(days);
  const [first, last] = [bars[0], bars.at(-1)];
  const highest = Math.max(0, ...bars.map(({ day }) => day.unexplained ?? 0));
  return (
    <div className={styles.frame}>
      <div className={styles.axis} aria-hidden="true">
        {ticks.map((tick) => (
          <span key={tick} style={{ bottom: `${at(tick)}%` }}>
            {format.integer(tick)}
          </span>
        ))}
      </div>
      <svg
        className={styles.plot}
        role="img"
        aria-label={t("parallel-trend-label", {
          days: bars.length,
          highest,
          tolerated,
          changed: changed ? "yes" : "no",
          date: changed ? format.dateInside(changed.date) : "",
          from: changed?.from ?? 0,
          to: changed?.to ?? 0,
        })}
      >
        <defs>
          <pattern
            id={hatch}
            width={HATCH}
            height={HATCH}
            patternUnits="userSpaceOnUse"
            patternTransform="rotate(-45)"
          >
            <rect width={HATCH} height={HATCH / 2} fill="var(--fill-failing)" />
          </pattern>
        </defs>
        {ticks.map((tick) => (
          <line
            key={tick}
            x1="0"
            x2="100%"
            y1={`${100 - at(tick)}%`}
            y2={`${100 - at(tick)}%`}
            stroke={`var(--${tick === 0 ? "line-strong" : "grid"})`}
          />
        ))}
        {bars.map((bar) => (
          <Column key={bar.day.date} bar={bar} hatch={hatch} />
        ))}
        {tolerated > 0 && (
          <>
            <line
              x1="0"
              x2="100%"
              y1={`${100 - at(tolerated)}%`}
              y2={`${100 - at(tolerated)}%`}
              stroke="var(--ink-1)"
              strokeDasharray="4 3"
            />
            <text x="34%" y={`${100 - at(tolerated)}%`} dy="-6" className={styles.tolerance}>
              {t("parallel-tolerance", { rows: tolerated })}
            </text>
          </>
        )}
        {changed && <Note changed={changed} bar={bars[changed.index]} />}
      </svg>
      <div className={styles.dates} aria-hidden="true">
        {first && <span>{format.dateShort(first.day.date)}</span>}
        {changed && (
          <span className={styles.middle} style={{ left: `${bars[changed.index]?.x ?? 0}%` }}>
            {format.dateShort(changed.date)}
          </span>
        )}
        {last && last !== first && (
          <span className={styles.last} style={{ right: `${100 - last.x - last.width}%` }}>
            {format.dateShort(last.day.date)}
          </span>
        )}
      </div>
    </div>
  );
}

function Column({ bar: { day, x, width, height }, hatch }: { bar: Bar; hatch: string }) {
  const place = { x: `${x}%`, width: `${width}%` };
  if (height === null) {
    return (
      <rect
        {...place}
        y="88%"
        height="12%"
        fill={day.state === "inconclusive" ? "var(--st-paused-wash)" : "none"}
        stroke="var(--ink-3)"
        strokeDasharray="2 2"
      />
    );
  }
  if (height === 0) {
    // Compared, and nothing differed: that is more than no bar would say.
    return (
      <circle
        cx={`${x + width / 2}%`}
        r={ZERO}
        fill="var(--fill-proven)"
        style={{ cy: `calc(100% - ${2 * ZERO}px)` }}
      />
    );
  }
  const isOver = day.state === "over";
  return (
    <rect
      {...place}
      // A single row among thousands still shows.
      style={{ y: `calc(100% - max(${LEAST}px, ${height}%))`, height: `max(${LEAST}px, ${height}%)` }}
      rx="1"
      fill={isOver ? `url(#${hatch})` : "var(--fill-proven)"}
      stroke={isOver ? "var(--fill-failing)" : undefined}
      strokeWidth={isOver ? 1.3 : undefined}
    />
  );
}

/** Where the words beside a bar turn to its left side. */
const HALF = 50;

function Note({ changed, bar }: { changed: Turn; bar: Bar | undefined }) {
  const t = useTranslate();
  const format = useFormat();
  if (!bar) return null;
  const isLeft = bar.x > HALF;
  const place = {
    x: `${bar.x}%`,
    dx: isLeft ? -10 : 10,
    textAnchor: isLeft ? ("end" as const) : ("start" as const),
  };
  return (
    <>
      <text {...place} y="14" className={styles.say}>
        {t("parallel-trend-turn", {
          date: format.dateInside(changed.date),
          from: changed.from,
          to: changed.to,
        })}
      </text>
      {changed.drifted && (
        <text {...place} y="29">
          {t("parallel-trend-drift")}
        </text>
      )}
    </>
  );
}

function Table({ days }: { days: CompareDay[] }) {
  const t = useTranslate();
  const format = useFormat();
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard
    <section className={styles.table} tabIndex={0} aria-label={t("parallel-trend")}>
      <table>
        <thead>
          <tr>
            <th scope="col">{t("parallel-trend-day")}</th>
            <th scope="col">{t("parallel-trend-state")}</th>
            <th scope="col" className={styles.right}>
              {t("parallel-trend-differ")}
            </th>
          </tr>
        </thead>
        <tbody>
          {past(days)
            .toReversed()
            .map((day) => {
              const glyph = DAY_GLYPH[day.state];
              const word = t(`parallel-state-${day.state}`);
              return (
                <tr key={day.date}>
                  <td>{format.dateTitle(day.date)}</td>
                  <td>{glyph ? <StatusLabel state={glyph}>{word}</StatusLabel> : word}</td>
                  <td className={styles.right}>
                    {day.unexplained === null ? "–" : format.integer(day.unexplained)}
                  </td>
                </tr>
              );
            })}
        </tbody>
      </table>
    </section>
  );
}
