import { useEffect, useId, useState } from "react";
import type { DrillView } from "../../contract/types";
import { useFormat, useTranslate } from "../../i18n";
import styles from "./Dial.module.css";
import { CENTRE, dialOf, RADIUS, SIZE, type Stretch } from "./dial";
import { clock } from "./words";

const SECOND_MS = 1000;
const MINUTE = 60;
/** Shorter dials are told in seconds. */
const IN_MINUTES_FROM = 300;
const ON_DIAL: readonly string[] = ["detect", "decide", "switch"];

/** Renders again every second. */
export function useSeconds(isOn: boolean): void {
  const [, tick] = useState(0);
  useEffect(() => {
    if (!isOn) return;
    const timer = setInterval(() => tick((count) => count + 1), SECOND_MS);
    return () => clearInterval(timer);
  }, [isOn]);
}

/** Seconds since the failure until it worked again, or until now; null before it began. */
export function useElapsed(view: DrillView): number | null {
  const format = useFormat();
  const { injected_at: injected, ended_at: ended, measured } = view;
  useSeconds(injected !== null && ended === null && measured.rto === null);
  if (measured.rto !== null) return measured.rto.milliseconds / 1000;
  if (injected === null) return null;
  const until = ended === null ? 0 : format.secondsSince(ended);
  return Math.max(0, format.secondsSince(injected) - until);
}

/** The parts of the time on the dial: noticed, decided, switched. */
function useStretches(
  { injected_at: injected, phases, ended_at: ended }: DrillView,
  elapsed: number,
): Stretch[] {
  if (injected === null) return [];
  const began = Date.parse(injected);
  return phases
    .filter(({ phase }) => ON_DIAL.includes(phase))
    .map(({ from, until }) => ({
      from: (Date.parse(from) - began) / 1000,
      until: until === null ? elapsed : Math.min(elapsed, (Date.parse(until) - began) / 1000),
      isNow: until === null && ended === null,
    }));
}

/** The big clock against the time that is allowed. */
export function Dial({ view }: { view: DrillView }) {
  const t = useTranslate();
  const hatch = useId();
  const elapsed = useElapsed(view);
  const seconds = elapsed ?? 0;
  const { rto_seconds: target, measured } = view;
  const dial = dialOf(target, seconds, useStretches(view, seconds));
  // What is left and what is gone add up to what is allowed, in whole seconds too.
  const left = target === null ? null : target - Math.floor(seconds);
  const isLate = left !== null && left < 0;
  const isStopped = measured.rto !== null;
  const inMinutes = dial.whole >= IN_MINUTES_FROM;
  const state = elapsed === null ? "waits" : isStopped ? "worked" : "runs";
  const told = t(`drills-clock-${state}`);
  const word = isLate ? "over" : isStopped ? "spare" : "left";
  const remains =
    left === null || elapsed === null ? "" : t(`drills-clock-${word}`, { time: clock(Math.abs(left)) });
  return (
    <svg
      className={styles.dial}
      viewBox={`0 0 ${SIZE.width} ${SIZE.height}`}
      role="img"
      aria-label={`${told} ${clock(seconds)} ${remains}`}
    >
      <defs>
        <pattern id={hatch} width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
          <rect width="1.6" height="5" fill="var(--fill-failing)" />
        </pattern>
      </defs>
      <g fill="none" strokeWidth="9">
        <path d={dial.allowed} stroke="var(--fill-quiet)" />
        {dial.overtime && <path d={dial.overtime} stroke={`url(#${hatch})`} />}
        {dial.arcs.map(({ path, isNow }) => (
          <path key={path.split("A")[0]} d={path} stroke={isNow ? "var(--fill-live)" : "var(--ink-2)"} />
        ))}
      </g>
      {dial.ticks.map(({ isMajor, ...line }) => (
        <line
          key={`${line.x1} ${line.y1}`}
          {...line}
          stroke={isMajor ? "var(--ink-3)" : "var(--line-strong)"}
          strokeWidth={isMajor ? 1.4 : 1}
        />
      ))}
      {dial.labels.map(({ x, y, seconds: at }) => (
        <text key={at} x={x} y={y + 4}>
          {inMinutes ? at / MINUTE : clock(at)}
        </text>
      ))}
      {dial.notch && target !== null && (
        <>
          <line
            x1={dial.notch.x1}
            y1={dial.notch.y1}
            x2={dial.notch.x2}
            y2={dial.notch.y2}
            stroke="var(--ink-1)"
            strokeWidth="2.5"
          />
          <text className={styles.target} x={dial.notch.x} y={dial.notch.y + 4}>
            {inMinutes ? Math.round(target / MINUTE) : clock(target)}
          </text>
        </>
      )}
      {elapsed !== null && (
        <g
          className={styles.hand}
          style={{
            transform: `rotate(${dial.hand}deg)`,
            transformOrigin: `${CENTRE.x}px ${CENTRE.y}px`,
          }}
        >
          <line
            x1={CENTRE.x + RADIUS - 30}
            x2={CENTRE.x + RADIUS + 4}
            y1={CENTRE.y}
            y2={CENTRE.y}
            stroke="var(--surface)"
            strokeWidth="7"
          />
          <line
            x1={CENTRE.x + RADIUS - 30}
            x2={CENTRE.x + RADIUS + 4}
            y1={CENTRE.y}
            y2={CENTRE.y}
            stroke={isLate ? "var(--fill-failing)" : isStopped ? "var(--ink-1)" : "var(--fill-live)"}
            strokeWidth="3.5"
            strokeLinecap="round"
          />
        </g>
      )}
      <text className={styles.of} x={CENTRE.x} y={CENTRE.y - 38}>
        {told}
      </text>
      <text
        className={`${styles.clock} ${seconds >= 3600 ? styles.long : ""}`}
        x={CENTRE.x}
        y={CENTRE.y + 18}
      >
        {clock(seconds)}
      </text>
      <text
        className={`${styles.left} ${isLate ? styles.late : ""} ${isStopped && !isLate ? styles.met : ""}`}
        x={CENTRE.x}
        y={CENTRE.y + 46}
      >
        {remains}
      </text>
      <text className={styles.of} x={CENTRE.x} y={CENTRE.y + 104}>
        {target === null
          ? t("drills-no-target")
          : t(inMinutes ? "drills-target-minutes" : "drills-target", { time: clock(target) })}
      </text>
    </svg>
  );
}
