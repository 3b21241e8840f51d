import Copy from "lucide-react/icons/copy";
import { type FormEvent, useEffect, useState } from "react";
import { Button } from "../../components/Button";
import { Choices, FolderInput, TextInput, Tick } from "../../components/Fields";
import { useNotice } from "../../components/Notice";
import { Sheet, SheetActions } from "../../components/Sheet";
import { Banner, Refusal } from "../../components/States";
import type { CompareExported, ExportFormat } from "../../contract/types";
import { useFormat, useTranslate } from "../../i18n";
import { useAnswer, useCommand } from "../../platform/context";
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

/** A page for people ends after so many rows; whoever wants more has another format. */
const HTML_ROWS = 100_000;

/** Every difference of one run, written into a file. */
export function ExportSheet(props: ExportSheetProps) {
  const t = useTranslate();
  const write = useCommand("compare_export");
  const { id, run, onClose } = props;
  const listed = useAnswer("compare_differences", { id, run, offset: 0, limit: 1 }).data?.listed ?? null;
  return (
    <Sheet title={t("parallel-export-title")} isOpen onClose={onClose}>
      {write.data ? (
        <Written written={write.data} onClose={onClose} />
      ) : (
        <Form {...props} write={write} listed={listed} />
      )}
    </Sheet>
  );
}

interface FormProps extends ExportSheetProps {
  write: ReturnType<typeof useCommand<"compare_export">>;
  /** How many there are; none while that is being read. */
  listed: number | null;
}

function Form({ id, run, day, personal, onClose, write, listed }: FormProps) {
  const t = useTranslate();
  const format = useFormat();
  const [kind, setKind] = useState<ExportFormat>("csv");
  const [folder, setFolder] = useState("");
  const [name, setName] = useState(`${id}-${day}`);
  const [unmasked, setUnmasked] = useState(false);
  const isComplete = folder.trim() !== "" && name.trim() !== "";
  const to = `${folder.trim().replace(/[\\/]+$/, "")}/${name.trim()}.${kind}`;

  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!isComplete || write.isPending) return;
    write.mutate({ id, run, to, format: kind, ...(unmasked ? { unmasked } : {}) });
  };

  return (
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
      {kind === "html" && listed !== null && listed > HTML_ROWS && (
        <Banner state="attention" title={t("parallel-export-cut", { most: HTML_ROWS, listed })}>
          {t("parallel-export-cut-text")}
        </Banner>
      )}
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
      {write.isPending && <Writing listed={listed} to={to} />}
      <SheetActions>
        {!isComplete && <span className={sheets.why}>{t("parallel-export-needs")}</span>}
        <Button onPress={onClose}>{t(write.isPending ? "action-close" : "action-cancel")}</Button>
        <Button kind="primary" type="submit" isDisabled={!isComplete || write.isPending}>
          {t("parallel-export-now")}
        </Button>
      </SheetActions>
    </form>
  );
}

const SECOND_MS = 1000;

/** The program writes the file in one go, so that only its time can be told. */
function Writing({ listed, to }: { listed: number | null; to: string }) {
  const t = useTranslate();
  const format = useFormat();
  const [seconds, setSeconds] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => setSeconds((before) => before + 1), SECOND_MS);
    return () => clearInterval(timer);
  }, []);
  return (
    <Banner
      state="running"
      title={<span role="status">{t("parallel-export-writing", { rows: listed ?? 0, path: to })}</span>}
    >
      {t("parallel-export-since", { duration: format.duration(seconds) })}
    </Banner>
  );
}

/** Where it lies now. */
function Written({ written, onClose }: { written: CompareExported; onClose: () => void }) {
  const t = useTranslate();
  const format = useFormat();
  const notice = useNotice();
  const { path, rows, bytes } = written;
  const copy = () =>
    navigator.clipboard.writeText(path).then(
      () => notice(t("notice-copied", { what: path })),
      () => notice(t("notice-not-copied")),
    );
  return (
    <>
      <p className={sheets.text} role="status">
        {t("parallel-exported", { path, rows, size: format.bytes(bytes) })}
      </p>
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
