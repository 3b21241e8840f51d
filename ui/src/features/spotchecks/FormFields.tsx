import { type ReactNode, useId } from "react";
import { Choices, TextInput, Tick } from "../../components/Fields";
import { Section } from "../../components/Page";
import type { WireError } from "../../contract/types";
import { useErrorWords, useFormat, useTranslate } from "../../i18n";
import setups from "../compare/SetUpPage.module.css";
import { LineEditor } from "../schedule/LineEditor";
import { atMost, itemsOf, millionths } from "./chance";
import styles from "./FormFields.module.css";
import { expects, type FieldName, type Form, fieldOf, type Problem, problemsOf, splits, WAYS } from "./form";

const WHOLE = 1_000_000;

interface FormFieldsProps {
  form: Form;
  onChange: (form: Form) => void;
  /** How many payouts the list has, where it was looked at. */
  payouts: number | null;
  /** What the program refused, told at its field. */
  error: WireError | null;
}

/** What is to be done first, of all that is missing. */
export function useProblem(problems: Problem[]): string {
  const t = useTranslate();
  const [first] = problems;
  if (first === undefined) return "";
  const says = t(`spotcheck-missing-${first}`);
  return problems.length === 1
    ? says
    : t("parallel-missing-more", { first: says, more: problems.length - 1 });
}

/** How many are looked at, by whom, and when. */
export function FormFields({ form, onChange, payouts, error }: FormFieldsProps) {
  const t = useTranslate();
  const words = useErrorWords();
  const change = (part: Partial<Form>) => onChange({ ...form, ...part });
  const problems = problemsOf(form);
  const refused = fieldOf(error);
  const wrong = (field: FieldName, problem?: Problem): string | undefined => {
    if (problem && problems.includes(problem)) return t(`spotcheck-missing-${problem}`);
    return refused === field && error ? `${words(error).message} ${words(error).hint}` : undefined;
  };
  return (
    <>
      <Section title={t("spotcheck-how-many")}>
        <div className={setups.plan}>
          <Choices
            hideLabel
            label={t("spotcheck-how-many")}
            value={form.way}
            onChange={(id) => change({ way: WAYS.find((one) => one === id) ?? "percent" })}
            choices={WAYS.map((id) => ({
              id,
              title: t(`spotcheck-way-${id}`),
              text: t(`spotcheck-way-${id}-means`),
            }))}
          />
        </div>
        <div className={`${setups.wanted} ${styles.numbers}`}>
          <Numbers form={form} change={change} wrong={wrong} />
        </div>
        {form.way === "percent" && <Proves form={form} payouts={payouts} />}
        {splits(form.way) && form.stratum !== "" && (
          <Tick isSelected={form.perStratum} onChange={(perStratum) => change({ perStratum })}>
            {t("spotcheck-per-stratum", { column: form.stratum })}
          </Tick>
        )}
      </Section>
      <Section title={t("spotcheck-always")} note={t("spotcheck-always-note")}>
        <Lines
          label={t("spotcheck-always-label")}
          hint={t("spotcheck-always-hint")}
          value={form.always}
          onChange={(always) => change({ always })}
          error={wrong("always")}
        />
      </Section>
      <Section title={t("spotcheck-people")} note={t("spotcheck-people-note")}>
        <div className={setups.sides}>
          <Lines
            label={t("spotcheck-checkers")}
            hint={t("spotcheck-checkers-hint")}
            value={form.checkers}
            onChange={(checkers) => change({ checkers })}
            error={wrong("checkers", form.checkers === "" ? undefined : "checkers")}
          />
          <TextInput
            label={t("spotcheck-reviewer")}
            hint={t("spotcheck-reviewer-hint")}
            value={form.reviewer}
            onChange={(reviewer) => change({ reviewer })}
            error={wrong("reviewer")}
          />
        </div>
      </Section>
      <Section title={t("parallel-when")}>
        <div className={setups.plan}>
          <TextInput
            label={t("parallel-title")}
            value={form.title}
            onChange={(title) => change({ title })}
            error={wrong("title")}
          />
          <Tick isSelected={form.isScheduled} onChange={(isScheduled) => change({ isScheduled })}>
            {t("spotcheck-scheduled")}
          </Tick>
          {form.isScheduled && (
            <LineEditor
              line={form.line ?? ""}
              onChange={(line) => change({ line })}
              label={t("spotcheck-scheduled")}
            />
          )}
        </div>
      </Section>
    </>
  );
}

