import type { StripPiece } from "../../contract/types";
import { useFormat, useTranslate } from "../../i18n";
import { bars } from "./geometry";
import styles from "./Strip.module.css";

const HEIGHT = 16;
const PITCH = 4;

interface StripProps {
  /** Of what it is the history. */
  name: string;
  pieces: StripPiece[];
  /** The times at both ends stand below. */
  hasAxis?: boolean;
}

/** What was seen, oldest first: a bar as high as the answer took long, hollow where none came, a dot where nobody saw. */
export function Strip({ name, pieces, hasAxis = false }: StripProps) {
  const t = useTranslate();
  const format = useFormat();
  const first = pieces[0];
  if (!first) return null;
  const count = (seen: StripPiece["worst"]) => pieces.filter(({ worst }) => worst === seen).length;
  const label = t("providers-strip", {
    name,
    of: pieces.length,
    up: count("up"),
    attention: count("attention"),
    down: count("down"),
    unseen: count("not_observed"),
    from: format.past(first.from),
  });
  return (
    <div className={styles.strip}>
      <svg
        viewBox={`0 0 ${pieces.length * PITCH} ${HEIGHT}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={label}
      >
        {bars(pieces, HEIGHT).map(({ from, seen, height }, index) => {
          const x = index * PITCH;
          if (seen === "not_observed") {
            return (
              <rect
                key={from}
                x={x + 0.7}
                y={HEIGHT - 3}
                width="1.6"
                height="1.6"
                fill="var(--line-control)"
              />
            );
          }
          if (seen === "down") {
            return (
              <rect
                key={from}
                x={x + 0.5}
                y=".6"
                width="2.2"
                height={HEIGHT - 1.2}
                fill="none"
                stroke="var(--fill-failing)"
                strokeWidth="1.1"
              />
            );
          }
          return (
            <g key={from}>
              <rect x={x} y={HEIGHT - height} width="3" height={height} rx=".8" fill="var(--fill-proven)" />
              {seen === "attention" && <rect x={x} y="0" width="3" height="4" fill="var(--fill-stale)" />}
            </g>
          );
        })}
      </svg>
      {hasAxis && (
        <div className={styles.axis} aria-hidden="true">
          <span>{format.past(first.from)}</span>
          <span>{t("providers-now")}</span>
        </div>
      )}
    </div>
  );
}
