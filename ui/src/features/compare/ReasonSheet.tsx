import { type FormEvent, type ReactNode, useState } from "react";
import { Button } from "../../components/Button";
import { TextInput } from "../../components/Fields";
import { Sheet, SheetActions } from "../../components/Sheet";
import { Refusal } from "../../components/States";
import type { WireError } from "../../contract/types";
import { useTranslate } from "../../i18n";
import sheets from "../backups/Sheets.module.css";

interface ReasonSheetProps {
  title: string;
  children: ReactNode;
  /** The verb and the thing. */
  act: string;
  onAct: (reason: string) => void;
  error: WireError | null;
  isBusy: boolean;
  onClose: () => void;
}

/** A decision that goes into the ledger has a reason. */
export function ReasonSheet({ title, children, act, onAct, error, isBusy, onClose }: ReasonSheetProps) {
  const t = useTranslate();
  const [reason, setReason] = useState("");
  const isComplete = reason.trim() !== "";
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (isComplete) onAct(reason.trim());
  };
  return (
    <Sheet title={title} isOpen onClose={onClose}>
      <form onSubmit={submit} className={sheets.form}>
        <div className={sheets.text}>{children}</div>
        <TextInput
          label={t("parallel-reason")}
          hint={t("parallel-reason-hint")}
          value={reason}
          onChange={setReason}
          autoFocus
        />
        <Refusal error={error} />
        <SheetActions>
          {!isComplete && <span className={sheets.why}>{t("parallel-needs-reason")}</span>}
          <Button onPress={onClose}>{t("action-cancel")}</Button>
          <Button kind="primary" type="submit" isDisabled={!isComplete || isBusy}>
            {act}
          </Button>
        </SheetActions>
      </form>
    </Sheet>
  );
}
