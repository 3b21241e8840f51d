import { type KeyboardEvent, memo, type Ref, useMemo } from "react";
import { Glyph } from "../../components/Glyph";
import type { ThingKind } from "../../contract/types";
import { useFormat, useTranslate } from "../../i18n";
import { COLUMNS, type MapBox, type MapEdge, type MapFork, type MapGraph, type MapNode } from "./graph";
import { KIND_ICON, PROOF_GLYPH } from "./kinds";
import { LEGEND, LegendMark } from "./Legend";
import type { Placed, Rect } from "./layout";
import styles from "./MapDrawing.module.css";
import { type MarkStore, MarksProvider, useIsCut, useIsLighting, useIsLit, useNodeMarks } from "./marks";
import { fitted } from "./text";
import { useNodeWords } from "./words";

interface ThingsProps {
  graph: MapGraph;
  placed: Placed;
  onSelect: ((id: string) => void) | undefined;
  onReach: ((id: string) => void) | undefined;
}
interface DrawingProps extends Pick<ThingsProps, "graph" | "placed"> {
  marks: MarkStore;
  scale: number;
  onSelect?: (id: string) => void;
  onReach?: (id: string) => void;
  /** The name of the legend, where it belongs to the picture. */
  legend?: string;
  onKeyDown?: (event: KeyboardEvent<SVGSVGElement>) => void;
  ref?: Ref<SVGSVGElement>;
}

/** From processes on the left to people on the right, drawn in the order of what lies over what. */
export function MapDrawing({ marks, ...props }: DrawingProps) {
  return (
    <MarksProvider value={marks}>
      <Drawing {...props} />
    </MarksProvider>
  );
}

function Drawing(props: Omit<DrawingProps, "marks">) {
  const { graph, placed, scale, legend, onSelect, onReach, onKeyDown, ref } = props;
  const t = useTranslate();
  const isLighting = useIsLighting();
  const height = placed.height + (legend === undefined ? 0 : LEGEND_HEIGHT);
  return (
    // biome-ignore lint/a11y/useSemanticElements: a drawing is no fieldset
    <svg
      ref={ref}
      className={`${styles.map} ${isLighting ? styles.lighting : ""}`}
      viewBox={`0 0 ${placed.width} ${height}`}
      width={placed.width * scale}
      height={height * scale}
      role="group"
      aria-label={t("risk-drawing")}
      onKeyDown={onKeyDown}
    >
      <Things graph={graph} placed={placed} onSelect={onSelect} onReach={onReach} />
      {legend !== undefined && (
        <g aria-label={legend} transform={`translate(${placed.columns[0] ?? 0} ${placed.height})`}>
          <LegendMarks />
        </g>
      )}
    </svg>
  );
}

/** Drawn again for another map or another size of the window, never for what is selected. */
const Things = memo(function Things({ graph, placed, onSelect, onReach }: ThingsProps) {
  const boxOf = new Map(graph.boxes.flatMap((box) => (box.node === null ? [] : [[box.node, box] as const])));
  return (
    <>
      <ColumnTitles columns={placed.columns} />
      {graph.edges.map((edge) => (
        <Edge
          key={edge.id}
          edge={edge}
          way={placed.edges.get(edge.id) ?? ""}
          x={placed.turned.get(edge.id)?.x ?? null}
          y={placed.turned.get(edge.id)?.y ?? null}
        />
      ))}
      {graph.boxes.map((box) => (
        <Together
          key={box.id}
          box={box}
          rect={placed.boxes.get(box.id)}
          title={graph.nodes.find(({ id }) => id === box.together.thing)?.title ?? null}
        />
      ))}
      {graph.nodes.map((node) => (
        <Node
          key={node.id}
          node={node}
          rect={placed.nodes.get(node.id)}
          box={boxOf.get(node.id) ?? null}
          onSelect={onSelect}
          onReach={onReach}
        />
      ))}
      {graph.forks.map((fork) => {
        const [at, rect] = [placed.forks.get(fork.id), placed.nodes.get(fork.from)];
        return at && rect && <Fork key={fork.id} fork={fork} x={at.x} y={at.y} isLow={at.y > middle(rect)} />;
      })}
    </>
  );
});

