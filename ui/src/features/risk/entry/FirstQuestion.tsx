import { useEffect, useRef, useState } from "react";
import { Button } from "../../../components/Button";
import { Choices, TextInput } from "../../../components/Fields";
import { useTranslate } from "../../../i18n";
import { perHour } from "./amounts";
import styles from "./FirstMap.module.css";
import { type Answers, type Question, WAYS_BACK, type WayBack } from "./firstmap";
import { useAmountWords } from "./lines";

interface FirstQuestionProps {
  question: Question;
  answers: Answers;
  currency: string;
  error: string | undefined;
  onChange: (more: Partial<Answers>) => void;
}

/** One plain question with its field, which has the focus at once. */
export function FirstQuestion({ question, answers, currency, error, onChange }: FirstQuestionProps) {
  const t = useTranslate();
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => place.current?.querySelector<HTMLElement>("input")?.focus(), []);
  const field = (name: Exclude<keyof Answers, "unknown" | "recovery">, isFirst = true) => (
    <TextInput
      label={t(`first-field-${name}`)}
      hint={t(`first-hint-${name}`)}
      value={answers[name]}
      error={isFirst ? error : undefined}
      onChange={(text) => onChange({ [name]: text })}
    />
  );
  return (
    <div ref={place} className={styles.fields}>
      {question === "people" && (
        <>
          {field("person")}
          {field("deputy", false)}
        </>
      )}
      {question === "recovery" && (
        <>
          <Choices
            hideLabel
            label={t("first-ask-recovery")}
            value={answers.recovery}
            onChange={(id) => onChange({ recovery: id as WayBack })}
            choices={WAYS_BACK.map((id) => ({
              id,
              title: t(`first-back-${id}`),
              text: t(`first-back-${id}-text`),
            }))}
          />
          {answers.recovery === "paper" && field("paper", false)}
          {error !== undefined && <p className={styles.error}>{error}</p>}
        </>
      )}
      {question !== "people" && question !== "recovery" && field(question)}
      {question === "damage" && <DamageHelp currency={currency} onUse={(damage) => onChange({ damage })} />}
    </div>
  );
}

/** A year's revenue over the hours in which it is made: a first figure for who has none. */
function DamageHelp({ currency, onUse }: { currency: string; onUse: (damage: string) => void }) {
  const t = useTranslate();
  const { money } = useAmountWords(currency);
  const [revenue, setRevenue] = useState("");
  const [hours, setHours] = useState("2000");
  const result = perHour(revenue, hours);
  return (
    <fieldset className={styles.help} aria-label={t("first-help")}>
      <p>{t("first-help")}</p>
      <div>
        <TextInput label={t("first-help-revenue")} value={revenue} onChange={setRevenue} />
        <TextInput narrow label={t("first-help-hours")} value={hours} onChange={setHours} />
      </div>
      <Button small isDisabled={result === null} onPress={() => result !== null && onUse(result)}>
        {result === null ? t("first-help-wait") : t("first-help-use", { money: money(result) })}
      </Button>
    </fieldset>
  );
}
