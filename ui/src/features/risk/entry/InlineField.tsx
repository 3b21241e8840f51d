import { type KeyboardEvent, type ReactNode, useEffect, useId, useRef, useState } from "react";
import type { WireError } from "../../../contract/types";
import { useTranslate } from "../../../i18n";
import styles from "./InlineField.module.css";
import { useRefusal } from "./useRefusal";

/** What a field may answer to what was typed: done, refused by the program, or not understood here. */
export type Answered = WireError | string | null;

export interface InlineFieldProps {
  label: string;
  /** What it is of, for those who hear the label alone. */
  of?: string;
  /** In a table the head of the column shows the label. */
  hideLabel?: boolean;
  /** What stands there; null where nobody said it. */
  shown: ReactNode | null;
  /** What the field begins with. */
  draft: string;
  /** What stands there instead of "not said". */
  none?: string;
  hint?: string;
  /** Offered while typing; anything else may be typed. */
  suggestions?: readonly string[];
  onSave: (text: string) => Promise<Answered>;
  /** A closed list to choose from. */
  choices?: { id: string; label: string }[];
}

/** A value that becomes a field where it stands: a click or Enter edits, Enter saves, Esc leaves it as it was. */
export function InlineField(props: InlineFieldProps) {
  const { label, of, hideLabel = false, shown } = props;
  const t = useTranslate();
  const id = useId();
  const [isOpen, setOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const returns = useRef(false);
  useEffect(() => {
    if (isOpen || !returns.current) return;
    returns.current = false;
    button.current?.focus();
  }, [isOpen]);
  const close = (takesFocus: boolean) => {
    returns.current = takesFocus;
    setOpen(false);
  };
  return (
    <div className={styles.field}>
      <span id={`${id}-label`} className={hideLabel ? styles.spoken : styles.label}>
        {label}
        {of !== undefined && <span className={styles.spoken}>{t("entry-of", { of })}</span>}
      </span>
      {isOpen ? (
        <Opened {...props} id={id} onClose={close} />
      ) : (
        <button
          ref={button}
          type="button"
          id={`${id}-value`}
          aria-labelledby={`${id}-label ${id}-value`}
          className={`${styles.value} ${shown === null ? styles.none : ""}`}
          onClick={() => setOpen(true)}
        >
          {shown ?? props.none ?? t("entry-not-said")}
        </button>
      )}
    </div>
  );
}

interface OpenedProps extends InlineFieldProps {
  id: string;
  onClose: (takesFocus: boolean) => void;
}

/** What is typed, and what becomes of it. */
function useTyped({ draft, onSave, onClose }: OpenedProps) {
  const [text, setText] = useState(draft);
  const [wrong, setWrong] = useState<Exclude<Answered, null> | null>(null);
  const isSaving = useRef(false);
  const save = async (takesFocus: boolean) => {
    if (isSaving.current) return;
    if (text.trim() === draft.trim()) return onClose(takesFocus);
    isSaving.current = true;
    const answer = await onSave(text);
    isSaving.current = false;
    if (answer === null) onClose(takesFocus);
    else setWrong(answer);
  };
  const type = (next: string) => {
    setText(next);
    setWrong(null);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== "Enter" && event.key !== "Escape") return;
    // Neither may close the sheet around it, nor leave the page.
    event.preventDefault();
    event.stopPropagation();
    if (event.key === "Escape") onClose(true);
    else void save(true);
  };
  // What was refused waits for the person; all else is saved as soon as one looks elsewhere.
  const onBlur = () => wrong === null && void save(false);
  return { text, wrong, type, onKeyDown, onBlur };
}

function Opened(props: OpenedProps) {
  const { id, label, of, hideLabel = false, hint, choices, suggestions = [] } = props;
  const t = useTranslate();
  const { text, wrong, type, onKeyDown, onBlur } = useTyped(props);
  const field = useRef<HTMLInputElement & HTMLSelectElement>(null);
  useEffect(() => {
    field.current?.focus();
    if (field.current instanceof HTMLInputElement) field.current.select();
  }, []);
  const common = {
    ref: field,
    // A label that is only heard counts for nothing where a hint is there too: then the name stands on the field.
    ...(hideLabel
      ? { "aria-label": of === undefined ? label : label + t("entry-of", { of }) }
      : { "aria-labelledby": `${id}-label` }),
    "aria-describedby": `${id}-hint`,
    value: text,
    onKeyDown,
    onBlur,
    onChange: (event: { target: { value: string } }) => type(event.target.value),
  };
  return (
    <>
      {choices ? (
        <select {...common} className={styles.select}>
          {choices.map((choice) => (
            <option key={choice.id} value={choice.id}>
              {choice.label}
            </option>
          ))}
        </select>
      ) : (
        <input
          {...common}
          className={styles.input}
          aria-invalid={wrong !== null}
          spellCheck={false}
          {...(suggestions.length > 0 ? { list: `${id}-list` } : {})}
        />
      )}
      {suggestions.length > 0 && (
        <datalist id={`${id}-list`}>
          {suggestions.map((name) => (
            <option key={name} value={name} />
          ))}
        </datalist>
      )}
      <div id={`${id}-hint`}>
        {wrong !== null && <Wrong answer={wrong} />}
        {hint && wrong === null && <p className={styles.hint}>{hint}</p>}
      </div>
    </>
  );
}

/** Why it was not saved, where it stands. */
export function Wrong({ answer }: { answer: WireError | string }) {
  const refusal = useRefusal();
  const words = typeof answer === "string" ? { message: answer, hint: "" } : refusal(answer);
  return (
    <p className={styles.error} role="alert">
      {words.message} {words.hint}
    </p>
  );
}
