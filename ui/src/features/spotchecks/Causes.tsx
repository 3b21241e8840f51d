import { Section } from "../../components/Page";
import type { CauseCount, SpotcheckDetail } from "../../contract/types";
import { useFormat, useTranslate } from "../../i18n";
import styles from "./Result.module.css";

/** What was behind the wrong ones, the most frequent first. */
export function Causes({ detail, causes }: { detail: SpotcheckDetail; causes: CauseCount[] }) {
  const t = useTranslate();
  const format = useFormat();
  const sorted = causes.toSorted((one, other) => other.count - one.count);
  const most = Math.max(1, ...sorted.map(({ count }) => count));
  return (
    <Section title={t("spotcheck-causes")}>
      <table className={styles.causes}>
        <tbody>
          {sorted.map(({ cause, count, amount, systematic }) => (
            <tr key={cause ?? "none"}>
              <th scope="row">
                {cause === null ? t("spotcheck-cause-none") : t(`cause-${cause}`)}
                {systematic && <small>{t("spotcheck-systematic-short")}</small>}
              </th>
              <td>
                <span className={styles.bar} aria-hidden="true">
                  <i
                    className={systematic ? styles.systematic : ""}
                    style={{ width: `${(count / most) * 100}%` }}
                  />
                </span>
              </td>
              <td className={styles.right}>{format.integer(count)}</td>
              <td className={styles.right}>{format.payout(amount, detail.currency)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Section>
  );
}
