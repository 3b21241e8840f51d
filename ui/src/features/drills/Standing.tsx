import Printer from "lucide-react/icons/printer";
import { Button } from "../../components/Button";
import { Banner } from "../../components/States";
import type { DrillAct, DrillState, DrillView, InstructionView } from "../../contract/types";
import { useTranslate } from "../../i18n";
import { Preflight } from "./PlanPage";
import styles from "./RunPage.module.css";
import { ASKED, type Asked } from "./RunSheets";
import type { Acting } from "./useActing";
import { STATE_GLYPH } from "./words";

/** States in which people decide, and what they may choose: the first is what usually comes next. */
export const CHOICES: Partial<Record<DrillState, DrillAct[]>> = {
  preflight: ["cancel"],
  blocked: ["look_again", "record_as_failed", "cancel"],
  armed: ["cancel"],
  switching: ["detected"],
  on_backup: ["back", "real_incident"],
  interrupted: ["roll_back", "forward", "stuck"],
  stuck: ["restored", "stay"],
  stay: ["switch_back", "accept"],
};
export const TOLD: readonly DrillState[] = [
  "preflight",
  "blocked",
  "armed",
  "baseline",
  "on_backup",
  "aborting",
  "switching_back",
  "interrupted",
  "stuck",
  "stay",
  "verify",
  "cancelled",
];

interface StandingProps {
  view: DrillView;
  acting: Acting;
  onAsk: (asked: Asked) => void;
}

const isAsked = (act: DrillAct): act is Asked => ASKED.some((one) => one === act);

/** Where the drill stands, the question, and what may be answered. */
export function Standing({ view, acting, onAsk }: StandingProps) {
  const t = useTranslate();
  const { state } = view;
  const isDetecting = view.phases.at(-1)?.phase === "detect";
  const choices = (CHOICES[state] ?? []).filter(
    (act) => acting.may(act) && (act !== "detected" || isDetecting),
  );
  const names = { primary: view.primary.title, backup: view.backup.title };
  const choose = (act: DrillAct) => {
    if (isAsked(act)) onAsk(act);
    else void acting.send(act).catch(() => {});
  };
  const buttons = choices.map((act, index) => (
    <Button
      key={act}
      kind={index === 0 && state !== "switching" && act !== "cancel" ? "primary" : "plain"}
      isDisabled={acting.isBusy}
      onPress={() => choose(act)}
    >
      {t(`drills-choice-${act}`, names)}
    </Button>
  ));
  if (!TOLD.includes(state)) {
    return choices.length === 0 ? null : (
      <div className={styles.choices}>
        {buttons}
        <p className={styles.note}>{t("drills-notice-note")}</p>
      </div>
    );
  }
  const isBad = state === "stuck" || state === "blocked" || state === "interrupted";
  return (
    <div className={styles.standing}>
      <Banner state={STATE_GLYPH[state]} title={t(`drills-is-${state}`, names)} isAlert={isBad}>
        {t(`drills-is-${state}-text`, names)}
      </Banner>
      {!view.hosted && state !== "cancelled" && <p className={styles.note}>{t("drills-not-hosted")}</p>}
      {buttons.length > 0 && <div className={styles.choices}>{buttons}</div>}
      {(state === "blocked" || state === "preflight") && <Preflight items={view.preflight} />}
      {view.instructions.length > 0 && <Instructions view={view} />}
    </div>
  );
}

/** What people do by hand, on paper too: this computer may be down by then. */
function Instructions({ view }: { view: DrillView }) {
  const t = useTranslate();
  return (
    <section className={styles.sheet} data-print aria-label={t("drills-instructions")}>
      <div className={styles.head}>
        <h2>{t("drills-instructions")}</h2>
        <Button small icon={Printer} onPress={() => window.print()}>
          {t("drills-print")}
        </Button>
      </div>
      <p className={styles.paper}>{view.drill.title}</p>
      <ol>
        {view.instructions.map((line) => (
          <li key={`${line.code} ${line.step} ${line.subject}`}>
            <Instruction line={line} view={view} />
          </li>
        ))}
      </ol>
    </section>
  );
}

function Instruction({ line, view }: { line: InstructionView; view: DrillView }) {
  const t = useTranslate();
  const { code, subject, act, check } = line;
  const shown = act ?? check;
  return (
    <>
      {t(`drills-do-${code}`, {
        subject: subject ?? "",
        primary: view.primary.title,
        backup: view.backup.title,
      })}
      {shown !== null && <code>{shown}</code>}
    </>
  );
}
