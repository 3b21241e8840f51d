import { Link } from "@tanstack/react-router";
import { type ReactNode, useId } from "react";
import { useControlPlace } from "../../app/control";
import type { RiskProof } from "../../contract/types";
import { useFormat, useTranslate } from "../../i18n";
import styles from "./NextProofs.module.css";
import { useProofWords } from "./words";

interface ProofsProps {
  proofs: RiskProof[];
  /** What is said where there are none; without it nothing is shown at all. */
  none?: string;
  /** What can be done about the first of them. */
  children?: ReactNode;
}

/** Which check or drill takes most off for each hour of work. */
export function NextProofs({ proofs, none, children }: ProofsProps) {
  const t = useTranslate();
  const format = useFormat();
  const place = useControlPlace();
  const words = useProofWords();
  const heading = useId();
  if (proofs.length === 0 && none === undefined) return null;
  return (
    <section aria-labelledby={heading}>
      <div className={styles.head}>
        <h2 id={heading}>{t("proofs-title")}</h2>
        {proofs.length > 0 && <span>{t("proofs-note")}</span>}
      </div>
      {proofs.length === 0 ? (
        <p className={styles.quiet}>{none}</p>
      ) : (
        <ol className={styles.proofs}>
          {proofs.map((proof) => (
            <li key={`${proof.action} ${proof.control.id}`}>
              <Link {...place(proof.control.id)}>{words.title(proof)}</Link>
              <b>{format.money(proof.per_hour_of_work)}</b>
              <small>{words.gain(proof)}</small>
            </li>
          ))}
        </ol>
      )}
      {children}
    </section>
  );
}
