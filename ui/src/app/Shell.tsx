import { Outlet, useLocation, useNavigate } from "@tanstack/react-router";
import { useEffect, useMemo, useRef } from "react";
import { NoticeProvider } from "../components/Notice";
import { EditingProvider } from "../features/risk/entry/Editing";
import { useTranslate } from "../i18n";
import { useAnswer } from "../platform/context";
import { Boundary } from "./Boundary";
import { DialogHost } from "./DialogHost";
import { DialogsProvider, useDialogs } from "./dialogs";
import { useHeldControl, useRowKeys, useShellKeys } from "./keys";
import { Navigation, SCREENS } from "./Navigation";
import styles from "./Shell.module.css";
import { StatusBar } from "./StatusBar";

export function Shell() {
  return (
    <NoticeProvider>
      <EditingProvider>
        <DialogsProvider>
          <Frame />
        </DialogsProvider>
      </EditingProvider>
    </NoticeProvider>
  );
}

/** Work that wants all the attention leaves the navigation its icons. */
const isFocused = (pathname: string): boolean =>
  /\/\+?work$/.test(pathname) || pathname.startsWith("/drills/run/");

function Frame() {
  const t = useTranslate();
  const navigate = useNavigate();
  const { pathname } = useLocation();
  const { open } = useDialogs();
  const held = useHeldControl();
  const main = useRef<HTMLElement>(null);
  const workspace = useAnswer("app_state", {}).data?.workspace;

  const keys = useMemo(
    () => ({
      palette: () => open({ name: "palette" }),
      keys: () => open({ name: "keys" }),
      settings: () => void navigate({ to: "/settings" }),
      screen: (index: number) => {
        const screen = SCREENS[index];
        if (screen) void navigate({ to: screen.to });
      },
      back: () => {
        // A run of a drill lies below the list: there is no page of all runs.
        const parent = pathname.replace(/\/run(?=\/)/, "").replace(/\/[^/]*$/, "");
        if (parent !== "") void navigate({ to: parent });
      },
    }),
    [open, navigate, pathname],
  );
  useShellKeys(keys);
  useRowKeys();

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new page starts at its top
  useEffect(() => {
    main.current?.scrollTo(0, 0);
    // What was clicked is gone with its page; the keys must scroll the new one.
    if (document.activeElement === document.body) main.current?.focus();
  }, [pathname]);

  return (
    <div className={`${styles.frame} ${isFocused(pathname) ? styles.focused : ""}`}>
      <Navigation showKeys={held} />
      <main ref={main} tabIndex={-1} className={styles.main}>
        {workspace?.simulated && (
          <p className={styles.ribbon}>{t("ribbon-demo", { company: workspace.name })}</p>
        )}
        <Boundary key={pathname}>
          <Outlet />
        </Boundary>
      </main>
      <StatusBar />
      <DialogHost />
    </div>
  );
}
