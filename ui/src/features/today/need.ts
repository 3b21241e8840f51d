import { useNavigate } from "@tanstack/react-router";
import { useCallback } from "react";
import { useControlPlace } from "../../app/control";
import { useDialogs } from "../../app/dialogs";
import { useStart } from "../../app/start";
import type { NeedsYou } from "../../contract/types";
import type { Format } from "../../i18n";

/** It is about a parallel run: only those are seen and compared. */
export const isAboutRun = ({ action }: NeedsYou): boolean =>
  action === "see_comparison" || action === "run_comparison";

const kindOf = (need: NeedsYou) => {
  if (need.action === "see_spot_check") return "check";
  if (need.action === "see_provider") return "pair";
  return isAboutRun(need) ? "run" : "backup";
};

/** What the sentences of one entry may name. */
export function needValues(need: NeedsYou, format: Format) {
  return {
    ...need.params,
    stage: need.params.stage ?? "none",
    finding: need.params.finding ?? "none",
    subject: need.params.subject ?? "",
    person: need.params.person ?? "",
    count: Number(need.params.count ?? 0),
    kind: kindOf(need),
    about: need.about.title,
    process: need.process?.title ?? need.about.title,
    at: need.at === null ? "none" : "known",
    when: need.at === null ? "" : format.sentenceDay(need.at),
  };
}

/** What the button does: start the check, open the dialog, or go where the damage is shown. */
export function useNeedAction(): {
  run: (need: Pick<NeedsYou, "action" | "about">) => void;
  isBusy: boolean;
} {
  const navigate = useNavigate();
  const { open } = useDialogs();
  const start = useStart();
  const place = useControlPlace();
  const run = useCallback(
    ({ action, about: { id, title } }: Pick<NeedsYou, "action" | "about">) => {
      switch (action) {
        case "see_findings":
          return void navigate(place(id));
        case "see_comparison":
          return void navigate({ to: "/parallel/$id", params: { id } });
        case "see_spot_check":
          return void navigate({ to: "/spotchecks/$id", params: { id } });
        case "see_provider":
          return void navigate({ to: "/providers/$id", params: { id } });
        case "see_map":
          return void navigate({ to: "/map" });
        case "run_comparison":
          return start.compare(id);
        case "run_backup":
          return start.backUp(id);
        case "verify_restore":
          return start.verify(id, "restore");
        case "verify_recovery":
          return start.verify(id, "recovery");
        case "add_backup":
          return open({ name: "add" });
        case "save_recovery_sheet":
          return open({ name: "sheet", repository: id, title });
      }
    },
    [navigate, open, start, place],
  );
  return { run, isBusy: start.isStarting };
}
