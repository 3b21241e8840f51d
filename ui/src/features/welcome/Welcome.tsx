import type { LucideIcon } from "lucide-react";
import Archive from "lucide-react/icons/archive";
import Folder from "lucide-react/icons/folder";
import Globe from "lucide-react/icons/globe";
import ListChecks from "lucide-react/icons/list-checks";
import { useEffect, useState } from "react";
import { Button as AriaButton } from "react-aria-components";
import { useReady } from "../../app/ready";
import { Button } from "../../components/Button";
import { LoadLine, markClass } from "../../components/Glyph";
import { Icon } from "../../components/Icon";
import { Meter } from "../../components/Instruments";
import { Sheet } from "../../components/Sheet";
import { Refusal } from "../../components/States";
import type { Adopted, DemoProgress, Protected } from "../../contract/types";
import { useFormat, useTranslate } from "../../i18n";
import { useAnswer, useCommand } from "../../platform/context";
import { AdoptForm } from "../backups/AdoptForm";
import { ProtectForm } from "../backups/ProtectForm";
import { OpenWorkSheet } from "../spotchecks/OpenWorkSheet";
import { WorkFile } from "../spotchecks/WorkFile";
import styles from "./Welcome.module.css";

interface WelcomeProps {
  onDemo: () => void;
  onProtected: (made: Protected) => void;
  onAdopted: (made: Adopted) => void;
}

/** No workspace yet. Whoever was given a work file needs none. */
export function Welcome(props: WelcomeProps) {
  const [file, setFile] = useState<string | null>(null);
  if (file === null) return <Ways {...props} onWork={setFile} />;
  return (
    <main className={styles.away}>
      <WorkFile file={file} onStop={() => setFile(null)} />
    </main>
  );
}

/** Four ways to begin. */
function Ways({ onDemo, onProtected, onAdopted, onWork }: WelcomeProps & { onWork: (file: string) => void }) {
  const t = useTranslate();
  const [asks, setAsks] = useState<"protect" | "adopt" | "work" | null>(null);
  const demo = useCommand("demo_start");
  useReady(true);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || document.querySelector("[role=dialog]")) return;
      if (!["1", "2", "3", "4"].includes(event.key)) return;
      // Or the digit would be typed into the field that opens.
      event.preventDefault();
      if (event.key === "1") setAsks("protect");
      else if (event.key === "2") setAsks("adopt");
      else if (event.key === "4") setAsks("work");
      else demo.mutate({});
    };
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, [demo.mutate]);
  return (
    <main className={styles.hello}>
      <Why />
      <div className={styles.pick}>
        {demo.data ? (
          <MakingDemo first={demo.data} onDemo={onDemo} />
        ) : (
          <>
            <h2>{t("welcome-question")}</h2>
            <ul>
              <Choice name="protect" icon={Folder} number={1} onPress={() => setAsks("protect")} />
              <Choice name="adopt" icon={Archive} number={2} onPress={() => setAsks("adopt")} />
              <Choice name="demo" icon={Globe} number={3} onPress={() => demo.mutate({})} />
              <Choice name="work" icon={ListChecks} number={4} onPress={() => setAsks("work")} />
            </ul>
            <Refusal error={demo.error} />
            <p className={styles.foot}>{t("welcome-foot")}</p>
          </>
        )}
      </div>
      <Sheet title={t("protect-title")} isOpen={asks === "protect"} onClose={() => setAsks(null)}>
        <ProtectForm asksForCompany onCancel={() => setAsks(null)} onProtected={onProtected} />
      </Sheet>
      <Sheet title={t("adopt-title")} isOpen={asks === "adopt"} onClose={() => setAsks(null)}>
        <AdoptForm asksForCompany onCancel={() => setAsks(null)} onAdopted={onAdopted} />
      </Sheet>
      {asks === "work" && <OpenWorkSheet onClose={() => setAsks(null)} onOpen={onWork} />}
    </main>
  );
}

/** The example of the page: what one drill takes away. */
const EXAMPLE = { before: { amount: "31200", currency: "EUR" }, after: { amount: "480", currency: "EUR" } };

function Why() {
  const t = useTranslate();
  const format = useFormat();
  return (
    <div className={styles.why}>
      <div className={styles.brand}>
        <LoadLine size={32} />
        {t("app-name")}
      </div>
      <h1>{t("welcome-title")}</h1>
      <p className={styles.lead}>{t("welcome-lead")}</p>
      <div className={styles.example}>
        <p>
          <span>
            {t("welcome-example-before")} <small>{t("welcome-example-before-time")}</small>
          </span>
          <b>{format.money(EXAMPLE.before)}</b>
        </p>
        <i className={markClass("unproven")} />
        <p>
          <span>
            {t("welcome-example-after")} <small>{t("welcome-example-after-time")}</small>
          </span>
          <b>{format.money(EXAMPLE.after)}</b>
        </p>
        <i className={`${markClass("proven")} ${styles.short}`} />
      </div>
    </div>
  );
}

interface ChoiceProps {
  name: "protect" | "adopt" | "demo" | "work";
  icon: LucideIcon;
  number: number;
  onPress: () => void;
}

function Choice({ name, icon, number, onPress }: ChoiceProps) {
  const t = useTranslate();
  return (
    <li>
      <AriaButton className={styles.choice ?? ""} onPress={onPress}>
        <Icon of={icon} size={22} />
        <span>
          <b>{t(`welcome-${name}`)}</b>
          <span className={styles.text}>{t(`welcome-${name}-text`)}</span>
          <small>{t(`welcome-${name}-note`)}</small>
        </span>
        <kbd>{number}</kbd>
      </AriaButton>
    </li>
  );
}

const ASK_EVERY = 500;

function MakingDemo({ first, onDemo }: { first: DemoProgress; onDemo: () => void }) {
  const t = useTranslate();
  const [isDone, setDone] = useState(false);
  const progress = useAnswer("demo_progress", {}, { every: isDone ? false : ASK_EVERY });
  const again = useCommand("demo_start");
  const open = useCommand("workspace_open");
  const { mutateAsync: openWorkspace } = open;
  const now = progress.data ?? first;
  useEffect(() => {
    if (now.state === "running") return;
    setDone(true);
    if (now.state === "done") openWorkspace({ dir: now.dir }).then(onDemo, () => {});
  }, [now.state, now.dir, openWorkspace, onDemo]);
  const retry = () => {
    setDone(false);
    again.mutate({});
  };
  return (
    <>
      <h2>{t("demo-making")}</h2>
      <p className={styles.text}>{t("demo-making-text")}</p>
      <div className={styles.progress}>
        <Meter share={now.steps === 0 ? 0 : now.step / now.steps} label={t("demo-making")} />
        <small role="status">{t("demo-step", { step: now.step, steps: now.steps })}</small>
      </div>
      <Refusal error={now.error ?? progress.error ?? open.error} />
      {now.state === "failed" && <Button onPress={retry}>{t("action-try-again")}</Button>}
    </>
  );
}
