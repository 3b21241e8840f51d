import { markClass } from "../../components/Glyph";
import { Section } from "../../components/Page";
import type { BackupDetail, Mark, RunProgress } from "../../contract/types";
import { useTranslate } from "../../i18n";
import styles from "./Rungs.module.css";
import { useRowWords } from "./words";

/** The steps rise from 4 to 16 pixels. */
const HEIGHTS = [4, 7, 10, 13, 16];

interface RungsProps {
  detail: BackupDetail;
  running: RunProgress | null;
}

/** The ladder, wide, with a date on each rung. */
export function Rungs({ detail, running }: RungsProps) {
  const t = useTranslate();
  const words = useRowWords();
  return (
    <Section title={t("rungs-title")} note={t("rungs-note")}>
      <ol className={styles.rungs}>
        {detail.row.ladder.map((rung, index) => {
          const isRunning = running?.kind === "verify" && running.stage === rung.level;
          // A proof counts while it is being renewed; only a rung without one shows the run.
          const mark: Mark = isRunning && rung.mark === "unproven" ? "running" : rung.mark;
          return (
            <li key={rung.level}>
              <div className={styles.step}>
                <i className={markClass(mark)} style={{ height: HEIGHTS[index] }} aria-hidden="true" />
              </div>
              <b>{t(`ladder-${rung.level}`)}</b>
              <p className={isRunning ? styles.now : ""}>
                {isRunning ? t("rung-running") : words.rungNote(rung)}
              </p>
            </li>
          );
        })}
      </ol>
    </Section>
  );
}
