import { Section } from "../../components/Page";
import type { ControlTotal, Figures } from "../../contract/types";
import { useFormat, useTranslate } from "../../i18n";
import styles from "./DetailPage.module.css";
import { minus } from "./decimals";
import { Conditions } from "./words";

/** More than these would hide the ones that matter. */
const SHOWN = 12;

/** Sums that must be equal to the last digit, and are not. */
export function Totals({ figures }: { figures: Figures }) {
  const t = useTranslate();
  const { totals } = figures;
  if (totals.length === 0) return null;
  const differing = totals.filter((total) => !total.equal);
  return (
    <Section
      title={t("parallel-totals")}
      note={t("parallel-totals-note", { equal: totals.length - differing.length, all: totals.length })}
    >
      {differing.length === 0 ? (
        <p>{t("parallel-totals-equal")}</p>
      ) : (
        <table className={styles.table}>
          <thead>
            <tr>
              <th scope="col">{t("parallel-totals-of")}</th>
              <th scope="col" className={styles.right}>
                {t("parallel-totals-rows")}
              </th>
              <th scope="col" className={styles.right}>
                {t("parallel-of-old")}
              </th>
              <th scope="col" className={styles.right}>
                {t("parallel-of-new")}
              </th>
              <th scope="col" className={styles.right}>
                {t("parallel-of-difference")}
              </th>
            </tr>
          </thead>
          <tbody>
            {differing.slice(0, SHOWN).map((total) => (
              <Row key={`${total.column} ${total.slice?.value}`} total={total} />
            ))}
          </tbody>
        </table>
      )}
      {differing.length > SHOWN && (
        <p className={styles.quiet}>{t("parallel-totals-more", { count: differing.length - SHOWN })}</p>
      )}
    </Section>
  );
}

function Row({ total }: { total: ControlTotal }) {
  const t = useTranslate();
  const format = useFormat();
  const difference = minus(total.new, total.old);
  const rows =
    total.rows_old === total.rows_new
      ? format.integer(total.rows_old)
      : t("parallel-totals-rows-differ", { old: total.rows_old, new: total.rows_new });
  return (
    <tr>
      <td>
        <code>{total.column}</code>{" "}
        {total.slice ? <Conditions conditions={[total.slice]} /> : t("parallel-totals-all")}
      </td>
      <td className={styles.right}>{rows}</td>
      <td className={styles.right}>{format.decimal(total.old)}</td>
      <td className={styles.right}>{format.decimal(total.new)}</td>
      <td className={styles.right}>
        <b>{difference === null ? "" : format.signed(difference)}</b>
      </td>
    </tr>
  );
}
