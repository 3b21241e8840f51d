import { type FormEvent, useState } from "react";
import { Button } from "../../components/Button";
import { TextInput } from "../../components/Fields";
import { useNotice } from "../../components/Notice";
import { Sheet, SheetActions } from "../../components/Sheet";
import { Refusal } from "../../components/States";
import { useTranslate } from "../../i18n";
import { useCommand } from "../../platform/context";
import sheets from "../backups/Sheets.module.css";

interface PassphraseSheetProps {
  person: string;
  /** There is one, which must be given before it can be another. */
  hasOne: boolean;
  onClose: () => void;
}

/** What proves that somebody is who they say: known to that person alone. */
export function PassphraseSheet({ person, hasOne, onClose }: PassphraseSheetProps) {
  const t = useTranslate();
  const notice = useNotice();
  const set = useCommand("person_passphrase");
  const [old, setOld] = useState("");
  const [fresh, setFresh] = useState("");
  const [again, setAgain] = useState("");
  const differs = again !== "" && again !== fresh;
  const isComplete = fresh !== "" && again === fresh && (!hasOne || old !== "");
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!isComplete) return;
    set.mutateAsync({ person, new: fresh, ...(hasOne ? { passphrase: old } : {}) }).then(
      () => {
        onClose();
        notice(t("spotcheck-passphrase-done", { person }));
      },
      () => {},
    );
  };
  return (
    <Sheet title={t("spotcheck-passphrase-title", { person })} isOpen onClose={onClose}>
      <form onSubmit={submit} className={sheets.form}>
        <p className={sheets.text}>{t("spotcheck-passphrase-text", { person })}</p>
        {hasOne && (
          <TextInput
            autoFocus
            type="password"
            label={t("spotcheck-passphrase-old")}
            value={old}
            onChange={setOld}
          />
        )}
        <TextInput
          autoFocus={!hasOne}
          type="password"
          label={t("spotcheck-passphrase-new")}
          value={fresh}
          onChange={setFresh}
        />
        <TextInput
          type="password"
          label={t("spotcheck-passphrase-again")}
          value={again}
          onChange={setAgain}
          error={differs ? t("spotcheck-passphrase-differs") : undefined}
        />
        <Refusal error={set.error} />
        <SheetActions>
          <Button onPress={onClose}>{t("action-cancel")}</Button>
          <Button kind="primary" type="submit" isDisabled={!isComplete || set.isPending}>
            {t("spotcheck-passphrase-now")}
          </Button>
        </SheetActions>
      </form>
    </Sheet>
  );
}
