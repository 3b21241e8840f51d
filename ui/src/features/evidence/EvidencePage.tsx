import { Link, useSearch } from "@tanstack/react-router";
import FileCheck from "lucide-react/icons/file-check";
import { useState } from "react";
import { useReady } from "../../app/ready";
import { Button } from "../../components/Button";
import { Glyph } from "../../components/Glyph";
import { Hash } from "../../components/Hash";
import { PageHead } from "../../components/Page";
import { Banner, EmptyState, Loaded, Refusal } from "../../components/States";
import type { EvidenceList, EvidenceVerifyReport } from "../../contract/types";
import { useFormat, useTranslate } from "../../i18n";
import { useAnswer, useCommand } from "../../platform/context";
import styles from "./EvidencePage.module.css";
import { useRecordSentence, verdictState } from "./sentence";

const PAGE = 50;
const ALL = "";

export function EvidencePage() {
  const t = useTranslate();
  const search: { control?: string } = useSearch({ strict: false });
  const [control, setControl] = useState(search.control ?? ALL);
  /** The sequence numbers the pages so far began below; empty on the newest page. */
  const [turned, setTurned] = useState<number[]>([]);
  const before = turned.at(-1);
  const list = useAnswer(
    "evidence_list",
    { limit: PAGE, ...(before === undefined ? {} : { before }), ...(control === ALL ? {} : { control }) },
    { keep: true },
  );
  const verify = useCommand("evidence_verify");
  useReady(!list.isPending);
  const choose = (next: string) => {
    setControl(next);
    setTurned([]);
  };
  return (
    <>
      <PageHead
        title={t("nav-evidence")}
        sub={list.data && t("evidence-sub", { count: list.data.total })}
        actions={
          <Button icon={FileCheck} onPress={() => verify.mutate({})} isDisabled={verify.isPending}>
            {t(verify.isPending ? "evidence-checking" : "evidence-check")}
          </Button>
        }
      />
      <div className={styles.page}>
        {verify.data && <LedgerResult report={verify.data} />}
        {verify.error && (
          <div className={styles.result}>
            <Refusal error={verify.error} />
          </div>
        )}
        <Loaded query={list}>
          {(data) =>
            data.total === 0 && control === ALL ? (
              <EmptyState title={t("evidence-empty-title")}>{t("evidence-empty-text")}</EmptyState>
            ) : (
              <Records
                data={data}
                control={control}
                onControl={choose}
                page={turned.length}
                onOlder={(seq) => setTurned([...turned, seq])}
                onNewer={() => setTurned(turned.slice(0, -1))}
              />
            )
          }
        </Loaded>
      </div>
    </>
  );
}

function LedgerResult({ report }: { report: EvidenceVerifyReport }) {
  const t = useTranslate();
  return (
    <div className={styles.result} role="status">
      <Banner
        state={verdictState(report.verdict)}
        title={t(report.problems.length === 0 ? "evidence-whole" : "evidence-broken", {
          records: report.records,
          count: report.problems.length,
        })}
      >
        {report.head && t("evidence-head", { seq: report.head.seq, hash: report.head.hash.slice(0, 8) })}
      </Banner>
      {report.problems.length > 0 && (
        <ul>
          {report.problems.map(({ seq, problem }) => (
            <li key={`${seq} ${problem}`}>{t(`evidence-problem-${problem}`, { seq })}</li>
          ))}
        </ul>
      )}
    </div>
  );
}

interface RecordsProps {
  data: EvidenceList;
  control: string;
  onControl: (control: string) => void;
  page: number;
  onOlder: (seq: number) => void;
  onNewer: () => void;
}

function Records({ data, control, onControl, page, onOlder, onNewer }: RecordsProps) {
  const t = useTranslate();
  const format = useFormat();
  const sentence = useRecordSentence();
  const backups = useAnswer("backup_list", {}).data?.backups ?? [];
  const comparisons = useAnswer("compare_list", {}).data?.parallel_runs ?? [];
  const first = page * PAGE + 1;
  const last = page * PAGE + data.records.length;
  const oldest = data.records.at(-1)?.seq;
  return (
    <>
      <div className={styles.tools}>
        <select
          aria-label={t("evidence-filter")}
          data-filter
          value={control}
          onChange={(event) => onControl(event.target.value)}
        >
          <option value={ALL}>{t("evidence-filter-all")}</option>
          {[...backups, ...comparisons].map(({ id, title }) => (
            <option key={id} value={id}>
              {title}
            </option>
          ))}
        </select>
        <span className={styles.count}>
          {data.records.length > 0 && t("evidence-range", { first, last, total: data.total })}
        </span>
        <Button small isDisabled={page === 0} onPress={onNewer}>
          {t("evidence-newer")}
        </Button>
        <Button
          small
          isDisabled={last >= data.total || oldest === undefined}
          onPress={() => oldest !== undefined && onOlder(oldest)}
        >
          {t("evidence-older")}
        </Button>
      </div>
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col" className={styles.number}>
              {t("evidence-column-number")}
            </th>
            <th scope="col">{t("evidence-column-record")}</th>
            <th scope="col">{t("evidence-column-when")}</th>
            <th scope="col">{t("evidence-column-hash")}</th>
          </tr>
        </thead>
        <tbody>
          {data.records.map((row) => (
            <tr key={row.seq}>
              <td className={styles.number}>{format.integer(row.seq)}</td>
              <td>
                <span className={styles.record}>
                  {row.verdict ? <Glyph state={verdictState(row.verdict)} named /> : <i />}
                  <Link to="/evidence/$seq" params={{ seq: String(row.seq) }} data-row>
                    {sentence(row)}
                  </Link>
                </span>
              </td>
              <td>
                <time dateTime={row.at} title={format.full(row.at)}>
                  {t("evidence-when", { day: format.shortDay(row.at), clock: format.clock(row.at) })}
                </time>
              </td>
              <td>
                <Hash value={row.hash} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {data.records.length === 0 && <p className={styles.none}>{t("evidence-none-here")}</p>}
    </>
  );
}
