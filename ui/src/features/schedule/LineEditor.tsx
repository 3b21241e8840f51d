import { useState } from "react";
import { Select, TextInput } from "../../components/Fields";
import { useErrorWords, useFormat, useTranslate } from "../../i18n";
import styles from "./LineEditor.module.css";
import {
  changeEvery,
  EVERY,
  type Every,
  formOf,
  HOURS,
  type LineForm,
  lineOf,
  readClock,
  WEEKDAYS,
} from "./line";
import { useNextTimes } from "./useNextTimes";

interface LineEditorProps {
  /** Where it begins. */
  line: string;
  /** The line as it stands now; null while it is incomplete. */
  onChange: (line: string | null) => void;
  label: string;
}

/** When something runs, without knowing how such a line is written. */
export function LineEditor({ line, onChange, label }: LineEditorProps) {
  const t = useTranslate();
  const [form, setForm] = useState<LineForm>(() => formOf(line));
  const change = (next: LineForm) => {
    setForm(next);
    onChange(lineOf(next));
  };
  return (
    <fieldset className={styles.editor} aria-label={label}>
      <div className={styles.fields}>
        <Select
          label={t("line-every")}
          value={form.every}
          onChange={(id) => change(changeEvery(form, EVERY.find((one) => one === id) ?? "day"))}
          options={EVERY.map((id: Every) => ({ id, label: t(`line-every-${id}`) }))}
        />
        <Details form={form} onChange={change} />
      </div>
      <Preview line={lineOf(form)} />
    </fieldset>
  );
}

interface DetailsProps {
  form: LineForm;
  onChange: (form: LineForm) => void;
}

const DAYS = Array.from({ length: 31 }, (_, index) => index + 1);

function Details({ form, onChange }: DetailsProps) {
  const t = useTranslate();
  const format = useFormat();
  if (form.every === "own") {
    return (
      <div className={styles.own}>
        <TextInput
          label={t("line-own")}
          hint={t("line-own-hint")}
          value={form.line}
          onChange={(line) => onChange({ every: "own", line })}
          mono
        />
      </div>
    );
  }
  if (form.every === "hours") {
    return (
      <>
        <Select
          label={t("line-hours")}
          value={String(form.hours)}
          onChange={(hours) => onChange({ ...form, hours: Number(hours) })}
          options={HOURS.map((hours) => ({ id: String(hours), label: t("line-hours-of", { hours }) }))}
        />
        <TextInput
          narrow
          label={t("line-minute")}
          value={String(form.minute)}
          onChange={(minute) =>
            onChange({ ...form, minute: /^\d{1,2}$/.test(minute) ? Number(minute) : Number.NaN })
          }
          error={lineOf(form) === null ? t("line-minute-wrong") : undefined}
        />
      </>
    );
  }
  return (
    <>
      {form.every === "week" && (
        <Select
          label={t("line-weekday")}
          value={String(form.weekday)}
          onChange={(weekday) => onChange({ ...form, weekday: Number(weekday) })}
          options={WEEKDAYS.map((day) => ({ id: String(day), label: format.weekday(day) }))}
        />
      )}
      {form.every === "month" && (
        <Select
          label={t("line-day")}
          value={String(form.day)}
          onChange={(day) => onChange({ ...form, day: Number(day) })}
          options={DAYS.map((day) => ({ id: String(day), label: String(day) }))}
        />
      )}
      <TextInput
        narrow
        label={t("line-clock")}
        value={form.clock}
        onChange={(clock) => onChange({ ...form, clock })}
        error={readClock(form.clock) === null ? t("line-clock-wrong") : undefined}
      />
      {form.every === "month" && form.day > 28 && (
        <p className={styles.note}>{t("line-day-left-out", { day: form.day })}</p>
      )}
    </>
  );
}

/** The engine's words and its next times: what will happen, not what was meant. */
function Preview({ line }: { line: string | null }) {
  const t = useTranslate();
  const format = useFormat();
  const words = useErrorWords();
  const { report, error } = useNextTimes(line);
  const why = error && (error.params.reason ?? error.params.what ?? words(error).message);
  return (
    <div className={styles.preview} role="status">
      {error ? (
        <>
          <p className={styles.wrong}>{t("line-refused", { why: why ?? "" })}</p>
          <p>
            {error.allowed.length > 0
              ? t("line-allowed", { list: error.allowed.join(", ") })
              : t("line-own-hint")}
          </p>
        </>
      ) : line === null || !report ? (
        <p>{t(line === null ? "line-incomplete" : "state-reading")}</p>
      ) : (
        <>
          <p>
            <b>{report.words}</b> <code>{report.line}</code>
          </p>
          <p>{t("line-next")}</p>
          <ol>
            {report.next.map((at) => (
              <li key={at}>
                <time dateTime={at} title={format.full(at)}>
                  {t("evidence-when", { day: format.shortDay(at), clock: format.clock(at) })}
                </time>
              </li>
            ))}
          </ol>
          <p>{t("line-zone", { zone: report.timezone })}</p>
        </>
      )}
    </div>
  );
}
