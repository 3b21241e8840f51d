import Copy from "lucide-react/icons/copy";
import { type FormEvent, useState } from "react";
import { Button } from "../../components/Button";
import { FolderInput, TextInput } from "../../components/Fields";
import { useNotice } from "../../components/Notice";
import { Sheet, SheetActions } from "../../components/Sheet";
import { Refusal } from "../../components/States";
import type { SpotcheckDetail, SpotcheckExported } from "../../contract/types";
import { useTranslate } from "../../i18n";
import { useCommand } from "../../platform/context";
import sheets from "../backups/Sheets.module.css";

/** The report, the items and what anybody needs to draw them again, in a new folder. */
export function ExportSheet({ detail, onClose }: { detail: SpotcheckDetail; onClose: () => void }) {
  const t = useTranslate();
  const write = useCommand("spotcheck_export");
  const { id, round } = detail.row;
  const [folder, setFolder] = useState("");
  const [name, setName] = useState(`${id}-${detail.sample?.round ?? round ?? 1}`);
  const isComplete = folder.trim() !== "" && name.trim() !== "";
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!isComplete || write.isPending) return;
    const to = `${folder.trim().replace(/[\\/]+$/, "")}/${name.trim()}`;
    write.mutate({ id, to, ...(detail.sample ? { round: detail.sample.round } : {}) });
  };
  return (
    <Sheet title={t("spotcheck-export-title")} isOpen onClose={onClose}>
      {write.data ? (
        <Written written={write.data} onClose={onClose} />
      ) : (
        <form onSubmit={submit} className={sheets.form}>
          <p className={sheets.text}>{t("spotcheck-export-text")}</p>
          <FolderInput
            label={t("parallel-export-folder")}
            title={t("parallel-export-pick")}
            value={folder}
            onChange={setFolder}
          />
          <TextInput mono label={t("spotcheck-export-name")} value={name} onChange={setName} />
          <Refusal error={write.error} />
          <SheetActions>
            {!isComplete && <span className={sheets.why}>{t("parallel-export-needs")}</span>}
            <Button onPress={onClose}>{t("action-cancel")}</Button>
            <Button kind="primary" type="submit" isDisabled={!isComplete || write.isPending}>
              {t("parallel-export-now")}
            </Button>
          </SheetActions>
        </form>
      )}
    </Sheet>
  );
}

/** What lies where now. */
function Written({ written, onClose }: { written: SpotcheckExported; onClose: () => void }) {
  const t = useTranslate();
  const notice = useNotice();
  const { folder, files } = written;
  const copy = () =>
    navigator.clipboard.writeText(folder).then(
      () => notice(t("notice-copied", { what: folder })),
      () => notice(t("notice-not-copied")),
    );
  return (
    <>
      <p className={sheets.text} role="status">
        {t("spotcheck-exported", { count: files.length, folder })}
      </p>
      <ul>
        {files.map((file) => (
          <li key={file}>
            <code>{file}</code>
          </li>
        ))}
      </ul>
      <SheetActions>
        <Button icon={Copy} onPress={copy}>
          {t("parallel-export-copy")}
        </Button>
        <Button kind="primary" onPress={onClose} autoFocus>
          {t("action-close")}
        </Button>
      </SheetActions>
    </>
  );
}
