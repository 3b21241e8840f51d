import { Link, useNavigate } from "@tanstack/react-router";
import FolderOpen from "lucide-react/icons/folder-open";
import Plus from "lucide-react/icons/plus";
import { useState } from "react";
import { useTicking } from "../../app/clock";
import { useReady } from "../../app/ready";
import { Button } from "../../components/Button";
import { Glyph, StatusLabel } from "../../components/Glyph";
import { PageHead } from "../../components/Page";
import { EmptyState, Loaded } from "../../components/States";
import type { SpotcheckRow } from "../../contract/types";
import { useFormat, useTranslate } from "../../i18n";
import { useAnswer, useDroppedFile } from "../../platform/context";
import lists from "../compare/ComparePage.module.css";
import { OpenWorkSheet } from "./OpenWorkSheet";
import styles from "./SpotchecksPage.module.css";
import { DECISION_GLYPH } from "./words";

/** Every list of payouts of which people check some by hand. */
export function SpotchecksPage() {
  const t = useTranslate();
  const navigate = useNavigate();
  const list = useAnswer("spotcheck_list", {});
  useReady(!list.isPending);
  useTicking();
  const rows = list.data?.spot_checks ?? [];
  const setUp = () => void navigate({ to: "/spotchecks/+new" });
  useDroppedFile((file) => void navigate({ to: "/spotchecks/+new", search: { file } }));
  const [isOpening, setOpening] = useState(false);
  const openFile = (
    <Button icon={FolderOpen} onPress={() => setOpening(true)}>
      {t("spotcheck-open")}
    </Button>
  );
  const waiting = rows.filter(({ stage }) => stage !== null && stage !== "signed").length;
  return (
    <>
      <PageHead
        title={t("nav-spotchecks")}
        sub={rows.length > 0 && t("spotcheck-summary", { total: rows.length, waiting })}
        actions={
          rows.length > 0 && (
            <>
              {openFile}
              <Button icon={Plus} onPress={setUp}>
                {t("spotcheck-new")}
              </Button>
            </>
          )
        }
      />
      <Loaded query={list}>
        {({ spot_checks: all }) =>
          all.length === 0 ? (
            <EmptyState
              title={t("spotcheck-empty-title")}
              actions={
                <>
                  <Button kind="primary" icon={Plus} onPress={setUp}>
                    {t("spotcheck-new")}
                  </Button>
                  {openFile}
                </>
              }
            >
              {t("spotcheck-empty-text")}
            </EmptyState>
          ) : (
            <Table rows={all} />
          )
        }
      </Loaded>
      {isOpening && (
        <OpenWorkSheet
          onClose={() => setOpening(false)}
          onOpen={(file) => void navigate({ to: "/spotchecks/+work", search: { file } })}
        />
      )}
    </>
  );
}

function Table({ rows }: { rows: SpotcheckRow[] }) {
  const t = useTranslate();
  return (
    <div className={lists.page}>
      <table className={`${lists.table} ${styles.table}`}>
        <thead>
          <tr>
            <th scope="col">{t("spotcheck-column-title")}</th>
            <th scope="col">{t("spotcheck-column-stage")}</th>
            <th scope="col" className={lists.right}>
              {t("spotcheck-column-payouts")}
            </th>
            <th scope="col" className={lists.right}>
              {t("spotcheck-column-drawn")}
            </th>
            <th scope="col">{t("spotcheck-column-decision")}</th>
            <th scope="col" className={lists.right}>
              {t("spotcheck-column-next")}
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

function Row({ row }: { row: SpotcheckRow }) {
  const t = useTranslate();
  const format = useFormat();
  const count = (value: number | null) => (value === null ? "–" : format.integer(value));
  return (
    <tr>
      <td>
        <div className={lists.name}>
          <Glyph state={row.status} />
          <div>
            <b>
              <Link to="/spotchecks/$id" params={{ id: row.id }} data-row>
                {row.title}
              </Link>{" "}
              <em className={lists[row.status]}>{t(`status-${row.status}`)}</em>
            </b>
            <small>
              {row.frozen_at === null
                ? t("spotcheck-never")
                : t("spotcheck-round-of", { round: row.round ?? 1, when: format.past(row.frozen_at) })}
            </small>
          </div>
        </div>
      </td>
      <td>
        {row.running ? (
          <StatusLabel state="running">{t("spotcheck-running")}</StatusLabel>
        ) : (
          t(row.stage === null ? "spotcheck-stage-none" : `round-stage-${row.stage}`)
        )}
      </td>
      <td className={lists.right}>{count(row.population)}</td>
      <td className={lists.right}>{count(row.drawn_at === null ? null : row.items)}</td>
      <td>
        {row.decision === null ? (
          "–"
        ) : (
          <StatusLabel state={DECISION_GLYPH[row.decision]}>
            {t(`spotcheck-decision-short-${row.decision}`)}
          </StatusLabel>
        )}
      </td>
      <td className={lists.right}>
        {row.next_at === null
          ? t("next-on-request")
          : row.status === "paused"
            ? t("parallel-paused")
            : format.upcoming(row.next_at)}
      </td>
    </tr>
  );
}
