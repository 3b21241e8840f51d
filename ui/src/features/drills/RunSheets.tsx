import { type FormEvent, useState } from "react";
import { Button } from "../../components/Button";
import { TextInput } from "../../components/Fields";
import { Sheet, SheetActions } from "../../components/Sheet";
import { Refusal } from "../../components/States";
import type { DrillAct, DrillView } from "../../contract/types";
import { useFormat, useTranslate } from "../../i18n";
import sheets from "../backups/Sheets.module.css";
import { PersonField } from "../providers/Person";
import type { Acting } from "./useActing";
import { begun } from "./words";

/** What is asked about once before it is done. */
export const ASKED = [
  "problem",
  "hand_over",
  "abort",
  "cancel",
  "record_as_failed",
  "stuck",
  "stay",
  "accept",
  "real_incident",
] as const satisfies readonly DrillAct[];
export type Asked = (typeof ASKED)[number];

/** These say something that must not be empty. */
const NEEDS_TEXT: readonly Asked[] = ["problem", "hand_over", "cancel"];

interface AskSheetProps {
  asked: Asked;
  view: DrillView;
  acting: Acting;
  onClose: () => void;
}

/** One question, what follows from it, and one button that does it. */
export function AskSheet({ asked, view, acting, onClose }: AskSheetProps) {
  const t = useTranslate();
  const format = useFormat();
  const others = acting.names.filter((name) => name !== acting.as);
  const [text, setText] = useState(asked === "hand_over" ? (others[0] ?? "") : "");
  const isComplete = !NEEDS_TEXT.includes(asked) || text.trim() !== "";
  const undone = begun(view.steps);
  const names = { primary: view.primary.title, backup: view.backup.title };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (isComplete) acting.send(asked, text.trim()).then(onClose, () => {});
  };
  const isEnding = asked === "abort" || asked === "problem";
  return (
    <Sheet title={t(`drills-ask-${asked}`, names)} isOpen onClose={onClose}>
      <form onSubmit={submit} className={sheets.form}>
        <p className={sheets.text}>
          {t(`drills-ask-${asked}-text`, {
            count: undone.length,
            duration: format.duration(view.undo_seconds),
            ...names,
          })}
        </p>
        {isEnding && undone.length > 0 && (
          <ol className={sheets.path}>
            {undone.map(({ title }) => (
              <li key={title}>{t("drills-take-back", { title })}</li>
            ))}
          </ol>
        )}
        {asked === "hand_over" ? (
          <PersonField label={t("drills-ask-to")} names={others} value={text} onChange={setText} />
        ) : (
          <TextInput
            autoFocus
            label={t(asked === "problem" ? "drills-ask-what" : "drills-ask-why")}
            value={text}
            onChange={setText}
          />
        )}
        <Refusal error={acting.error} />
        <SheetActions>
          {!isComplete && <span className={sheets.why}>{t("drills-ask-needs")}</span>}
          <Button onPress={onClose}>{t("drills-ask-back")}</Button>
          <Button
            kind={isEnding ? "danger" : "primary"}
            type="submit"
            isDisabled={!isComplete || acting.isBusy}
          >
            {t(`drills-ask-${asked}-now`)}
          </Button>
        </SheetActions>
      </form>
    </Sheet>
  );
}
