import { useParams } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import { useReady } from "../../app/ready";
import { PageHead } from "../../components/Page";
import { Spoken } from "../../components/Spoken";
import { Loaded } from "../../components/States";
import type { DrillView } from "../../contract/types";
import { useFormat, useTranslate } from "../../i18n";
import { useAnswer } from "../../platform/context";
import { Debrief } from "./Debrief";
import { Dial, useElapsed } from "./Dial";
import { Lanes } from "./Lanes";
import { Notes } from "./Notes";
import { Phases, TopBar } from "./RunFrame";
import styles from "./RunPage.module.css";
import { type Asked, AskSheet } from "./RunSheets";
import { Abort, Stakes } from "./Stakes";
import { Standing } from "./Standing";
import { NowAndNext } from "./Steps";
import { useActing } from "./useActing";
import { useRunKeys } from "./useRunKeys";
import { isDebrief, isOver, STATE_GLYPH } from "./words";

/** While it runs, the program says every second how far it is; what waits for people is asked less often. */
const LIVE_EVERY = 1000;
const QUIET_EVERY = 5000;

export function RunPage() {
  const { run = "" } = useParams({ strict: false });
  const t = useTranslate();
  const [every, setEvery] = useState<number | false>(LIVE_EVERY);
  const drill = useAnswer("drill_show", { run }, { every });
  useReady(!drill.isPending);
  const state = drill.data?.state;
  useEffect(() => {
    if (state === undefined) return;
    setEvery(isOver(state) ? false : STATE_GLYPH[state] === "running" ? LIVE_EVERY : QUIET_EVERY);
  }, [state]);
  return (
    <>
      {!drill.data && <PageHead crumb={{ to: "/drills", label: t("nav-drills") }} title={run} />}
      <Loaded query={drill}>
        {(view) => (isDebrief(view.state) ? <Debrief key={view.run} view={view} /> : <Running view={view} />)}
      </Loaded>
    </>
  );
}

/** The one drill that runs: the clock, the step that is now, and what the probes see. */
function Running({ view }: { view: DrillView }) {
  const [asked, setAsked] = useState<Asked | null>(null);
  const acting = useActing(view);
  const { main, may } = acting;
  useRunKeys({
    done: main && !acting.isBusy ? main.act : null,
    problem: may("problem") ? () => setAsked("problem") : null,
    handOver: may("hand_over") ? () => setAsked("hand_over") : null,
    abort: may("abort") ? () => setAsked("abort") : null,
  });
  return (
    <div className={styles.page}>
      <TopBar view={view} acting={acting} />
      <Phases view={view} />
      <div className={styles.live}>
        <div className={styles.clock}>
          <Dial view={view} />
          <Stakes view={view} />
          <Abort view={view} onAbort={may("abort") ? () => setAsked("abort") : null} />
        </div>
        <div>
          <Standing view={view} acting={acting} onAsk={setAsked} />
          <NowAndNext view={view} acting={acting} onAsk={setAsked} />
        </div>
        <aside>
          <Lanes view={view} />
          <Notes view={view} acting={acting} />
        </aside>
      </div>
      <Announced view={view} />
      {asked && <AskSheet asked={asked} view={view} acting={acting} onClose={() => setAsked(null)} />}
    </div>
  );
}

/** For who does not see it: where it stands at most every 30 seconds, and what went wrong at once. */
function Announced({ view }: { view: DrillView }) {
  const t = useTranslate();
  const format = useFormat();
  const elapsed = useElapsed(view);
  const step = view.step === null ? null : view.steps[view.step];
  const state = t(`drills-state-${view.state}`);
  const isWrong = view.state === "stuck" || view.state === "interrupted" || view.state === "aborting";
  return (
    <Spoken
      text={t("drills-spoken", {
        state,
        elapsed: elapsed === null ? "" : format.duration(elapsed),
        begun: elapsed === null ? "no" : "yes",
        step: step?.title ?? "",
        stepping: step ? "yes" : "no",
      })}
      failure={isWrong ? state : ""}
    />
  );
}
