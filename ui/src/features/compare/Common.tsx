import { Link } from "@tanstack/react-router";
import Copy from "lucide-react/icons/copy";
import { Button } from "../../components/Button";
import links from "../../components/Links.module.css";
import { useNotice } from "../../components/Notice";
import { Section } from "../../components/Page";
import type {
  CompareDetail,
  CompareRunView,
  Difference,
  Explanation,
  Figures,
  Outcome,
  Shape,
} from "../../contract/types";
import { Sentence, useFormat, useTranslate } from "../../i18n";
import { useAnswer } from "../../platform/context";
import styles from "./Common.module.css";
import { findingOf } from "./findings";
import { Value } from "./Value";
import { CommonSentence, Conditions, commonText } from "./words";

/** Of each explanation so many rows; the rest has its own page. */
const FIRST = 5;
/** Columns with few values beside the key: more have no room. */
const CONTEXT = 2;

interface CommonProps {
  detail: CompareDetail;
  run: CompareRunView;
  figures: Figures;
  /** Opens the sheet; none where only the newest run can be accepted. */
  onAccept: ((finding?: string) => void) | null;
}

/** The shared cause first, then the rows that show it. */
export function Common({ detail, run, figures, onAccept }: CommonProps) {
  const t = useTranslate();
  if (figures.unexplained === 0 && figures.explanations.length === 0) {
    return (
      <Section title={t("parallel-common")}>
        <p>{t("parallel-common-none", { rows: figures.matched })}</p>
      </Section>
    );
  }
  return (
    <Section title={t("parallel-common")}>
      {figures.explanations.length === 0 && (
        <p>{t("parallel-common-unknown", { rows: figures.unexplained })}</p>
      )}
      {figures.explanations.map((why, index) => (
        <Cause
          key={`${why.column} ${why.shape} ${why.conditions.map(({ value }) => value).join()}`}
          detail={detail}
          run={run}
          why={why}
          isFirst={index === 0}
          onAccept={onAccept}
        />
      ))}
      {run.has_differences ? (
        <FirstRows detail={detail} run={run} why={figures.explanations[0] ?? null} />
      ) : (
        <p className={styles.small}>{t("parallel-no-list")}</p>
      )}
    </Section>
  );
}

interface CauseProps extends Omit<CommonProps, "figures"> {
  why: Explanation;
  isFirst: boolean;
}

function Cause({ detail, run, why, isFirst, onAccept }: CauseProps) {
  const t = useTranslate();
  const finding = findingOf(run.findings, why);
  return (
    <div className={styles.common}>
      <div>
        <p className={isFirst ? styles.say : styles.next}>
          <CommonSentence why={why} />
        </p>
        <p className={styles.small}>
          {why.column !== null && t("parallel-common-column", { column: why.column })}{" "}
          {why.conditions.length > 0 &&
            (why.equal_rows === 0 ? (
              t("parallel-common-only")
            ) : (
              <Sentence
                id="parallel-common-equal"
                values={{ rows: why.equal_rows }}
                nodes={{ conditions: <Conditions conditions={why.conditions} /> }}
              />
            ))}
        </p>
      </div>
      <div className={styles.acts}>
        {isFirst && <CopyButton detail={detail} run={run} why={why} />}
        {onAccept && finding && (
          <Button small={!isFirst} onPress={() => onAccept(finding)}>
            {t("parallel-accept")}
          </Button>
        )}
      </div>
    </div>
  );
}

/** What whoever made the new system needs to see it: the sentence and the first rows, as text. */
function CopyButton({ detail, run, why }: { detail: CompareDetail; run: CompareRunView; why: Explanation }) {
  const t = useTranslate();
  const format = useFormat();
  const notice = useNotice();
  const first = useFirstRows(detail.id, run, why);
  const copy = () => {
    const rows = first.data?.rows ?? [];
    const lines = [
      `${detail.title}, ${format.dateInside(run.day)}`,
      commonText(t, format, why),
      ...(rows.length === 0
        ? []
        : [
            [
              ...(first.data?.key ?? []),
              t("parallel-of-column"),
              t("parallel-of-old"),
              t("parallel-of-new"),
            ].join("\t"),
          ]),
      ...rows.map((row) => [...row.key, row.column, row.old, row.new].map((cell) => cell ?? "").join("\t")),
    ];
    navigator.clipboard.writeText(lines.join("\n")).then(
      () => notice(t("parallel-copied")),
      () => notice(t("notice-not-copied")),
    );
  };
  return (
    <Button icon={Copy} onPress={copy}>
      {t("parallel-copy")}
    </Button>
  );
}

