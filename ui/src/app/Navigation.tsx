import { createLink } from "@tanstack/react-router";
import type { LucideIcon } from "lucide-react";
import Archive from "lucide-react/icons/archive";
import ArrowLeftRight from "lucide-react/icons/arrow-left-right";
import CalendarClock from "lucide-react/icons/calendar-clock";
import Columns2 from "lucide-react/icons/columns-2";
import FileCheck from "lucide-react/icons/file-check";
import Gauge from "lucide-react/icons/gauge";
import ScanSearch from "lucide-react/icons/scan-search";
import Share2 from "lucide-react/icons/share-2";
import SlidersHorizontal from "lucide-react/icons/sliders-horizontal";
import Timer from "lucide-react/icons/timer";
import { Link as AriaLink } from "react-aria-components";
import { Glyph, LoadLine } from "../components/Glyph";
import { Icon } from "../components/Icon";
import { Tip } from "../components/Tip";
import type { Status } from "../contract/types";
import { useTranslate } from "../i18n";
import { useAnswer } from "../platform/context";
import styles from "./Navigation.module.css";

const NavLink = createLink(AriaLink);

interface Screen {
  to:
    | "/"
    | "/backups"
    | "/parallel"
    | "/spotchecks"
    | "/providers"
    | "/drills"
    | "/map"
    | "/evidence"
    | "/schedule";
  label: string;
  icon: LucideIcon;
}

/** In this order; an entry appears with its capability. */
export const SCREENS: Screen[] = [
  { to: "/", label: "nav-today", icon: Gauge },
  { to: "/backups", label: "nav-backups", icon: Archive },
  { to: "/parallel", label: "nav-parallel", icon: Columns2 },
  { to: "/spotchecks", label: "nav-spotchecks", icon: ScanSearch },
  { to: "/providers", label: "nav-providers", icon: ArrowLeftRight },
  { to: "/drills", label: "nav-drills", icon: Timer },
  { to: "/map", label: "nav-map", icon: Share2 },
  { to: "/evidence", label: "nav-evidence", icon: FileCheck },
  { to: "/schedule", label: "nav-schedule", icon: CalendarClock },
];

/** The worst that a person must look at, and how often. */
function worst(rows: { status: Status }[]): { state: Status; count: number } | null {
  for (const state of ["failing", "stale", "attention", "unproven"] as const) {
    const count = rows.filter((row) => row.status === state).length;
    if (count > 0) return { state, count };
  }
  return null;
}

export const initials = (person: string): string =>
  person
    .split(/[\s._-]+/)
    .filter(Boolean)
    .slice(0, 2)
    .map((word) => word[0]?.toUpperCase() ?? "")
    .join("");

export function Navigation({ showKeys }: { showKeys: boolean }) {
  const t = useTranslate();
  const state = useAnswer("app_state", {}).data;
  const badges: Partial<Record<Screen["to"], ReturnType<typeof worst>>> = {
    "/backups": worst(useAnswer("backup_list", {}).data?.backups ?? []),
    "/parallel": worst(useAnswer("compare_list", {}).data?.parallel_runs ?? []),
    "/spotchecks": worst(useAnswer("spotcheck_list", {}).data?.spot_checks ?? []),
    "/providers": worst(useAnswer("provider_list", {}).data?.pairs ?? []),
  };
  return (
    <nav className={`${styles.nav} ${showKeys ? styles.keys : ""}`} aria-label={t("nav-label")}>
      <div className={styles.top}>
        <LoadLine />
        <div className={styles.company}>
          <b>{t("app-name")}</b>
          <span>{state?.workspace?.name}</span>
        </div>
      </div>
      <ul>
        {SCREENS.map((screen, index) => {
          const badge = badges[screen.to];
          return (
            <li key={screen.to}>
              <Tip text={t(screen.label)}>
                <NavLink
                  to={screen.to}
                  activeOptions={{ exact: screen.to === "/" }}
                  className={styles.entry ?? ""}
                  aria-label={
                    badge
                      ? t("nav-with-badge", {
                          label: t(screen.label),
                          count: badge.count,
                          status: t(`status-${badge.state}`).toLowerCase(),
                        })
                      : t(screen.label)
                  }
                >
                  <Icon of={screen.icon} />
                  <span>{t(screen.label)}</span>
                  {badge && (
                    <em className={`${styles.badge} ${styles[badge.state]}`}>
                      <Glyph state={badge.state} size={11} named />
                      {badge.count}
                    </em>
                  )}
                  <kbd>{index + 1}</kbd>
                </NavLink>
              </Tip>
            </li>
          );
        })}
      </ul>
      <div className={styles.foot}>
        <Tip text={t("nav-settings")}>
          <NavLink to="/settings" className={styles.entry ?? ""} aria-label={t("nav-settings")}>
            <Icon of={SlidersHorizontal} />
            <span>{t("nav-settings")}</span>
            <kbd>,</kbd>
          </NavLink>
        </Tip>
        {state && (
          <div className={styles.person}>
            <i aria-hidden="true">{initials(state.person)}</i>
            <span>{state.person}</span>
          </div>
        )}
      </div>
    </nav>
  );
}
