import { Link, useNavigate } from "@tanstack/react-router";
import Plus from "lucide-react/icons/plus";
import { useTicking } from "../../app/clock";
import { useReady } from "../../app/ready";
import { Button } from "../../components/Button";
import { Glyph, StatusLabel } from "../../components/Glyph";
import { PageHead } from "../../components/Page";
import { EmptyState, Loaded } from "../../components/States";
import type { CompareRow } from "../../contract/types";
import { useFormat, useTranslate } from "../../i18n";
import { useAnswer } from "../../platform/context";
import styles from "./ComparePage.module.css";
import { DECISION_GLYPH, shortPlace } from "./words";

/** Every pair of systems that is compared until somebody may switch. */
export function ComparePage() {
  const t = useTranslate();
  const navigate = useNavigate();
  const list = useAnswer("compare_list", {});
  useReady(!list.isPending);
  useTicking();
  const rows = list.data?.parallel_runs ?? [];
  const setUp = () => void navigate({ to: "/parallel/+new" });
  return (
    <>
      <PageHead
        title={t("nav-parallel")}
        sub={rows.length > 0 && <Summary rows={rows} />}
        actions={
          rows.length > 0 && (
            <Button icon={Plus} onPress={setUp}>
              {t("parallel-set-up")}
            </Button>
          )
        }
      />
      <Loaded query={list}>
        {({ parallel_runs: all }) =>
          all.length === 0 ? (
            <EmptyState
              title={t("parallel-empty-title")}
              actions={
                <Button kind="primary" icon={Plus} onPress={setUp}>
                  {t("parallel-set-up")}
                </Button>
              }
            >
              {t("parallel-empty-text")}
            </EmptyState>
          ) : (
            <Table rows={all} />
          )
        }
      </Loaded>
    </>
  );
}

function Summary({ rows }: { rows: CompareRow[] }) {
  const t = useTranslate();
  const count = (decision: CompareRow["decision"]) => rows.filter((row) => row.decision === decision).length;
  return t("parallel-summary", { total: rows.length, go: count("go"), stopped: count("no_go") });
}

function Table({ rows }: { rows: CompareRow[] }) {
  const t = useTranslate();
  return (
    <div className={styles.page}>
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">{t("parallel-column-title")}</th>
            <th scope="col">{t("parallel-column-unexplained")}</th>
            <th scope="col">{t("parallel-column-clean")}</th>
            <th scope="col">{t("parallel-column-decision")}</th>
            <th scope="col" className={styles.right}>
              {t("parallel-column-last")}
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

function Row({ row }: { row: CompareRow }) {
  const t = useTranslate();
  const format = useFormat();
  const { unexplained, rows, last_run_at: last } = row;
  return (
    <tr>
      <td>
        <div className={styles.name}>
          <Glyph state={row.status} />
          <div>
            <b>
              <Link to="/parallel/$id" params={{ id: row.id }} data-row>
                {row.title}
              </Link>{" "}
              <em className={styles[row.status]}>{t(`status-${row.status}`)}</em>
            </b>
            <small title={t("parallel-old-to-new", { old: row.old, new: row.new })}>
              {t("parallel-old-to-new", { old: shortPlace(row.old), new: shortPlace(row.new) })}
            </small>
          </div>
        </div>
      </td>
      <td>
        {last === null
          ? t("parallel-never")
          : unexplained === null
            ? t("parallel-could-not-tell")
            : t("parallel-rows-of", { count: unexplained, rows: rows ?? 0 })}
        <small>{row.last_verdict && t(`parallel-verdict-${row.last_verdict}`)}</small>
      </td>
      <td>
        <Streak have={row.clean_runs} want={row.clean_runs_wanted} />
      </td>
      <td>
        <StatusLabel state={DECISION_GLYPH[row.decision]}>
          {t(`parallel-decision-${row.decision}`)}
        </StatusLabel>
      </td>
      <td className={styles.right}>
        {row.running ? (
          <StatusLabel state="running">{t("run-now-compare")}</StatusLabel>
        ) : last === null ? (
          t("lines-never")
        ) : (
          <time dateTime={last} title={format.full(last)}>
            {format.past(last)}
          </time>
        )}
        <small>
          {row.next_at === null
            ? t("next-on-request")
            : row.status === "paused"
              ? t("parallel-paused")
              : t("parallel-next", { when: format.when(row.next_at) })}
        </small>
      </td>
    </tr>
  );
}

/** So many clean runs in a row, of how many are wanted. */
function Streak({ have, want }: { have: number; want: number }) {
  const t = useTranslate();
  return (
    <div className={styles.streak}>
      <span className={styles.meter} aria-hidden="true">
        <i style={{ width: `${want === 0 ? 100 : Math.min(100, (have / want) * 100)}%` }} />
      </span>
      {t("parallel-clean-of", { have, want })}
    </div>
  );
}
