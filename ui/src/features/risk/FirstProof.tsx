import { Button } from "../../components/Button";
import type { RiskProof } from "../../contract/types";
import { useTranslate } from "../../i18n";
import { useNeedAction } from "../today/need";

/** The primary button of the map: what is worth most for each hour of work. */
export function FirstProof({ proof: { action, control } }: { proof: RiskProof }) {
  const t = useTranslate();
  const act = useNeedAction();
  return (
    <Button kind="primary" isDisabled={act.isBusy} onPress={() => act.run({ action, about: control })}>
      {t("proofs-do", { action: t(`needs-action-${action}`), control: control.title })}
    </Button>
  );
}
