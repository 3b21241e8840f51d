import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { useMemo } from "react";
import { I18nProvider } from "react-aria-components";
import { ErrorState } from "../components/States";
import { Welcome } from "../features/welcome/Welcome";
import { SpeechProvider } from "../i18n";
import { WORDS } from "../i18n/messages";
import type { Platform } from "../platform";
import { PlatformProvider, useAnswer, useChanges, usePlatform } from "../platform/context";
import { Boundary } from "./Boundary";
import { useWorkspaceClock } from "./clock";
import { makeRouter } from "./router";
import { useTheme } from "./theme";

/** The backend is asked once per screen and again when something changed; it is on this computer, so no retries. */
const makeClient = () =>
  new QueryClient({
    defaultOptions: {
      queries: { retry: false, networkMode: "always" },
      mutations: { networkMode: "always" },
    },
  });

export function App({ platform }: { platform: Platform }) {
  const client = useMemo(makeClient, []);
  return (
    <QueryClientProvider client={client}>
      <PlatformProvider value={platform}>
        <Window />
      </PlatformProvider>
    </QueryClientProvider>
  );
}

function Window() {
  const state = useAnswer("app_state", {});
  const platform = usePlatform();
  const router = useMemo(() => makeRouter(platform.start), [platform]);
  const now = useWorkspaceClock(state.data?.workspace?.now, state.dataUpdatedAt);
  useTheme(state.data?.theme ?? "system");
  useChanges();
  if (state.isPending) return null;
  return (
    <I18nProvider locale={WORDS}>
      <SpeechProvider state={state.data ?? null} now={now}>
        <Boundary>
          {state.error ? (
            <ErrorState error={state.error} onRetry={() => void state.refetch()} />
          ) : state.data.workspace === null ? (
            <Welcome
              onDemo={() => void router.navigate({ to: "/" })}
              onAdopted={({ backup }) => void router.navigate({ to: "/backups/$id", params: { id: backup } })}
              onProtected={({ backup, repository }) =>
                void router.navigate({
                  to: "/backups/$id",
                  params: { id: backup },
                  search: { sheet: repository },
                })
              }
            />
          ) : (
            <RouterProvider router={router} />
          )}
        </Boundary>
      </SpeechProvider>
    </I18nProvider>
  );
}
