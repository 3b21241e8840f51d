import { Select, TextInput } from "../../../components/Fields";
import type { LossEntry } from "../../../contract/types";
import { useFormat, useTranslate } from "../../../i18n";
import { LineEditor } from "../../schedule/LineEditor";
import { formOf } from "../../schedule/line";
import type { Answered } from "./InlineField";
import { useAmountWords } from "./lines";
import { LOSS_KINDS, type LossDraft, lossDraft, lossOf, NEW_LOSS } from "./losses";
import { Parts } from "./Parts";

interface LossesProps {
  label: string;
  losses: LossEntry[];
  currency: string;
  onSave: (losses: LossEntry[]) => Promise<Answered>;
}

/** What an outage costs on top of its hours. */
export function Losses({ label, losses, currency, onSave }: LossesProps) {
  const t = useTranslate();
  const { money, span, number } = useAmountWords(currency);
  const line = useDeadlineWords();
  const grace = (after: string | null) => (after === null ? "none" : span(after));
  const words = (loss: LossEntry) => {
    if ("deadline" in loss) {
      const { deadline, penalty, after } = loss;
      return t("entry-loss-deadline-is", {
        money: money(penalty),
        when: line(deadline),
        after: grace(after),
      });
    }
    if ("per_record" in loss) {
      const { per_record, records_per_hour: records } = loss;
      return t("entry-loss-per_record-is", { money: money(per_record), records: number(records) });
    }
    return t("entry-loss-per_hour-is", { money: money(loss.per_hour), after: grace(loss.after) });
  };
  return (
    <Parts
      label={label}
      items={losses}
      words={words}
      draftOf={lossDraft}
      blank={NEW_LOSS}
      read={lossOf}
      form={(draft, onChange) => <LossForm draft={draft} onChange={onChange} />}
      addLabel={t("entry-loss-add")}
      onSave={onSave}
    />
  );
}

/** When a deadline is: "every weekday at 16:00"; a line of its own stands as it is. */
function useDeadlineWords() {
  const t = useTranslate();
  const format = useFormat();
  return (line: string): string => {
    const form = formOf(line);
    return t(`entry-deadline-${form.every}`, {
      line,
      clock: "clock" in form ? form.clock : "",
      weekday: form.every === "week" ? format.weekday(form.weekday) : "",
      day: form.every === "month" ? form.day : 0,
      hours: form.every === "hours" ? form.hours : 0,
    });
  };
}

function LossForm({ draft, onChange }: { draft: LossDraft; onChange: (draft: LossDraft) => void }) {
  const t = useTranslate();
  const { kind } = draft;
  return (
    <>
      <Select
        label={t("entry-loss-kind")}
        value={kind}
        onChange={(id) => onChange({ ...draft, kind: LOSS_KINDS.find((one) => one === id) ?? kind })}
        options={LOSS_KINDS.map((id) => ({ id, label: t(`entry-loss-${id}`) }))}
      />
      <TextInput
        autoFocus
        label={t(`entry-loss-${kind}-amount`)}
        value={draft.amount}
        onChange={(amount) => onChange({ ...draft, amount })}
      />
      {kind === "per_record" && (
        <TextInput
          label={t("entry-loss-records")}
          value={draft.records}
          onChange={(records) => onChange({ ...draft, records })}
        />
      )}
      {kind === "deadline" && (
        <LineEditor
          label={t("entry-loss-when")}
          line={draft.deadline}
          onChange={(line) => onChange({ ...draft, deadline: line ?? "" })}
        />
      )}
      {kind !== "per_record" && (
        <TextInput
          label={t("entry-loss-after")}
          hint={t("entry-loss-after-hint")}
          value={draft.after}
          onChange={(after) => onChange({ ...draft, after })}
        />
      )}
    </>
  );
}
