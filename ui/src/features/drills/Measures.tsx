import { markClass } from "../../components/Glyph";
import type { Against, DrillView } from "../../contract/types";
import { useFormat, useTranslate } from "../../i18n";
import styles from "./Debrief.module.css";
import { costOf } from "./debrief";
import { clock } from "./words";

/** One sentence of what the drill proved, and what a failure would cost by it. */
export function Conclusion({ view }: { view: DrillView }) {
  const t = useTranslate();
  const format = useFormat();
  const { measured, rto_seconds: allowed, per_hour: rate, backup, primary, facts } = view;
  const seconds = measured.rto === null ? null : measured.rto.milliseconds / 1000;
  const isBroken = facts.some((fact) => ["undo_failed", "stuck", "stayed"].includes(fact));
  const end = isBroken ? "broken" : facts.includes("ended_early") ? "early" : "back";
  const names = { backup: backup.title, primary: primary.title };
  const sentence =
    seconds === null
      ? t(view.kind === "tabletop" ? "drills-concluded-talk" : "drills-concluded-never", names)
      : t(`drills-concluded-${end}`, { ...names, duration: format.duration(seconds) });
  const costs = rate !== null && seconds !== null ? costOf(rate, seconds) : null;
  const most = rate !== null && allowed !== null ? costOf(rate, allowed) : null;
  const scale = Math.max(Number(costs?.amount ?? 0), Number(most?.amount ?? 0));
  const width = (amount: string) => ({ width: `${Math.max(1, (Number(amount) / scale) * 100)}%` });
  return (
    <>
      <p className={styles.say}>
        {sentence} {costs && <em>{t("drills-costs", { amount: format.money(costs) })}</em>}
      </p>
      {costs && most && scale > 0 && seconds !== null && allowed !== null && (
        <div className={styles.shrink}>
          <span>{t("drills-costs-allowed", { duration: format.duration(allowed) })}</span>
          <i className={markClass("unproven")} style={width(most.amount)} />
          <span className={styles.amount}>{format.money(most)}</span>
          <span>{t("drills-costs-measured", { duration: format.duration(seconds) })}</span>
          <i className={markClass(seconds > allowed ? "failing" : "proven")} style={width(costs.amount)} />
          <b className={styles.amount}>{format.money(costs)}</b>
        </div>
      )}
    </>
  );
}

/** Time to recover and work that would be lost, each against what is allowed. */
export function Measures({ view }: { view: DrillView }) {
  const t = useTranslate();
  const { measured, rto_seconds: rtoAllowed, rpo_seconds: rpoAllowed, rto, rpo } = view;
  return (
    <div className={styles.measures}>
      <Measure
        title={t("drills-column-rto")}
        means={t("drills-rto-means")}
        seconds={measured.rto === null ? null : measured.rto.milliseconds / 1000}
        allowed={rtoAllowed}
        against={rto}
      >
        {measured.rto &&
          t("drills-parts", {
            noticed: measured.rto.detect === null ? "no" : "yes",
            detect: clock((measured.rto.detect ?? 0) / 1000),
            decide: clock(measured.rto.decide / 1000),
            switch: clock(measured.rto.switch / 1000),
          })}
      </Measure>
      <Measure
        title={t("drills-column-rpo")}
        means={t("drills-rpo-means")}
        seconds={measured.rpo === null ? null : measured.rpo.milliseconds / 1000}
        allowed={rpoAllowed}
        against={rpo}
      >
        {measured.rpo && t("drills-canary", { interval: clock(measured.rpo.interval / 1000) })}
      </Measure>
      {measured.doubts.map((doubt) => (
        <p key={doubt} className={styles.quiet}>
          {t(`drills-doubt-${doubt}`)}
        </p>
      ))}
      {measured.clock_was_set && <p className={styles.quiet}>{t("drills-clock-was-set")}</p>}
    </div>
  );
}

interface MeasureProps {
  title: string;
  means: string;
  seconds: number | null;
  allowed: number | null;
  against: Against;
  children: React.ReactNode;
}

function Measure({ title, means, seconds, allowed, against, children }: MeasureProps) {
  const t = useTranslate();
  const most = Math.max(seconds ?? 0, allowed ?? 0, 1);
  return (
    <div>
      <h2>{title}</h2>
      <p title={means}>
        <b className={styles.figure}>{seconds === null ? "–" : clock(seconds)}</b>{" "}
        <span className={against === "missed" ? styles.missed : styles.quiet}>
          {t(`drills-against-${against}`, { allowed: allowed === null ? "" : clock(allowed) })}
        </span>
      </p>
      {seconds !== null && allowed !== null && (
        <div className={styles.rail} aria-hidden="true">
          <i
            className={against === "missed" ? styles.over : ""}
            style={{ width: `${(seconds / most) * 100}%` }}
          />
          <s style={{ left: `${(allowed / most) * 100}%` }} />
        </div>
      )}
      <p className={styles.quiet}>{children}</p>
    </div>
  );
}
