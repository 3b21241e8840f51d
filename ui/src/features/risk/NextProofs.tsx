import { Button } from "../../components/Button";
import type { RiskProof } from "../../contract/types";
import { useFormat, useTranslate } from "../../i18n";
import { useNeedAction } from "../today/need";
import styles from "./Inspector.module.css";

interface ProofsProps {
  proofs: RiskProof[];
  /** The first has the primary button of the page. */
  isFirst: boolean;
}

/** Which check or drill takes most off for each hour of work. */
export function NextProofs({ proofs, isFirst }: ProofsProps) {
  const t = useTranslate();
  const format = useFormat();
  const act = useNeedAction();
  const [first] = proofs;
  return (
    <section>
      <div className={styles.head}>
        <h2>{t("risk-next")}</h2>
        <span>{t("risk-next-note")}</span>
      </div>
      {!first ? (
        <p className={styles.quiet}>{t("risk-next-none")}</p>
      ) : (
        <>
          <ol className={styles.proofs}>
            {proofs.map((proof) => (
              <li key={`${proof.action} ${proof.control.id}`}>
                <button
                  type="button"
                  onClick={() => act.run({ action: proof.action, about: proof.control })}
                  disabled={act.isBusy}
                >
                  {proof.control.title}
                </button>
                <b>{format.money(proof.per_hour_of_work)}</b>
                <small>
                  {t(proof.at_most ? "risk-next-at-most" : "risk-next-removes", {
                    amount: format.money(proof.exposure_removed),
                    work: format.duration(proof.work_seconds),
                  })}
                </small>
              </li>
            ))}
          </ol>
          {isFirst && (
            <Button
              kind="primary"
              isDisabled={act.isBusy}
              onPress={() => act.run({ action: first.action, about: first.control })}
            >
              {t("risk-next-do", {
                action: t(`needs-action-${first.action}`),
                control: first.control.title,
              })}
            </Button>
          )}
        </>
      )}
    </section>
  );
}
