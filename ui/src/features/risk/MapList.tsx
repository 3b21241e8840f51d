import { Fragment, memo, type ReactNode } from "react";
import { Glyph } from "../../components/Glyph";
import type { Group, RiskReport } from "../../contract/types";
import { useFormat, useTranslate } from "../../i18n";
import { isPlaced, type MapGraph, type MapNode, needsOf, ringed } from "./graph";
import { PROOF_GLYPH } from "./kinds";
import styles from "./MapList.module.css";
import { useNodeMarks } from "./marks";
import { titlesOf, useNodeWords } from "./words";

interface ListProps {
  report: RiskReport;
  graph: MapGraph;
  /** Only these rows, each with what needs it above it; null for all. */
  kept?: ReadonlySet<string> | null;
  /** None on paper. */
  onSelect?: (id: string) => void;
}

/** The same as the drawing, as lists within lists: each process and, below it, all that it needs. */
export const MapList = memo(function MapList({ report, graph, kept = null, onSelect }: ListProps) {
  const t = useTranslate();
  const shown = kept === null ? graph.nodes : graph.nodes.filter(({ id }) => kept.has(id));
  const nodes = new Map(shown.map((node) => [node.id, node]));
  const known = {
    nodes,
    title: titlesOf(report),
    rings: ringed(report).ids,
    onSelect,
    // What was told once is only named after that.
    told: new Set<string>(),
    still: new Set([...report.down, ...report.components.filter(({ down }) => down).map(({ id }) => id)]),
  };
  const roots = shown.filter(({ process }) => process !== null);
  const rows = roots.map((node) => <Row key={node.id} node={node} known={known} />);
  const met = leads(roots, nodes);
  const rest = shown.filter(({ id, thing }) => thing && isPlaced(thing) && !met.has(id));
  return (
    <div className={styles.list}>
      <ul aria-label={t("risk-view-list")}>{rows}</ul>
      {rest.length > 0 && (
        <>
          <h3>{t("risk-list-rest")}</h3>
          <ul>
            {rest.map((node) => (
              <Row key={node.id} node={node} known={known} />
            ))}
          </ul>
        </>
      )}
    </div>
  );
});

/** Everything that a walk from these meets. */
function leads(roots: MapNode[], nodes: Map<string, MapNode>): Set<string> {
  const found = new Set<string>();
  const open = [...roots];
  for (let next = open.pop(); next; next = open.pop()) {
    if (found.has(next.id)) continue;
    found.add(next.id);
    open.push(...needsOf(next).flatMap(({ any_of }) => any_of.flatMap((id) => nodes.get(id) ?? [])));
  }
  return found;
}

interface Known {
  nodes: Map<string, MapNode>;
  title: (id: string) => string;
  rings: Set<string>;
  onSelect: ((id: string) => void) | undefined;
  told: Set<string>;
  still: Set<string>;
}

function Row({ node, known }: { node: MapNode; known: Known }) {
  const t = useTranslate();
  const groups = needsOf(node).filter(({ any_of }) => any_of.some((id) => known.nodes.has(id)));
  const isAgain = known.told.has(node.id) && groups.length > 0;
  known.told.add(node.id);
  return (
    <li>
      <Title node={node} known={known} />
      {isAgain && <small>{t("risk-list-again")}</small>}
      {!isAgain && groups.length > 0 && (
        <ul>
          {groups.map((group) => (
            <Fragment key={`${group.need} ${group.any_of.join(" ")}`}>
              <Members group={group} known={known} />
            </Fragment>
          ))}
        </ul>
      )}
    </li>
  );
}

function Members({ group, known }: { group: Group; known: Known }) {
  const t = useTranslate();
  const rows = group.any_of.flatMap((id) => {
    const node = known.nodes.get(id);
    return node ? [<Row key={id} node={node} known={known} />] : [];
  });
  if (group.any_of.length <= group.need) return rows;
  return (
    <li>
      <span className={styles.choice}>
        {t("risk-choice-of", { need: group.need, of: group.any_of.length })}
      </span>
      <ul>{rows}</ul>
    </li>
  );
}

function Title({ node, known }: { node: MapNode; known: Known }) {
  const t = useTranslate();
  const format = useFormat();
  const words = useNodeWords();
  const { process, thing } = node;
  const isRinged = known.rings.has(node.id);
  const marks = { isRinged, isGone: thing?.gone ?? false, isStill: known.still.has(node.id) };
  const inner = (
    <>
      <Glyph state={process?.status ?? (thing ? PROOF_GLYPH[thing.proof] : "unknown")} />
      <b>{node.title}</b>
      <span>
        {process
          ? t("risk-says-exposure", { amount: format.money(process.exposure) })
          : thing && `${t(`risk-kind-${thing.kind}`)}, ${t(`risk-proof-${thing.proof}`)}`}
      </span>
      {isRinged && thing && <em>{t("risk-says-single", { count: thing.single_point_of.length })}</em>}
      {marks.isGone ? <em>{t("risk-says-gone")}</em> : marks.isStill && <em>{t("risk-says-still")}</em>}
    </>
  );
  const { onSelect } = known;
  if (!onSelect) return <span className={styles.row}>{inner}</span>;
  return (
    <Choice id={node.id} name={words.label(node, marks)} onSelect={onSelect}>
      {inner}
    </Choice>
  );
}

interface ChoiceProps {
  id: string;
  name: string;
  onSelect: (id: string) => void;
  children: ReactNode;
}

/** What alone is drawn again when something is selected. */
function Choice({ id, name, onSelect, children }: ChoiceProps) {
  const { isSelected } = useNodeMarks(id);
  return (
    <button
      type="button"
      className={styles.row}
      data-row
      aria-pressed={isSelected}
      aria-label={name}
      onClick={() => onSelect(id)}
    >
      {children}
    </button>
  );
}
