import { Section } from "../../components/Page";
import type { RoundResult, SpotcheckDetail } from "../../contract/types";
import { useFormat, useTranslate } from "../../i18n";
import { type Scale, scaleOf } from "./geometry";
import { Interval } from "./Interval";
import styles from "./Result.module.css";
import { measureOf, shareOf, worse, wrongOf } from "./words";

interface PlotProps {
  detail: SpotcheckDetail;
  result: RoundResult;
}

interface Marks {
  likely: number;
  most: number;
  tolerable: number | null;
  write: (value: number) => string;
}

/** What is on the scale: money, or items. Places on a picture may be floats; the numbers beside it are exact. */
function useMarks({ detail, result }: PlotProps): Marks | null {
  const format = useFormat();
  const { total, tolerable_items, tolerable_value } = result;
  switch (measureOf(result)) {
    case "money": {
      const side = worse(result);
      return {
        likely: Number(side.most_likely),
        most: Number(side.at_most),
        tolerable: tolerable_value === null ? null : Number(tolerable_value),
        write: (value) => format.money({ amount: String(value), currency: detail.currency }),
      };
    }
    case "items":
      return {
        likely: Math.round((total.limit?.most_likely ?? 0) * total.population),
        most: total.at_most ?? 0,
        tolerable: tolerable_items,
        write: (value) => format.integer(value),
      };
    case "none":
      return null;
  }
}

/** Most likely, at most and tolerable, on one scale from zero. */
export function LimitPlot(props: PlotProps) {
  const t = useTranslate();
  const marks = useMarks(props);
  if (!marks) return null;
  const { likely, most, tolerable, write } = marks;
  const scale = scaleOf([likely, most, tolerable]);
  const isOver = tolerable !== null && most > tolerable;
  const label = t("spotcheck-plot-label", {
    likely: write(likely),
    most: write(most),
    confidence: props.detail.confidence,
    tolerable: tolerable === null ? "" : write(tolerable),
    known: tolerable === null ? "no" : "yes",
  });
  return (
    <svg className={styles.plot} role="img" aria-label={label}>
      <Axis scale={scale} write={write} />
      <rect
        x="0"
        y="46"
        height="18"
        width={`${scale.at(most)}%`}
        fill={isOver ? "var(--st-failing-wash)" : "var(--st-proven-wash)"}
      />
      <rect
        x="0"
        y="46"
        height="18"
        width={`${scale.at(likely)}%`}
        rx="2"
        fill={isOver ? "var(--fill-failing)" : "var(--fill-proven)"}
      />
      <line
        x1={`${scale.at(most)}%`}
        x2={`${scale.at(most)}%`}
        y1="42"
        y2="68"
        stroke={isOver ? "var(--fill-failing)" : "var(--fill-proven)"}
        strokeWidth="2.5"
      />
      <Words marks={marks} scale={scale} confidence={props.detail.confidence} />
      {tolerable !== null && (
        <line
          x1={`${scale.at(tolerable)}%`}
          x2={`${scale.at(tolerable)}%`}
          y1="24"
          y2="92"
          stroke="var(--ink-1)"
          strokeWidth="1.5"
        />
      )}
    </svg>
  );
}

function Axis({ scale, write }: { scale: Scale; write: (value: number) => string }) {
  return (
    <>
      <line x1="0" x2="100%" y1="92" y2="92" stroke="var(--line-strong)" />
      {scale.ticks.map((tick, index) => (
        <g key={tick}>
          <line
            x1={`${scale.at(tick)}%`}
            x2={`${scale.at(tick)}%`}
            y1="84"
            y2="92"
            stroke="var(--line-strong)"
          />
          <text x={`${scale.at(tick)}%`} y="107" textAnchor={index === 0 ? "start" : "middle"}>
            {write(tick)}
          </text>
        </g>
      ))}
    </>
  );
}

/** Where words beside a mark turn to its other side. */
const TURN = 55;

function Words({ marks, scale, confidence }: { marks: Marks; scale: Scale; confidence: string }) {
  const t = useTranslate();
  const { likely, most, tolerable, write } = marks;
  const [x, end] = [scale.at(most), tolerable === null ? 0 : scale.at(tolerable)];
  const isRight = x > TURN;
  return (
    <>
      <text className={styles.words} x={isRight ? `${scale.at(likely)}%` : `${x}%`} dx="8" y="59">
        {isRight ? t("spotcheck-plot-likely", { amount: write(likely) }) : sure(t, confidence, write(most))}
      </text>
      {isRight ? (
        <text className={styles.words} x={`${x}%`} dx="-8" y="59" textAnchor="end">
          {sure(t, confidence, write(most))}
        </text>
      ) : (
        <text className={styles.words} x="0" y="80">
          {t("spotcheck-plot-likely", { amount: write(likely) })}
        </text>
      )}
      {tolerable !== null && (
        <text className={styles.value} x={`${end}%`} y="16" textAnchor={end > 80 ? "end" : "middle"}>
          {t("spotcheck-plot-tolerable", { amount: write(tolerable) })}
        </text>
      )}
    </>
  );
}

const sure = (t: ReturnType<typeof useTranslate>, confidence: string, amount: string) =>
  t("spotcheck-plot-sure", { confidence, amount });

/** Each stratum on the scale of shares. */
export function Strata({ detail, result }: PlotProps) {
  const t = useTranslate();
  const format = useFormat();
  const strata = result.strata.filter(({ limit }) => limit !== null);
  if (strata.length < 2) return null;
  const tolerable = shareOf(detail.tolerable);
  const scale = scaleOf([tolerable, ...strata.map(({ limit }) => limit?.upper ?? 0)]);
  return (
    <Section title={t("spotcheck-strata")} note={t("spotcheck-strata-note")}>
      <table className={styles.history}>
        <thead>
          <tr>
            <th scope="col">{t("spotcheck-stratum")}</th>
            <th scope="col">{t("spotcheck-history-wrong")}</th>
            <th scope="col">{t("spotcheck-history-interval")}</th>
            <th scope="col" className={styles.right}>
              {t("spotcheck-column-payouts")}
            </th>
          </tr>
        </thead>
        <tbody>
          {strata.map((one) => {
            const [likely, upper] = [one.limit?.most_likely ?? 0, one.limit?.upper ?? 0];
            return (
              <tr key={one.stratum}>
                <td>{one.stratum}</td>
                <td>{t("spotcheck-history-errors", { errors: wrongOf(one), of: one.looked_at })}</td>
                <td>
                  <span className={styles.cell}>
                    <Interval
                      scale={scale}
                      likely={likely}
                      upper={upper}
                      tolerable={tolerable}
                      isOver={tolerable !== null && upper > tolerable}
                      label={t("spotcheck-history-label", {
                        likely: format.percent(likely, 1),
                        upper: format.percent(upper, 1),
                      })}
                    />
                    <span aria-hidden="true">
                      {t("spotcheck-at-most", { share: format.percent(upper, 1) })}
                    </span>
                  </span>
                </td>
                <td className={styles.right}>{format.integer(one.population)}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </Section>
  );
}
