import { useCallback } from "react";
import { useAnswer } from "../platform/context";

/** Where the page of a control lies: ids are unique over all. */
export interface ControlPlace {
  to: "/backups/$id" | "/parallel/$id" | "/spotchecks/$id" | "/providers/$id";
  params: { id: string };
}

export function useControlPlace(): (id: string) => ControlPlace {
  const comparisons = useAnswer("compare_list", {}).data?.parallel_runs;
  const spotChecks = useAnswer("spotcheck_list", {}).data?.spot_checks;
  const pairs = useAnswer("provider_list", {}).data?.pairs;
  return useCallback(
    (id) => {
      const has = (list: { id: string }[] | undefined) => list?.some((one) => one.id === id) ?? false;
      const to = has(comparisons)
        ? "/parallel/$id"
        : has(spotChecks)
          ? "/spotchecks/$id"
          : has(pairs)
            ? "/providers/$id"
            : "/backups/$id";
      return { to, params: { id } };
    },
    [comparisons, spotChecks, pairs],
  );
}
