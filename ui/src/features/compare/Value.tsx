import { useTranslate } from "../../i18n";
import { amountMarks, marks } from "./marks";
import styles from "./Value.module.css";

interface ValueProps {
  text: string | null;
  /** The value of the other side: what differs from it is marked. */
  beside?: string | null;
  side?: "old" | "new";
  /** An amount is marked up to its end. */
  isAmount?: boolean;
}

/** One cell as it was read. Null and empty are no text, so they are told in words. */
export function Value({ text, beside, side = "new", isAmount = false }: ValueProps) {
  const t = useTranslate();
  if (text === null) return <i className={styles.none}>{t("parallel-null")}</i>;
  if (text === "") return <i className={styles.none}>{t("parallel-empty")}</i>;
  if (beside === undefined || beside === null || beside === "") return <span>{text}</span>;
  const [old, now] = side === "old" ? [text, beside] : [beside, text];
  const { start, changed, end } = (isAmount ? amountMarks : marks)(old, now)[side];
  return (
    <span className={styles[side]} title={text}>
      {start}
      {changed !== "" && <mark>{changed}</mark>}
      {end}
    </span>
  );
}
