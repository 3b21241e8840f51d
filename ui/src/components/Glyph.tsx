import type { ReactNode } from "react";
import type { Mark, Status } from "../contract/types";
import { useTranslate } from "../i18n";
import styles from "./Glyph.module.css";

export type GlyphState = Status | "running";

const knockout = {
  stroke: "var(--glyph-behind, var(--surface))",
  fill: "none",
  strokeWidth: 1.7,
  strokeLinecap: "round",
  strokeLinejoin: "round",
} as const;

/** Shape first, colour second: every state can be told apart in grey. */
const SHAPES: Record<GlyphState, ReactNode> = {
  proven: (
    <>
      <circle cx="8" cy="8" r="6.6" fill="currentColor" />
      <path d="m5 8.3 2.1 2.1 4-4.5" {...knockout} />
    </>
  ),
  due: (
    <>
      <circle cx="8" cy="8" r="6.6" fill="currentColor" />
      <path d="M8 4.4V8l2.5 1.7" {...knockout} />
    </>
  ),
  stale: (
    <>
      <circle cx="8" cy="8" r="5.9" fill="none" stroke="currentColor" strokeWidth="1.4" />
      <path d="M3.6 9.6 9.6 3.6M4.6 12 12 4.6M7 13l6-6" stroke="currentColor" strokeWidth="1.4" />
    </>
  ),
  failing: (
    <>
      <path d="M8 .6 15.4 8 8 15.4.6 8z" fill="currentColor" />
      <path d="M8 4.9v3.5M8 10.9v.05" {...knockout} />
    </>
  ),
  attention: (
    <>
      <circle cx="8" cy="8" r="5.9" fill="none" stroke="currentColor" strokeWidth="1.5" />
      <path
        d="M8 4.8v3.6M8 11v.05"
        fill="none"
        stroke="currentColor"
        strokeWidth="1.7"
        strokeLinecap="round"
      />
    </>
  ),
  unknown: (
    <>
      <circle cx="8" cy="8" r="5.9" fill="none" stroke="currentColor" strokeWidth="1.3" />
      <path
        d="M6.3 6.5a1.75 1.75 0 1 1 2.6 1.5c-.6.35-.9.7-.9 1.3M8 11.4v.05"
        fill="none"
        stroke="currentColor"
        strokeWidth="1.4"
        strokeLinecap="round"
      />
    </>
  ),
  unproven: (
    <circle
      cx="8"
      cy="8"
      r="5.9"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.5"
      strokeDasharray="2.5 2.13"
    />
  ),
  paused: (
    <>
      <circle cx="8" cy="8" r="5.9" fill="none" stroke="currentColor" strokeWidth="1.3" />
      <path d="M6.4 5.9v4.2M9.6 5.9v4.2" stroke="currentColor" strokeWidth="1.5" strokeLinecap="round" />
    </>
  ),
  running: (
    <>
      <circle cx="8" cy="8" r="5.9" fill="none" stroke="currentColor" strokeOpacity=".28" strokeWidth="2" />
      <path
        d="M8 2.1a5.9 5.9 0 0 1 5.5 8"
        fill="none"
        stroke="currentColor"
        strokeWidth="2"
        strokeLinecap="round"
      />
    </>
  ),
};

interface GlyphProps {
  state: GlyphState;
  /** Named only where no word stands beside it. */
  named?: boolean;
  size?: 9 | 11 | 14 | 16 | 20;
}

export function Glyph({ state, named = false, size = 14 }: GlyphProps) {
  const t = useTranslate();
  const shared = { viewBox: "0 0 16 16", width: size, height: size } as const;
  const className = `${styles.glyph} ${styles[state]}`;
  return named ? (
    <svg {...shared} className={className} role="img" aria-label={t(`status-${state}`)}>
      {SHAPES[state]}
    </svg>
  ) : (
    <svg {...shared} className={className} aria-hidden="true">
      {SHAPES[state]}
    </svg>
  );
}

/** A glyph and its word, or the phrase that stands for it. */
export function StatusLabel({ state, children }: { state: GlyphState; children?: ReactNode }) {
  const t = useTranslate();
  return (
    <span className={`${styles.label} ${styles[state]}`}>
      <Glyph state={state} />
      {children ?? t(`status-${state}`)}
    </span>
  );
}

/** The piece of a legend or chart: solid, hatched, outline. */
export function MarkKey({ mark, children }: { mark: Mark; children: ReactNode }) {
  return (
    <span className={styles.key}>
      <i className={`${styles.mark} ${styles[`fill-${mark}`]}`} />
      {children}
    </span>
  );
}

export const markClass = (mark: Mark): string => `${styles.mark} ${styles[`fill-${mark}`]}`;

/** The load line: a circle with a waterline. */
export function LoadLine({ size = 26 }: { size?: number }) {
  return (
    <svg className={styles.load} viewBox="0 0 16 16" width={size} height={size} aria-hidden="true">
      <circle cx="8" cy="8" r="5.4" fill="none" stroke="currentColor" strokeWidth="1.5" />
      <path d="M2.6 8a5.4 5.4 0 0 0 10.8 0z" fill="currentColor" />
      <path d="M.4 8h15.2" stroke="currentColor" strokeWidth="1.5" strokeLinecap="round" />
    </svg>
  );
}
