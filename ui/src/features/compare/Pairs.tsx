import { useEffect } from "react";
import { Button } from "../../components/Button";
import { Sheet, SheetActions } from "../../components/Sheet";
import { Loaded, Refusal, Waiting } from "../../components/States";
import type { CompareDetail, CompareLook, Drift, SideFacts, SideInput, SideView } from "../../contract/types";
import { useTranslate } from "../../i18n";
import { useAnswer, useCommand } from "../../platform/context";
import styles from "./Pairs.module.css";
import { FILE_KINDS } from "./setup";
import { Value } from "./Value";

/** Of those that differ, so many. */
const DIFFERING = 20;

/** Two values of one row, under the old and the new name. */
interface Pair {
  key: (string | null)[];
  old: string | null;
  new: string | null;
}

/** A rename that somebody may decide on has both names. */
export type Proposed = Drift & { from: string; to: string };

/** What stands under the old and the new name: rows that match and rows that do not. */
export function Pairs({
  detail,
  drift,
  onClose,
}: {
  detail: CompareDetail;
  drift: Proposed;
  onClose: () => void;
}) {
  const t = useTranslate();
  return (
    <Sheet title={t("parallel-pairs-title")} isOpen onClose={onClose} wide>
      <div className={styles.pairs}>
        <p>{t("parallel-pairs-text", { matched: drift.matched, of: drift.of })}</p>
        <Differing detail={detail} drift={drift} />
        <Matching detail={detail} drift={drift} />
      </div>
      <SheetActions>
        <Button onPress={onClose}>{t("action-close")}</Button>
      </SheetActions>
    </Sheet>
  );
}

function Differing({ detail, drift }: { detail: CompareDetail; drift: Proposed }) {
  const t = useTranslate();
  const pairs = useAnswer("compare_differences", {
    id: detail.id,
    column: drift.from,
    offset: 0,
    limit: DIFFERING,
  });
  return (
    <section>
      <h3>{t("parallel-pairs-differ")}</h3>
      <Loaded query={pairs}>
        {({ rows, key }) =>
          rows.length === 0 ? (
            <p>{t("parallel-pairs-none")}</p>
          ) : (
            <Table keyNames={key} drift={drift} pairs={rows} />
          )
        }
      </Loaded>
    </section>
  );
}

/** The side as it was read: only a file can be looked at again by its name alone. */
function inputOf(side: SideView, facts: SideFacts | null): SideInput | null {
  const kind = FILE_KINDS.find((one) => one === side.kind);
  return kind && facts ? { kind, path: facts.place } : null;
}

function Matching({ detail, drift }: { detail: CompareDetail; drift: Proposed }) {
  const t = useTranslate();
  const { latest } = detail;
  const [old, now] = [inputOf(detail.old, latest?.old ?? null), inputOf(detail.new, latest?.new ?? null)];
  return (
    <section>
      <h3>{t("parallel-pairs-match")}</h3>
      {old && now ? (
        <Looked detail={detail} drift={drift} old={old} now={now} />
      ) : (
        <p>{t("parallel-pairs-no-file")}</p>
      )}
    </section>
  );
}

interface LookedProps {
  detail: CompareDetail;
  drift: Proposed;
  old: SideInput;
  now: SideInput;
}

function Looked({ detail, drift, old, now }: LookedProps) {
  const t = useTranslate();
  // Reading two files takes a while: once, and not again with every change elsewhere.
  const { mutate, data, error } = useCommand("compare_look");
  const [oldPath, newPath] = [old.path, now.path];
  // biome-ignore lint/correctness/useExhaustiveDependencies: the files are known by their names
  useEffect(() => mutate({ old, new: now }), [mutate, oldPath, newPath]);
  if (error) return <Refusal error={error} />;
  if (!data) return <Waiting />;
  const pairs = pairsOf(data, drift);
  const hasChanged =
    data.old?.sha256 !== detail.latest?.old?.sha256 || data.new?.sha256 !== detail.latest?.new?.sha256;
  if (pairs.length === 0) return <p>{t("parallel-pairs-no-match")}</p>;
  return (
    <>
      <p>
        {t("parallel-pairs-first", { count: pairs.length })} {hasChanged && t("parallel-pairs-changed")}
      </p>
      <Table keyNames={data.proposal.key} drift={drift} pairs={pairs} />
    </>
  );
}

/** Rows with the same value under both names, where both were read as one column. */
function pairsOf({ columns, rows, proposal }: CompareLook, { from, to }: Proposed): Pair[] {
  if (proposal.rename[from] !== to) return [];
  const [column, part] = [columns.indexOf(from), proposal.key.indexOf(from)];
  const pairs = rows.map((row): Pair => {
    // What matches by its key has the same value on both sides.
    if (part !== -1) return { key: row.key, old: row.key[part] ?? null, new: row.key[part] ?? null };
    return { key: row.key, old: row.old[column] ?? null, new: row.new[column] ?? null };
  });
  return column === -1 && part === -1 ? [] : pairs.filter((pair) => pair.old === pair.new);
}

function Table({ keyNames, drift, pairs }: { keyNames: string[]; drift: Proposed; pairs: Pair[] }) {
  return (
    <table className={styles.table}>
      <thead>
        <tr>
          {keyNames.map((name) => (
            <th key={name} scope="col">
              {name}
            </th>
          ))}
          <th scope="col">{drift.from}</th>
          <th scope="col">{drift.to}</th>
        </tr>
      </thead>
      <tbody>
        {pairs.map((pair) => (
          <tr key={JSON.stringify(pair.key)}>
            {pair.key.map((part, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a key keep their places
              <td key={index}>
                <Value text={part} />
              </td>
            ))}
            <td>
              <Value text={pair.old} beside={pair.new} side="old" />
            </td>
            <td>
              <Value text={pair.new} beside={pair.old} side="new" />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
