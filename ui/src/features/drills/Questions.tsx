import { type FormEvent, useId, useState } from "react";
import { Button } from "../../components/Button";
import { Choices, Segments } from "../../components/Fields";
import { StatusLabel } from "../../components/Glyph";
import { Fact, Facts, Section } from "../../components/Page";
import { Banner, Refusal } from "../../components/States";
import type {
  Answered,
  Debrief,
  DrillOutcome,
  DrillSignature,
  DrillView,
  NoticedBy,
  Recovered,
  WireError,
} from "../../contract/types";
import { useFormat, useTranslate } from "../../i18n";
import { useCommand } from "../../platform/context";
import { PersonField, useNames } from "../providers/Person";
import styles from "./Debrief.module.css";
import { EMPTY, fingerprints, linesOf, obstaclesOf, suggested } from "./debrief";
import { OUTCOME_GLYPH } from "./words";

const ANSWERS: readonly Answered[] = ["yes", "no", "not_tried"];
const VERDICTS = ["backup_kicked_in", "team_knew_the_procedure", "degraded_mode_worked"] as const;
const NOTICED: readonly NoticedBy[] = ["alert", "user", "luck"];
const RECOVERED: readonly Recovered[] = ["automatically", "by_people", "not_recovered"];
const RESULTS: readonly DrillOutcome[] = ["pass", "fail", "inconclusive"];

/** A blameless look back: three verdicts, four questions, what will change, and somebody else's name under it. */
export function Questions({ view }: { view: DrillView }) {
  const t = useTranslate();
  const sign = useCommand("drill_sign");
  const { names } = useNames(view.operators);
  const others = names.filter((name) => !view.operators.includes(name));
  const [debrief, setDebrief] = useState<Debrief>(EMPTY);
  const [noticed, setNoticed] = useState<NoticedBy>("alert");
  const [recovered, setRecovered] = useState<Recovered>("by_people");
  const [reach, setReach] = useState("");
  const [teaches, setTeaches] = useState("");
  const [actions, setActions] = useState("");
  const [evidence, setEvidence] = useState("");
  const [result, setResult] = useState<DrillOutcome>(suggested(view));
  const [picked, setPicked] = useState<string | null>(null);
  const as = picked ?? others[0] ?? "";
  const hashes = fingerprints(evidence);
  const isComplete = as.trim() !== "" && hashes !== null;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!isComplete) return;
    const isAnswered = reach.trim() !== "" || teaches.trim() !== "";
    const questions = { noticed_by: noticed, recovered, reach: reach.trim(), teaches: teaches.trim() };
    sign.mutate({
      run: view.run,
      as,
      result,
      debrief: {
        ...debrief,
        ...(isAnswered ? { questions } : {}),
        actions: linesOf(actions),
        evidence: hashes ?? [],
      },
    });
  };
  const options = <T extends string>(all: readonly T[], word: (one: T) => string) =>
    all.map((id) => ({ id, label: word(id) }));
  return (
    <form onSubmit={submit} className={styles.form}>
      <Section title={t("drills-verdicts")}>
        <div className={styles.verdicts}>
          {VERDICTS.map((verdict) => (
            <div key={verdict}>
              <p>{t(`drills-verdict-${verdict}`)}</p>
              <Segments
                label={t(`drills-verdict-${verdict}`)}
                value={debrief[verdict]}
                onChange={(answer) => setDebrief({ ...debrief, [verdict]: answer })}
                choices={options(ANSWERS, (one) => t(`drills-answer-${one}`))}
              />
            </div>
          ))}
        </div>
      </Section>
      <Section title={t("drills-questions")} note={t("drills-questions-note")}>
        <div className={styles.questions}>
          <Question number={1} text={t("drills-question-noticed")}>
            <Segments
              label={t("drills-question-noticed")}
              value={noticed}
              onChange={setNoticed}
              choices={options(NOTICED, (one) => t(`drills-noticed-${one}`))}
            />
          </Question>
          <Question number={2} text={t("drills-question-recovered")}>
            <Segments
              label={t("drills-question-recovered")}
              value={recovered}
              onChange={setRecovered}
              choices={options(RECOVERED, (one) => t(`drills-recovered-${one}`))}
            />
          </Question>
          <Area number={3} label={t("drills-question-reach")} value={reach} onChange={setReach} />
          <Area number={4} label={t("drills-question-teaches")} value={teaches} onChange={setTeaches} />
        </div>
      </Section>
      <Section title={t("drills-actions")} note={t("drills-actions-note")}>
        <Area label={t("drills-actions-label")} value={actions} onChange={setActions} />
      </Section>
      <Section title={t("drills-files")} note={t("drills-files-note")}>
        <Area
          isMono
          label={t("drills-files-label")}
          value={evidence}
          onChange={setEvidence}
          error={hashes === null ? t("drills-files-wrong") : undefined}
        />
      </Section>
      <Section title={t("drills-sign")} note={t("drills-sign-note")}>
        <div className={styles.sign}>
          <Choices
            hideLabel
            label={t("drills-result")}
            value={result}
            onChange={(value) => setResult(RESULTS.find((one) => one === value) ?? result)}
            choices={RESULTS.map((id) => ({
              id,
              title: t(`drills-result-${id}`),
              text: t(`drills-result-${id}-means`),
            }))}
          />
          <PersonField label={t("drills-signer")} names={others} value={as} onChange={setPicked} />
          <SignRefusal error={sign.error} />
          <div>
            <Button kind="primary" type="submit" isDisabled={!isComplete || sign.isPending}>
              {t("drills-sign-now")}
            </Button>
          </div>
        </div>
      </Section>
    </form>
  );
}

