import File from "lucide-react/icons/file";
import { Button } from "../../components/Button";
import { Select, TextInput } from "../../components/Fields";
import { useTranslate } from "../../i18n";
import { useCommand } from "../../platform/context";
import sheets from "../backups/Sheets.module.css";
import styles from "./SetUpPage.module.css";
import { FILE_KINDS, kindOf, type SideForm, WAYS } from "./setup";

interface SideFieldsProps {
  which: "old" | "new" | "list";
  side: SideForm;
  onChange: (side: SideForm) => void;
}

/** Where one side comes from. */
export function SideFields({ which, side, onChange }: SideFieldsProps) {
  const t = useTranslate();
  const change = (part: Partial<SideForm>) => onChange({ ...side, ...part });
  const hasFile = side.way === "file" || side.way === "sqlite";
  return (
    <fieldset className={styles.side}>
      <legend>{t(`parallel-side-${which}`)}</legend>
      <Select
        label={t("parallel-way")}
        value={side.way}
        onChange={(id) => change({ way: WAYS.find((one) => one === id) ?? "file" })}
        options={WAYS.map((id) => ({ id, label: t(`parallel-way-${id}`) }))}
      />
      {hasFile && <FileField which={which} side={side} change={change} />}
      {side.way === "web" && (
        <TextInput
          mono
          label={t("parallel-url")}
          hint={t("parallel-url-hint")}
          value={side.url}
          onChange={(url) => change({ url })}
        />
      )}
      {side.way === "postgres" && (
        <TextInput
          mono
          label={t("parallel-env")}
          hint={t("parallel-env-hint")}
          value={side.env}
          onChange={(env) => change({ env })}
        />
      )}
      {(side.way === "file" || side.way === "web") && (
        <Select
          label={t("parallel-format")}
          value={side.kind ?? kindOf(side.way === "file" ? side.path : side.url)}
          onChange={(id) => change({ kind: FILE_KINDS.find((one) => one === id) ?? null })}
          options={FILE_KINDS.map((id) => ({ id, label: t(`parallel-format-${id}`) }))}
        />
      )}
      {(side.way === "sqlite" || side.way === "postgres") && (
        <label className={sheets.label}>
          {t("parallel-query")}
          <textarea
            className={styles.query}
            value={side.query}
            spellCheck={false}
            onChange={(event) => change({ query: event.target.value })}
          />
          <small>{t("parallel-query-hint")}</small>
        </label>
      )}
    </fieldset>
  );
}

interface FileFieldProps {
  which: "old" | "new" | "list";
  side: SideForm;
  change: (part: Partial<SideForm>) => void;
}

function FileField({ which, side, change }: FileFieldProps) {
  const t = useTranslate();
  const pick = useCommand("pick_file");
  const title = t(`parallel-pick-${which}`);
  const choose = () =>
    pick.mutate({ title }, { onSuccess: ({ path }) => path !== null && change({ path, kind: null }) });
  return (
    <div>
      <TextInput
        mono
        label={t(side.way === "file" ? "parallel-file" : "parallel-database")}
        hint={side.way === "file" ? t("parallel-file-hint") : ""}
        value={side.path}
        onChange={(path) => change({ path })}
      />
      <div className={styles.pick}>
        <Button small icon={File} onPress={choose} aria-label={title}>
          {t("adopt-pick-file")}
        </Button>
      </div>
    </div>
  );
}
