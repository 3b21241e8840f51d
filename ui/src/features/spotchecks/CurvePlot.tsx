import { Section } from "../../components/Page";
import type { SpotcheckDetail } from "../../contract/types";
import { useFormat, useTranslate } from "../../i18n";
import { type CurveMark, curve } from "./geometry";
import styles from "./Result.module.css";
import { shareOf } from "./words";

/** What other sizes of sample would prove, with nothing wrong in them. */
export function CurvePlot({ detail }: { detail: SpotcheckDetail }) {
  const t = useTranslate();
  const format = useFormat();
  const tolerable = shareOf(detail.tolerable);
  const { marks, path, at } = curve(detail.curve, tolerable);
  const said = marks.map(({ sample, upper }) =>
    t("spotcheck-curve-point", { sample, share: format.percent(upper, 1) }),
  );
  return (
    <Section title={t("spotcheck-curve")} note={t("spotcheck-curve-note")}>
      <div className={styles.curve}>
        <svg
          role="img"
          aria-label={t("spotcheck-curve-label", { points: format.list(said) })}
          className={styles.lines}
        >
          <svg viewBox="0 0 100 100" preserveAspectRatio="none" width="100%" height="100%" aria-hidden="true">
            <path
              d={path}
              fill="none"
              stroke="var(--fill-proven)"
              strokeWidth="1.8"
              vectorEffect="non-scaling-stroke"
            />
          </svg>
          <line x1="0" x2="100%" y1="100%" y2="100%" stroke="var(--line-strong)" />
          {tolerable !== null && (
            <>
              <line
                x1="0"
                x2="100%"
                y1={`${at(tolerable)}%`}
                y2={`${at(tolerable)}%`}
                stroke="var(--ink-1)"
                strokeDasharray="4 3"
              />
              <text x="0" y={`${at(tolerable)}%`} dy="-5">
                {t("spotcheck-plot-tolerable", { amount: detail.tolerable ?? "" })}
              </text>
            </>
          )}
          {marks.map((mark) => (
            <Point key={mark.sample} mark={mark} />
          ))}
        </svg>
      </div>
    </Section>
  );
}

function Point({ mark: { x, y, sample, upper, current, isNamed } }: { mark: CurveMark }) {
  const t = useTranslate();
  const format = useFormat();
  const side = x > 80 ? "end" : x < 15 ? "start" : "middle";
  return (
    <>
      <circle
        cx={`${x}%`}
        cy={`${y}%`}
        r={current ? 5 : 4}
        fill={current ? "var(--fill-proven)" : "var(--surface)"}
        stroke="var(--fill-proven)"
        strokeWidth="1.6"
      />
      {isNamed && (
        <>
          <text x={`${x}%`} y={`${y}%`} dy="-10" textAnchor={side} className={styles.words}>
            {format.percent(upper, 1)}
          </text>
          <text x={`${x}%`} y="100%" dy="16" textAnchor={side}>
            {current ? t("spotcheck-curve-now", { sample }) : format.integer(sample)}
          </text>
        </>
      )}
    </>
  );
}
