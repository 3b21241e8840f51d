import Copy from "lucide-react/icons/copy";
import { type FormEvent, useState } from "react";
import { Button } from "../../components/Button";
import { FolderInput, TextInput } from "../../components/Fields";
import { useNotice } from "../../components/Notice";
import { Sheet, SheetActions } from "../../components/Sheet";
import { Refusal } from "../../components/States";
import type { SpotcheckDetail, WorkExported } from "../../contract/types";
import { useTranslate } from "../../i18n";
import { useCommand } from "../../platform/context";
import sheets from "../backups/Sheets.module.css";
import styles from "./Carry.module.css";
import { asked, usePeople, type Who, WhoFields } from "./Person";
import { fileNameOf, openOf } from "./words";

interface TakeSheetProps {
  detail: SpotcheckDetail;
  onClose: () => void;
}

/** Somebody's open items into a file for another computer. */
export function TakeSheet({ detail, onClose }: TakeSheetProps) {
  const t = useTranslate();
  const write = useCommand("spotcheck_export_work");
  const { me, needsPassphrase } = usePeople(detail);
  const { id, round } = detail.row;
  const names = detail.work.filter((work) => openOf(work) > 0).map(({ person }) => person);
  const [picked, setWho] = useState<Who | null>(null);
  const first = me !== null && names.includes(me) ? me : (names[0] ?? "");
  const who = picked ?? { person: first, passphrase: "" };
  const [folder, setFolder] = useState("");
  const [typed, setName] = useState<string | null>(null);
  const name = typed ?? fileNameOf(id, round ?? 1, who.person);
  const isProved = !needsPassphrase(who.person) || who.passphrase !== "";
  const isComplete = who.person !== "" && isProved && folder.trim() !== "" && name.trim() !== "";
  const isTaken = write.error?.code === "target_not_empty";
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!isComplete || write.isPending) return;
    write.mutate({ id, ...asked(who), to: `${folder.trim().replace(/[\\/]+$/, "")}/${name.trim()}` });
  };
  return (
    <Sheet title={t("spotcheck-take-title")} isOpen onClose={onClose}>
      {write.data ? (
        <Taken written={write.data} onClose={onClose} />
      ) : (
        <form onSubmit={submit} className={sheets.form}>
          <p className={sheets.text}>{t("spotcheck-take-text")}</p>
          <WhoFields
            label={t("spotcheck-take-who")}
            names={names}
            who={who}
            onChange={setWho}
            needsPassphrase={needsPassphrase}
          />
          <FolderInput
            label={t("parallel-export-folder")}
            title={t("spotcheck-take-pick")}
            value={folder}
            onChange={setFolder}
          />
          <TextInput
            mono
            label={t("spotcheck-take-name")}
            value={name}
            onChange={(next) => {
              write.reset();
              setName(next);
            }}
            error={isTaken ? t("spotcheck-take-exists") : undefined}
          />
          {!isTaken && <Refusal error={write.error} />}
          <SheetActions>
            {!isComplete && <span className={sheets.why}>{t("spotcheck-take-needs")}</span>}
            <Button onPress={onClose}>{t("action-cancel")}</Button>
            <Button kind="primary" type="submit" isDisabled={!isComplete || write.isPending}>
              {t("spotcheck-take-now")}
            </Button>
          </SheetActions>
        </form>
      )}
    </Sheet>
  );
}

/** Where it lies, and what happens to it next. */
function Taken({ written: { file, items }, onClose }: { written: WorkExported; onClose: () => void }) {
  const t = useTranslate();
  const notice = useNotice();
  const copy = () =>
    navigator.clipboard.writeText(file).then(
      () => notice(t("notice-copied", { what: file })),
      () => notice(t("notice-not-copied")),
    );
  return (
    <>
      <p className={sheets.text} role="status">
        {t("spotcheck-taken", { items })}
      </p>
      <p className={`${sheets.path} ${styles.file}`}>
        <code>{file}</code>
      </p>
      <ol className={styles.steps}>
        <li>{t("spotcheck-taken-carry")}</li>
        <li>{t("spotcheck-taken-there")}</li>
        <li>{t("spotcheck-taken-back")}</li>
      </ol>
      <SheetActions>
        <Button icon={Copy} onPress={copy}>
          {t("spotcheck-taken-copy")}
        </Button>
        <Button kind="primary" onPress={onClose} autoFocus>
          {t("action-close")}
        </Button>
      </SheetActions>
    </>
  );
}
