import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { PROBLEMS } from "../features/compare/setup";
import { ASKED } from "../features/drills/RunSheets";
import { CHOICES, TOLD } from "../features/drills/Standing";
import { MISSING } from "../features/drills/start";
import { OBSTACLES } from "../features/drills/words";
import { ADDS } from "../features/risk/entry/AddMenu";
import { CHANGE_KINDS } from "../features/risk/entry/changes";
import { NO_ANSWERS, QUESTIONS, WAYS_BACK } from "../features/risk/entry/firstmap";
import { LOSS_KINDS } from "../features/risk/entry/losses";
import { COLUMNS } from "../features/risk/graph";
import { LEGEND } from "../features/risk/Legend";
import { SHOWS, VIEWS } from "../features/risk/useMap";
import { EVERY } from "../features/schedule/line";
import { PROBLEMS as SPOTCHECK_PROBLEMS } from "../features/spotchecks/form";
import { UNFIT } from "../features/spotchecks/WorkFileLook";
import { makeBundle } from "./messages";

const SOURCE = join(import.meta.dirname, "..");
const files = (extension: RegExp) =>
  readdirSync(SOURCE, { recursive: true, encoding: "utf8" })
    .filter((file) => extension.test(file) && !file.includes("test.") && !file.startsWith("contract"))
    .map((file) => ({ file, text: readFileSync(join(SOURCE, file), "utf8") }));

const contract = readFileSync(join(SOURCE, "contract/types.ts"), "utf8");
/** The words of a closed list in the contract. */
function words(name: string): string[] {
  const line = new RegExp(`export type ${name} = ([^;]+);`).exec(contract)?.[1] ?? "";
  return [...line.matchAll(/"([a-z_0-9]+)"/g)].map((match) => match[1] ?? "");
}

const bundle = makeBundle();
const missing = (ids: string[]) => ids.filter((id) => !bundle.hasMessage(id));

/** Sentences for a reason are there for some findings and errors only; the sentence of the kind stands in. */
const OPTIONAL = [
  "finding-*-*",
  "finding-*-*-hint",
  "error-*-*",
  "error-*-*-hint",
  "spotcheck-hint-*",
  "spotcheck-hint-*-what",
  "reason-*",
  "providers-left-*",
  "providers-share-*",
  "providers-why-*",
  "drills-left-*",
  "drills-event-*",
  "problem-*",
];

const FIRST_FIELDS = Object.keys(NO_ANSWERS).filter((field) => field !== "unknown" && field !== "recovery");
const PULSES = ["stuck", "nothing", "demo", "nobody", "agent", "once", "window", "other_window"];

