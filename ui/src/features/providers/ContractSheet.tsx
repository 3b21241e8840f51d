import { type FormEvent, useState } from "react";
import { Button } from "../../components/Button";
import { TextInput } from "../../components/Fields";
import { useNotice } from "../../components/Notice";
import { Sheet, SheetActions } from "../../components/Sheet";
import { Refusal } from "../../components/States";
import type { PairDetail, ProbeView } from "../../contract/types";
import { useTranslate } from "../../i18n";
import { useCommand } from "../../platform/context";
import sheets from "../backups/Sheets.module.css";
import { PersonField, useNames } from "./Person";

interface ContractSheetProps {
  pair: PairDetail;
  probe: ProbeView;
  onClose: () => void;
}

/** The answers have another shape, and that is meant: what is answered now is learned from. */
export function ContractSheet({ pair, probe, onClose }: ContractSheetProps) {
  const t = useTranslate();
  const notice = useNotice();
  const accept = useCommand("provider_contract");
  const { me, names } = useNames();
  const [picked, setPicked] = useState<string | null>(null);
  const [reason, setReason] = useState("");
  const as = picked ?? me ?? "";
  const isComplete = as.trim() !== "" && reason.trim() !== "";
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!isComplete) return;
    accept.mutateAsync({ id: pair.row.id, probe: probe.key, as, reason: reason.trim() }).then(
      () => {
        onClose();
        notice(t("providers-accepted", { probe: probe.title }));
      },
      () => {},
    );
  };
  return (
    <Sheet title={t("providers-accept-title", { probe: probe.title })} isOpen onClose={onClose}>
      <form onSubmit={submit} className={sheets.form}>
        <p className={sheets.text}>{t("providers-accept-text", { needed: probe.contract?.needed ?? 0 })}</p>
        <TextInput
          autoFocus
          label={t("providers-accept-reason")}
          hint={t("providers-accept-reason-hint")}
          value={reason}
          onChange={setReason}
        />
        <PersonField label={t("providers-who")} names={names} value={as} onChange={setPicked} />
        <Refusal error={accept.error} />
        <SheetActions>
          <Button onPress={onClose}>{t("action-cancel")}</Button>
          <Button kind="primary" type="submit" isDisabled={!isComplete || accept.isPending}>
            {t("providers-right-now")}
          </Button>
        </SheetActions>
      </form>
    </Sheet>
  );
}
