import Check from "lucide-react/icons/check";
import { useState } from "react";
import { Button as AriaButton } from "react-aria-components";
import { Button } from "../../../components/Button";
import links from "../../../components/Links.module.css";
import { useFormat, useTranslate } from "../../../i18n";
import { ago } from "../../providers/ago";
import { useEditing } from "./Editing";
import styles from "./Entry.module.css";
import { type Answered, Wrong } from "./InlineField";

/** "confirmed 3 weeks ago", "never confirmed". */
export function useConfirmedWords() {
  const t = useTranslate();
  const format = useFormat();
  return (confirmed: string | null, isCell = false): string => {
    if (confirmed === null) return t(isCell ? "entry-never" : "entry-confirmed-never");
    const days = (Date.parse(format.today()) - Date.parse(confirmed)) / 1000;
    const { unit, count } = ago(days);
    const when = t(`providers-ago-${unit}`, { count });
    return isCell ? when : t("entry-confirmed", { ago: when });
  };
}

interface ConfirmedProps {
  id: string;
  title: string;
  confirmed: string | null;
  /** In a table the head of the column says what it is about. */
  isCell?: boolean;
}

/** How old what people said is, and the one button that makes it young again. */
export function Confirmed({ id, title, confirmed, isCell = false }: ConfirmedProps) {
  const t = useTranslate();
  const format = useFormat();
  const words = useConfirmedWords();
  const { confirm } = useEditing();
  const [wrong, setWrong] = useState<Answered>(null);
  const isFresh = confirmed === format.today();
  const press = () => void confirm([id], t("entry-confirmed-now", { what: title })).then(setWrong);
  const still = { onPress: press, "aria-label": t("entry-still-true-of", { what: title }) };
  return (
    <div className={styles.confirmed}>
      <span title={confirmed === null ? undefined : format.dateShort(confirmed)}>
        {words(confirmed, isCell)}
      </span>
      {!isFresh && isCell && (
        <AriaButton {...still} className={links.link ?? ""}>
          {t("entry-still-true")}
        </AriaButton>
      )}
      {!isFresh && !isCell && (
        <Button {...still} small icon={Check}>
          {t("entry-still-true")}
        </Button>
      )}
      {wrong !== null && <Wrong answer={wrong} />}
    </div>
  );
}
