import { useNavigate } from "@tanstack/react-router";
import type { LucideIcon } from "lucide-react";
import Archive from "lucide-react/icons/archive";
import ArrowRight from "lucide-react/icons/arrow-right";
import BellRing from "lucide-react/icons/bell-ring";
import CalendarClock from "lucide-react/icons/calendar-clock";
import Columns2 from "lucide-react/icons/columns-2";
import FileCheck from "lucide-react/icons/file-check";
import FolderOutput from "lucide-react/icons/folder-output";
import Keyboard from "lucide-react/icons/keyboard";
import ShieldCheck from "lucide-react/icons/list-checks";
import Pause from "lucide-react/icons/pause";
import Play from "lucide-react/icons/play";
import Plus from "lucide-react/icons/plus";
import Radar from "lucide-react/icons/radar";
import ScanSearch from "lucide-react/icons/scan-search";
import SlidersHorizontal from "lucide-react/icons/sliders-horizontal";
import Timer from "lucide-react/icons/timer";
import { useCallback } from "react";
import type { GlyphState } from "../components/Glyph";
import type { DrillRow, PairRow, SpotcheckRow } from "../contract/types";
import { isAdopted } from "../features/backups/source";
import { recordGlyph, useRecordSentence } from "../features/evidence/sentence";
import { useProbing } from "../features/providers/useProbing";
import { needValues, useNeedAction } from "../features/today/need";
import { type Translate, useFormat, useTranslate } from "../i18n";
import { useAnswer } from "../platform/context";
import { useControlPlace } from "./control";
import { useDialogs } from "./dialogs";
import { SCREENS } from "./Navigation";
import { usePausing } from "./pausing";
import { useStart } from "./start";

export interface Hit {
  id: string;
  group: "do" | "go";
  title: string;
  note: string;
  icon?: LucideIcon;
  state?: GlyphState;
  run: () => void;
}

/** The title cut where the first word that was typed stands. */
export function split(title: string, text: string): [string, string, string] {
  const word = text.trim().split(/\s+/)[0] ?? "";
  const at = word === "" ? -1 : title.toLowerCase().indexOf(word.toLowerCase());
  if (at === -1) return [title, "", ""];
  return [title.slice(0, at), title.slice(at, at + word.length), title.slice(at + word.length)];
}

/** Every typed word occurs somewhere in the title or the note. */
export function matches(hit: Pick<Hit, "title" | "note">, text: string): boolean {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  const where = `${hit.title} ${hit.note}`.toLowerCase();
  return words.every((word) => where.includes(word));
}

type SpotCheckPlace = { to: "/spotchecks/+new" } | { to: "/spotchecks/$id"; params: { id: string } };

/** What can be done with spot checks: whoever checks says on the page who they are. */
function spotCheckHits(rows: SpotcheckRow[], t: Translate, go: (to: SpotCheckPlace) => void): Hit[] {
  const open = rows.filter(({ stage }) => stage === "answering" || stage === "second_review");
  return [
    ...open.map(
      ({ id, title, stage }): Hit => ({
        id: `check-${id}`,
        group: "do",
        icon: ScanSearch,
        title: t("palette-check", { title }),
        note: stage === null ? "" : t(`round-stage-${stage}`),
        run: () => go({ to: "/spotchecks/$id", params: { id } }),
      }),
    ),
    {
      id: "set-up-spotcheck",
      group: "do",
      icon: ScanSearch,
      title: t("palette-set-up-spotcheck"),
      note: "",
      run: () => go({ to: "/spotchecks/+new" }),
    },
  ];
}

type DrillPlace =
  | { to: "/drills/$id" | "/providers/$id"; params: { id: string } }
  | { to: "/drills/run/$run"; params: { run: string } };

interface DrillLists {
  pairs: PairRow[];
  drills: DrillRow[];
}

/** Drills that can be gone on with or planned, and pairs that can be looked at. */
function drillHits({ pairs, drills }: DrillLists, t: Translate, go: (to: DrillPlace) => void): Hit[] {
  return [
    ...drills.map(({ id, title, run, pair }): Hit => {
      const place: DrillPlace =
        run === null ? { to: "/drills/$id", params: { id } } : { to: "/drills/run/$run", params: { run } };
      return {
        id: `drill-${id}`,
        group: "do",
        icon: Timer,
        title: t(run === null ? "palette-drill" : "palette-drill-open", { title }),
        note: pair.title,
        run: () => go(place),
      };
    }),
    ...pairs.map(
      ({ id, title, status }): Hit => ({
        id: `pair-${id}`,
        group: "go",
        state: status,
        title,
        note: t("palette-pair", { status: t(`status-${status}`).toLowerCase() }),
        run: () => go({ to: "/providers/$id", params: { id } }),
      }),
    ),
  ];
}

