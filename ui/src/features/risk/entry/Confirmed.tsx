import Check from "lucide-react/icons/check";
import { useState } from "react";
import { Button } from "../../../components/Button";
import { useFormat, useTranslate } from "../../../i18n";
import { ago } from "../../providers/ago";
import { useEditing } from "./Editing";
import styles from "./Entry.module.css";
import { type Answered, Wrong } from "./InlineField";

/** "confirmed 3 weeks ago", "never confirmed". */
export function useConfirmedWords() {
  const t = useTranslate();
  const format = useFormat();
  return (confirmed: string | null): string => {
    if (confirmed === null) return t("entry-confirmed-never");
    const days = (Date.parse(format.today()) - Date.parse(confirmed)) / 1000;
    const { unit, count } = ago(days);
    return t("entry-confirmed", { ago: t(`providers-ago-${unit}`, { count }) });
  };
}

interface ConfirmedProps {
  id: string;
  title: string;
  confirmed: string | null;
}

/** How old what people said is, and the one button that makes it young again. */
export function Confirmed({ id, title, confirmed }: ConfirmedProps) {
  const t = useTranslate();
  const format = useFormat();
  const words = useConfirmedWords();
  const { confirm } = useEditing();
  const [wrong, setWrong] = useState<Answered>(null);
  const isFresh = confirmed === format.today();
  const press = () => void confirm([id], t("entry-confirmed-now", { what: title })).then(setWrong);
  return (
    <div className={styles.confirmed}>
      <span title={confirmed === null ? undefined : format.dateShort(confirmed)}>{words(confirmed)}</span>
      {!isFresh && (
        <Button small icon={Check} onPress={press} aria-label={t("entry-still-true-of", { what: title })}>
          {t("entry-still-true")}
        </Button>
      )}
      {wrong !== null && <Wrong answer={wrong} />}
    </div>
  );
}
