import { TextInput, Tick } from "../../components/Fields";
import { Section } from "../../components/Page";
import type { Normalise } from "../../contract/types";
import { useFormat, useTranslate } from "../../i18n";
import { LineEditor } from "../schedule/LineEditor";
import styles from "./SetUpPage.module.css";
import { type Field, type FirstDays, fieldOf, MOST_DAYS, type PlanForm, type Problem } from "./setup";

const SWITCHES = ["trim", "case", "unicode", "empty_is_null"] as const;

interface PlanFieldsProps {
  plan: PlanForm;
  problems: Problem[];
  first: FirstDays;
  onChange: (plan: PlanForm) => void;
}

/** What is wrong, and what is allowed instead. */
export function useProblemWords(plan: PlanForm, first: FirstDays): (problem: Problem) => string {
  const t = useTranslate();
  const format = useFormat();
  const values = {
    most: MOST_DAYS,
    days: plan.days.trim(),
    from: format.dateInside(first.from),
    to: format.dateInside(first.to),
  };
  return (problem) => t(`parallel-missing-${problem}`, values);
}

/** How it is named, what is evened out, when it runs, and what a switch will need. */
export function PlanFields({ plan, problems, first, onChange }: PlanFieldsProps) {
  const t = useTranslate();
  const change = (part: Partial<PlanForm>) => onChange({ ...plan, ...part });
  const even = (part: Partial<Normalise>) => change({ normalise: { ...plan.normalise, ...part } });
  const say = useProblemWords(plan, first);
  const wrong = (field: Field) => {
    const found = problems.find((problem) => fieldOf(problem) === field);
    return found === undefined ? undefined : say(found);
  };
  return (
    <>
      <Section title={t("parallel-even")} note={t("parallel-even-note")}>
        <div className={styles.ticks}>
          {SWITCHES.map((name) => (
            <Tick key={name} isSelected={plan.normalise[name]} onChange={(on) => even({ [name]: on })}>
              {t(`parallel-even-${name}`)}
            </Tick>
          ))}
        </div>
      </Section>
      <Section title={t("parallel-when")}>
        <div className={styles.plan}>
          <TextInput label={t("parallel-title")} value={plan.title} onChange={(title) => change({ title })} />
          <Tick isSelected={plan.isScheduled} onChange={(isScheduled) => change({ isScheduled })}>
            {t("parallel-scheduled")}
          </Tick>
          {plan.isScheduled && (
            <LineEditor
              line={plan.line ?? ""}
              onChange={(line) => change({ line })}
              label={t("parallel-scheduled")}
            />
          )}
        </div>
      </Section>
      <Section title={t("parallel-wanted")} note={t("parallel-wanted-note")}>
        <div className={styles.wanted}>
          <TextInput
            narrow
            label={t("parallel-starts")}
            hint={t("parallel-starts-hint")}
            value={plan.starts}
            onChange={(starts) => change({ starts })}
            error={wrong("starts")}
          />
          <TextInput
            narrow
            label={t("parallel-length")}
            hint={t("parallel-length-hint")}
            value={plan.days}
            onChange={(days) => change({ days })}
            error={wrong("days")}
          />
          <TextInput
            narrow
            label={t("parallel-clean")}
            hint={t("parallel-clean-hint")}
            value={plan.cleanRuns}
            onChange={(cleanRuns) => change({ cleanRuns })}
            error={wrong("clean")}
          />
          <TextInput
            narrow
            label={t("parallel-rate")}
            hint={t("parallel-rate-hint")}
            value={plan.rate}
            onChange={(rate) => change({ rate })}
            error={wrong("rate")}
          />
        </div>
      </Section>
    </>
  );
}
