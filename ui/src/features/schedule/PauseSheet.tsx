import { type FormEvent, useState } from "react";
import { Button } from "../../components/Button";
import { Choices, TextInput } from "../../components/Fields";
import { useNotice } from "../../components/Notice";
import { Sheet, SheetActions } from "../../components/Sheet";
import { Refusal } from "../../components/States";
import { useFormat, useTranslate } from "../../i18n";
import { useAnswer, useCommand } from "../../platform/context";
import sheets from "../backups/Sheets.module.css";
import { addDays, isDate } from "./dates";

type Length = "hour" | "night" | "week" | "date";
const LENGTHS: readonly Length[] = ["hour", "night", "week", "date"];
/** When a night is over. */
const MORNING = "08:00";

interface PauseSheetProps {
  backup?: string | undefined;
  onClose: () => void;
}

/** A pause has a reason and an end, so that nobody finds it months later and wonders. */
export function PauseSheet({ backup, onClose }: PauseSheetProps) {
  const t = useTranslate();
  const format = useFormat();
  const notice = useNotice();
  const pause = useCommand("pause");
  const rows = useAnswer("backup_list", {}).data?.backups ?? [];
  const comparisons = useAnswer("compare_list", {}).data?.parallel_runs ?? [];
  const spotChecks = useAnswer("spotcheck_list", {}).data?.spot_checks ?? [];
  const isSpotCheck = spotChecks.some(({ id }) => id === backup);
  const isComparison = comparisons.some(({ id }) => id === backup);
  const title = [...rows, ...comparisons, ...spotChecks].find(({ id }) => id === backup)?.title ?? backup;
  const today = format.today();
  const [length, setLength] = useState<Length>("hour");
  const [date, setDate] = useState(() => addDays(today, 7));
  const [reason, setReason] = useState("");
  const morning = format.instantOf(addDays(today, 1), MORNING);
  const dateWrong = !isDate(date) || date <= today;
  const until = { hour: "1h", night: morning, week: "7d", date }[length];
  const isComplete = reason.trim() !== "" && !(length === "date" && dateWrong);

  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!isComplete) return;
    pause.mutate(
      { until, reason: reason.trim(), ...(backup === undefined ? {} : { control: backup }) },
      {
        onSuccess: () => {
          onClose();
          notice(backup === undefined ? t("pause-done-all") : t("pause-done", { backup: title ?? "" }));
        },
      },
    );
  };

  return (
    <Sheet
      title={backup === undefined ? t("pause-title-all") : t("pause-title", { backup: title ?? "" })}
      isOpen
      onClose={onClose}
    >
      <form onSubmit={submit} className={sheets.form}>
        <p className={sheets.text}>
          {backup === undefined
            ? t("pause-text-all")
            : isComparison
              ? t("pause-text-comparison")
              : isSpotCheck
                ? t("pause-text-spotcheck")
                : t("pause-text")}
        </p>
        <TextInput
          label={t("pause-reason")}
          hint={t("pause-reason-hint")}
          value={reason}
          onChange={setReason}
          autoFocus
        />
        <Choices
          label={t("pause-until")}
          value={length}
          onChange={(id) => setLength(LENGTHS.find((one) => one === id) ?? "hour")}
          choices={LENGTHS.map((id) => ({
            id,
            title: t(`pause-for-${id}`),
            text:
              id === "night"
                ? t("pause-ends", { when: format.when(morning) })
                : id === "week"
                  ? t("pause-ends", { when: format.dateTitle(addDays(today, 7)) })
                  : undefined,
          }))}
        />
        {length === "date" && (
          <TextInput
            narrow
            label={t("pause-date")}
            hint={dateWrong ? "" : format.dateTitle(date)}
            value={date}
            onChange={setDate}
            error={dateWrong ? t("pause-date-wrong") : undefined}
          />
        )}
        <Refusal error={pause.error} />
        <SheetActions>
          {reason.trim() === "" && <span className={sheets.why}>{t("pause-needs")}</span>}
          <Button onPress={onClose}>{t("action-cancel")}</Button>
          <Button kind="primary" type="submit" isDisabled={!isComplete || pause.isPending}>
            {t("pause-now")}
          </Button>
        </SheetActions>
      </form>
    </Sheet>
  );
}
