import Pen from "lucide-react/icons/pen";
import { type FormEvent, useState } from "react";
import { Icon } from "../../components/Icon";
import type { DrillView } from "../../contract/types";
import { useFormat, useTranslate } from "../../i18n";
import styles from "./RunPage.module.css";
import type { Acting } from "./useActing";

interface NotesProps {
  view: DrillView;
  acting: Acting;
}

/** What people saw on the way, with its time: the debrief begins with it. */
export function Notes({ view, acting }: NotesProps) {
  const t = useTranslate();
  const format = useFormat();
  const [text, setText] = useState("");
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (text.trim() === "" || acting.isBusy) return;
    acting.send("note", text.trim()).then(
      () => setText(""),
      () => {},
    );
  };
  return (
    <section className={styles.notes}>
      <div className={styles.head}>
        <h2>{t("drills-notes")}</h2>
      </div>
      {view.notes.length === 0 && <p className={styles.note}>{t("drills-notes-none")}</p>}
      <ol>
        {view.notes.map(({ at, by, text: said }) => (
          <li key={`${at} ${said}`}>
            <time title={format.full(at)}>{format.clock(at)}</time>
            <span>
              {said} <span className={styles.by}>{by}</span>
            </span>
          </li>
        ))}
      </ol>
      {acting.may("note") && (
        <form onSubmit={submit} className={styles.field}>
          <Icon of={Pen} size={14} />
          <input
            data-note
            value={text}
            onChange={(event) => setText(event.target.value)}
            aria-label={t("drills-note")}
            placeholder={t("drills-note")}
          />
          {text === "" && <kbd>N</kbd>}
        </form>
      )}
    </section>
  );
}
