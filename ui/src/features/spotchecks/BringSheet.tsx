import { type FormEvent, useState } from "react";
import { Button } from "../../components/Button";
import { FileInput, TextInput } from "../../components/Fields";
import { Glyph } from "../../components/Glyph";
import { Sheet, SheetActions } from "../../components/Sheet";
import type { SpotcheckDetail, WorkImported } from "../../contract/types";
import { useErrorWords, useFormat, useTranslate } from "../../i18n";
import { useCommand } from "../../platform/context";
import sheets from "../backups/Sheets.module.css";
import styles from "./Carry.module.css";
import { usePeople } from "./Person";
import { useWorkFile, WorkFileLook, WorkFileRefusal } from "./WorkFileLook";

interface BringSheetProps {
  detail: SpotcheckDetail;
  onClose: () => void;
}

/** The answers in a file that was on another computer, locked here. */
export function BringSheet({ detail, onClose }: BringSheetProps) {
  const t = useTranslate();
  const bring = useCommand("spotcheck_import_work");
  const { needsPassphrase } = usePeople(detail);
  const [path, setPath] = useState("");
  const [passphrase, setPassphrase] = useState("");
  const { file, view, error } = useWorkFile(path);
  const isAsked = view !== null && needsPassphrase(view.person);
  const hasAnswers = view !== null && view.done > 0;
  const isComplete = hasAnswers && (!isAsked || passphrase !== "");
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!isComplete || bring.isPending) return;
    bring.mutate({ id: detail.row.id, file, ...(isAsked ? { passphrase } : {}) });
  };
  return (
    <Sheet title={t("spotcheck-bring-title")} isOpen onClose={onClose}>
      {bring.data ? (
        <Brought brought={bring.data} onClose={onClose} />
      ) : (
        <form onSubmit={submit} className={sheets.form}>
          <p className={sheets.text}>{t("spotcheck-bring-text")}</p>
          <FileInput
            autoFocus
            label={t("spotcheck-file")}
            title={t("spotcheck-file-pick")}
            value={path}
            onChange={(next) => {
              bring.reset();
              setPath(next);
            }}
          />
          <WorkFileLook view={view} error={error} />
          {isAsked && (
            <TextInput
              type="password"
              label={t("spotcheck-passphrase-of", { person: view.person })}
              value={passphrase}
              onChange={setPassphrase}
            />
          )}
          <WorkFileRefusal error={bring.error} />
          <SheetActions>
            {path.trim() === "" && <span className={sheets.why}>{t("spotcheck-file-needs")}</span>}
            {view !== null && !hasAnswers && <span className={sheets.why}>{t("spotcheck-bring-none")}</span>}
            <Button onPress={onClose}>{t("action-cancel")}</Button>
            <Button kind="primary" type="submit" isDisabled={!isComplete || bring.isPending}>
              {t("spotcheck-bring-now", { count: view?.done ?? 0 })}
            </Button>
          </SheetActions>
        </form>
      )}
    </Sheet>
  );
}

/** What became of each answer. */
function Brought({ brought, onClose }: { brought: WorkImported; onClose: () => void }) {
  const t = useTranslate();
  const format = useFormat();
  const words = useErrorWords();
  const { accepted, already, refused } = brought;
  return (
    <>
      <ul className={styles.brought}>
        <li>
          <Glyph state={accepted.length > 0 ? "proven" : "unproven"} />
          <div>
            <b role="status">{t("spotcheck-brought-accepted", { count: accepted.length })}</b>
            {accepted.length > 0 && <small>{format.list(accepted)}</small>}
          </div>
        </li>
        {already.length > 0 && (
          <li>
            <Glyph state="paused" />
            <div>
              <b>{t("spotcheck-brought-already", { count: already.length })}</b>
              <small>{format.list(already)}</small>
            </div>
          </li>
        )}
        {refused.map(({ item, error }) => (
          <li key={item}>
            <Glyph state="failing" />
            <div>
              <b>{t("spotcheck-brought-refused", { item })}</b>
              <small>{words(error).message}</small>
            </div>
          </li>
        ))}
      </ul>
      <SheetActions>
        <Button kind="primary" onPress={onClose} autoFocus>
          {t("action-close")}
        </Button>
      </SheetActions>
    </>
  );
}
