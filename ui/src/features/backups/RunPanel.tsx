import { useRef } from "react";
import { Button } from "../../components/Button";
import { Glyph } from "../../components/Glyph";
import { Spoken } from "../../components/Spoken";
import type { RunProgress } from "../../contract/types";
import { type Format, type Translate, useFormat, useTranslate } from "../../i18n";
import { useCommand } from "../../platform/context";
import styles from "./RunPanel.module.css";

/** How wide a stage is drawn: by its usual share of the time. */
const WEIGHTS: Record<string, number> = {
  present: 1,
  structure: 3,
  scan: 3,
  copy: 16,
  content: 12,
  restore: 10,
  recovery: 14,
  compare: 6,
  finish: 2,
  read_old: 5,
  read_new: 5,
  explain: 3,
  read_list: 5,
  sort: 3,
  draw: 2,
  waiting: 1,
};

/** The one running job of the page: stages, throughput, time left, cancel. */
export function RunPanel({ run }: { run: RunProgress }) {
  const t = useTranslate();
  const format = useFormat();
  const cancel = useCommand("run_cancel");
  const at = run.stages.findIndex((stage) => stage.state === "running");
  const share = run.total ? run.done / run.total : null;
  const columns = run.stages.map((stage) => `minmax(min-content, ${WEIGHTS[stage.stage] ?? 1}fr)`).join(" ");
  const stopping = run.cancel_requested || cancel.isPending;
  const left = run.seconds_left === null ? null : format.duration(run.seconds_left);
  return (
    <section className={styles.panel} aria-label={t(`run-now-${run.kind}`)}>
      <div className={styles.top}>
        <h2>
          <Glyph state="running" />
          {t(`run-now-${run.kind}`)}
          <span>
            {run.stages.length > 0 && t("run-step", { step: at + 1, steps: run.stages.length })}
            {run.repository && ` ${t("run-repository", { repository: run.repository })}`}
          </span>
        </h2>
        <Button small isDisabled={stopping} onPress={() => cancel.mutate({ run: run.run })}>
          {t(stopping ? "run-stopping" : "action-cancel-run")}
        </Button>
      </div>
      <div className={styles.figures}>
        <div>
          <b>{amount(t, format, run)}</b>
          <small>{t(`run-did-${run.stage}`)}</small>
        </div>
        {run.per_second !== null && run.unit !== "none" && (
          <div>
            <b>{t("run-per-second", { amount: unit(t, format, run.unit, run.per_second) })}</b>
            <small>{t("run-now")}</small>
          </div>
        )}
        <div>
          <b>{left === null ? t("run-left-unknown") : t("run-left", { duration: left })}</b>
          <small>{t("run-since", { clock: format.clock(run.started_at) })}</small>
        </div>
        <Throughput value={run.per_second} />
      </div>
      <div className={styles.stages} style={{ gridTemplateColumns: columns }} aria-hidden="true">
        {run.stages.map((stage) => (
          <div key={stage.stage} className={styles[stage.state]}>
            <i>{stage.state === "running" && <b style={{ width: `${(share ?? 0) * 100}%` }} />}</i>
            <span>
              {stage.state === "running" && share !== null
                ? t("run-stage-share", { stage: t(`step-${stage.stage}`), share: format.percent(share) })
                : t(`step-${stage.stage}`)}
            </span>
          </div>
        ))}
      </div>
      <Spoken text={left === null ? t("run-in-progress") : t("run-left", { duration: left })} />
    </section>
  );
}

function unit(t: Translate, format: Format, name: RunProgress["unit"], count: number): string {
  return name === "bytes" ? format.bytes(count) : t(`unit-${name}`, { count: Math.round(count) });
}

function amount(t: Translate, format: Format, run: RunProgress): string {
  if (run.unit === "none") return t("run-in-progress");
  const done = run.unit === "bytes" ? format.bytes(run.done) : format.integer(run.done);
  if (run.total === null) return unit(t, format, run.unit, run.done);
  const total = unit(t, format, run.unit, run.total);
  // 27.3 of 38.4 GB: the unit once, where both have the same.
  const [number, sameUnit] = done.split(" ");
  const short = sameUnit !== undefined && total.endsWith(` ${sameUnit}`) ? (number ?? done) : done;
  return t("run-of", { done: short, total });
}

const SAMPLES = 40;
const THROUGHPUT = { width: 150, height: 34 };

/** The last seconds of throughput, as far as this window has seen them. */
function Throughput({ value }: { value: number | null }) {
  const samples = useRef<number[]>([]);
  if (value !== null && samples.current.at(-1) !== value) {
    samples.current = [...samples.current, value].slice(-SAMPLES);
  }
  const seen = samples.current;
  if (seen.length < 3) return <span />;
  const high = Math.max(...seen) * 1.1;
  const points = seen.map((sample, index) => {
    const x = (index / (seen.length - 1)) * THROUGHPUT.width;
    return `${x.toFixed(1)} ${(THROUGHPUT.height - (sample / high) * THROUGHPUT.height).toFixed(1)}`;
  });
  const line = points.join("L");
  return (
    <svg {...THROUGHPUT} className={styles.throughput} aria-hidden="true">
      <path d={`M0 34L${line}L150 34Z`} fill="var(--st-live-wash)" />
      <path d={`M${line}`} fill="none" stroke="var(--fill-live)" strokeWidth="1.4" />
    </svg>
  );
}
