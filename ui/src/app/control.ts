import { useCallback } from "react";
import { useAnswer } from "../platform/context";

/** Where the page of a control lies: ids are unique over backups and parallel runs. */
export interface ControlPlace {
  to: "/backups/$id" | "/parallel/$id";
  params: { id: string };
}

export function useControlPlace(): (id: string) => ControlPlace {
  const comparisons = useAnswer("compare_list", {}).data?.parallel_runs;
  return useCallback(
    (id) => ({
      to: comparisons?.some((one) => one.id === id) ? "/parallel/$id" : "/backups/$id",
      params: { id },
    }),
    [comparisons],
  );
}
