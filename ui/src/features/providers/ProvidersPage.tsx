import { Link } from "@tanstack/react-router";
import FileInput from "lucide-react/icons/file-input";
import Radar from "lucide-react/icons/radar";
import { useState } from "react";
import { useTicking } from "../../app/clock";
import { useReady } from "../../app/ready";
import { Button } from "../../components/Button";
import { Glyph, StatusLabel } from "../../components/Glyph";
import { PageHead } from "../../components/Page";
import { EmptyState, Loaded } from "../../components/States";
import type { PairRow, ProviderList, SideRow } from "../../contract/types";
import { useFindingWords, useFormat, useTranslate } from "../../i18n";
import { useAnswer } from "../../platform/context";
import lists from "../compare/ComparePage.module.css";
import { ImportSheet } from "./ImportSheet";
import styles from "./ProvidersPage.module.css";
import { Strip } from "./Strip";
import { useProbing } from "./useProbing";
import { CADENCE_GLYPH, PROBE_GLYPH, usePairWords } from "./words";

/** A look at all probes of a pair is over within seconds. */
const LOOK_EVERY = 1000;

/** Every pair of a provider and what takes over when it fails. */
export function ProvidersPage() {
  const t = useTranslate();
  const list = useAnswer("provider_list", {});
  const isLooking = list.data?.pairs.some(({ running }) => running) ?? false;
  useAnswer("provider_list", {}, { every: isLooking && LOOK_EVERY });
  useReady(!list.isPending);
  useTicking();
  const [isImporting, setImporting] = useState(false);
  const isEmpty = list.data?.pairs.length === 0;
  const importButton = (
    <Button kind={isEmpty ? "primary" : "plain"} icon={FileInput} onPress={() => setImporting(true)}>
      {t("providers-import")}
    </Button>
  );
  const pairs = list.data?.pairs ?? [];
  return (
    <>
      <PageHead
        title={t("nav-providers")}
        sub={list.data && pairs.length > 0 && <Summary list={list.data} />}
        actions={pairs.length > 0 && importButton}
      />
      <Loaded query={list}>
        {({ pairs: all }) =>
          all.length === 0 ? (
            <EmptyState title={t("providers-empty-title")} actions={importButton}>
              {t("providers-empty-text")}
            </EmptyState>
          ) : (
            <Table rows={all} />
          )
        }
      </Loaded>
      {isImporting && <ImportSheet onClose={() => setImporting(false)} />}
    </>
  );
}

/** How many are ready, and whether our own line works: without it nothing else can be told. */
function Summary({ list: { pairs, own_line: line, own_line_at: at } }: { list: ProviderList }) {
  const t = useTranslate();
  const format = useFormat();
  const tried = pairs.filter(({ readiness }) => readiness.standing === "worked").length;
  return (
    <>
      {t("providers-summary", { total: pairs.length, tried })}{" "}
      <span className={styles.line}>
        <Glyph state={PROBE_GLYPH[line]} />
        {t(`providers-own-line-${line}`, { when: at === null ? "" : format.past(at) })}
      </span>
    </>
  );
}

function Table({ rows }: { rows: PairRow[] }) {
  const t = useTranslate();
  return (
    <div className={lists.page}>
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">{t("providers-column-pair")}</th>
            <th scope="col">{t("providers-column-primary")}</th>
            <th scope="col">{t("providers-column-backup")}</th>
            <th scope="col">{t("providers-column-ready")}</th>
            <th scope="col">{t("providers-column-drill")}</th>
            <th scope="col">
              <span className={styles.hidden}>{t("providers-probe")}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <Row key={row.id} row={row} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Row({ row }: { row: PairRow }) {
  const t = useTranslate();
  const words = usePairWords();
  const format = useFormat();
  const finding = useFindingWords();
  const { drill, findings } = row;
  const worst = findings[0];
  return (
    <tr>
      <td>
        <div className={styles.name}>
          <Glyph state={row.status} />
          <div>
            <b>
              <Link to="/providers/$id" params={{ id: row.id }} data-row>
                {row.title}
              </Link>{" "}
              <em className={lists[row.status]}>{words.standing(row)}</em>
            </b>
            <small>
              {row.gives.length > 0
                ? t("providers-gives", { what: format.list(row.gives.map(({ title }) => title)) })
                : t("providers-gives-nothing")}
            </small>
            {worst && (
              <small className={styles.wrong}>
                {finding(worst).what}
                {findings.length > 1 && ` ${t("providers-more-wrong", { count: findings.length - 1 })}`}
              </small>
            )}
          </div>
        </div>
      </td>
      <td>
        <Side side={row.primary} />
      </td>
      <td>
        <Side side={row.backup} />
      </td>
      <td>
        <p className={styles.ready}>{words.readiness(row.readiness)}</p>
      </td>
      <td>
        {drill ? (
          <div className={styles.due}>
            <StatusLabel state={CADENCE_GLYPH[drill.cadence.state]}>{words.drillDue(row)}</StatusLabel>
            {drill.run !== null && <small>{t("providers-drill-open")}</small>}
          </div>
        ) : (
          t("providers-no-drill")
        )}
      </td>
      <td className={lists.right}>
        <ProbeNow row={row} />
      </td>
    </tr>
  );
}

function Side({ side }: { side: SideRow }) {
  const t = useTranslate();
  const format = useFormat();
  const { title, state, last_look: at, median_milliseconds: median, probes } = side;
  return (
    <div className={styles.side}>
      <span className={styles.provider}>{title}</span>
      <Strip name={title} pieces={side.strip} />
      <small>
        <Glyph state={PROBE_GLYPH[state]} size={11} />
        {probes === 0
          ? t("providers-no-probe")
          : t(`providers-side-${state}`, {
              when: at === null ? "" : format.past(at),
              answer: median === null ? "" : t("providers-milliseconds", { count: median }),
            })}
      </small>
    </div>
  );
}

/** Asks every probe of a pair now, whatever its rhythm. */
export function ProbeNow({ row, isWide = false }: { row: PairRow; isWide?: boolean }) {
  const t = useTranslate();
  const probe = useProbing();
  const isBusy = row.running;
  return (
    <Button
      small={!isWide}
      icon={Radar}
      onPress={() => probe(row.id)}
      isDisabled={isBusy}
      {...(isWide ? {} : { "aria-label": t("providers-probe-of", { pair: row.title }) })}
    >
      {t(isBusy ? "providers-probing" : "providers-probe")}
    </Button>
  );
}