/** What stands in the way, each with what would help. */
function SignRefusal({ error }: { error: WireError | null }) {
  const t = useTranslate();
  const obstacles = obstaclesOf(error);
  if (obstacles.length === 0) return <Refusal error={error} />;
  return (
    <Banner state="failing" isAlert title={t("drills-may-not-sign")}>
      <span className={styles.obstacles}>
        {obstacles.map((obstacle) => (
          <span key={obstacle}>{t(`drills-obstacle-${obstacle}`)}</span>
        ))}
      </span>
    </Banner>
  );
}

function Question({ number, text, children }: { number: number; text: string; children: React.ReactNode }) {
  return (
    <div>
      <h3>
        <span>{number}</span>
        {text}
      </h3>
      {children}
    </div>
  );
}

interface AreaProps {
  number?: number;
  label: string;
  value: string;
  onChange: (value: string) => void;
  isMono?: boolean;
  error?: string | undefined;
}

function Area({ number, label, value, onChange, isMono = false, error }: AreaProps) {
  const id = useId();
  return (
    <div>
      <label htmlFor={id} className={styles.label}>
        {number !== undefined && <span>{number}</span>}
        {label}
      </label>
      <textarea
        id={id}
        rows={3}
        value={value}
        className={isMono ? styles.mono : ""}
        aria-invalid={error !== undefined}
        onChange={(event) => onChange(event.target.value)}
      />
      {error !== undefined && <p className={styles.error}>{error}</p>}
    </div>
  );
}

/** As it was signed. It does not change any more. */
export function Signed({ signature }: { signature: DrillSignature }) {
  const t = useTranslate();
  const format = useFormat();
  const { by, at, result, debrief } = signature;
  const { questions, actions, evidence } = debrief;
  return (
    <>
      <Section title={t("drills-signed")}>
        <p>
          <StatusLabel state={OUTCOME_GLYPH[result]}>{t(`drills-result-${result}`)}</StatusLabel>{" "}
          {t("drills-signed-by", { by, day: format.sentenceDay(at) })}
        </p>
      </Section>
      <Section title={t("drills-verdicts")}>
        <Facts>
          {VERDICTS.map((verdict) => (
            <Fact key={verdict} name={t(`drills-verdict-${verdict}`)}>
              {t(`drills-answer-${debrief[verdict]}`)}
            </Fact>
          ))}
        </Facts>
      </Section>
      {questions && (
        <Section title={t("drills-questions")}>
          <div className={styles.questions}>
            <Question number={1} text={t("drills-question-noticed")}>
              <p>{t(`drills-noticed-${questions.noticed_by}`)}</p>
            </Question>
            <Question number={2} text={t("drills-question-recovered")}>
              <p>{t(`drills-recovered-${questions.recovered}`)}</p>
            </Question>
            <Question number={3} text={t("drills-question-reach")}>
              <p>{questions.reach}</p>
            </Question>
            <Question number={4} text={t("drills-question-teaches")}>
              <p>{questions.teaches}</p>
            </Question>
          </div>
        </Section>
      )}
      {actions.length > 0 && (
        <Section title={t("drills-actions")}>
          <ul className={styles.found}>
            {actions.map((action) => (
              <li key={action}>{action}</li>
            ))}
          </ul>
        </Section>
      )}
      {evidence.length > 0 && (
        <Section title={t("drills-files")}>
          <ul className={styles.found}>
            {evidence.map((one) => (
              <li key={one}>
                <code>{one}</code>
              </li>
            ))}
          </ul>
        </Section>
      )}
    </>
  );
}
