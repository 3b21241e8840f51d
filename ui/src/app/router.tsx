import { createMemoryHistory, createRootRoute, createRoute, createRouter } from "@tanstack/react-router";
import { BackupDetailPage } from "../features/backups/BackupDetailPage";
import { BackupsPage } from "../features/backups/BackupsPage";
import { ComparePage } from "../features/compare/ComparePage";
import { DetailPage } from "../features/compare/DetailPage";
import { DifferencesPage, type Shown, shownOf } from "../features/compare/DifferencesPage";
import { EditPage } from "../features/compare/EditPage";
import { SetUpPage } from "../features/compare/SetUpPage";
import { DrillsPage } from "../features/drills/DrillsPage";
import { PlanPage } from "../features/drills/PlanPage";
import { RunPage } from "../features/drills/RunPage";
import { EvidencePage } from "../features/evidence/EvidencePage";
import { RecordPage } from "../features/evidence/RecordPage";
import { PairPage } from "../features/providers/PairPage";
import { ProvidersPage } from "../features/providers/ProvidersPage";
import { AllEntriesPage } from "../features/risk/entry/AllEntriesPage";
import { FirstMapPage } from "../features/risk/entry/FirstMap";
import { MapPage } from "../features/risk/MapPage";
import { SchedulePage, SHOWS, type Show } from "../features/schedule/SchedulePage";
import { SettingsPage } from "../features/settings/SettingsPage";
import { DetailPage as SpotcheckPage } from "../features/spotchecks/DetailPage";
import { EditPage as SpotcheckEditPage } from "../features/spotchecks/EditPage";
import { SetUpPage as SpotcheckSetUpPage } from "../features/spotchecks/SetUpPage";
import { SpotchecksPage } from "../features/spotchecks/SpotchecksPage";
import { WorkFilePage } from "../features/spotchecks/WorkFilePage";
import { WorkPage } from "../features/spotchecks/WorkPage";
import { TodayPage } from "../features/today/TodayPage";
import { Shell } from "./Shell";

const root = createRootRoute({ component: Shell });
const today = createRoute({ getParentRoute: () => root, path: "/", component: TodayPage });
const backups = createRoute({ getParentRoute: () => root, path: "/backups", component: BackupsPage });
const backup = createRoute({
  getParentRoute: () => root,
  path: "/backups/$id",
  component: BackupDetailPage,
  /** The repository whose recovery sheet has just become due. */
  validateSearch: (search): { sheet?: string } =>
    typeof search.sheet === "string" ? { sheet: search.sheet } : {},
});
const comparisons = createRoute({ getParentRoute: () => root, path: "/parallel", component: ComparePage });
/** No id begins with a plus sign. */
const setUp = createRoute({ getParentRoute: () => root, path: "/parallel/+new", component: SetUpPage });
const comparison = createRoute({
  getParentRoute: () => root,
  path: "/parallel/$id",
  component: DetailPage,
  /** The run that is shown, if not the newest. */
  validateSearch: (search): { run?: string } => (typeof search.run === "string" ? { run: search.run } : {}),
});
const editing = createRoute({
  getParentRoute: () => root,
  path: "/parallel/$id/edit",
  component: EditPage,
});
const differences = createRoute({
  getParentRoute: () => root,
  path: "/parallel/$id/differences",
  component: DifferencesPage,
  validateSearch: (search): Shown => shownOf(search),
});
const spotchecks = createRoute({
  getParentRoute: () => root,
  path: "/spotchecks",
  component: SpotchecksPage,
});
const spotcheckNew = createRoute({
  getParentRoute: () => root,
  path: "/spotchecks/+new",
  component: SpotcheckSetUpPage,
  validateSearch: (search): { file?: string } =>
    typeof search.file === "string" ? { file: search.file } : {},
});
const workFile = createRoute({
  getParentRoute: () => root,
  path: "/spotchecks/+work",
  component: WorkFilePage,
  validateSearch: (search): { file: string } => ({
    file: typeof search.file === "string" ? search.file : "",
  }),
});
const spotcheck = createRoute({
  getParentRoute: () => root,
  path: "/spotchecks/$id",
  component: SpotcheckPage,
  /** The round that is shown, if not the newest. */
  validateSearch: (search): { round?: number } =>
    typeof search.round === "number" ? { round: search.round } : {},
});
const spotcheckEditing = createRoute({
  getParentRoute: () => root,
  path: "/spotchecks/$id/edit",
  component: SpotcheckEditPage,
});
const checking = createRoute({
  getParentRoute: () => root,
  path: "/spotchecks/$id/work",
  component: WorkPage,
  /** Who checks. */
  validateSearch: (search): { person: string } => ({
    person: typeof search.person === "string" ? search.person : "",
  }),
});
const providers = createRoute({ getParentRoute: () => root, path: "/providers", component: ProvidersPage });
const pair = createRoute({ getParentRoute: () => root, path: "/providers/$id", component: PairPage });
const drills = createRoute({ getParentRoute: () => root, path: "/drills", component: DrillsPage });
const plan = createRoute({ getParentRoute: () => root, path: "/drills/$id", component: PlanPage });
const drillRun = createRoute({ getParentRoute: () => root, path: "/drills/run/$run", component: RunPage });
const riskMap = createRoute({ getParentRoute: () => root, path: "/map", component: MapPage });
const mapEntries = createRoute({ getParentRoute: () => root, path: "/map/edit", component: AllEntriesPage });
const firstMap = createRoute({ getParentRoute: () => root, path: "/map/first", component: FirstMapPage });
const evidence = createRoute({
  getParentRoute: () => root,
  path: "/evidence",
  component: EvidencePage,
  validateSearch: (search): { control?: string } =>
    typeof search.control === "string" ? { control: search.control } : {},
});
const record = createRoute({ getParentRoute: () => root, path: "/evidence/$seq", component: RecordPage });
const schedule = createRoute({
  getParentRoute: () => root,
  path: "/schedule",
  component: SchedulePage,
  validateSearch: (search): { show?: Show } => {
    const show = SHOWS.find((one) => one === search.show);
    return show === undefined ? {} : { show };
  },
});
const settings = createRoute({
  getParentRoute: () => root,
  path: "/settings",
  component: SettingsPage,
  /** The section to begin at. */
  validateSearch: (search): { section?: string } =>
    typeof search.section === "string" ? { section: search.section } : {},
});

const routeTree = root.addChildren([
  today,
  backups,
  backup,
  comparisons,
  setUp,
  comparison,
  editing,
  differences,
  spotchecks,
  spotcheckNew,
  workFile,
  spotcheck,
  spotcheckEditing,
  checking,
  providers,
  pair,
  drills,
  plan,
  drillRun,
  riskMap,
  mapEntries,
  firstMap,
  evidence,
  record,
  schedule,
  settings,
]);

/** The window has no address bar: the history lives in memory. */
export const makeRouter = (start: string) =>
  createRouter({
    routeTree,
    history: createMemoryHistory({ initialEntries: [start] }),
    scrollRestoration: false,
  });

declare module "@tanstack/react-router" {
  interface Register {
    router: ReturnType<typeof makeRouter>;
  }
}
