import { Section } from "../../components/Page";
import type { Figures } from "../../contract/types";
import { useFormat, useTranslate } from "../../i18n";
import styles from "./CellsBar.module.css";
import { shares } from "./geometry";

/** Every cell ends in exactly one of these, and together they are all of them. */
export function CellsBar({ figures }: { figures: Figures }) {
  const t = useTranslate();
  const format = useFormat();
  const parts = shares(figures.cells);
  if (parts.length === 0) return null;
  const words = parts.map(({ outcome, cells }) => t(`parallel-cells-${outcome}`, { count: cells }));
  const all = parts.reduce((sum, { cells }) => sum + cells, 0);
  const { trend } = figures;
  return (
    <Section
      title={t("parallel-cells")}
      note={
        trend
          ? t("parallel-moved", { new: trend.new, resolved: trend.resolved, persisting: trend.persisting })
          : t("parallel-cells-all", { count: all })
      }
    >
      <div className={styles.bar} role="img" aria-label={format.list(words)}>
        {parts.map(({ outcome, share }) => (
          <i key={outcome} className={styles[outcome]} style={{ flexGrow: share }} />
        ))}
      </div>
      <ul className={styles.legend}>
        {parts.map(({ outcome }, index) => (
          <li key={outcome}>
            <i className={styles[outcome]} aria-hidden="true" />
            {words[index]}
          </li>
        ))}
      </ul>
    </Section>
  );
}
