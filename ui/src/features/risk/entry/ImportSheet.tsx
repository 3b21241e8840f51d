import { type FormEvent, useState } from "react";
import { Button } from "../../../components/Button";
import { FileInput } from "../../../components/Fields";
import { Sheet, SheetActions } from "../../../components/Sheet";
import { Refusal } from "../../../components/States";
import type { MapSheet, RiskImported } from "../../../contract/types";
import { useFormat, useTranslate } from "../../../i18n";
import { useAnswer, useCommand } from "../../../platform/context";
import sheets from "../../backups/Sheets.module.css";
import { useEditing } from "./Editing";
import { find, titleOf } from "./entries";
import styles from "./Sheets.module.css";

/** A catalogue of another tool: first what would come, then it is taken over. */
export function ImportSheet({ onClose }: { onClose: () => void }) {
  const t = useTranslate();
  const [file, setFile] = useState("");
  const look = useCommand("risk_import");
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (file.trim() !== "") look.mutate({ file: file.trim(), apply: false });
  };
  return (
    <Sheet title={t("entry-import-title")} isOpen wide onClose={onClose}>
      {look.data ? (
        <Preview file={file.trim()} read={look.data} onBack={look.reset} onClose={onClose} />
      ) : (
        <form onSubmit={submit} className={sheets.form}>
          <p className={sheets.text}>{t("entry-import-text")}</p>
          <FileInput
            autoFocus
            label={t("entry-import-file")}
            title={t("entry-import-title")}
            hint={t("entry-import-hint")}
            value={file}
            onChange={setFile}
          />
          <Refusal error={look.error} />
          <SheetActions>
            <Button onPress={onClose}>{t("action-cancel")}</Button>
            <Button kind="primary" type="submit" isDisabled={file.trim() === "" || look.isPending}>
              {t("entry-import-look")}
            </Button>
          </SheetActions>
        </form>
      )}
    </Sheet>
  );
}

/** What the program added is taken back by removing it: an import changes nothing that was there. */
function useApply(file: string, onDone: () => void) {
  const t = useTranslate();
  const apply = useCommand("risk_import");
  const show = useCommand("map_show");
  const { note } = useEditing();
  const run = async () => {
    const { processes, components } = await apply.mutateAsync({ file, apply: true });
    const { revision } = await show.mutateAsync({});
    const ids = [...processes, ...components].map(({ id }) => id);
    note({ undo: { remove: ids }, revision }, revision - 1, t("entry-imported", { count: ids.length }));
    onDone();
  };
  // The refusal stands in `apply.error`.
  return { run: () => void run().catch(() => {}), error: apply.error, isPending: apply.isPending };
}

interface PreviewProps {
  file: string;
  read: RiskImported;
  onBack: () => void;
  onClose: () => void;
}

function Preview({ file, read, onBack, onClose }: PreviewProps) {
  const t = useTranslate();
  const format = useFormat();
  const sheet = useAnswer("map_show", {}).data;
  const apply = useApply(file, onClose);
  const { processes, components, known, left_out: left, left_out_more: more } = read;
  const count = processes.length + components.length;
  return (
    <div className={sheets.form}>
      <p className={sheets.text} role="status">
        {t("entry-import-brings", { count })}
      </p>
      {count > 0 && (
        <ul className={`${styles.list} ${styles.bare}`}>
          {processes.map((one) => (
            <Row key={one.id} title={titleOf(one)} what={t("entry-process")} />
          ))}
          {components.map((one) => (
            <Row key={one.id} title={titleOf(one)} what={t(`entry-kind-${one.kind}`)} />
          ))}
        </ul>
      )}
      {known.length > 0 && (
        <p className={sheets.text}>
          {t("entry-import-known", { count: known.length, names: format.list(known.map(nameIn(sheet))) })}
        </p>
      )}
      {left.length > 0 && (
        <section className={styles.left}>
          <h3>{t("entry-import-left", { count: left.length + more })}</h3>
          <ul>
            {left.map(({ what, reason, line }) => (
              <li key={`${line} ${what}`}>
                <code>{what}</code> {t(`entry-left-${reason}`, { line: String(line) })}
              </li>
            ))}
            {more > 0 && <li>{t("entry-import-left-more", { count: more })}</li>}
          </ul>
        </section>
      )}
      <Refusal error={apply.error} />
      <SheetActions>
        <Button onPress={onBack}>{t("entry-import-other")}</Button>
        <Button kind="primary" autoFocus onPress={apply.run} isDisabled={count === 0 || apply.isPending}>
          {t("entry-import-apply", { count })}
        </Button>
      </SheetActions>
    </div>
  );
}

const nameIn =
  (sheet: MapSheet | undefined) =>
  (id: string): string => {
    const found = sheet && find(sheet, id);
    return found ? titleOf(found.entry) : id;
  };

function Row({ title, what }: { title: string; what: string }) {
  return (
    <li>
      <span>{title}</span>
      <small>{what}</small>
    </li>
  );
}
