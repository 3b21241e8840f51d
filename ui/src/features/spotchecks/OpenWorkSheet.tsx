import { type FormEvent, useState } from "react";
import { Button } from "../../components/Button";
import { FileInput } from "../../components/Fields";
import { Sheet, SheetActions } from "../../components/Sheet";
import { useTranslate } from "../../i18n";
import sheets from "../backups/Sheets.module.css";
import { useWorkFile, WorkFileLook } from "./WorkFileLook";

interface OpenWorkSheetProps {
  onOpen: (file: string) => void;
  onClose: () => void;
}

/** A file from another computer: whose it is, and the way into it. */
export function OpenWorkSheet({ onOpen, onClose }: OpenWorkSheetProps) {
  const t = useTranslate();
  const [path, setPath] = useState("");
  const { file, view, error } = useWorkFile(path);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (view) onOpen(file);
  };
  return (
    <Sheet title={t("spotcheck-open-title")} isOpen onClose={onClose}>
      <form onSubmit={submit} className={sheets.form}>
        <p className={sheets.text}>{t("spotcheck-open-text")}</p>
        <FileInput
          autoFocus
          label={t("spotcheck-file")}
          title={t("spotcheck-file-pick")}
          value={path}
          onChange={setPath}
        />
        <WorkFileLook view={view} error={error} />
        <SheetActions>
          {path.trim() === "" && <span className={sheets.why}>{t("spotcheck-file-needs")}</span>}
          <Button onPress={onClose}>{t("action-cancel")}</Button>
          <Button kind="primary" type="submit" isDisabled={view === null}>
            {t("spotcheck-open-now", { stands: standOf(view) })}
          </Button>
        </SheetActions>
      </form>
    </Sheet>
  );
}

const standOf = (view: { done: number; of: number } | null) =>
  view === null || view.done === 0 ? "new" : view.done < view.of ? "open" : "done";
