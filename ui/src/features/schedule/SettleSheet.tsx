import { type FormEvent, useState } from "react";
import { Button } from "../../components/Button";
import { TextInput } from "../../components/Fields";
import { Sheet, SheetActions } from "../../components/Sheet";
import { Refusal } from "../../components/States";
import type { DeadLetter } from "../../contract/types";
import { useTranslate } from "../../i18n";
import { useCommand } from "../../platform/context";
import sheets from "../backups/Sheets.module.css";
import { useScheduleWords } from "./words";

/** Takes something off the list of what was given up on, with a reason that stays. */
export function SettleSheet({ letter, onClose }: { letter: DeadLetter; onClose: () => void }) {
  const t = useTranslate();
  const words = useScheduleWords();
  const settle = useCommand("dead_settle");
  const [reason, setReason] = useState("");
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (reason.trim() !== "") settle.mutate({ id: letter.id, reason: reason.trim() }, { onSuccess: onClose });
  };
  return (
    <Sheet title={t("settle-title")} isOpen onClose={onClose}>
      <form onSubmit={submit} className={sheets.form}>
        <p className={sheets.text}>{t("settle-text", { what: words.letter(letter) })}</p>
        <TextInput
          label={t("settle-reason")}
          hint={t("settle-reason-hint")}
          value={reason}
          onChange={setReason}
          autoFocus
        />
        <Refusal error={settle.error} />
        <SheetActions>
          {reason.trim() === "" && <span className={sheets.why}>{t("settle-needs")}</span>}
          <Button onPress={onClose}>{t("action-cancel")}</Button>
          <Button kind="primary" type="submit" isDisabled={reason.trim() === "" || settle.isPending}>
            {t("settle-now")}
          </Button>
        </SheetActions>
      </form>
    </Sheet>
  );
}
