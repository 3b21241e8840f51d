import { useNavigate, useParams, useSearch } from "@tanstack/react-router";
import Download from "lucide-react/icons/download";
import { useState } from "react";
import { useReady } from "../../app/ready";
import { Button } from "../../components/Button";
import { Filter, Segments, Select } from "../../components/Fields";
import { PageHead } from "../../components/Page";
import { Loaded } from "../../components/States";
import type { CompareDetail, CompareRunView, Figures, Outcome, Shape } from "../../contract/types";
import { useFormat, useTranslate } from "../../i18n";
import { useAnswer } from "../../platform/context";
import { useSettled } from "../schedule/useNextTimes";
import styles from "./DifferencesPage.module.css";
import { ExportSheet } from "./ExportSheet";
import { Rows } from "./Rows";

const LISTED: readonly Outcome[] = ["mismatch", "tolerated", "known", "not_comparable"];
const SHAPES: readonly Shape[] = [
  "value",
  "rounding",
  "null",
  "empty",
  "only_old",
  "only_new",
  "duplicate_old",
  "duplicate_new",
];

/** What of a list is shown; it stands in the address, so that a way back leads to the same. */
export interface Shown {
  run?: string;
  column?: string;
  shape?: Shape;
  outcome?: Outcome;
}

export function shownOf(search: Record<string, unknown>): Shown {
  const shape = SHAPES.find((one) => one === search.shape);
  const outcome = LISTED.find((one) => one === search.outcome);
  return {
    ...(typeof search.run === "string" ? { run: search.run } : {}),
    ...(typeof search.column === "string" ? { column: search.column } : {}),
    ...(shape === undefined ? {} : { shape }),
    ...(outcome === undefined ? {} : { outcome }),
  };
}

/** Every difference of one run, however many. */
export function DifferencesPage() {
  const { id = "" } = useParams({ strict: false });
  const t = useTranslate();
  const { run }: Shown = useSearch({ strict: false });
  const detail = useAnswer("compare_show", { id });
  const report = useAnswer("compare_report", { id, ...(run === undefined ? {} : { run }) });
  useReady(!detail.isPending && !report.isPending);
  return (
    <>
      {!(detail.data && report.data) && (
        <PageHead crumb={{ to: `/parallel/${id}`, label: id }} title={t("parallel-list")} />
      )}
      <Loaded query={detail}>
        {(data) => <Loaded query={report}>{(found) => <Screen detail={data} run={found} />}</Loaded>}
      </Loaded>
    </>
  );
}

function Screen({ detail, run }: { detail: CompareDetail; run: CompareRunView }) {
  const t = useTranslate();
  const format = useFormat();
  const [isExporting, setExporting] = useState(false);
  return (
    <div className={styles.page}>
      <PageHead
        crumb={{ to: `/parallel/${detail.id}`, label: detail.title }}
        title={t("parallel-list")}
        sub={t("parallel-list-sub", { date: format.dateTitle(run.day) })}
        actions={
          run.has_differences && (
            <Button icon={Download} onPress={() => setExporting(true)}>
              {t("parallel-export")}
            </Button>
          )
        }
      />
      {run.has_differences ? (
        <List detail={detail} run={run} />
      ) : (
        <p className={styles.none}>{t("parallel-no-list")}</p>
      )}
      {isExporting && (
        <ExportSheet
          id={detail.id}
          run={run.run}
          day={run.day}
          personal={detail.rules.personal}
          onClose={() => setExporting(false)}
        />
      )}
    </div>
  );
}

/** How many cells of a column are listed; those that are equal are not. */
function listedOf(figures: Figures, column: string): number {
  const cells = figures.columns.find(({ name }) => name === column)?.cells;
  return cells ? cells.tolerated + cells.known + cells.mismatch + cells.not_comparable : 0;
}

const ALL = "";

function List({ detail, run }: { detail: CompareDetail; run: CompareRunView }) {
  const t = useTranslate();
  const navigate = useNavigate();
  const shown: Shown = useSearch({ strict: false });
  const [text, setText] = useState("");
  const find = useSettled(text.trim());
  const { figures } = run;
  const columns = figures
    ? figures.columns.map(({ name }) => name).filter((name) => listedOf(figures, name) > 0)
    : [];
  const change = (next: Shown) =>
    void navigate({
      to: "/parallel/$id/differences",
      params: { id: detail.id },
      search: { ...shown, ...next },
      replace: true,
    });
  const asked = {
    id: detail.id,
    run: run.run,
    ...(shown.column === undefined ? {} : { column: shown.column }),
    ...(shown.shape === undefined ? {} : { shape: shown.shape }),
    ...(shown.outcome === undefined ? {} : { outcome: shown.outcome }),
    ...(find === "" ? {} : { find }),
  };
  const outcomes = LISTED.filter(
    (one) => one !== "not_comparable" || (figures?.cells.not_comparable ?? 0) > 0,
  );
  return (
    <>
      <div className={styles.tools}>
        <Segments<Outcome | "all">
          label={t("parallel-list-outcome")}
          value={shown.outcome ?? "all"}
          onChange={(outcome) => change({ outcome: outcome === "all" ? undefined : outcome } as Shown)}
          choices={[
            { id: "all", label: t("parallel-list-all") },
            ...outcomes.map((one) => ({
              id: one,
              label: t(`parallel-list-${one}`, { count: figures?.cells[one] ?? 0 }),
            })),
          ]}
        />
        <Select
          hideLabel
          label={t("parallel-of-column")}
          value={shown.column ?? ALL}
          onChange={(column) => change({ column: column === ALL ? undefined : column } as Shown)}
          options={[
            { id: ALL, label: t("parallel-list-columns") },
            ...columns.map((name) => ({
              id: name,
              label: t("parallel-list-column", {
                column: name,
                count: figures ? listedOf(figures, name) : 0,
              }),
            })),
          ]}
        />
        <Select
          hideLabel
          label={t("parallel-list-kind")}
          value={shown.shape ?? ALL}
          onChange={(shape) => change({ shape: SHAPES.find((one) => one === shape) } as Shown)}
          options={[
            { id: ALL, label: t("parallel-list-kinds") },
            ...SHAPES.map((one) => ({ id: one, label: t(`parallel-shape-${one}`) })),
          ]}
        />
        <Filter
          label={t("parallel-list-find")}
          placeholder={t("parallel-list-find-short")}
          value={text}
          onChange={setText}
        />
      </div>
      <Rows key={JSON.stringify(asked)} asked={asked} />
    </>
  );
}
