import type { GlyphState } from "../../components/Glyph";
import type {
  CalendarEntry,
  DeadLetter,
  Level,
  PauseView,
  Punctuality,
  RunKind,
  ScheduleStatus,
  SlotState,
} from "../../contract/types";
import { useFormat, useTranslate } from "../../i18n";

/** How it stands with the schedule, in one word; a sentence in the catalogue belongs to each. */
export type Pulse = "stuck" | "nothing" | "demo" | "nobody" | "agent" | "once" | "window" | "other_window";

/** A schedule that stands still comes first: somebody relies on it. */
export function pulseOf(status: ScheduleStatus, isSimulated: boolean): Pulse {
  if (status.state === "stuck") return "stuck";
  if (!status.has_lines) return "nothing";
  if (status.holder === "nobody" || status.state === "stopped") return isSimulated ? "demo" : "nobody";
  if (status.holder === "window") return status.this_process ? "window" : "other_window";
  return status.holder;
}

/** A glyph only where a person must look: that the schedule runs proves nothing. */
export const PULSE_GLYPH: Partial<Record<Pulse, GlyphState>> = { stuck: "failing", nobody: "attention" };

export const SLOT_GLYPH: Partial<Record<SlotState, GlyphState>> = {
  passed: "proven",
  attention: "attention",
  failed: "failing",
  inconclusive: "unknown",
  missed: "unproven",
  running: "running",
};

/** What needs a look comes first. */
export const SLOT_ORDER: readonly SlotState[] = [
  "failed",
  "missed",
  "attention",
  "inconclusive",
  "running",
  "waiting",
  "passed",
  "upcoming",
];

export interface DaySum {
  state: SlotState;
  count: number;
  /** Of the only one. */
  at: string | null;
}

/** What a day holds, state by state, the worst first. */
export function sumOf(entries: CalendarEntry[]): DaySum[] {
  return SLOT_ORDER.flatMap((state): DaySum[] => {
    const same = entries.filter((entry) => entry.state === state);
    const count = same.reduce((sum, entry) => sum + entry.count, 0);
    return count === 0 ? [] : [{ state, count, at: count === 1 ? (same[0]?.at ?? null) : null }];
  });
}

export const PUNCTUALITY_GLYPH: Partial<Record<Punctuality, GlyphState>> = {
  never_ran: "unproven",
  late: "attention",
  overdue: "attention",
  paused: "paused",
};

interface Job {
  control: { title: string };
  kind: RunKind;
  level: Level | null;
}

/** Sentences about the schedule that several screens say. */
export function useScheduleWords() {
  const t = useTranslate();
  const format = useFormat();
  const job = ({ control, kind, level }: Job) =>
    t(`upcoming-${kind}`, { backup: control.title, level: level ?? "none" });
  return {
    /** Who runs the schedule. */
    pulse: (pulse: Pulse, status: ScheduleStatus) =>
      t(`pulse-${pulse}`, {
        when: status.since === null ? "" : format.past(status.since),
        since: status.since ? "known" : "none",
      }),
    /** What a job does: "Re-read Shop database". */
    job,
    /** The same without the name of its backup. */
    what: (kind: RunKind, level: Level | null) => t(`line-what-${kind}`, { level: level ?? "none" }),
    /** What was given up on. */
    letter(letter: DeadLetter): string {
      if (letter.kind === "alert") return t("dead-alert", { way: t(`way-${letter.way ?? "email"}`) });
      const { control, run_kind, level } = letter;
      return control && run_kind ? job({ control, kind: run_kind, level }) : letter.id;
    },
    /** Until when, and in whose words why. */
    pause: ({ until, reason }: PauseView) => t("pause-until-why", { when: format.when(until), reason }),
  };
}
