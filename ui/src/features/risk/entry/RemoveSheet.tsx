import { useState } from "react";
import { Button } from "../../../components/Button";
import { Sheet, SheetActions } from "../../../components/Sheet";
import type { MapSheet } from "../../../contract/types";
import { useFormat, useTranslate } from "../../../i18n";
import sheets from "../../backups/Sheets.module.css";
import { useEditing } from "./Editing";
import { neededBy, optionsAbout, titleOf, withoutEntry } from "./entries";
import { type Answered, Wrong } from "./InlineField";

interface RemoveSheetProps {
  sheet: MapSheet;
  id: string;
  title: string;
  onClose: () => void;
}

/** What needs it is named before it goes, and goes on without it in the same save. */
export function RemoveSheet({ sheet, id, title, onClose }: RemoveSheetProps) {
  const t = useTranslate();
  const format = useFormat();
  const { save } = useEditing();
  const [wrong, setWrong] = useState<Answered>(null);
  const needing = neededBy(sheet, id).map(titleOf);
  const gone = withoutEntry(sheet, id).remove ?? [];
  const options = optionsAbout(sheet, id);
  const lost = options.filter((option) => gone.includes(option.id)).map(titleOf);
  const changed = options.filter((option) => !gone.includes(option.id)).map(titleOf);
  const remove = () =>
    void save((now) => withoutEntry(now, id), t("entry-removed", { what: title })).then((answer) =>
      answer === null ? onClose() : setWrong(answer),
    );
  return (
    <Sheet title={t("entry-remove-title", { what: title })} isOpen onClose={onClose}>
      <div className={sheets.form}>
        <p className={sheets.text}>
          {needing.length === 0
            ? t("entry-remove-alone")
            : t("entry-remove-needed", { count: needing.length, names: format.list(needing) })}
        </p>
        {changed.length > 0 && (
          <p className={sheets.text}>{t("entry-remove-options", { names: format.list(changed) })}</p>
        )}
        {lost.length > 0 && (
          <p className={sheets.text}>{t("entry-remove-options-lost", { names: format.list(lost) })}</p>
        )}
        {wrong !== null && <Wrong answer={wrong} />}
        <SheetActions>
          <span className={sheets.why}>{t("entry-remove-undo")}</span>
          <Button onPress={onClose}>{t("action-cancel")}</Button>
          <Button kind="danger" onPress={remove} autoFocus>
            {t("entry-remove-now")}
          </Button>
        </SheetActions>
      </div>
    </Sheet>
  );
}
