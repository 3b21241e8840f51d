import type { EvidenceRow, PauseView, Status } from "../../contract/types";
import { useAnswer } from "../../platform/context";

/** The newest records are looked through for the one that says why. */
const RECORDS = 100;

/** What a record of a pause says; the ledger has the reason, the end and the person of each. */
function pauseOf({ at, control, params }: EvidenceRow): PauseView | null {
  const { until, reason = "", person = "" } = params;
  return until === undefined ? null : { control, since: at, until, reason, person };
}

/** The pause of a control, or of everything; null while it goes on by itself. */
export function usePause({ id, status }: { id: string; status: Status }): PauseView | null {
  const isPaused = status === "paused";
  const all = useAnswer("schedule_status", {}).data?.paused ?? null;
  const records = useAnswer("evidence_list", { control: id, limit: RECORDS }, { enabled: isPaused }).data;
  if (!isPaused) return null;
  // Records come newest first. A pause that was ended has a record of its end before its own.
  const newest = records?.records.find(({ kind }) => kind === "paused" || kind === "resumed");
  const own = newest?.kind === "paused" ? pauseOf(newest) : null;
  // As the status is told: of two pauses, the one that lasts longer.
  if (own && all) return Date.parse(own.until) > Date.parse(all.until) ? own : all;
  return own ?? all;
}
