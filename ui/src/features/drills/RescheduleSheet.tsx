import { type FormEvent, useState } from "react";
import { Button } from "../../components/Button";
import { TextInput } from "../../components/Fields";
import { useNotice } from "../../components/Notice";
import { Sheet, SheetActions } from "../../components/Sheet";
import { Refusal } from "../../components/States";
import type { DrillPlanView } from "../../contract/types";
import { useFormat, useTranslate } from "../../i18n";
import { useCommand } from "../../platform/context";
import sheets from "../backups/Sheets.module.css";
import { PersonField, useNames } from "../providers/Person";

const DAY = /^\d{4}-\d{2}-\d{2}$/;
const CLOCK = /^([01]\d|2[0-3]):[0-5]\d$/;
const USUAL_HOUR = "09:00";

interface RescheduleSheetProps {
  plan: DrillPlanView;
  onClose: () => void;
}

/** Another day, and why: a drill that is put off is told about. */
export function RescheduleSheet({ plan, onClose }: RescheduleSheetProps) {
  const t = useTranslate();
  const format = useFormat();
  const notice = useNotice();
  const book = useCommand("drill_reschedule");
  const { names } = useNames(plan.people);
  const booked = plan.row.scheduled_at ?? plan.next_window;
  const [day, setDay] = useState(booked === null ? (plan.cadence?.due ?? "") : format.date(booked));
  const [time, setTime] = useState(booked === null ? USUAL_HOUR : format.clock(booked));
  const [operator, setOperator] = useState(plan.proposal?.operator ?? "");
  const [reason, setReason] = useState("");
  const isDay = DAY.test(day) && !Number.isNaN(Date.parse(day));
  const isTime = CLOCK.test(time);
  const isComplete = isDay && isTime && reason.trim() !== "";
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!isComplete) return;
    const at = format.instantOf(day, time);
    const who = operator === "" ? {} : { operator };
    book.mutateAsync({ id: plan.row.id, at, reason: reason.trim(), ...who }).then(
      () => {
        onClose();
        notice(t("drills-booked-notice", { when: format.upcoming(at) }));
      },
      () => {},
    );
  };
  return (
    <Sheet title={t("drills-book-title", { title: plan.row.title })} isOpen onClose={onClose}>
      <form onSubmit={submit} className={sheets.form}>
        <TextInput
          narrow
          autoFocus
          label={t("drills-day")}
          value={day}
          onChange={setDay}
          error={day === "" || isDay ? undefined : t("drills-day-wrong")}
        />
        <TextInput
          narrow
          label={t("drills-time", { zone: format.timezone })}
          value={time}
          onChange={setTime}
          error={time === "" || isTime ? undefined : t("drills-time-wrong")}
        />
        <PersonField label={t("drills-operator")} names={names} value={operator} onChange={setOperator} />
        <TextInput label={t("drills-book-reason")} value={reason} onChange={setReason} />
        <Refusal error={book.error} />
        <SheetActions>
          <Button onPress={onClose}>{t("action-cancel")}</Button>
          <Button kind="primary" type="submit" isDisabled={!isComplete || book.isPending}>
            {t("drills-book-now")}
          </Button>
        </SheetActions>
      </form>
    </Sheet>
  );
}
