import Ellipsis from "lucide-react/icons/ellipsis";
import { useState } from "react";
import { useTicking } from "../../app/clock";
import { useReady } from "../../app/ready";
import { Button } from "../../components/Button";
import { Segments } from "../../components/Fields";
import { Menu } from "../../components/Menu";
import { PageHead } from "../../components/Page";
import { EmptyState, Loaded } from "../../components/States";
import type { RiskReport } from "../../contract/types";
import { useTranslate } from "../../i18n";
import { useAnswer } from "../../platform/context";
import { AddMenu } from "./entry/AddMenu";
import { FirstMapButton } from "./entry/FirstMapButton";
import { FaultTreeSheet, PictureSheet } from "./FileSheets";
import { ringed } from "./graph";
import { Inspector } from "./Inspector";
import styles from "./MapPage.module.css";
import { MapView } from "./MapView";
import { Paper } from "./Paper";
import { type MapState, SHOWS, stepBack, useMap } from "./useMap";
import { useMapKeys } from "./useMapKeys";
import { WhatIfTitle } from "./WhatIf";
import { zoomed } from "./zoom";

/** What leans on what, what a failure costs, and what to prove next. */
export function MapPage() {
  const t = useTranslate();
  const map = useMap();
  const request = { without: map.off, with: map.taken };
  const report = useAnswer("risk", request, { keep: true });
  useReady(!report.isPending);
  useTicking();
  const isEmpty = report.data?.processes.length === 0;
  return (
    <div className={styles.page}>
      {report.data && !isEmpty ? <Head map={map} report={report.data} /> : <PageHead title={t("nav-map")} />}
      <Loaded query={report}>
        {(data) =>
          isEmpty ? (
            <EmptyState
              title={t("risk-empty-title")}
              actions={
                <>
                  <FirstMapButton />
                  <AddMenu />
                </>
              }
            >
              {t("risk-empty-text")}
            </EmptyState>
          ) : (
            <Screen map={map} report={data} />
          )
        }
      </Loaded>
    </div>
  );
}

interface PartProps {
  map: MapState;
  report: RiskReport;
}

type Open = "svg" | "png" | "tree";

function Head({ map, report }: PartProps) {
  const t = useTranslate();
  const [open, setOpen] = useState<Open | null>(null);
  const { ids, several } = ringed(report);
  const isBare = report.components.length === 0;
  const summary = isBare ? "bare" : ids.size === 0 ? "none" : several ? "several" : "single";
  return (
    <>
      <PageHead
        title={map.isQuestion ? <WhatIfTitle map={map} report={report} /> : t("nav-map")}
        sub={
          map.isQuestion
            ? t(map.off.length === 0 ? "risk-question-sub-options" : "risk-question-sub", {
                stop: report.down.length,
                run: report.processes.length - report.down.length,
              })
            : t(`risk-sub-${summary}`, { count: ids.size })
        }
        actions={
          map.isQuestion ? (
            <Button kind="primary" onPress={map.acts.leaveQuestion}>
              {t("risk-back")} <kbd className={styles.key}>Esc</kbd>
            </Button>
          ) : (
            <>
              {map.view === "map" && (
                <Segments
                  label={t("risk-show")}
                  value={map.show}
                  onChange={map.acts.show}
                  choices={SHOWS.map((id) => ({ id, label: t(`risk-show-${id}`) }))}
                />
              )}
              <Menu
                button={<Button icon={Ellipsis} aria-label={t("risk-more")} />}
                items={[
                  { id: "print", title: t("risk-print"), text: t("risk-print-text") },
                  { id: "svg", title: t("risk-save-svg"), text: t("risk-save-svg-text") },
                  { id: "png", title: t("risk-save-png"), text: t("risk-save-png-text") },
                  { id: "tree", title: t("risk-save-tree"), text: t("risk-save-tree-text") },
                ]}
                // The menu takes its leave before the page is printed.
                onAction={(id) =>
                  id === "print" ? requestAnimationFrame(() => window.print()) : setOpen(id as Open)
                }
              />
              <AddMenu />
            </>
          )
        }
      />
      {(open === "svg" || open === "png") && (
        <PictureSheet format={open} report={report} onClose={() => setOpen(null)} />
      )}
      {open === "tree" && <FaultTreeSheet onClose={() => setOpen(null)} />}
    </>
  );
}

function Screen({ map, report }: PartProps) {
  const [scale, setScale] = useState(1);
  useMapKeys({
    back: () => stepBack(map),
    whatIf: () => {
      const { selected } = map;
      if (report.components.some(({ id }) => id === selected) && selected !== null) map.acts.switch(selected);
    },
    zoom: (by) => setScale((old) => zoomed(old, by)),
  });
  return (
    <div className={styles.split}>
      <MapView map={map} report={report} scale={scale} onScale={setScale} />
      <Inspector map={map} report={report} />
      <Paper report={report} />
    </div>
  );
}
