import { Section } from "../../components/Page";
import type { ItemResult } from "../../contract/types";
import { useFormat, useTranslate } from "../../i18n";
import { type Dot, scatter } from "./geometry";
import styles from "./Result.module.css";

/** The system's figure over the one that people worked out: what is right lies on the line. */
export function ScatterPlot({ items, currency }: { items: ItemResult[]; currency: string }) {
  const t = useTranslate();
  const format = useFormat();
  const { dots, diagonal, ticks, at } = scatter(items);
  const wrong = dots.filter(({ isWrong }) => isWrong);
  const money = (value: number) => format.money({ amount: String(value), currency });
  return (
    <Section title={t("spotcheck-scatter")}>
      <div className={styles.scatter}>
        <svg
          className={styles.lines}
          role="img"
          aria-label={t("spotcheck-scatter-label", {
            right: dots.length - wrong.length,
            wrong: wrong.length,
            unknown: items.length - dots.length,
          })}
        >
          <line x1="0" x2="100%" y1="100%" y2="100%" stroke="var(--line-strong)" />
          <line x1="0" x2="0" y1="0" y2="100%" stroke="var(--line-strong)" />
          <line
            x1={`${diagonal.from}%`}
            x2={`${diagonal.to}%`}
            y1={`${100 - diagonal.from}%`}
            y2={`${100 - diagonal.to}%`}
            stroke="var(--line-strong)"
            strokeDasharray="4 3"
          />
          {ticks.map((tick) => (
            <text key={tick} x={`${at(tick)}%`} y="100%" dy="16" textAnchor="middle">
              {money(tick)}
            </text>
          ))}
          <text x="6" y="10">
            {t("spotcheck-system")}
          </text>
          <text x="100%" y="100%" dy="-6" textAnchor="end">
            {t("spotcheck-wrong-hand")}
          </text>
          {dots.map((dot) => (
            <Mark key={dot.id} dot={dot} />
          ))}
        </svg>
      </div>
      <p className={styles.legend}>
        <span>
          <svg width="10" height="10" aria-hidden="true">
            <circle cx="5" cy="5" r="3" fill="none" stroke="var(--ink-3)" strokeWidth="1.3" />
          </svg>
          {t("judged-right")}
        </span>
        <span>
          <svg width="12" height="12" aria-hidden="true">
            <path d="M6 0.5 11.5 6 6 11.5 0.5 6z" fill="var(--fill-failing)" />
          </svg>
          {t("spotcheck-scatter-wrong")}
        </span>
      </p>
    </Section>
  );
}

/** A wrong one is a diamond: the colour says it a second time only. */
function Mark({ dot: { id, x, y, isWrong } }: { dot: Dot }) {
  if (!isWrong) {
    return <circle cx={`${x}%`} cy={`${y}%`} r="3" fill="none" stroke="var(--ink-3)" strokeWidth="1.3" />;
  }
  return (
    <svg x={`${x}%`} y={`${y}%`} overflow="visible" aria-hidden="true">
      <path d="M0-6 6 0 0 6-6 0z" fill="var(--fill-failing)" />
      <title>{id}</title>
    </svg>
  );
}