export function usePaletteHits(): (text: string) => Hit[] {
  const t = useTranslate();
  const format = useFormat();
  const navigate = useNavigate();
  const { open } = useDialogs();
  const start = useStart();
  const act = useNeedAction();
  const sentence = useRecordSentence();
  const backups = useAnswer("backup_list", {}).data?.backups;
  const comparisons = useAnswer("compare_list", {}).data?.parallel_runs;
  const spotChecks = useAnswer("spotcheck_list", {}).data?.spot_checks;
  const pairs = useAnswer("provider_list", {}).data?.pairs;
  const drills = useAnswer("drill_list", {}).data?.drills;
  const probe = useProbing();
  const place = useControlPlace();
  const today = useAnswer("today", {}).data;
  const schedule = useAnswer("schedule_status", {}).data;
  const { anHour, resume } = usePausing();

  return useCallback(
    (text: string) => {
      const hits: Hit[] = [];
      for (const need of today?.needs_you ?? []) {
        const { before, after } = need;
        const amounts = {
          before: before ? format.money(before) : "",
          after: after ? format.money(after) : "",
        };
        hits.push({
          id: `need-${need.code}-${need.about.id}`,
          group: "do",
          icon: ArrowRight,
          title: t(`needs-${need.code}`, needValues(need, format)),
          note: before && after ? t("palette-saves", amounts) : "",
          run: () => act.run(need),
        });
      }
      const { paused } = schedule ?? {};
      hits.push(
        paused
          ? {
              id: "resume",
              group: "do",
              icon: Play,
              title: t("pause-resume-all"),
              note: t("bar-paused", { when: format.when(paused.until) }),
              run: () => resume(),
            }
          : {
              id: "pause-hour",
              group: "do",
              icon: Pause,
              title: t("pause-hour"),
              note: "",
              run: anHour,
            },
      );
      if ((schedule?.dead ?? 0) > 0) {
        hits.push({
          id: "given-up",
          group: "do",
          state: "failing",
          title: t("today-given-up-see"),
          note: t("bar-given-up", { count: schedule?.dead ?? 0 }),
          run: () => void navigate({ to: "/schedule", search: { show: "given-up" } }),
        });
      }
      for (const { id, title, status, source, next_run, pause } of backups ?? []) {
        const note = t(`status-${status}`);
        if (!isAdopted(source)) {
          hits.push({
            id: `run-${id}`,
            group: "do",
            icon: Play,
            title: t("palette-back-up", { backup: title }),
            note: next_run ? t("palette-next", { when: format.when(next_run.at) }) : "",
            run: () => start.backUp(id),
          });
        }
        hits.push(
          {
            id: `verify-${id}`,
            group: "do",
            icon: ShieldCheck,
            title: t("palette-verify", { backup: title }),
            note,
            run: () => open({ name: "verify", backup: id }),
          },
          {
            id: `restore-${id}`,
            group: "do",
            icon: FolderOutput,
            title: t("palette-restore", { backup: title }),
            note: "",
            run: () => open({ name: "restore", backup: id }),
          },
          {
            id: `schedule-${id}`,
            group: "do",
            icon: CalendarClock,
            title: t("palette-schedule", { backup: title }),
            note: "",
            run: () => open({ name: "schedule", backup: id }),
          },
          pause?.control
            ? {
                id: `resume-${id}`,
                group: "do",
                icon: Play,
                title: t("palette-resume", { backup: title }),
                note: t("bar-paused", { when: format.when(pause.until) }),
                run: () => resume(id),
              }
            : {
                id: `pause-${id}`,
                group: "do",
                icon: Pause,
                title: t("palette-pause", { backup: title }),
                note: "",
                run: () => open({ name: "pause", backup: id }),
              },
        );
      }
      for (const { id, title, next_at, status } of comparisons ?? []) {
        hits.push({
          id: `compare-${id}`,
          group: "do",
          icon: Columns2,
          title: t("palette-compare", { comparison: title }),
          note: next_at === null ? "" : t("palette-next", { when: format.when(next_at) }),
          run: () => start.compare(id),
        });
        hits.push(
          {
            id: `schedule-${id}`,
            group: "do",
            icon: CalendarClock,
            title: t("palette-schedule", { backup: title }),
            note: "",
            run: () => open({ name: "schedule", backup: id }),
          },
          status === "paused" && !paused
            ? {
                id: `resume-${id}`,
                group: "do",
                icon: Play,
                title: t("palette-resume", { backup: title }),
                note: "",
                run: () => resume(id),
              }
            : {
                id: `pause-${id}`,
                group: "do",
                icon: Pause,
                title: t("palette-pause", { backup: title }),
                note: "",
                run: () => open({ name: "pause", backup: id }),
              },
        );
      }
      const ready = drillHits({ pairs: pairs ?? [], drills: drills ?? [] }, t, (to) => void navigate(to));
      hits.push(
        ...spotCheckHits(spotChecks ?? [], t, (to) => void navigate(to)),
        ...ready.filter(({ group }) => group === "do"),
        ...(pairs ?? []).map(
          ({ id, title }): Hit => ({
            id: `probe-${id}`,
            group: "do",
            icon: Radar,
            title: t("palette-probe", { title }),
            note: "",
            run: () => probe(id),
          }),
        ),
        {
          id: "set-up-comparison",
          group: "do",
          icon: Columns2,
          title: t("palette-set-up-comparison"),
          note: "",
          run: () => void navigate({ to: "/parallel/+new" }),
        },
        {
          id: "add",
          group: "do",
          icon: Plus,
          title: t("palette-add"),
          note: "",
          run: () => open({ name: "add" }),
        },
        {
          id: "adopt",
          group: "do",
          icon: Archive,
          title: t("palette-adopt"),
          note: "",
          run: () => open({ name: "add", adopt: true }),
        },
        {
          id: "line",
          group: "do",
          icon: CalendarClock,
          title: t("palette-line"),
          note: "",
          run: () => open({ name: "schedule" }),
        },
        {
          id: "pause-all",
          group: "do",
          icon: Pause,
          title: t("palette-pause-all"),
          note: "",
          run: () => open({ name: "pause" }),
        },
        {
          id: "test-alert",
          group: "do",
          icon: BellRing,
          title: t("palette-alerts"),
          note: "",
          run: () => void navigate({ to: "/settings", search: { section: "alerts" } }),
        },
        {
          id: "ledger",
          group: "do",
          icon: FileCheck,
          title: t("palette-check-ledger"),
          note: "",
          run: () => void navigate({ to: "/evidence" }),
        },
        {
          id: "keys",
          group: "do",
          icon: Keyboard,
          title: t("palette-keys"),
          note: "",
          run: () => open({ name: "keys" }),
        },
      );
      for (const screen of SCREENS) {
        hits.push({
          id: `screen-${screen.label}`,
          group: "go",
          icon: screen.icon,
          title: t(screen.label),
          note: t("palette-screen"),
          run: () => void navigate({ to: screen.to }),
        });
      }
      hits.push({
        id: "screen-settings",
        group: "go",
        icon: SlidersHorizontal,
        title: t("nav-settings"),
        note: t("palette-screen"),
        run: () => void navigate({ to: "/settings" }),
      });
      for (const { id, title, status } of backups ?? []) {
        hits.push({
          id: `backup-${id}`,
          group: "go",
          state: status,
          title,
          note: t("palette-backup", { status: t(`status-${status}`).toLowerCase() }),
          run: () => void navigate({ to: "/backups/$id", params: { id } }),
        });
      }
      for (const { id, title, status } of comparisons ?? []) {
        hits.push({
          id: `comparison-${id}`,
          group: "go",
          state: status,
          title,
          note: t("palette-comparison", { status: t(`status-${status}`).toLowerCase() }),
          run: () => void navigate({ to: "/parallel/$id", params: { id } }),
        });
      }
      for (const { id, title, status } of spotChecks ?? []) {
        hits.push({
          id: `spotcheck-${id}`,
          group: "go",
          state: status,
          title,
          note: t("palette-spotcheck", { status: t(`status-${status}`).toLowerCase() }),
          run: () => void navigate({ to: "/spotchecks/$id", params: { id } }),
        });
      }
      hits.push(...ready.filter(({ group }) => group === "go"));
      for (const { id, title, status, exposure, fallback } of today?.processes ?? []) {
        const control = fallback.control;
        hits.push({
          id: `process-${id}`,
          group: "go",
          state: status,
          title,
          note: t("palette-process", { amount: format.money(exposure) }),
          run: () => void (control ? navigate(place(control.id)) : navigate({ to: "/" })),
        });
      }
      for (const row of today?.latest_evidence ?? []) {
        hits.push({
          id: `record-${row.seq}`,
          group: "go",
          ...recordGlyph(row, Archive),
          title: sentence(row),
          note: t("palette-record", { when: format.past(row.at) }),
          run: () => void navigate({ to: "/evidence/$seq", params: { seq: String(row.seq) } }),
        });
      }
      return hits.filter((hit) => matches(hit, text));
    },
    [
      t,
      format,
      navigate,
      open,
      start,
      act,
      sentence,
      backups,
      comparisons,
      spotChecks,
      pairs,
      drills,
      probe,
      place,
      today,
      schedule,
      anHour,
      resume,
    ],
  );
}