const middle = ({ y, h }: Rect) => y + h / 2;

function ColumnTitles({ columns }: { columns: number[] }) {
  const t = useTranslate();
  return COLUMNS.map((column, index) => (
    <text key={column} className={styles.column} x={columns[index]} y={22}>
      {t(`risk-column-${column}`)}
    </text>
  ));
}

const HEAD_HEIGHT = 32;

/** The titles of the columns, which stay in sight however far the map is scrolled. */
export function StickyTitles({ placed, scale }: { placed: Placed; scale: number }) {
  return (
    <svg
      className={`${styles.map} ${styles.sticky}`}
      viewBox={`0 0 ${placed.width} ${HEAD_HEIGHT}`}
      width={placed.width * scale}
      height={HEAD_HEIGHT * scale}
      style={{ marginBottom: -HEAD_HEIGHT * scale }}
      aria-hidden="true"
    >
      <ColumnTitles columns={placed.columns} />
    </svg>
  );
}

const LEGEND_HEIGHT = 32;
const LEGEND_STEP = 150;

function LegendMarks() {
  const t = useTranslate();
  return LEGEND.map((id, index) => (
    <g key={id} transform={`translate(${index * LEGEND_STEP} 0)`}>
      <LegendMark id={id} />
      <text x={32} y={10}>
        {t(`risk-legend-${id}`)}
      </text>
    </g>
  ));
}

interface ForkProps {
  fork: MapFork;
  x: number;
  y: number;
  /** Below the middle of its node: what else the node needs runs above it. */
  isLow: boolean;
}

/** Where a choice parts, and how much of it is enough. It lies over rings, which would strike it through. */
const Fork = memo(function Fork({ fork, x, y, isLow }: ForkProps) {
  const t = useTranslate();
  const isLit = useIsLit([fork.from], true);
  return (
    <g className={isLit ? styles.lit : undefined}>
      <circle className={styles.fork} cx={x} cy={y} r={2.5} />
      <text className={styles.choice} x={x - 2} y={isLow ? y + 14 : y - 7}>
        {t("risk-choice", { need: fork.need, of: fork.of })}
      </text>
    </g>
  );
});

interface EdgeProps {
  edge: MapEdge;
  way: string;
  x: number | null;
  y: number | null;
}

const Edge = memo(function Edge({ edge, way, x, y }: EdgeProps) {
  const isLit = useIsLit([edge.from, edge.to], true);
  const isCut = useIsCut(edge.from, edge.to);
  const look = isCut ? styles.cut : styles[edge.proof];
  return (
    <g className={isLit ? styles.lit : undefined}>
      <path className={`${styles.edge} ${look}`} d={way} data-edge={edge.id} />
      {x !== null && y !== null && <path className={`${styles.tip} ${look}`} d={`M${x} ${y}l6-3.5v7z`} />}
    </g>
  );
});

interface TogetherProps {
  box: MapBox;
  rect: Rect | undefined;
  title: string | null;
}

/** A dashed box around what fails together. Where it is a thing itself, the node draws its ring. */
const Together = memo(function Together({ box, rect, title }: TogetherProps) {
  const words = useNodeWords();
  const isLit = useIsLit(box.members, false);
  if (!rect) return null;
  return (
    <g className={isLit ? styles.lit : undefined}>
      <rect className={styles.box} x={rect.x} y={rect.y} width={rect.w} height={rect.h} rx={8} />
      {box.node === null && (
        <text className={styles.label} x={rect.x + 8} y={rect.y + 15}>
          {fitted(title ?? words.shared(box.together), rect.w - 16, 11)}
        </text>
      )}
    </g>
  );
});

interface NodeProps extends Pick<ThingsProps, "onSelect" | "onReach"> {
  node: MapNode;
  rect: Rect | undefined;
  box: MapBox | null;
}

