import type { Commands } from "../contract/commands";
import type { AppState, DemoProgress, WireError } from "../contract/types";
import type { CommandName, Platform, Request } from ".";
import { look } from "./fixtures/adopt";
import { lookAtSides } from "./fixtures/look";
import { Risk } from "./fixtures/risk";
import { fail } from "./fixtures/wire";
import { World } from "./fixtures/world";

type Handlers = { [K in keyof Commands]: (request: Commands[K][0]) => Commands[K][1] };

const query = () => new URLSearchParams(window.location.search);

/** Longer than a frame, shorter than what the eye calls a wait. */
const ANSWER_AFTER = 12;
const LATE: Record<string, { names: CommandName[]; by: number }> = {
  "late-answer": { names: ["protect_folder", "adopt"], by: 400 },
  /** A list of millions is not written at once. */
  huge: { names: ["compare_export"], by: 1500 },
};

/** Everything that this page was ever told, so that a test can search it for what nobody may know yet. */
const told: { name: CommandName; answer: unknown }[] = [];
/** What was drawn for files, so that a test can look at it. */
const pictures: string[] = [];
Object.assign(window, { told, pictures });

/** Example data in memory, for tests of the screens and for work on them without the program. */
export function makePlatform(): Platform {
  const listeners = new Set<() => void>();
  const scenario = query().get("scenario") ?? "demo";
  const theme = query().get("theme");
  const world = new World(scenario, () => {
    for (const listener of listeners) listener();
  });
  if (theme === "light" || theme === "dark") world.theme = theme;
  const risk = new Risk(scenario, () => world.entries.show());
  let demo: DemoProgress | null = null;

  const appState = (): AppState => world.appState();
  const handlers: Handlers = {
    app_state: appState,
    set_theme({ theme }) {
      world.theme = theme;
      return appState();
    },
    workspace_open({ dir }) {
      if (dir.includes("nothing")) throw fail("no_workspace", { path: dir });
      world.open(dir.includes("demo") ? "demo" : "own");
      return appState();
    },
    today: () => world.today(),
    status: () => {
      throw fail("not_supported");
    },
    risk: (request) => risk.report(request),
    risk_explain: (request) => risk.explain(request),
    risk_ranges: (request) => risk.ranges(request),
    risk_picture({ file, content }) {
      pictures.push(content);
      return { file };
    },
    risk_export({ file, overwrite }) {
      if (file.includes("full") && !overwrite) throw fail("target_not_empty", { path: file });
      return { file };
    },
    map_show: () => world.entries.show(),
    map_save: (request) => world.entries.save(request),
    risk_confirm: (request) => world.entries.confirm(request),
    risk_templates: () => world.entries.templates(),
    risk_import: (request) => world.entries.import(request),
    backup_list: () => ({ backups: world.rows() }),
    backup_show: ({ id }) => world.detail(id),
    backup_run: ({ id }) => ({ run: world.startRun(id, "backup", null) }),
    backup_verify: ({ id, level }) => ({ run: world.startRun(id, "verify", level ?? "content") }),
    backup_restore({ id, to }) {
      if (to.includes("full")) throw fail("target_not_empty", { path: to });
      return { run: world.startRun(id, "restore", null) };
    },
    backup_snapshots: ({ id }) => ({ snapshots: world.snapshots(id) }),
    backup_confidence: ({ units, read, damaged, confidence }) => ({
      damaged_at_most: damaged,
      upper: 0.012,
      method: "hypergeometric",
      units,
      read,
      damaged,
      confidence: confidence ?? 0.95,
    }),
    protect_folder: (request) => world.protect(request),
    adopt_look: ({ path }) => look(path),
    adopt: (request) => world.adopt(request),
    pick_file: () => ({ path: query().get("pick") ?? "/srv/wms/stock.db" }),
    pick_folder: () => ({ path: query().get("pick") ?? "/home/ines/Documents" }),
    recovery_sheet_save: ({ repository }) => ({
      file: `/home/ines/Ballast/recovery-sheet-${repository}.html`,
    }),
    recovery_sheet_kept: ({ repository }) => world.sheetKept(repository),
    run_list: () => ({ runs: [], running: world.running() }),
    run_show: ({ run }) => world.runDetail(run),
    run_cancel: ({ run }) => world.cancel(run),
    schedule_next: (request) => world.schedule.next(request),
    schedule_status: () => world.schedule.status(),
    schedule_lines: () => ({ lines: world.schedule.linesOf() }),
    schedule_set: (request) => world.schedule.set(request),
    schedule_calendar: (request) => world.schedule.calendar(request),
    pause: (request) => world.pause(request),
    resume: (request) => world.resume(request),
    dead_list: () => world.schedule.dead(),
    dead_retry({ id }) {
      const { control, run_kind, level } = world.schedule.retry(id);
      return { id, run: control && world.startRun(control.id, run_kind ?? "backup", level) };
    },
    dead_settle: ({ id, reason }) => world.schedule.settle(id, reason),
    alert_list: () => world.alerts.list(),
    alert_test: () => world.alerts.test(),
    alert_settings: () => world.alerts.settings(),
    alert_settings_save: (request) => world.alerts.save(request),
    preferences: () => world.alerts.preferences(),
    set_preferences: ({ autostart }) => world.alerts.setAutostart(autostart),
    compare_list: () => world.comparisons.list(),
    compare_show: ({ id }) => world.comparisons.show(id),
    compare_report: ({ id, run }) => world.comparisons.report(id, run),
    compare_run: ({ id, baseline }) => ({ run: world.startRun(id, baseline ? "baseline" : "compare", null) }),
    compare_differences: (request) => world.comparisons.differences(request),
    compare_export: (request) => world.comparisons.export(request),
    compare_accept: (request) => world.comparisons.accept(request),
    compare_withdraw: (request) => world.comparisons.withdraw(request),
    compare_accept_rename: (request) => world.comparisons.acceptRename(request),
    compare_sign: (request) => world.comparisons.sign(request),
    compare_look: (request) => lookAtSides(request),
    compare_edit: ({ id }) => world.comparisons.setUpOf(id),
    compare_change: (request) => world.comparisons.change(request),
    spotcheck_list: () => world.spotchecks.list(),
    spotcheck_show: ({ id, round }) => world.spotchecks.show(id, round),
    spotcheck_freeze: ({ id }) => ({ run: world.startRun(id, "freeze", null) }),
    spotcheck_draw(request) {
      world.spotchecks.draw(request);
      return { run: world.startRun(request.id, "draw", null) };
    },
    spotcheck_verify: ({ id }) => ({ run: world.startRun(id, "verify_sample", null) }),
    spotcheck_next: (request) => world.spotchecks.next(request),
    spotcheck_draft: (request) => world.spotchecks.draft(request),
    spotcheck_answer: (request) => world.spotchecks.answer(request),
    spotcheck_remark: (request) => world.spotchecks.remark(request),
    spotcheck_resolve: (request) => world.spotchecks.resolve(request),
    spotcheck_evaluate: ({ id }) => ({ run: world.startRun(id, "judge", null) }),
    spotcheck_reach: (request) => world.spotchecks.reach(request),
    spotcheck_close_cause: (request) => world.spotchecks.closeCause(request),
    spotcheck_sign: (request) => world.spotchecks.sign(request),
    spotcheck_export: (request) => world.spotchecks.export(request),
    spotcheck_export_work: (request) => world.spotchecks.exportWork(request),
    spotcheck_open_work: ({ file }) => world.spotchecks.files.open(file),
    spotcheck_answer_work: (request) => world.spotchecks.files.answer(request),
    spotcheck_import_work: (request) => world.spotchecks.importWork(request),
    spotcheck_look: (request) => world.spotchecks.look(request),
    spotcheck_set_up: (request) => world.spotchecks.setUp(request),
    spotcheck_edit: ({ id }) => world.spotchecks.edit(id),
    spotcheck_change: ({ id, setup }) => world.spotchecks.change(id, setup),
    person_list: () => world.spotchecks.people(),
    person_passphrase: (request) => world.spotchecks.setPassphrase(request),
    provider_list: () => world.providers.list(),
    provider_show: ({ id }) => world.providers.show(id),
    provider_probe: ({ id }) => world.providers.probe(id),
    provider_login: (request) => world.providers.login(request),
    provider_fate: (request) => world.providers.fate(request),
    provider_contract: (request) => world.providers.contract(request),
    provider_import: (request) => world.providers.import(request),
    drill_list: () => world.drills.list(),
    drill_plan: ({ id }) => world.drills.plan(id),
    drill_start: (request) => world.drills.start(request),
    drill_show: ({ run }) => world.drills.show(run),
    drill_do: (request) => world.drills.do(request),
    drill_sign: (request) => world.drills.sign(request),
    drill_reschedule: (request) => world.drills.reschedule(request),
    drill_export: (request) => world.drills.export(request),
    drill_import: (request) => world.drills.import(request),
    drill_report: (request) => world.drills.report(request),
    drill_calendar: ({ to }) => ({ file: to }),
    compare_set_up: (request) => world.comparisons.setUp(request),
    evidence_list: (request) => world.evidence(request),
    evidence_show: ({ seq }) => world.record(seq),
    evidence_verify: () => world.verifyLedger(),
    demo_start({ dir }) {
      demo = { state: "running", dir: dir ?? "/home/ines/Ballast/demo", step: 0, steps: 12, error: null };
      return demo;
    },
    demo_progress() {
      if (!demo) throw fail("invalid_call");
      const step = Math.min(demo.steps, demo.step + 3);
      demo = { ...demo, step, state: step === demo.steps ? "done" : "running" };
      return demo;
    },
  };

  const works = new Set<CommandName>(["app_state", "set_theme", "run_list", "workspace_open"]);

  async function answer<K extends CommandName>(name: K, request: Request<K>): Promise<Commands[K][1]> {
    await new Promise((resolve) => setTimeout(resolve, ANSWER_AFTER));
    if (scenario === "error" && !works.has(name)) {
      throw fail("workspace_damaged", { path: "/home/ines/Ballast/ballast.db" }) satisfies WireError;
    }
    const made = structuredClone(handlers[name](request));
    told.push({ name, answer: made });
    // What changed is told before the answer is here, as it may happen in the program.
    const late = LATE[scenario];
    if (late?.names.includes(name)) await new Promise((resolve) => setTimeout(resolve, late.by));
    return made;
  }

  return {
    invoke: answer,
    onChanged(callback) {
      listeners.add(callback);
      return () => listeners.delete(callback);
    },
    onFileDropped(callback) {
      const hear = (event: Event) => callback((event as CustomEvent<string>).detail);
      window.addEventListener("fixture-file-dropped", hear);
      return () => window.removeEventListener("fixture-file-dropped", hear);
    },
    start: query().get("path") ?? "/",
  };
}
