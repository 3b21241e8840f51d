import styles from "./Instruments.module.css";

/** How far past the limit the bar may reach before it stops: the limit is drawn at 80 % of the width. */
const LIMIT_AT = 80;

/** The share of the gauge's width that an age takes. */
export function gaugeWidth(age: number, limit: number): number {
  if (limit <= 0) return 100;
  return Math.min(100, Math.max(0, (age / limit) * LIMIT_AT));
}

/** Age of the newest copy against its limit. The words beside it say the same. */
export function Gauge({ age, limit }: { age: number | null; limit: number | null }) {
  const shown = age !== null && limit !== null;
  return (
    <span className={`${styles.gauge} ${shown && age > limit ? styles.over : ""}`} aria-hidden="true">
      {shown && <i style={{ width: `${gaugeWidth(age, limit)}%` }} />}
    </span>
  );
}

const SPARK = { width: 72, height: 20 };

/** The sizes of the last 90 days, oldest first. */
export function Spark({ values }: { values: number[] }) {
  if (values.length < 2) return <span className={styles.noSpark} />;
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const points = values.map((value, index) => ({
    x: (index / (values.length - 1)) * (SPARK.width - 4) + 1,
    y: SPARK.height - 3 - ((value - low) / (high - low || 1)) * (SPARK.height - 6),
  }));
  const last = points.at(-1);
  return (
    <svg {...SPARK} className={styles.spark} aria-hidden="true">
      <path
        d={`M${points.map(({ x, y }) => `${x.toFixed(1)} ${y.toFixed(1)}`).join("L")}`}
        fill="none"
        stroke="var(--ink-3)"
        strokeWidth="1.3"
      />
      {last && <circle cx={last.x} cy={last.y} r="2" fill="var(--ink-1)" />}
    </svg>
  );
}

interface MeterProps {
  share: number;
  label: string;
}

export function Meter({ share, label }: MeterProps) {
  const percent = Math.round(Math.min(1, Math.max(0, share)) * 100);
  return (
    <div
      className={styles.meter}
      role="progressbar"
      aria-label={label}
      aria-valuenow={percent}
      aria-valuemin={0}
      aria-valuemax={100}
    >
      <i style={{ width: `${percent}%` }} />
    </div>
  );
}
