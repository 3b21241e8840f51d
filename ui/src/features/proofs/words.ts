import type { RiskProof } from "../../contract/types";
import { useFormat, useTranslate } from "../../i18n";

/** What a proof is called, and what it takes off for how much work. */
export function useProofWords() {
  const t = useTranslate();
  const format = useFormat();
  return {
    title: ({ action, control }: RiskProof) => t(`proofs-${action}`, { what: control.title }),
    gain: ({ exposure_removed, at_most, work_seconds }: RiskProof) =>
      t("proofs-gain", {
        amount: format.money(exposure_removed),
        most: at_most ? "yes" : "no",
        work: format.duration(work_seconds),
      }),
  };
}
