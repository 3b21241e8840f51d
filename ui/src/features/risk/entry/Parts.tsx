import { type ReactNode, useState } from "react";
import { Button } from "../../../components/Button";
import { useTranslate } from "../../../i18n";
import styles from "./Entry.module.css";
import { type Answered, Wrong } from "./InlineField";
import inline from "./InlineField.module.css";

interface PartsProps<T, D> {
  /** What the list is of, and whose. */
  label: string;
  items: T[];
  words: (item: T) => string;
  draftOf: (item: T) => D;
  blank: D;
  /** Null while something is missing. */
  read: (draft: D) => T | null;
  form: (draft: D, onChange: (draft: D) => void) => ReactNode;
  addLabel: string;
  onSave: (items: T[]) => Promise<Answered>;
  /** The last one cannot go. */
  keepsOne?: boolean;
}

/** A list of small things in words. One opens as a form where it stands. */
export function Parts<T, D>(props: PartsProps<T, D>) {
  const { label, items, words, draftOf, blank, addLabel, onSave, keepsOne = false } = props;
  const [open, setOpen] = useState<number | null>(null);
  const close = () => setOpen(null);
  const put = (at: number, item: T | null) =>
    onSave([...items.slice(0, at), ...(item === null ? [] : [item]), ...items.slice(at + 1)]);
  const editor = (at: number, draft: D, canRemove: boolean) => (
    <PartForm
      {...props}
      start={draft}
      onClose={close}
      onPut={(item) => put(at, item)}
      canRemove={canRemove && !(keepsOne && items.length === 1)}
    />
  );
  return (
    <ul aria-label={label}>
      {items.map((item, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a part has no name but its place
        <li key={at}>
          {open === at ? (
            editor(at, draftOf(item), true)
          ) : (
            <button type="button" className={inline.value} onClick={() => setOpen(at)}>
              {words(item)}
            </button>
          )}
        </li>
      ))}
      <li>
        {open === items.length ? (
          editor(items.length, blank, false)
        ) : (
          <button
            type="button"
            className={`${inline.value} ${inline.none}`}
            onClick={() => setOpen(items.length)}
          >
            {addLabel}
          </button>
        )}
      </li>
    </ul>
  );
}

interface PartFormProps<T, D> extends Pick<PartsProps<T, D>, "label" | "read" | "form"> {
  start: D;
  onClose: () => void;
  onPut: (item: T | null) => Promise<Answered>;
  canRemove: boolean;
}

function PartForm<T, D>({ label, start, read, form, onClose, onPut, canRemove }: PartFormProps<T, D>) {
  const t = useTranslate();
  const [draft, setDraft] = useState(start);
  const [wrong, setWrong] = useState<Answered>(null);
  const item = read(draft);
  const put = (next: T | null) =>
    void onPut(next).then((answer) => (answer === null ? onClose() : setWrong(answer)));
  return (
    <form
      className={styles.part}
      aria-label={label}
      onSubmit={(event) => {
        event.preventDefault();
        if (item !== null) put(item);
      }}
      onKeyDown={(event) => {
        if (event.key !== "Escape") return;
        event.preventDefault();
        event.stopPropagation();
        onClose();
      }}
    >
      {form(draft, setDraft)}
      {wrong !== null && <Wrong answer={wrong} />}
      <div className={styles.partActions}>
        {canRemove && (
          <Button small kind="quiet" onPress={() => put(null)}>
            {t("entry-part-remove")}
          </Button>
        )}
        <Button small onPress={onClose}>
          {t("action-cancel")}
        </Button>
        <Button small type="submit" isDisabled={item === null}>
          {t("entry-part-save")}
        </Button>
      </div>
    </form>
  );
}