/** Where a part of an id comes from a list, in the order of the contract. */
const FAMILIES: [string, string[]][] = [
  ["status-*", words("Status")],
  ["error-*", words("Code")],
  ["error-*-hint", words("Code")],
  ["finding-*", words("FindingKind")],
  ["finding-*-hint", words("FindingKind")],
  ["ladder-*", words("Level")],
  ["ladder-*-means", words("Level")],
  ["mark-*", words("Mark")],
  ["rung-*", words("Mark")],
  ["step-*", words("Stage")],
  ["lane-*", words("Stage")],
  ["run-did-*", words("Stage")],
  ["run-doing-*", words("RunKind")],
  ["run-now-*", words("RunKind")],
  ["run-kind-*", words("RunKind")],
  ["upcoming-*", words("RunKind")],
  ["next-*", words("RunKind")],
  ["unit-*", words("Unit").filter((unit) => unit !== "bytes")],
  ["record-*", words("RecordKind")],
  ["record-clock-*", words("ClockKind")],
  ["evidence-problem-*", words("ChainProblem")],
  ["needs-*", words("NeedCode")],
  ["needs-*-why", words("NeedCode")],
  ["needs-action-*", words("NeedAction")],
  ["exposure-remedy-*", words("NeedAction")],
  ["exposure-word-*", words("Status")],
  ["outcome-*", words("Verdict")],
  ["settings-theme-*", words("Theme")],
  ["detail-sub-*", words("SourceKind")],
  ["last-run-*", ["errored", "cancelled", "timed_out", "interrupted"]],
  ["backups-show-*", ["all", "needs-you", "proven"]],
  ["backups-count-*", ["failing", "stale", "attention", "unknown", "unproven", "paused"]],
  ["repositories-is-*", ["proven", "failing", "unproven"]],
  ["rule-*", ["copies", "media", "offsite", "immutable", "errors"]],
  ["rule-*-have", ["copies", "media", "offsite", "immutable", "errors"]],
  ["keep-*", ["last", "hourly", "daily", "weekly", "monthly", "yearly"]],
  ["palette-*", ["do", "go"]],
  ["todo-*", ["copy", "elsewhere", "check", "again"]],
  ["pulse-*", [...PULSES]],
  ["pulse-*-means", [...PULSES]],
  ["schedule-show-*", ["calendar", "lines", "given-up", "sent"]],
  ["calendar-as-*", ["month", "week", "list"]],
  ["slot-*", words("SlotState")],
  ["line-what-*", words("RunKind")],
  ["line-every-*", ["day", "weekdays", "week", "month", "hours", "own"]],
  ["punctuality-*", words("Punctuality")],
  ["watched-*", words("WatchMethod")],
  ["waits-*", words("WaitReason")],
  ["way-*", words("AlertWay")],
  ["topic-*", words("AlertTopic")],
  ["incident-*", words("IncidentKind")],
  ["outbox-*", words("OutboxState")],
  ["pause-for-*", ["hour", "night", "week", "date"]],
  ["*-title", ["protect", "adopt"]],
  ["add-way-*", ["protect", "adopt"]],
  ["adopt-found-*", words("SourceKind")],
  ["adopt-means-*", words("SourceKind")],
  ["adopt-needs-*", ["company", "path", "password"]],
  ["alerts-missing-*", ["to", "server", "url", "words", "quiet", "digest", "heartbeat"]],
  ["alerts-security-*", words("MailSecurity")],
  ["secret-set-*", words("SecretKind")],
  ["parallel-verdict-*", words("Verdict")],
  ["parallel-decision-*", words("CutoverDecision")],
  ["parallel-criterion-*", words("CriterionCode")],
  ["parallel-criterion-*-note", words("CriterionCode")],
  ["parallel-criterion-is-*", words("CriterionState")],
  ["parallel-day-*", words("CompareDayState")],
  ["parallel-state-*", words("CompareDayState")],
  ["parallel-cells-*", words("Outcome")],
  ["parallel-outcome-*", ["equal", "tolerated", "known"]],
  ["parallel-list-*", ["mismatch", "tolerated", "known", "not_comparable"]],
  ["parallel-shape-*", words("Shape")],
  ["parallel-kind-*", ["only_old", "only_new", "value", "rounding", "empty", "format", "name"]],
  ["parallel-whole-*", ["alone", "duplicate"]],
  [
    "parallel-effect-*",
    ["factor", "offset", "sign_flip", "rounding", "time_shift", "truncation", "swapped", "emptied"],
  ],
  ["parallel-normalise-*", ["trim", "case", "unicode", "empty_is_null"]],
  ["parallel-why-*", words("CutoverDecision")],
  ["parallel-export-*", words("ExportFormat")],
  ["parallel-export-*-means", words("ExportFormat")],
  ["parallel-side-*", ["old", "new", "list"]],
  ["parallel-pick-*", ["old", "new", "list"]],
  ["parallel-way-*", ["file", "web", "sqlite", "postgres"]],
  ["parallel-format-*", words("FileKind")],
  ["parallel-role-*", ["key", "compare", "ignore"]],
  ["parallel-even-*", ["trim", "case", "unicode", "empty_is_null"]],
  ["parallel-missing-*", [...PROBLEMS]],
  ["spotcheck-decision-*", words("Decision")],
  ["spotcheck-decision-short-*", words("Decision")],
  ["spotcheck-why-*", words("Why")],
  ["spotcheck-conclusion-*", words("Decision")],
  ["cause-*", words("Cause")],
  ["judged-*", words("Judged")],
  ["round-stage-*", words("RoundStage")],
  ["draw-reason-*", words("DrawReason")],
  ["spotcheck-answer-*", words("AnswerKind")],
  ["spotcheck-proved-*", words("Proved")],
  ["spotcheck-way-*", words("SampleWay")],
  ["spotcheck-way-*-means", words("SampleWay")],
  ["spotcheck-next-*", words("RoundStage")],
  ["spotcheck-next-*-text", words("RoundStage")],
  ["spotcheck-sum-*", ["unreadable", "ambiguous", "decimals", "large"]],
  ["spotcheck-missing-*", [...SPOTCHECK_PROBLEMS]],
  ["spotcheck-column-is-*", ["id", "amount", "person", "stratum"]],
  ["spotcheck-reason-*", ["clawback", "rate_table", "cut_off_date", "checkers_mistake", "unsure"]],
  ["spotcheck-unfit-*", [...UNFIT]],
  ["spotcheck-unfit-*-hint", [...UNFIT]],
  ["spotcheck-close-*", ["number", "nothing", "more"]],
  ["spotcheck-work-*", ["unable", "not_supported", "missing"]],
  ["providers-own-line-*", words("ProbeState")],
  ["providers-side-*", words("ProbeState")],
  ["providers-probe-*", words("ProbeState")],
  ["providers-ago-*", ["today", "days", "weeks", "months", "years"]],
  ["providers-from-*", words("ImportFrom")],
  ["providers-takeover-*", words("Takeover")],
  ["providers-on-*", words("PairSide")],
  ["providers-kind-*", ["http", "tcp", "tls", "dns", "smtp", "heartbeat", "command", "status_page"]],
  ["providers-change-*", words("ContractChangeKind")],
  ["providers-fate-*", words("FateCertainty")],
  ["providers-login-*", ["worked", "refused", "never"]],
  ["drills-kind-*", words("DrillKind")],
  ["drills-state-*", words("DrillState")],
  ["drills-fault-*", words("PlanFaultCode")],
  ["drills-act-*", words("StepKind")],
  ["drills-item-*", words("PreflightCode")],
  ["drills-holds-*", ["no", "unknown"]],
  ["drills-because-*", words("OperatorBecause")],
  ["drills-missing-*", [...MISSING]],
  ["drills-phase-*", words("DrillPhase")],
  ["drills-clock-*", ["waits", "runs", "worked", "left", "spare", "over"]],
  ["drills-cost-*", ["later", "now", "over"]],
  ["drills-concluded-*", ["back", "early", "broken"]],
  ["drills-now-*", ["there", "back"]],
  ["drills-mark-*", ["waits", "now", "done", "back", "failed"]],
  ["drills-failed-*", ["refused", "timed_out", "no_effect", "reported"]],
  ["drills-main-*", ["begin", "run", "ask", "done", "undone"]],
  ["drills-ask-*", [...ASKED]],
  ["drills-ask-*-text", [...ASKED]],
  ["drills-ask-*-now", [...ASKED]],
  ["drills-is-*", [...TOLD]],
  ["drills-is-*-text", [...TOLD]],
  ["drills-choice-*", Object.values(CHOICES).flat()],
  ["drills-do-*", words("InstructionCode")],
  ["drills-lane-*", words("ProbeState")],
  ["drills-lane-on-*", words("PairSide")],
  ["drills-found-*", words("DrillFoundCode")],
  ["drills-against-*", words("Against")],
  ["drills-doubt-*", words("Doubt")],
  ["drills-verdict-*", ["backup_kicked_in", "team_knew_the_procedure", "degraded_mode_worked"]],
  ["drills-answer-*", words("Answered")],
  ["drills-noticed-*", words("NoticedBy")],
  ["drills-recovered-*", words("Recovered")],
  ["drills-result-*", words("DrillOutcome")],
  ["drills-result-*-means", words("DrillOutcome")],
  ["drills-obstacle-*", [...OBSTACLES]],
  ["proofs-*", words("NeedAction")],
  ["entry-kind-*", words("ComponentKind")],
  ["entry-left-*", words("LeftOutReason")],
  ["entry-group-*", ["unknown", "number", "twice"]],
  ["entry-back-*", ["unknown", "nothing"]],
  ["entry-loss-*", [...LOSS_KINDS]],
  ["entry-loss-*-amount", [...LOSS_KINDS]],
  ["entry-deadline-*", [...EVERY]],
  ["entry-change-*", [...CHANGE_KINDS]],
  ["entry-add-*", [...ADDS]],
  ["entry-add-*-text", [...ADDS]],
  ["entry-new-*", ["process", "component", "option"]],
  ["first-ask-*", [...QUESTIONS]],
  ["first-field-*", FIRST_FIELDS],
  ["first-hint-*", FIRST_FIELDS],
  ["first-back-*", [...WAYS_BACK]],
  ["first-back-*-text", [...WAYS_BACK]],
  ["first-node-*", ["process", "system", "people", "provider", "site"]],
  ["risk-sub-*", ["several", "single", "none", "bare"]],
  ["risk-show-*", [...SHOWS]],
  ["risk-find-none-*", ["list", "weak"]],
  ["risk-view-*", [...VIEWS]],
  ["risk-column-*", [...COLUMNS]],
  ["risk-legend-*", [...LEGEND]],
  ["risk-kind-*", words("ThingKind")],
  ["risk-proof-*", words("ProofState")],
  ["risk-proof-*-says", words("ProofState")],
  ["risk-proof-*-short", words("ProofState")],
  ["risk-outage-*", words("RecoverySource")],
  ["risk-process-*", words("RecoverySource")],
  ["risk-back-*", words("RecoverySource")],
  ["risk-question-*", ["person", "site", "lost", "stops"]],
  ["risk-save-*", words("PictureFormat")],
  ["risk-save-*-text", words("PictureFormat")],
  ["risk-promise-*", words("ContradictionCode")],
  ["risk-start-*", ["locked", "unclear", "back", "unasked"]],
  ["risk-figure-*", words("RiskFigure")],
  ["risk-figure-*-means", words("RiskFigure")],
  ["risk-line-*", words("RiskLine")],
  ["risk-rule-*", words("RiskRule").filter((rule) => rule !== "given")],
  ["welcome-*", ["protect", "adopt", "demo", "work"]],
  ["welcome-*-text", ["protect", "adopt", "demo", "work"]],
  ["welcome-*-note", ["protect", "adopt", "demo", "work"]],
];

