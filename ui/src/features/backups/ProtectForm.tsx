import { type FormEvent, useState } from "react";
import { Button } from "../../components/Button";
import { FolderInput, TextInput } from "../../components/Fields";
import { SheetActions } from "../../components/Sheet";
import { Refusal } from "../../components/States";
import type { Protected } from "../../contract/types";
import { useTranslate } from "../../i18n";
import { useCommand } from "../../platform/context";
import styles from "./Sheets.module.css";

interface ProtectFormProps {
  /** The first thing in a new workspace also names the company. */
  asksForCompany: boolean;
  onCancel: () => void;
  onProtected: (made: Protected) => void;
}

/** A folder, a place to keep it, a name: then the first copy and the first proof. */
export function ProtectForm({ asksForCompany, onCancel, onProtected }: ProtectFormProps) {
  const t = useTranslate();
  const protect = useCommand("protect_folder");
  const [folder, setFolder] = useState("");
  const [destination, setDestination] = useState("");
  const [title, setTitle] = useState("");
  const [company, setCompany] = useState("");
  const isComplete = folder !== "" && destination !== "" && (!asksForCompany || company.trim() !== "");

  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!isComplete) return;
    // The promise, not the callbacks: the first workspace takes this form off the screen, sometimes before
    // the answer is here.
    protect
      .mutateAsync({
        folder,
        destination,
        ...(title.trim() === "" ? {} : { title: title.trim() }),
        ...(asksForCompany ? { workspace_name: company.trim() } : {}),
      })
      .then(onProtected, () => {});
  };

  return (
    <form onSubmit={submit} className={styles.form}>
      <p className={styles.text}>{t("protect-text")}</p>
      {asksForCompany && (
        <TextInput
          label={t("protect-company")}
          hint={t("protect-company-hint")}
          value={company}
          onChange={setCompany}
          autoFocus
        />
      )}
      <FolderInput
        label={t("protect-folder")}
        title={t("protect-folder-pick")}
        value={folder}
        onChange={setFolder}
        autoFocus={!asksForCompany}
      />
      <FolderInput
        label={t("protect-place")}
        title={t("protect-place-pick")}
        hint={t("protect-place-hint")}
        value={destination}
        onChange={setDestination}
      />
      <TextInput label={t("protect-name")} hint={t("protect-name-hint")} value={title} onChange={setTitle} />
      <Refusal error={protect.error} />
      <SheetActions>
        {!isComplete && (
          <span className={styles.why}>{t(asksForCompany ? "protect-needs-company" : "protect-needs")}</span>
        )}
        <Button onPress={onCancel}>{t("action-cancel")}</Button>
        <Button kind="primary" type="submit" isDisabled={!isComplete || protect.isPending}>
          {t("action-protect")}
        </Button>
      </SheetActions>
    </form>
  );
}
