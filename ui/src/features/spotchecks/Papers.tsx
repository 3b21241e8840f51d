import { Section } from "../../components/Page";
import type { WorkItem } from "../../contract/types";
import { useTranslate } from "../../i18n";
import { Value } from "../compare/Value";
import styles from "./Work.module.css";

/** What a checker works with: of the list, everything but what was paid. */
export function Papers({ item, title }: { item: WorkItem; title?: string }) {
  const t = useTranslate();
  const who = item.person === "" ? item.id : item.person;
  return (
    <div className={styles.papers}>
      {title === undefined && <h2 className={styles.ask}>{t("spotcheck-work-ask", { who })}</h2>}
      <p className={styles.about}>
        <span>{t("spotcheck-work-id", { id: item.id })}</span>
        {item.stratum !== "" && <span>{item.stratum}</span>}
        {item.second && <b>{t("spotcheck-work-second")}</b>}
      </p>
      <Section title={t("spotcheck-work-cells")}>
        <table className={styles.cells}>
          <tbody>
            {item.cells.map(({ column, value }) => (
              <tr key={column}>
                <th scope="row">
                  <code>{column}</code>
                </th>
                <td>
                  <Value text={value} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </Section>
      {title === undefined && <p className={styles.hint}>{t("spotcheck-work-blind")}</p>}
    </div>
  );
}
