import type { Scale } from "./geometry";
import styles from "./Result.module.css";

interface IntervalProps {
  scale: Scale;
  likely: number;
  upper: number;
  tolerable: number | null;
  /** More may be wrong than is tolerable: told by the shape of its end too. */
  isOver: boolean;
  label: string;
}

/** From nothing to the limit, the most likely in it, and the line of what is tolerable. */
export function Interval({ scale: { at }, likely, upper, tolerable, isOver, label }: IntervalProps) {
  return (
    <svg className={styles.interval} role="img" aria-label={label}>
      <line x1="0" x2="100%" y1="50%" y2="50%" stroke="var(--line)" />
      <rect
        x="0"
        y="5"
        height="8"
        width={`${at(upper)}%`}
        fill={isOver ? "var(--st-failing-wash)" : "var(--st-proven-wash)"}
      />
      <line
        x1={`${at(upper)}%`}
        x2={`${at(upper)}%`}
        y1="2"
        y2="16"
        stroke={isOver ? "var(--fill-failing)" : "var(--fill-proven)"}
        strokeWidth={isOver ? 4 : 2.5}
      />
      <circle
        cx={`${at(likely)}%`}
        cy="9"
        r="3.5"
        fill="var(--surface)"
        stroke="var(--ink-1)"
        strokeWidth="1.5"
      />
      {tolerable !== null && (
        <line
          x1={`${at(tolerable)}%`}
          x2={`${at(tolerable)}%`}
          y1="0"
          y2="18"
          stroke="var(--ink-1)"
          strokeDasharray="3 2"
        />
      )}
    </svg>
  );
}
