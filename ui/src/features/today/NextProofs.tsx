import { Link } from "@tanstack/react-router";
import { useControlPlace } from "../../app/control";
import type { RiskProof } from "../../contract/types";
import { useFormat, useTranslate } from "../../i18n";
import styles from "./NextProofs.module.css";
import page from "./TodayPage.module.css";

/** More would be a list of everything that could be done. */
const SHOWN = 3;

/** What takes most off the exposure for each hour of work. */
export function NextProofs({ proofs }: { proofs: RiskProof[] }) {
  const t = useTranslate();
  const format = useFormat();
  const place = useControlPlace();
  if (proofs.length === 0) return null;
  return (
    <section className={styles.proofs} aria-labelledby="next-proofs">
      <div className={page.sectionHead}>
        <h2 id="next-proofs">{t("proofs-title")}</h2>
        <span className={page.quiet}>{t("proofs-order")}</span>
      </div>
      <ol>
        {proofs.slice(0, SHOWN).map((proof) => {
          const { control, action, exposure_removed: removed, at_most: most, work_seconds: work } = proof;
          return (
            <li key={`${control.id} ${action}`}>
              <Link {...place(control.id)}>{t(`proofs-${action}`, { what: control.title })}</Link>
              <b>{t("proofs-work", { work: format.duration(work) })}</b>
              <small>
                {t("proofs-removes", { amount: format.money(removed), most: most ? "yes" : "no" })}
              </small>
            </li>
          );
        })}
      </ol>
    </section>
  );
}
