import { useQueries } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import type { Difference, DifferencesRequest, WireError } from "../../contract/types";
import { toWireError } from "../../platform";
import { usePlatform } from "../../platform/context";

/** So many rows are read at a time. */
const PAGE = 200;
/** While the list flies by nothing is read: what is asked for would be gone before it is here. */
const STILL_MS = 60;
/** Pages that are no longer seen are forgotten after this: a list of millions would fill the memory. */
const KEPT_MS = 30_000;

interface Seen {
  from: number;
  rows: number;
}

/** The pages of a list that the seen rows stand on. */
export function usePages(asked: Omit<DifferencesRequest, "offset" | "limit">, { from, rows }: Seen) {
  const platform = usePlatform();
  const first = Math.floor(Math.max(0, from) / PAGE);
  const last = Math.floor((Math.max(0, from) + rows) / PAGE);
  const [span, setSpan] = useState({ first, last });
  useEffect(() => {
    const timer = setTimeout(() => setSpan({ first, last }), STILL_MS);
    return () => clearTimeout(timer);
  }, [first, last]);
  // The first page is always there: it knows how many there are.
  const numbers = [
    ...new Set([0, ...Array.from({ length: span.last - span.first + 1 }, (_, index) => span.first + index)]),
  ];
  const pages = useQueries({
    queries: numbers.map((number) => {
      const request = { ...asked, offset: number * PAGE, limit: PAGE };
      return {
        queryKey: ["compare_differences", request],
        queryFn: () =>
          platform.invoke("compare_differences", request).catch((reason) => {
            throw toWireError(reason);
          }),
        gcTime: KEPT_MS,
        // A finished run does not change.
        staleTime: Number.POSITIVE_INFINITY,
      };
    }),
  });
  const head = pages[0]?.data;
  const failed = pages.find((page) => page.error !== null);
  return {
    rowAt(number: number): Difference | undefined {
      const page = pages[numbers.indexOf(Math.floor(number / PAGE))];
      return page?.data?.rows[number % PAGE];
    },
    total: head?.matching ?? null,
    listed: head?.listed ?? null,
    key: head?.key ?? [],
    error: (failed?.error ?? null) as WireError | null,
    refetch: () => void failed?.refetch(),
  };
}
