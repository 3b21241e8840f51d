import { useEffect, useId, useState } from "react";
import type { DrillView } from "../../contract/types";
import { useFormat, useTranslate } from "../../i18n";
import styles from "./Dial.module.css";
import { CENTRE, type Dial as DialShape, dialOf, RADIUS, SIZE, type Stretch } from "./dial";
import { between, clock } from "./words";

const SECOND_MS = 1000;
const MINUTE = 60;
const HOUR = 3600;
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
  return Math.max(0, ended === null ? format.secondsSince(injected) : between(injected, ended));
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

/** What the dial says: in the middle, and to who cannot see it. */
function useTold(view: DrillView, elapsed: number | null) {
  const t = useTranslate();
  const seconds = elapsed ?? 0;
  const { rto_seconds: target, measured } = view;
  // What is left and what is gone add up to what is allowed, in whole seconds too.
  const left = target === null ? null : target - Math.floor(seconds);
  const isLate = left !== null && left < 0;
  const isStopped = measured.rto !== null;
  const state = elapsed === null ? "waits" : isStopped ? "worked" : "runs";
  const word = isLate ? "over" : isStopped ? "spare" : "left";
  return {
    isLate,
    isStopped,
    time: clock(seconds),
    isLong: seconds >= HOUR,
    what: t(`drills-clock-${state}`),
    remains:
      left === null || elapsed === null ? "" : t(`drills-clock-${word}`, { time: clock(Math.abs(left)) }),
  };
}

/** The big clock against the time that is allowed. */
export function Dial({ view }: { view: DrillView }) {
  const elapsed = useElapsed(view);
  const seconds = elapsed ?? 0;
  const { rto_seconds: target } = view;
  const dial = dialOf(target, seconds, useStretches(view, seconds));
  const told = useTold(view, elapsed);
  const colour = told.isLate ? "--fill-failing" : told.isStopped ? "--ink-1" : "--fill-live";
  return (
    <svg
      className={styles.dial}
      viewBox={`0 0 ${SIZE.width} ${SIZE.height}`}
      role="img"
      aria-label={`${told.what} ${told.time} ${told.remains}`}
    >
      <Ring dial={dial} />
      <Scale dial={dial} target={target} />
      {elapsed !== null && <Hand degrees={dial.hand} colour={`var(${colour})`} />}
      <text className={styles.of} x={CENTRE.x} y={CENTRE.y - 38}>
        {told.what}
      </text>
      <text className={`${styles.clock} ${told.isLong ? styles.long : ""}`} x={CENTRE.x} y={CENTRE.y + 18}>
        {told.time}
      </text>
      <text
        className={`${styles.left} ${told.isLate ? styles.late : told.isStopped ? styles.met : ""}`}
        x={CENTRE.x}
        y={CENTRE.y + 46}
      >
        {told.remains}
      </text>
    </svg>
  );
}

/** What is allowed, what is late, and the time that is gone. */
function Ring({ dial }: { dial: DialShape }) {
  const hatch = useId();
  return (
    <g fill="none" strokeWidth="9">
      <defs>
        <pattern id={hatch} width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
          <rect width="1.6" height="5" fill="var(--fill-failing)" />
        </pattern>
      </defs>
      <path d={dial.allowed} stroke="var(--fill-quiet)" />
      {dial.overtime && <path d={dial.overtime} stroke={`url(#${hatch})`} />}
      {dial.arcs.map(({ path, isNow }) => (
        <path key={path.split("A")[0]} d={path} stroke={isNow ? "var(--fill-live)" : "var(--ink-2)"} />
      ))}
    </g>
  );
}

/** Ticks and their numbers, and the notch of what is allowed. */
function Scale({ dial, target }: { dial: DialShape; target: number | null }) {
  const t = useTranslate();
  const inMinutes = dial.whole >= IN_MINUTES_FROM;
  const { notch } = dial;
  const number = (seconds: number) => (inMinutes ? Math.round(seconds / MINUTE) : clock(seconds));
  return (
    <>
      {dial.ticks.map(({ isMajor, ...line }) => (
        <line
          key={`${line.x1} ${line.y1}`}
          {...line}
          stroke={isMajor ? "var(--ink-3)" : "var(--line-strong)"}
          strokeWidth={isMajor ? 1.4 : 1}
        />
      ))}
      {dial.labels.map(({ x, y, seconds }) => (
        <text key={seconds} x={x} y={y + 4}>
          {number(seconds)}
        </text>
      ))}
      {notch && target !== null && (
        <>
          <line
            x1={notch.x1}
            y1={notch.y1}
            x2={notch.x2}
            y2={notch.y2}
            stroke="var(--ink-1)"
            strokeWidth="2.5"
          />
          <text className={styles.target} x={notch.x} y={notch.y + 4}>
            {number(target)}
          </text>
        </>
      )}
      <text className={styles.of} x={CENTRE.x} y={CENTRE.y + 104}>
        {target === null
          ? t("drills-no-target")
          : t(inMinutes ? "drills-target-minutes" : "drills-target", { time: clock(target) })}
      </text>
    </>
  );
}

function Hand({ degrees, colour }: { degrees: number; colour: string }) {
  const line = { x1: CENTRE.x + RADIUS - 30, x2: CENTRE.x + RADIUS + 4, y1: CENTRE.y, y2: CENTRE.y };
  return (
    <g
      className={styles.hand}
      style={{ transform: `rotate(${degrees}deg)`, transformOrigin: `${CENTRE.x}px ${CENTRE.y}px` }}
    >
      <line {...line} stroke="var(--surface)" strokeWidth="7" />
      <line {...line} stroke={colour} strokeWidth="3.5" strokeLinecap="round" />
    </g>
  );
}
