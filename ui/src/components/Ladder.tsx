import type { Level, Rung } from "../contract/types";
import { useTranslate } from "../i18n";
import styles from "./Ladder.module.css";

export const LEVELS: readonly Level[] = ["present", "structure", "content", "restore", "recovery"];

/** What the rung says to somebody who cannot see it. */
export function ladderLabel(t: (id: string) => string, rungs: Rung[]): string {
  return rungs.map((rung) => `${t(`ladder-${rung.level}`)}: ${t(`mark-${rung.mark}`)}`).join(", ");
}

/** Five rising pips, from present to recovery. */
export function Ladder({ rungs, large = false }: { rungs: Rung[]; large?: boolean }) {
  const t = useTranslate();
  return (
    <span
      className={`${styles.ladder} ${large ? styles.large : ""}`}
      role="img"
      aria-label={ladderLabel(t, rungs)}
    >
      {rungs.map((rung) => (
        <i key={rung.level} className={styles[rung.mark]} />
      ))}
    </span>
  );
}

export const emptyLadder: Rung[] = LEVELS.map((level) => ({
  level,
  mark: "unproven",
  proven_at: null,
  expires_at: null,
  failed_at: null,
}));
