import Copy from "lucide-react/icons/copy";
import { type FormEvent, useState } from "react";
import { Button } from "../../components/Button";
import { FileInput } from "../../components/Fields";
import { useNotice } from "../../components/Notice";
import { Sheet, SheetActions } from "../../components/Sheet";
import { Refusal } from "../../components/States";
import type { ProviderImported } from "../../contract/types";
import { useFormat, useMessageOr, useTranslate } from "../../i18n";
import { useCommand } from "../../platform/context";
import sheets from "../backups/Sheets.module.css";
import styles from "./ProvidersPage.module.css";

/** Probes of Gatus or Uptime Kuma as text for the workspace file. Nothing is applied. */
export function ImportSheet({ onClose }: { onClose: () => void }) {
  const t = useTranslate();
  const read = useCommand("provider_import");
  const [file, setFile] = useState("");
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (file.trim() !== "") read.mutate({ file: file.trim(), from: null });
  };
  return (
    <Sheet title={t("providers-import-title")} isOpen wide onClose={onClose}>
      {read.data ? (
        <Read imported={read.data} onClose={onClose} />
      ) : (
        <form onSubmit={submit} className={sheets.form}>
          <p className={sheets.text}>{t("providers-import-text")}</p>
          <FileInput
            autoFocus
            label={t("providers-import-file")}
            title={t("providers-import-title")}
            hint={t("providers-import-hint")}
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

function Read({ imported, onClose }: { imported: ProviderImported; onClose: () => void }) {
  const t = useTranslate();
  const format = useFormat();
  const messageOr = useMessageOr();
  const { probes, pairs, asks, toml, left_out: left } = imported;
  return (
    <div className={sheets.form}>
      <p className={sheets.text} role="status">
        {t("providers-imported", { from: t(`providers-from-${imported.from}`), probes, pairs: pairs.length })}
      </p>
      {asks.length > 0 && <p className={sheets.text}>{t("providers-asks", { names: format.list(asks) })}</p>}
      <TomlText toml={toml} />
      {left.length > 0 && (
        <div className={styles.list}>
          <h3>{t("providers-left-out", { count: left.length })}</h3>
          <ul>
            {left.map(({ name, line, what, reason, whole }) => (
              <li key={`${name} ${line} ${what}`}>
                <b>{name}</b> {t("providers-left", { whole: whole ? "yes" : "no", line: line ?? 0 })}{" "}
                {messageOr(`providers-left-${reason}`, { what }, what)} <code>{what}</code>
              </li>
            ))}
          </ul>
        </div>
      )}
      <CopyActions toml={toml} onClose={onClose} />
    </div>
  );
}

export function TomlText({ toml }: { toml: string }) {
  const t = useTranslate();
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keys
    <section className={styles.toml} aria-label={t("providers-toml")} tabIndex={0}>
      <pre>{toml}</pre>
    </section>
  );
}

/** Takes the text along: it is put into the workspace file by hand. */
export function CopyActions({ toml, onClose }: { toml: string; onClose: () => void }) {
  const t = useTranslate();
  const notice = useNotice();
  const copy = () =>
    navigator.clipboard.writeText(toml).then(
      () => notice(t("providers-copied")),
      () => notice(t("notice-not-copied")),
    );
  return (
    <SheetActions>
      <span className={sheets.why}>{t("providers-import-next")}</span>
      <Button onPress={onClose}>{t("action-close")}</Button>
      <Button kind="primary" icon={Copy} onPress={copy} autoFocus>
        {t("providers-copy")}
      </Button>
    </SheetActions>
  );
}
