import { useNavigate } from "@tanstack/react-router";
import { type FormEvent, useEffect, useState } from "react";
import { useReady } from "../../../app/ready";
import { Button } from "../../../components/Button";
import { Meter } from "../../../components/Instruments";
import { PageHead } from "../../../components/Page";
import { Loaded } from "../../../components/States";
import type { MapSheet } from "../../../contract/types";
import { useFormat, useTranslate } from "../../../i18n";
import { useAnswer } from "../../../platform/context";
import { moneyOf, secondsOf, spanOf } from "./amounts";
import { useEditing } from "./Editing";
import { thingsOf, titleOf } from "./entries";
import styles from "./FirstMap.module.css";
import { FirstPreview } from "./FirstPreview";
import { FirstQuestion } from "./FirstQuestion";
import {
  type Answers,
  answered,
  isAnswered,
  knownIn,
  mapOf,
  NO_ANSWERS,
  notKnown,
  QUESTIONS,
  type Question,
} from "./firstmap";
import { type Answered, Wrong } from "./InlineField";

/** The page around it. */
export function FirstMapPage() {
  const t = useTranslate();
  return (
    <>
      <PageHead
        title={t("entry-add-first")}
        crumb={{ to: "/map", label: t("entry-map") }}
        sub={t("first-sub")}
      />
      <FirstMap />
    </>
  );
}

/** Eight plain questions, one at a time, to a first map of five. */
export function FirstMap() {
  const sheet = useAnswer("map_show", {});
  useReady(!sheet.isPending);
  return (
    <div className={styles.page}>
      <Loaded query={sheet}>{(data) => <Steps sheet={data} />}</Loaded>
    </div>
  );
}

function Steps({ sheet }: { sheet: MapSheet }) {
  const { draft, setDraft } = useEditing();
  const { answers, step } = draft;
  const question = QUESTIONS[step] ?? null;
  const go = (to: number, next: Answers = answers) => setDraft({ answers: next, step: to });
  return (
    <div className={styles.columns}>
      {question === null ? (
        <Ending sheet={sheet} answers={answers} onBack={() => go(QUESTIONS.length - 1)} />
      ) : (
        <Ask key={question} sheet={sheet} question={question} step={step} answers={answers} onGo={go} />
      )}
      <FirstPreview answers={answers} asked={question} />
    </div>
  );
}

/** What cannot be read is said at once, while one still knows what one meant. */
function useProblem() {
  const t = useTranslate();
  return (answers: Answers, question: Question): string | undefined => {
    if (answers.unknown.includes(question)) return undefined;
    if (!isAnswered(answers, question)) return t("first-missing");
    if (question === "damage" && !/^\d+(\.\d+)?$/.test(moneyOf(answers.damage))) return t("first-no-money");
    if (question === "outage" && secondsOf(spanOf(answers.outage)) === null) return t("first-no-span");
    return undefined;
  };
}

interface AskProps {
  sheet: MapSheet;
  question: Question;
  step: number;
  answers: Answers;
  onGo: (step: number, answers?: Answers) => void;
}

function Ask({ sheet, question, step, answers, onGo }: AskProps) {
  const t = useTranslate();
  const problem = useProblem();
  const [error, setError] = useState<string | undefined>();
  const place = { at: step + 1, of: QUESTIONS.length };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const wrong = problem(answers, question);
    setError(wrong);
    if (wrong === undefined) onGo(step + 1);
  };
  return (
    <form className={styles.ask} onSubmit={submit}>
      <div className={styles.place}>
        <span>{t("first-place", place)}</span>
        <Meter share={step / QUESTIONS.length} label={t("first-place", place)} />
      </div>
      <h2>{t(`first-ask-${question}`)}</h2>
      <FirstQuestion
        question={question}
        answers={answers}
        currency={sheet.currency}
        error={error}
        onChange={(more) => {
          setError(undefined);
          onGo(step, answered(answers, question, more));
        }}
      />
      {answers.unknown.includes(question) && <p className={styles.said}>{t("first-said-unknown")}</p>}
      <div className={styles.actions}>
        <Button onPress={() => onGo(step - 1)} isDisabled={step === 0}>
          {t("first-back")}
        </Button>
        <Button onPress={() => onGo(step + 1, notKnown(answers, question))}>{t("first-unknown")}</Button>
        <Button kind="primary" type="submit">
          {t("first-next")}
        </Button>
      </div>
    </form>
  );
}

interface EndingProps {
  sheet: MapSheet;
  answers: Answers;
  onBack: () => void;
}

/** What will be on the map, before it is; afterwards the way on, and the way back. */
function Ending({ sheet, answers, onBack }: EndingProps) {
  const t = useTranslate();
  const format = useFormat();
  const { save } = useEditing();
  const [wrong, setWrong] = useState<Answered>(null);
  const [madeAs, setMadeAs] = useState<string | null>(null);
  const words = { process: t("first-process-unnamed"), paper: t("first-paper") };
  const made = (now: MapSheet) => mapOf(answers, now, words, format.today());
  const { processes = [], components = [] } = made(sheet);
  const known = knownIn(answers, sheet);
  const fresh = thingsOf({ processes, components }).filter((one) => !known.includes(titleOf(one)));
  const count = fresh.length;
  const what = t("first-made", { count });
  const put = () =>
    void save(made, what).then((answer) => (answer === null ? setMadeAs(what) : setWrong(answer)));
  const process = processes[0];
  if (madeAs !== null) return <Made what={madeAs} onUndone={() => setMadeAs(null)} />;
  return (
    <section className={styles.ask}>
      <h2>{t("first-end")}</h2>
      <ul className={styles.brings}>
        {fresh.map((one) => (
          <li key={one.id}>
            <b>{titleOf(one)}</b>
            <span>{"kind" in one ? t(`entry-kind-${one.kind}`) : t("entry-process")}</span>
          </li>
        ))}
        {known.map((name) => (
          <li key={name}>
            <b>{name}</b>
            <span>{t("entry-known")}</span>
          </li>
        ))}
      </ul>
      {answers.unknown.length > 0 && process && (
        <p className={styles.said}>
          {t("first-end-unknown", {
            count: answers.unknown.length,
            damage: answers.unknown.includes("damage") ? "yes" : "no",
            outage: answers.unknown.includes("outage") ? "yes" : "no",
          })}
        </p>
      )}
      {wrong !== null && <Wrong answer={wrong} />}
      <div className={styles.actions}>
        <Button onPress={onBack}>{t("first-back")}</Button>
        <Button kind="primary" autoFocus onPress={put}>
          {t("first-make", { count })}
        </Button>
      </div>
    </section>
  );
}

function Made({ what, onUndone }: { what: string; onUndone: () => void }) {
  const t = useTranslate();
  const navigate = useNavigate();
  const { undo, next, setDraft } = useEditing();
  // Taken back by the key or from the foot of the page, the answers stand here again.
  useEffect(() => {
    if (next !== what) onUndone();
  }, [next, what, onUndone]);
  const go = (to: "/map" | "/map/edit") => {
    setDraft({ answers: NO_ANSWERS, step: 0 });
    void navigate({ to });
  };
  return (
    <section className={styles.ask}>
      <h2>{t("first-done")}</h2>
      <p className={styles.said}>{t("first-done-text")}</p>
      <div className={styles.actions}>
        <Button onPress={undo}>{t("entry-undo")}</Button>
        <Button onPress={() => go("/map/edit")}>{t("first-to-entries")}</Button>
        <Button kind="primary" autoFocus onPress={() => go("/map")}>
          {t("first-to-map")}
        </Button>
      </div>
    </section>
  );
}