const Node = memo(function Node({ node, rect, box, onSelect, onReach }: NodeProps) {
  const { isSelected, isReached, isLit, isGone, isStill, isRinged } = useNodeMarks(node.id);
  const words = useNodeWords();
  // Sentences are the dear part of 240 nodes: what only lights or dims them says nothing new.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the words stay as long as the language does
  const name = useMemo(
    () => words.label(node, { isRinged, isGone, isStill }),
    [node, isRinged, isGone, isStill],
  );
  if (!rect) return null;
  const look = [
    styles.node,
    isSelected && styles.selected,
    isLit && styles.lit,
    isGone && styles.gone,
    isStill && !isGone && styles.still,
    onSelect && styles.live,
  ];
  return (
    // biome-ignore lint/a11y/useSemanticElements: a drawing has no button of its own
    <g
      className={look.filter(Boolean).join(" ")}
      transform={`translate(${rect.x} ${rect.y})`}
      data-node={node.id}
      role="button"
      tabIndex={isReached ? 0 : -1}
      aria-label={name}
      aria-pressed={isSelected}
      onClick={() => onSelect?.(node.id)}
      onKeyDown={(event) => {
        if (event.key !== "Enter" && event.key !== " ") return;
        event.preventDefault();
        onSelect?.(node.id);
      }}
      onFocus={() => onReach?.(node.id)}
    >
      <title>{name}</title>
      <rect className={styles.focus} x={-7} y={-7} width={rect.w + 14} height={rect.h + 14} rx={13} />
      {isRinged && (
        <rect
          className={styles.ring}
          x={-4}
          y={-4}
          width={rect.w + 8}
          height={rect.h + 8}
          rx={box ? 12 : 10}
        />
      )}
      <Body node={node} rect={rect} isBox={box !== null} isStill={isStill} />
    </g>
  );
});

interface BodyProps {
  node: MapNode;
  rect: Rect;
  isBox: boolean;
  isStill: boolean;
}

/** A box lets the pointer through to what stands in it: its title is the handle. */
const Body = memo(function Body({ node, rect, isBox, isStill }: BodyProps) {
  const shell = { width: rect.w, height: rect.h };
  return isBox ? (
    <>
      <rect className={styles.place} {...shell} rx={8} />
      <rect className={styles.handle} width={rect.w} height={24} rx={8} />
      <text className={styles.label} x={8} y={15}>
        {fitted(node.title, rect.w - 16, 11)}
      </text>
    </>
  ) : (
    <>
      <rect className={styles.body} {...shell} rx={6} />
      <Face node={node} width={rect.w} isStill={isStill} />
    </>
  );
});

function Face({ node, width, isStill }: { node: MapNode; width: number; isStill: boolean }) {
  const t = useTranslate();
  const format = useFormat();
  const { process, thing } = node;
  if (process) {
    return (
      <>
        <g transform="translate(10 6)">
          <Glyph state={isStill ? "failing" : process.status} />
        </g>
        <text className={styles.title} x={32} y={16.5}>
          {fitted(node.title, width - 38, 12)}
        </text>
        <text className={styles.amount} x={32} y={30.5}>
          {format.money(process.exposure)}
        </text>
      </>
    );
  }
  return (
    thing && (
      <>
        <g transform="translate(10 12)" className={styles.icon}>
          <KindIcon kind={thing.kind} />
        </g>
        <text className={styles.title} x={32} y={16.5}>
          {fitted(node.title, width - 38, 12)}
        </text>
        <g transform="translate(32 21.5)">
          <Glyph state={isStill ? "failing" : PROOF_GLYPH[thing.proof]} size={11} />
        </g>
        <text className={styles.amount} x={47} y={30.5}>
          {fitted(isStill ? t("risk-says-still") : t(`risk-proof-${thing.proof}-short`), width - 52, 11)}
        </text>
      </>
    )
  );
}

function KindIcon({ kind }: { kind: ThingKind }) {
  const Shape = KIND_ICON[kind];
  return <Shape size={14} strokeWidth={2.1} aria-hidden="true" />;
}