interface NumbersProps {
  form: Form;
  change: (part: Partial<Form>) => void;
  wrong: (field: FieldName, problem?: Problem) => string | undefined;
}

function Numbers({ form, change, wrong }: NumbersProps): ReactNode {
  const t = useTranslate();
  const isPercent = form.way === "percent";
  return (
    <>
      {isPercent && (
        <>
          <TextInput
            narrow
            label={t("spotcheck-percent")}
            value={form.percent}
            onChange={(percent) => change({ percent })}
            error={wrong("percent", "percent")}
          />
          <TextInput
            narrow
            label={t("spotcheck-at-least")}
            value={form.atLeast}
            onChange={(atLeast) => change({ atLeast })}
            error={wrong("at_least", "at_least")}
          />
        </>
      )}
      <TextInput
        narrow
        label={t("spotcheck-tolerable")}
        hint={t("spotcheck-tolerable-hint")}
        value={form.tolerable}
        onChange={(tolerable) => change({ tolerable })}
        error={wrong("tolerable", "tolerable")}
      />
      {form.way === "anytime" && (
        <TextInput
          narrow
          label={t("spotcheck-units")}
          hint={t("spotcheck-units-hint")}
          value={form.atMost}
          onChange={(atMost) => change({ atMost })}
          error={wrong("at_most", "at_most")}
        />
      )}
      {expects(form.way) && (
        <TextInput
          narrow
          label={t("spotcheck-expected")}
          hint={t("spotcheck-expected-hint")}
          value={form.expected}
          onChange={(expected) => change({ expected })}
          error={wrong("expected", "expected")}
        />
      )}
      <TextInput
        narrow
        label={t("spotcheck-confidence")}
        hint={t("spotcheck-confidence-hint")}
        value={form.confidence}
        onChange={(confidence) => change({ confidence })}
        error={wrong("confidence", "confidence")}
      />
      <TextInput
        narrow
        label={t("spotcheck-tolerance")}
        hint={t("spotcheck-tolerance-hint")}
        value={form.tolerance}
        onChange={(tolerance) => change({ tolerance })}
        error={wrong("tolerance")}
      />
    </>
  );
}

/** "5 % of 200 is 10 items; none wrong still allows up to 25 %." */
function Proves({ form, payouts }: { form: Form; payouts: number | null }) {
  const t = useTranslate();
  const format = useFormat();
  const [percent, confidence] = [millionths(form.percent), millionths(form.confidence)];
  const least = /^\d{1,6}$/.test(form.atLeast.trim()) ? Number(form.atLeast.trim()) : null;
  if (payouts === null || payouts === 0 || percent === null || percent === 0 || confidence === null) {
    return <p className={styles.proves}>{t("spotcheck-percent-look")}</p>;
  }
  const items = itemsOf(payouts, percent, least);
  const most = atMost(payouts, items, 1 - confidence / WHOLE);
  return (
    <p className={styles.proves} role="status">
      {t("spotcheck-percent-proves", {
        items,
        payouts,
        most,
        share: format.percent(most / payouts, 1),
        confidence: format.percent(confidence / WHOLE, 1),
      })}
    </p>
  );
}

interface LinesProps {
  label: string;
  hint: string;
  value: string;
  onChange: (value: string) => void;
  error: string | undefined;
}

/** One entry a line. */
function Lines({ label, hint, value, onChange, error }: LinesProps) {
  const id = useId();
  return (
    <div className={styles.lines}>
      <label htmlFor={id}>{label}</label>
      <textarea
        id={id}
        className={setups.query}
        value={value}
        spellCheck={false}
        aria-invalid={error !== undefined}
        aria-describedby={`${id}-hint`}
        onChange={(event) => onChange(event.target.value)}
      />
      <p id={`${id}-hint`} className={error === undefined ? styles.hint : styles.wrong}>
        {error ?? hint}
      </p>
    </div>
  );
}
