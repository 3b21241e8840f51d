import Check from "lucide-react/icons/check";
import Undo2 from "lucide-react/icons/undo-2";
import { initials } from "../../app/Navigation";
import { Button } from "../../components/Button";
import { Glyph } from "../../components/Glyph";
import { Icon } from "../../components/Icon";
import { Refusal } from "../../components/States";
import type { DrillView, StepView } from "../../contract/types";
import { useFormat, useTranslate } from "../../i18n";
import { useSeconds } from "./Dial";
import styles from "./RunPage.module.css";
import type { Asked } from "./RunSheets";
import type { Acting } from "./useActing";
import { begun, clock, markOf } from "./words";

interface NowAndNextProps {
  view: DrillView;
  acting: Acting;
  onAsk: (asked: Asked) => void;
}

const GOING_BACK: readonly string[] = ["switching_back", "aborting", "verify"];
/** What needs no person happens by itself; in every other state it waits for a choice. */
const GOES_ON: readonly string[] = ["baseline", "switching", "on_backup", ...GOING_BACK];

/** What is done, the one step that is now, and what comes. */
export function NowAndNext({ view, acting, onAsk }: NowAndNextProps) {
  const t = useTranslate();
  const { steps, step, state } = view;
  const isBack = GOING_BACK.includes(state);
  const toUndo = begun(steps).filter(({ undo }) => undo !== null);
  const before = step === null ? steps : steps.slice(0, step);
  const after = step === null ? [] : steps.slice(step + 1);
  const now = step === null ? undefined : steps[step];
  return (
    <>
      <div className={styles.head}>
        <h2>{t(`drills-now-${isBack ? "back" : "there"}`)}</h2>
        <span>
          {step === null
            ? t("drills-steps", { count: steps.length })
            : t("drills-step-of", { at: step + 1, of: steps.length })}
        </span>
      </div>
      <StepList steps={before} first={1} />
      {now && step !== null && (
        <Current key={step} view={view} step={now} isBack={isBack} acting={acting} onAsk={onAsk} />
      )}
      <Refusal error={acting.error} />
      <StepList steps={after} first={(step ?? 0) + 2} />
      {!isBack && view.instructions.length === 0 && toUndo.length > 0 && (
        <>
          <div className={styles.head}>
            <h2>{t("drills-then-back")}</h2>
            <span>{t("drills-then-back-note")}</span>
          </div>
          <ol className={styles.steps}>
            {toUndo.map((one) => (
              <li key={one.title}>
                <span />
                <span>{t("drills-take-back", { title: one.title })}</span>
                <Who name={one.owner} />
                <span />
              </li>
            ))}
          </ol>
        </>
      )}
    </>
  );
}

function Who({ name }: { name: string | null }) {
  if (name === null) return <span />;
  return (
    <span className={styles.who} title={name}>
      <span aria-hidden="true">{initials(name)}</span>
      <span className={styles.hidden}>{name}</span>
    </span>
  );
}

function StepList({ steps, first }: { steps: StepView[]; first: number }) {
  const t = useTranslate();
  const format = useFormat();
  if (steps.length === 0) return null;
  return (
    <ol className={styles.steps}>
      {steps.map((step, index) => {
        const mark = markOf(step.state, false);
        const took =
          step.started_at === null || step.ended_at === null
            ? null
            : format.secondsSince(step.started_at) - format.secondsSince(step.ended_at);
        return (
          <li key={step.title} className={styles[mark]}>
            <StepMark mark={mark} number={first + index} />
            <span>
              {step.title}
              <span className={styles.hidden}> {t(`drills-mark-${mark}`)}</span>
              {step.failed && <small>{failure(step, t)}</small>}
            </span>
            <Who name={step.owner} />
            <span className={styles.time}>
              {took !== null
                ? clock(took)
                : step.timeout_seconds !== null && t("drills-about", { time: clock(step.timeout_seconds) })}
            </span>
          </li>
        );
      })}
    </ol>
  );
}

const failure = ({ failed }: StepView, t: ReturnType<typeof useTranslate>): string =>
  failed === null
    ? ""
    : t(`drills-failed-${failed.reason}`, {
        text: failed.reason === "refused" ? failed.answer : failed.reason === "reported" ? failed.text : "",
      });

function StepMark({ mark, number }: { mark: ReturnType<typeof markOf>; number: number }) {
  if (mark === "done") return <Icon of={Check} size={14} />;
  if (mark === "back") return <Icon of={Undo2} size={14} />;
  if (mark === "failed") return <Glyph state="failing" />;
  if (mark === "now") return <Glyph state="running" />;
  return <span className={styles.number}>{number}</span>;
}

interface CurrentProps extends NowAndNextProps {
  step: StepView;
  isBack: boolean;
}

/** The one step that is now: what to do, how it is seen, and how long it may take. */
function Current({ view, step, isBack, acting, onAsk }: CurrentProps) {
  const t = useTranslate();
  const format = useFormat();
  const { main } = acting;
  const isRunning = step.state !== "untouched" && step.ended_at === null;
  useSeconds(isRunning);
  const since = step.started_at === null || !isRunning ? null : format.secondsSince(step.started_at);
  const limit = step.timeout_seconds;
  const text = isBack ? (step.undo ?? step.act) : step.act;
  return (
    <section className={styles.current} aria-label={t("drills-current")}>
      <h3>{isBack ? t("drills-take-back", { title: step.title }) : step.title}</h3>
      <p className={styles.own}>
        <Who name={step.owner} />
        {step.owner ?? t("drills-no-owner")}
        <span className={styles.time}>
          {since !== null && limit !== null
            ? t("drills-step-time", { time: clock(since), limit: clock(limit) })
            : limit !== null && t("drills-about", { time: clock(limit) })}
        </span>
      </p>
      <p>{step.kind === "manual" ? text : <code>{text}</code>}</p>
      {step.verify !== null && !isBack && (
        <p className={step.asks ? styles.question : styles.seen}>
          {step.asks ? step.verify : t("drills-then-seen", { check: step.verify })}
        </p>
      )}
      {step.failed && <p className={styles.bad}>{failure(step, t)}</p>}
      <div className={styles.buttons}>
        {!main && !GOES_ON.includes(view.state) ? null : main ? (
          <Button kind="primary" autoFocus isDisabled={acting.isBusy} onPress={main.act}>
            {t(`drills-main-${main.word}`)}
            <kbd>{t("drills-space")}</kbd>
          </Button>
        ) : (
          <span className={styles.itself}>
            <Glyph state="running" />
            {t("drills-by-itself")}
          </span>
        )}
        {acting.may("problem") && (
          <Button onPress={() => onAsk("problem")}>
            {t("drills-problem")}
            <kbd>P</kbd>
          </Button>
        )}
        {acting.may("hand_over") && (
          <Button kind="quiet" onPress={() => onAsk("hand_over")}>
            {t("drills-hand-over")}
            <kbd>H</kbd>
          </Button>
        )}
      </div>
    </section>
  );
}