/** The rows that an explanation is about: whole rows by their side, cells by their column. */
function listOf(why: Explanation | null): { column?: string; shape?: Shape; outcome?: Outcome } {
  return {
    ...(why?.column ? { column: why.column } : {}),
    ...(why?.shape ? { shape: why.shape } : { outcome: "mismatch" as const }),
  };
}

const useFirstRows = (id: string, run: CompareRunView, why: Explanation | null) =>
  useAnswer(
    "compare_differences",
    {
      id,
      run: run.run,
      ...listOf(why),
      offset: 0,
      limit: FIRST,
    },
    { enabled: run.has_differences },
  );

function FirstRows({
  detail,
  run,
  why,
}: {
  detail: CompareDetail;
  run: CompareRunView;
  why: Explanation | null;
}) {
  const t = useTranslate();
  const { data } = useFirstRows(detail.id, run, why);
  if (!data) return null;
  const shared = [...new Set(data.rows.flatMap((row) => row.context.map(({ column }) => column)))].slice(
    0,
    CONTEXT,
  );
  const rest = data.matching - data.rows.length;
  return (
    <>
      <table className={styles.diff}>
        <thead>
          <tr>
            {data.key.map((name) => (
              <th key={name} scope="col">
                {name}
              </th>
            ))}
            {shared.map((name) => (
              <th key={name} scope="col" className={styles.shared}>
                {name}
              </th>
            ))}
            <th scope="col">{t("parallel-of-column")}</th>
            <th scope="col" className={styles.right}>
              {t("parallel-of-old")}
            </th>
            <th scope="col" className={styles.right}>
              {t("parallel-of-new")}
            </th>
            <th scope="col" className={styles.right}>
              {t("parallel-of-difference")}
            </th>
            <th scope="col" className={styles.right}>
              {t("parallel-of-factor")}
            </th>
          </tr>
        </thead>
        <tbody>
          {data.rows.map((row) => (
            <Row key={row.number} row={row} shared={shared} />
          ))}
        </tbody>
      </table>
      <p className={styles.more}>
        <Link
          to="/parallel/$id/differences"
          params={{ id: detail.id }}
          search={{ run: run.run, ...(rest > 0 ? listOf(why) : {}) }}
          className={links.link}
        >
          {rest > 0
            ? t("parallel-more-rows", { count: rest })
            : t("parallel-all-rows", { count: data.listed })}
        </Link>
      </p>
    </>
  );
}

function Row({ row, shared }: { row: Difference; shared: string[] }) {
  const format = useFormat();
  const where = new Map(row.context.map(({ column, value }) => [column, value]));
  return (
    <tr>
      {row.key.map((part, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a key keep their places
        <td key={index} className={styles.key}>
          <code>
            <Value text={part} />
          </code>
        </td>
      ))}
      {shared.map((name) => (
        <td key={name} className={styles.shared}>
          <Value text={where.get(name) ?? null} />
        </td>
      ))}
      <td>
        <code>{row.column}</code>
      </td>
      <td className={styles.right}>
        <Value text={row.old} beside={row.new} side="old" isAmount={row.difference !== null} />
      </td>
      <td className={styles.right}>
        <Value text={row.new} beside={row.old} side="new" isAmount={row.difference !== null} />
      </td>
      <td className={styles.right}>{row.difference !== null && format.signed(row.difference)}</td>
      <td className={styles.right}>{row.factor !== null && `×${format.decimal(row.factor)}`}</td>
    </tr>
  );
}
