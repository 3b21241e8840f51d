import { useNavigate } from "@tanstack/react-router";
import { type FormEvent, useId, useState } from "react";
import { Button } from "../../components/Button";
import { Choices, FolderInput, Tick } from "../../components/Fields";
import { Sheet, SheetActions } from "../../components/Sheet";
import { Loaded, Refusal } from "../../components/States";
import { useFormat, useTranslate } from "../../i18n";
import { useAnswer, useCommand } from "../../platform/context";
import styles from "./Sheets.module.css";

const NEWEST = "newest";

interface RestoreSheetProps {
  backup: string;
  onClose: () => void;
}

/** Files back into a folder of the user's choice. A folder that holds something is refused unless they say so. */
export function RestoreSheet({ backup, onClose }: RestoreSheetProps) {
  const t = useTranslate();
  const format = useFormat();
  const navigate = useNavigate();
  const pathsId = useId();
  const snapshots = useAnswer("backup_snapshots", { id: backup });
  const title = useAnswer("backup_show", { id: backup }).data?.row.title ?? "";
  const restore = useCommand("backup_restore");
  const [snapshot, setSnapshot] = useState(NEWEST);
  const [paths, setPaths] = useState("");
  const [to, setTo] = useState("");
  const [overwrite, setOverwrite] = useState(false);

  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (to === "") return;
    const chosen = paths
      .split("\n")
      .map((path) => path.trim())
      .filter(Boolean);
    restore.mutate(
      { id: backup, to, paths: chosen, overwrite, ...(snapshot === NEWEST ? {} : { snapshot }) },
      {
        onSuccess: () => {
          onClose();
          void navigate({ to: "/backups/$id", params: { id: backup } });
        },
      },
    );
  };

  return (
    <Sheet title={t("restore-title", { backup: title })} isOpen onClose={onClose}>
      <Loaded query={snapshots}>
        {({ snapshots: copies }) => (
          <form onSubmit={submit} className={styles.form}>
            <p className={styles.text}>{t("restore-text")}</p>
            <div className={styles.snapshots}>
              <Choices
                label={t("restore-copy")}
                value={snapshot}
                onChange={setSnapshot}
                choices={[
                  { id: NEWEST, title: t("restore-newest"), text: t("restore-newest-means") },
                  ...copies.map((copy) => ({
                    id: copy.id,
                    title: t("restore-copy-of", {
                      day: format.shortDay(copy.taken_at),
                      clock: format.clock(copy.taken_at),
                    }),
                    text: t("restore-copy-size", {
                      files: copy.files === null ? 0 : copy.files,
                      size: copy.bytes === null ? "" : format.bytes(copy.bytes),
                      known: copy.files === null ? "no" : "yes",
                      repository: copy.repository,
                    }),
                  })),
                ]}
              />
            </div>
            <label htmlFor={pathsId} className={styles.label}>
              {t("restore-paths")}
              <textarea id={pathsId} value={paths} onChange={(event) => setPaths(event.target.value)} />
              <small>{t("restore-paths-hint")}</small>
            </label>
            <FolderInput
              label={t("restore-to")}
              title={t("restore-to-pick")}
              hint={t("restore-to-hint")}
              value={to}
              onChange={setTo}
            />
            <Tick isSelected={overwrite} onChange={setOverwrite}>
              {t("restore-overwrite")}
            </Tick>
            <Refusal error={restore.error} />
            <SheetActions>
              {to === "" && <span className={styles.why}>{t("restore-needs")}</span>}
              <Button onPress={onClose}>{t("action-cancel")}</Button>
              <Button kind="primary" type="submit" isDisabled={to === "" || restore.isPending}>
                {t("action-restore")}
              </Button>
            </SheetActions>
          </form>
        )}
      </Loaded>
    </Sheet>
  );
}
