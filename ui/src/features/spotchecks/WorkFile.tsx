import { useQueryClient } from "@tanstack/react-query";
import { useMemo } from "react";
import { useReady } from "../../app/ready";
import { Button } from "../../components/Button";
import { Waiting } from "../../components/States";
import type { WorkFileView } from "../../contract/types";
import { useTranslate } from "../../i18n";
import { useAnswer, useCommand } from "../../platform/context";
import sheets from "../backups/Sheets.module.css";
import { Entry } from "./Entry";
import type { Desk } from "./useWork";
import styles from "./Work.module.css";
import { WorkFileRefusal } from "./WorkFileLook";
import { usePace } from "./WorkFrame";
import { dropFileDraft, fileDraftOf, keepFileDraft } from "./workFileDraft";

interface WorkFileProps {
  /** Its whole path. */
  file: string;
  onStop: () => void;
}

/** The items of a file that came from another computer, one at a time; this one needs no workspace. */
export function WorkFile({ file, onStop }: WorkFileProps) {
  const t = useTranslate();
  const opened = useAnswer("spotcheck_open_work", { file });
  useReady(!opened.isPending);
  if (opened.data) {
    return <Items file={file} view={opened.data} onAgain={() => void opened.refetch()} onStop={onStop} />;
  }
  if (!opened.error) return <Waiting />;
  return (
    <div className={styles.gate}>
      <h1>{t("spotcheck-file-unread")}</h1>
      <WorkFileRefusal error={opened.error} />
      <div className={styles.row}>
        <Button kind="primary" onPress={() => void opened.refetch()}>
          {t("action-try-again")}
        </Button>
        <Button onPress={onStop}>{t("action-close")}</Button>
      </div>
    </div>
  );
}

interface ItemsProps extends WorkFileProps {
  view: WorkFileView;
  /** The file may have been answered by another window. */
  onAgain: () => void;
}

function Items({ file, view, onAgain, onStop }: ItemsProps) {
  const client = useQueryClient();
  const answer = useCommand("spotcheck_answer_work");
  const { title, person, currency, done, of, item } = view;
  const { left, finished } = usePace(of - done);
  const draft = useMemo(() => (item === null ? null : fileDraftOf(file, item.id)), [file, item]);
  if (item === null) return <HandBack file={file} view={view} onStop={onStop} />;
  const desk: Desk = {
    title,
    person,
    currency,
    reveals: false,
    keep: async (id, typed) => keepFileDraft(file, id, typed),
    lock: async ({ id }, given) => {
      try {
        const next = await answer.mutateAsync({ file, item: id, ...given });
        dropFileDraft(file);
        finished();
        client.setQueryData(["spotcheck_open_work", { file }], next);
      } catch (refused) {
        onAgain();
        throw refused;
      }
    },
    isLocking: answer.isPending,
    error: answer.error,
  };
  return (
    <Entry
      key={item.id}
      desk={desk}
      place={{ done, of }}
      left={left}
      item={{ ...item, draft }}
      onStop={onStop}
    />
  );
}

/** Nothing is open: where the file goes from here. */
function HandBack({ file, view: { title, person, of }, onStop }: Omit<ItemsProps, "onAgain">) {
  const t = useTranslate();
  return (
    <div className={styles.gate}>
      <h1>{t("spotcheck-back-title", { of })}</h1>
      <p>{t("spotcheck-back-text", { person, title })}</p>
      <p className={sheets.path}>
        <code>{file}</code>
      </p>
      <p className={styles.hint}>{t("spotcheck-back-locked")}</p>
      <div className={styles.row}>
        <Button kind="primary" onPress={onStop} autoFocus>
          {t("action-close")}
        </Button>
      </div>
    </div>
  );
}
