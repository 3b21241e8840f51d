import { type FormEvent, type ReactNode, useState } from "react";
import { Button } from "../../components/Button";
import { FileInput, FolderInput } from "../../components/Fields";
import { Sheet, SheetActions } from "../../components/Sheet";
import { Refusal } from "../../components/States";
import type { LeftOutStep, WireError } from "../../contract/types";
import { useMessageOr, useTranslate } from "../../i18n";
import { useCommand } from "../../platform/context";
import sheets from "../backups/Sheets.module.css";
import { CopyActions, TomlText } from "../providers/ImportSheet";
import styles from "../providers/ProvidersPage.module.css";

export const under = (folder: string, name: string) => `${folder.trim().replace(/[\\/]+$/, "")}/${name}`;

interface WriteSheetProps {
  title: string;
  text: string;
  action: string;
  isPending: boolean;
  error: WireError | null;
  /** What there is to say once it is written. */
  written: ReactNode;
  onWrite: (folder: string) => void;
  onClose: () => void;
}

/** Asks for a folder, and says afterwards what lies there. */
export function WriteSheet({
  title,
  text,
  action,
  isPending,
  error,
  written,
  onWrite,
  onClose,
}: WriteSheetProps) {
  const t = useTranslate();
  const [folder, setFolder] = useState("");
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (folder.trim() !== "") onWrite(folder);
  };
  return (
    <Sheet title={title} isOpen onClose={onClose}>
      {written ? (
        <>
          {written}
          <SheetActions>
            <Button kind="primary" onPress={onClose} autoFocus>
              {t("action-close")}
            </Button>
          </SheetActions>
        </>
      ) : (
        <form onSubmit={submit} className={sheets.form}>
          <p className={sheets.text}>{text}</p>
          <FolderInput
            autoFocus
            label={t("drills-folder")}
            title={title}
            value={folder}
            onChange={setFolder}
          />
          <Refusal error={error} />
          <SheetActions>
            <Button onPress={onClose}>{t("action-cancel")}</Button>
            <Button kind="primary" type="submit" isDisabled={folder.trim() === "" || isPending}>
              {action}
            </Button>
          </SheetActions>
        </form>
      )}
    </Sheet>
  );
}

export function Written({ path }: { path: string }) {
  const t = useTranslate();
  return (
    <p className={sheets.text} role="status">
      {t("drills-written")} <code className={sheets.path}>{path}</code>
    </p>
  );
}

/** Due days and booked drills for the calendar of whoever runs them. */
export function CalendarSheet({ onClose }: { onClose: () => void }) {
  const t = useTranslate();
  const write = useCommand("drill_calendar");
  return (
    <WriteSheet
      title={t("drills-calendar-title")}
      text={t("drills-calendar-text")}
      action={t("drills-calendar-now")}
      isPending={write.isPending}
      error={write.error}
      written={write.data && <Written path={write.data.file} />}
      onWrite={(folder) => write.mutate({ to: under(folder, "drills.ics") })}
      onClose={onClose}
    />
  );
}

interface RunFileProps {
  run: string;
  onClose: () => void;
}

export function ReportSheet({ run, onClose }: RunFileProps) {
  const t = useTranslate();
  const write = useCommand("drill_report");
  return (
    <WriteSheet
      title={t("drills-report-title")}
      text={t("drills-report-text")}
      action={t("drills-report-now")}
      isPending={write.isPending}
      error={write.error}
      written={write.data && <Written path={write.data.file} />}
      onWrite={(folder) => write.mutate({ run, html: under(folder, `${run}.html`) })}
      onClose={onClose}
    />
  );
}

export function ExportSheet({ run, onClose }: RunFileProps) {
  const t = useTranslate();
  const write = useCommand("drill_export");
  const { data } = write;
  return (
    <WriteSheet
      title={t("drills-export-title")}
      text={t("drills-export-text")}
      action={t("drills-export-now")}
      isPending={write.isPending}
      error={write.error}
      written={
        data && (
          <>
            <Written path={data.experiment} />
            {data.journal !== null && <Written path={data.journal} />}
            <LeftOut title={t("drills-export-left")} steps={data.left_out} />
          </>
        )
      }
      onWrite={(folder) => write.mutate({ run, to: folder.trim() })}
      onClose={onClose}
    />
  );
}

function LeftOut({ title, steps }: { title: string; steps: LeftOutStep[] }) {
  const messageOr = useMessageOr();
  if (steps.length === 0) return null;
  return (
    <div className={styles.list}>
      <h3>{title}</h3>
      <ul>
        {steps.map(({ code, subject }) => (
          <li key={`${code} ${subject}`}>
            <b>{subject}</b> {messageOr(`drills-left-${code}`, { subject }, code)}
          </li>
        ))}
      </ul>
    </div>
  );
}

/** An experiment of Chaos Toolkit as text for the workspace file. Nothing is applied, nothing runs. */
export function DrillImportSheet({ onClose }: { onClose: () => void }) {
  const t = useTranslate();
  const read = useCommand("drill_import");
  const [file, setFile] = useState("");
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (file.trim() !== "") read.mutate({ file: file.trim() });
  };
  return (
    <Sheet title={t("drills-import-title")} isOpen wide onClose={onClose}>
      {read.data ? (
        <div className={sheets.form}>
          <p className={sheets.text} role="status">
            {t("drills-imported", { title: read.data.title })}
          </p>
          <TomlText toml={read.data.toml} />
          <LeftOut title={t("drills-import-notes")} steps={read.data.notes} />
          <CopyActions toml={read.data.toml} onClose={onClose} />
        </div>
      ) : (
        <form onSubmit={submit} className={sheets.form}>
          <p className={sheets.text}>{t("drills-import-text")}</p>
          <FileInput
            autoFocus
            label={t("providers-import-file")}
            title={t("drills-import-title")}
            value={file}
            onChange={setFile}
          />
          <Refusal error={read.error} />
          <SheetActions>
            <Button onPress={onClose}>{t("action-cancel")}</Button>
            <Button kind="primary" type="submit" isDisabled={file.trim() === "" || read.isPending}>
              {t("providers-import-now")}
            </Button>
          </SheetActions>
        </form>
      )}
    </Sheet>
  );
}
