import { useTranslate } from "../../i18n";
import styles from "./Legend.module.css";
import drawing from "./MapDrawing.module.css";

export const LEGEND = ["proven", "expired", "untested", "single", "together"] as const;
type LegendId = (typeof LEGEND)[number];

/** One line or frame, 26 by 12. */
export function LegendMark({ id }: { id: LegendId }) {
  if (id === "single")
    return (
      <>
        <rect className={drawing.ring} x="1" y="1" width="24" height="10" rx="4" />
        <rect className={drawing.body} x="4" y="3.5" width="18" height="5" rx="2" />
      </>
    );
  if (id === "together") return <rect className={drawing.box} x="1" y="1" width="24" height="10" rx="3" />;
  return <path className={`${drawing.edge} ${drawing[id]}`} d="M1 6h24" />;
}

/** What lines and frames mean. */
export function Legend() {
  const t = useTranslate();
  return (
    <ul className={styles.legend} aria-label={t("risk-legend")}>
      {LEGEND.map((id) => (
        <li key={id}>
          <svg viewBox="0 0 26 12" aria-hidden="true">
            <LegendMark id={id} />
          </svg>
          {t(`risk-legend-${id}`)}
        </li>
      ))}
    </ul>
  );
}