describe("the catalogue", () => {
  it.each(FAMILIES)("has every %s", (pattern, list) => {
    expect(list.length).toBeGreaterThan(1);
    expect(missing(list.map((word) => pattern.replace("*", word)))).toEqual([]);
  });

  it("has every message that a screen names", () => {
    const named = files(/\.tsx?$/).flatMap(({ text }) => [
      ...[...text.matchAll(/\bt\(\s*(?:[^()"'`]*\?\s*)?"([a-z0-9_-]+)"(?:\s*:\s*"([a-z0-9_-]+)")?/g)].flatMap(
        (match) => [match[1], match[2]],
      ),
      ...[...text.matchAll(/<Sentence\s+id="([a-z-]+)"/g)].map((match) => match[1]),
      ...[...text.matchAll(/label: "((?:nav|keys)-[a-z-]+)"/g)].map((match) => match[1]),
    ]);
    const ids = [...new Set(named.filter((id): id is string => id !== undefined))];
    expect(ids.length).toBeGreaterThan(200);
    expect(missing(ids)).toEqual([]);
  });

  it("knows every family of ids that a screen composes", () => {
    const composed = files(/\.tsx?$/).flatMap(({ text }) =>
      [...text.matchAll(/(?:\bt|messageOr)\(\s*`([^`]+)`/g)].map((match) =>
        (match[1] ?? "").replace(/\$\{[^}]+\}/g, "*"),
      ),
    );
    const known = [...OPTIONAL, ...FAMILIES.map(([pattern]) => pattern)];
    expect([...new Set(composed)].filter((pattern) => !known.includes(pattern))).toEqual([]);
  });

  it("has no message twice, because the first would win in silence", () => {
    const ids = ["core.ftl", "window.ftl"].flatMap((file) => {
      const text = readFileSync(join(SOURCE, "../messages", file), "utf8");
      return [...text.matchAll(/^([a-zA-Z][\w-]*) *=/gm)].map((match) => match[1] ?? "");
    });
    expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
  });

  it("is the only place with sentences", () => {
    const literals = files(/\.tsx$/).flatMap(({ file, text }) => {
      const code = text.replace(/\/\*[\s\S]*?\*\//g, "").replace(/(^|\s)\/\/.*$/gm, "");
      const inElements = [...code.matchAll(/>\s*([^<>{}=;()]*[A-Za-z]{2,}[^<>{}=;()]*)\s*<\//g)].map(
        (match) => match[1]?.trim() ?? "",
      );
      const inAttributes = [
        ...code.matchAll(/(?:aria-label|title|placeholder|alt|label)="([^"]*[A-Za-z]{2,}[^"]*)"/g),
      ].map((match) => match[1] ?? "");
      return [...inElements, ...inAttributes]
        .filter((literal) => !KEY_CAPS.has(literal))
        .map((literal) => `${file}: ${literal}`);
    });
    expect(literals).toEqual([]);
  });
});

/** What is printed on the keys of a keyboard is no sentence. */
const KEY_CAPS = new Set(["Enter", "Esc"]);
