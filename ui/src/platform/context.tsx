import {
  keepPreviousData,
  type UseQueryResult,
  useMutation,
  useQuery,
  useQueryClient,
} from "@tanstack/react-query";
import { createContext, useContext, useEffect, useRef } from "react";
import type { RunProgress, WireError } from "../contract/types";
import { type Answer, type CommandName, type Platform, type Request, toWireError } from ".";

const PlatformContext = createContext<Platform | null>(null);
export const PlatformProvider = PlatformContext;

export function usePlatform(): Platform {
  const platform = useContext(PlatformContext);
  if (!platform) throw new Error("usePlatform outside PlatformProvider");
  return platform;
}

/** The answer of a reading command, kept until something changes. */
export function useAnswer<K extends CommandName>(
  name: K,
  request: Request<K>,
  options: { every?: number | false; enabled?: boolean; keep?: boolean } = {},
): UseQueryResult<Answer<K>, WireError> {
  const platform = usePlatform();
  return useQuery<Answer<K>, WireError>({
    queryKey: [name, request],
    queryFn: () =>
      platform.invoke(name, request).catch((reason) => {
        throw toWireError(reason);
      }),
    ...(options.keep ? { placeholderData: keepPreviousData } : {}),
    refetchInterval: options.every ?? false,
    enabled: options.enabled ?? true,
  });
}

/** A command that changes something. Afterwards everything read before is stale. */
export function useCommand<K extends CommandName>(name: K) {
  const platform = usePlatform();
  const client = useQueryClient();
  return useMutation<Answer<K>, WireError, Request<K>>({
    mutationFn: (request) =>
      platform.invoke(name, request).catch((reason) => {
        throw toWireError(reason);
      }),
    // A request may hold a password: it is forgotten with its component.
    gcTime: 0,
    // Not awaited: the caller's own callback must run even if reading again takes it off the screen.
    onSuccess: () => void client.invalidateQueries(),
  });
}

/** Listens for changes as long as the window is open. */
export function useChanges(): void {
  const platform = usePlatform();
  const client = useQueryClient();
  useEffect(() => platform.onChanged(() => void client.invalidateQueries()), [platform, client]);
}

/** Takes files that are dropped on the window, as long as the screen is open. */
export function useDroppedFile(take: (path: string) => void): void {
  const platform = usePlatform();
  const latest = useRef(take);
  useEffect(() => {
    latest.current = take;
  });
  useEffect(() => platform.onFileDropped((path) => latest.current(path)), [platform]);
}

const RUNNING_EVERY = 500;

/**
 * The runs in progress. Polls twice a second while there are any, so that a window opened late finds them;
 * when one ends, everything else is read again even if the event was missed.
 */
export function useRunning(): RunProgress[] {
  const client = useQueryClient();
  const platform = usePlatform();
  const query = useQuery({
    queryKey: ["run_list", { limit: 1 }],
    queryFn: () => platform.invoke("run_list", { limit: 1 }),
    refetchInterval: (state) => ((state.state.data?.running.length ?? 0) > 0 ? RUNNING_EVERY : false),
    retry: false,
  });
  const running = query.data?.running ?? [];
  const before = useRef(0);
  useEffect(() => {
    if (running.length < before.current) {
      void client.invalidateQueries({ predicate: (entry) => entry.queryKey[0] !== "run_list" });
    }
    before.current = running.length;
  }, [running.length, client]);
  return running;
}
