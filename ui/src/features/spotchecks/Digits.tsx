import { Button as AriaButton, Disclosure, DisclosurePanel } from "react-aria-components";
import type { FirstDigits } from "../../contract/types";
import { useFormat, useTranslate } from "../../i18n";
import details from "../compare/DetailPage.module.css";
import styles from "./Result.module.css";

/** How often amounts begin with each digit, beside how often they usually do. It decides nothing, and says so. */
export function Digits({ digits: { amounts, digits, p_value } }: { digits: FirstDigits }) {
  const t = useTranslate();
  const format = useFormat();
  const most = Math.max(1, ...digits.flatMap(({ count, expected }) => [count, expected]));
  return (
    <Disclosure className={styles.methods}>
      <AriaButton slot="trigger" className={details.reveal ?? ""}>
        {t("spotcheck-digits")}
      </AriaButton>
      <DisclosurePanel>
        <p>{t("spotcheck-digits-text", { amounts, chance: format.percent(p_value, 1) })}</p>
        <table className={styles.digits}>
          <thead>
            <tr>
              <th scope="col">{t("spotcheck-digit")}</th>
              <th scope="col">
                <span className={styles.unseen}>{t("spotcheck-digit-picture")}</span>
              </th>
              <th scope="col" className={styles.right}>
                {t("spotcheck-digit-here")}
              </th>
              <th scope="col" className={styles.right}>
                {t("spotcheck-digit-expected")}
              </th>
            </tr>
          </thead>
          <tbody>
            {digits.map(({ digit, count, expected }) => (
              <tr key={digit}>
                <th scope="row">{digit}</th>
                <td>
                  <span className={styles.bar} aria-hidden="true">
                    <i style={{ width: `${(count / most) * 100}%` }} />
                    <b style={{ left: `${(expected / most) * 100}%` }} />
                  </span>
                </td>
                <td className={styles.right}>{format.integer(count)}</td>
                <td className={styles.right}>{format.integer(Math.round(expected))}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </DisclosurePanel>
    </Disclosure>
  );
}
