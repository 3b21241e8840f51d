import { type FormEvent, useState } from "react";
import { Button } from "../../components/Button";
import { Choices, FolderInput, TextInput, Tick } from "../../components/Fields";
import { useNotice } from "../../components/Notice";
import { Sheet, SheetActions } from "../../components/Sheet";
import { Banner, Refusal } from "../../components/States";
import type { ExportFormat } from "../../contract/types";
import { useFormat, useTranslate } from "../../i18n";
import { useCommand } from "../../platform/context";
import sheets from "../backups/Sheets.module.css";

const FORMATS: readonly ExportFormat[] = ["csv", "parquet", "html"];

interface ExportSheetProps {
  id: string;
  run: string;
  day: string;
  /** Columns that are masked unless somebody asks for them in full. */
  personal: string[];
  onClose: () => void;
}

/** Every difference of one run, written into a file. */
export function ExportSheet({ id, run, day, personal, onClose }: ExportSheetProps) {
  const t = useTranslate();
  const format = useFormat();
  const notice = useNotice();
  const write = useCommand("compare_export");
  const [kind, setKind] = useState<ExportFormat>("csv");
  const [folder, setFolder] = useState("");
  const [name, setName] = useState(`${id}-${day}`);
  const [unmasked, setUnmasked] = useState(false);
  const isComplete = folder.trim() !== "" && name.trim() !== "";
  const to = `${folder.trim().replace(/[\\/]+$/, "")}/${name.trim()}.${kind}`;

  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!isComplete) return;
    write.mutateAsync({ id, run, to, format: kind, ...(unmasked ? { unmasked } : {}) }).then(
      ({ path, rows, bytes }) => {
        onClose();
        notice(t("parallel-exported", { path, rows, size: format.bytes(bytes) }));
      },
      () => {},
    );
  };

  return (
    <Sheet title={t("parallel-export-title")} isOpen onClose={onClose}>
      <form onSubmit={submit} className={sheets.form}>
        <Choices
          label={t("parallel-export-as")}
          value={kind}
          onChange={(value) => setKind(FORMATS.find((one) => one === value) ?? "csv")}
          choices={FORMATS.map((one) => ({
            id: one,
            title: t(`parallel-export-${one}`),
            text: t(`parallel-export-${one}-means`),
          }))}
        />
        <FolderInput
          label={t("parallel-export-folder")}
          title={t("parallel-export-pick")}
          value={folder}
          onChange={setFolder}
        />
        <TextInput mono label={t("parallel-export-name")} value={name} onChange={setName} />
        {personal.length > 0 && (
          <Tick isSelected={unmasked} onChange={setUnmasked}>
            {t("parallel-export-unmasked", { columns: format.list(personal) })}
          </Tick>
        )}
        {unmasked && (
          <Banner state="attention" title={t("parallel-export-warning")}>
            {t("parallel-export-warning-text")}
          </Banner>
        )}
        <Refusal error={write.error} />
        <SheetActions>
          {!isComplete && <span className={sheets.why}>{t("parallel-export-needs")}</span>}
          <Button onPress={onClose}>{t("action-cancel")}</Button>
          <Button kind="primary" type="submit" isDisabled={!isComplete || write.isPending}>
            {t("parallel-export-now")}
          </Button>
        </SheetActions>
      </form>
    </Sheet>
  );
}
