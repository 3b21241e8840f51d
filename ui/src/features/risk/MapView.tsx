import Maximize from "lucide-react/icons/maximize";
import Minus from "lucide-react/icons/minus";
import Plus from "lucide-react/icons/plus";
import X from "lucide-react/icons/x";
import {
  type KeyboardEvent,
  type PointerEvent,
  type RefObject,
  useCallback,
  useEffect,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
} from "react";
import { Button } from "../../components/Button";
import { Filter, Segments } from "../../components/Fields";
import type { RiskReport } from "../../contract/types";
import { useFormat, useTranslate } from "../../i18n";
import { hasWords } from "./entry/sorting";
import {
  above,
  around,
  below,
  graphOf,
  isUnproven,
  type Leanings,
  leaningsOf,
  type MapGraph,
  standing,
} from "./graph";
import { Legend } from "./Legend";
import { layout, type Placed } from "./layout";
import { MapDrawing, StickyTitles } from "./MapDrawing";
import { MapList } from "./MapList";
import styles from "./MapView.module.css";
import { type Marks, MarksProvider, useMarkStore } from "./marks";
import { type MapState, VIEWS } from "./useMap";
import { WeakPoints } from "./WeakPoints";
import { stepFrom } from "./walk";
import { linesOf, weakOf, weakWith } from "./weak";
import { SMALLEST, zoomed } from "./zoom";

interface ViewProps {
  map: MapState;
  report: RiskReport;
  scale: number;
  onScale: (scale: number) => void;
}

/** What the layout depends on: another question about the same map moves nothing. */
const shapeOf = ({ nodes, edges, boxes }: MapGraph): string =>
  JSON.stringify([
    nodes.map(({ id }) => id),
    edges.map(({ id, fork }) => [id, fork]),
    boxes.map(({ members }) => members),
  ]);

export function MapView({ map, report, scale, onScale }: ViewProps) {
  const t = useTranslate();
  const pane = useRef<HTMLDivElement>(null);
  const drawing = useRef<SVGSVGElement>(null);
  const width = useWidth(pane, map.view === "map");
  const { zoomed: part } = map;
  const leanings = useMemo(() => leaningsOf(report), [report]);
  const graph = useMemo(
    () => graphOf(report, part === null ? null : below(leanings, part)),
    [report, leanings, part],
  );
  const shape = useMemo(() => shapeOf(graph), [graph]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the shape stands for the graph
  const placed = useMemo(() => layout(graph, width), [shape, width]);
  const found = useFound(map.search, graph);
  const reach = useReach(map, graph, placed, drawing);
  const lists = useLists(map, report, leanings, found);
  const marks = useMarkStore(useMarks(map, report, leanings, graph, found, reach.at));
  return (
    <div className={styles.pane}>
      <Tools
        map={map}
        report={report}
        found={found}
        count={map.view === "weak" ? linesOf(lists.weak) : found.length}
        onGo={reach.go}
        zoom={{
          scale,
          by: (step) => onScale(zoomed(scale, step)),
          fit: () => onScale(fitting(placed, pane.current)),
        }}
      />
      {map.view === "map" && (
        <>
          <Ground pane={pane} onZoom={(step) => onScale(zoomed(scale, step))}>
            <StickyTitles placed={placed} scale={scale} />
            <MapDrawing
              ref={drawing}
              graph={graph}
              placed={placed}
              marks={marks}
              scale={scale}
              onSelect={map.acts.press}
              onReach={reach.set}
              onKeyDown={reach.walk}
            />
          </Ground>
          <Legend />
        </>
      )}
      {map.view === "list" && (
        <div className={styles.page}>
          {lists.kept?.size === 0 ? (
            <NothingFound map={map} />
          ) : (
            <MarksProvider value={marks}>
              <MapList report={report} graph={graph} kept={lists.kept} onSelect={map.acts.press} />
            </MarksProvider>
          )}
        </div>
      )}
      {map.view === "weak" && (
        <section className={styles.page} aria-label={t("risk-view-weak")}>
          {lists.isWanted && linesOf(lists.weak) === 0 ? (
            <NothingFound map={map} />
          ) : (
            <WeakPoints map={map} report={report} weak={lists.weak} />
          )}
        </section>
      )}
    </div>
  );
}

/** What stands in the place of a list of which nothing is left. */
function NothingFound({ map }: { map: MapState }) {
  const t = useTranslate();
  return (
    <div className={styles.nothing}>
      <p>{t(`risk-find-none-${map.view}`, { wanted: map.search.trim() })}</p>
      <Button onPress={() => map.acts.search("")}>{t("risk-find-clear")}</Button>
    </div>
  );
}

const FIRST_WIDTH = 744;

/** The pane is there in the drawing only. It is measured when it comes and when it changes: to ask costs a layout. */
function useWidth(pane: RefObject<HTMLDivElement | null>, isThere: boolean): number {
  const [width, setWidth] = useState(FIRST_WIDTH);
  useLayoutEffect(() => {
    const element = isThere ? pane.current : null;
    if (!element) return;
    const measure = () => setWidth(Math.max(320, element.clientWidth));
    measure();
    const watch = new ResizeObserver(measure);
    watch.observe(element);
    return () => watch.disconnect();
  }, [pane, isThere]);
  return width;
}

function fitting({ width, height }: Placed, pane: HTMLDivElement | null): number {
  if (!pane) return 1;
  return Math.max(SMALLEST, Math.min(1, pane.clientWidth / width, pane.clientHeight / height));
}

const NONE: string[] = [];

function useFound(search: string, graph: MapGraph): string[] {
  return useMemo(() => {
    const wanted = search.trim();
    if (wanted === "") return NONE;
    return graph.nodes.filter(({ title }) => hasWords([title], wanted)).map(({ id }) => id);
  }, [search, graph]);
}

/** What the filter leaves of the lists. */
function useLists(map: MapState, report: RiskReport, leanings: Leanings, found: string[]) {
  const wanted = map.search.trim();
  const isWanted = wanted !== "";
  const kept = useMemo(
    () => (isWanted ? new Set(found.flatMap((id) => [...above(leanings, id)])) : null),
    [isWanted, found, leanings],
  );
  const weak = useMemo(() => {
    const all = weakOf(report);
    return wanted === "" ? all : weakWith(all, report, (text) => hasWords([text], wanted));
  }, [report, wanted]);
  return { isWanted, kept, weak };
}

function useMarks(
  map: MapState,
  report: RiskReport,
  leanings: Leanings,
  graph: MapGraph,
  found: string[],
  reached: string | null,
): Marks {
  const { selected, show, search, isQuestion } = map;
  const known = useMemo(() => standing(report), [report]);
  const lit = useMemo(() => {
    if (search.trim() !== "") return new Set(found);
    // The question is told by what stops; dimming the rest would hide what keeps running.
    if (isQuestion) return null;
    if (selected !== null) return around(leanings, selected);
    if (show === "single")
      return new Set(
        report.components
          .filter(({ id }) => known.ringed.has(id))
          .flatMap((thing) => [thing.id, ...thing.single_point_of]),
      );
    if (show === "unproven") return new Set(graph.nodes.filter(isUnproven).map(({ id }) => id));
    return null;
  }, [selected, show, search, isQuestion, report, leanings, graph, found, known]);
  return useMemo(() => ({ ...known, selected, reached, lit }), [known, selected, reached, lit]);
}

const nodeIn = (drawing: SVGSVGElement | null, id: string) =>
  drawing?.querySelector<SVGGElement>(`[data-node="${CSS.escape(id)}"]`) ?? null;

/** One node is reached by the Tab key; the arrows lead on from there. */
function useReach(map: MapState, graph: MapGraph, placed: Placed, drawing: RefObject<SVGSVGElement | null>) {
  const [last, set] = useState<string | null>(null);
  const known = (id: string | null) => graph.nodes.some((node) => node.id === id);
  const at = known(last) ? last : known(map.selected) ? map.selected : (graph.nodes[0]?.id ?? null);
  const focus = useCallback(
    (id: string) => {
      const node = nodeIn(drawing.current, id);
      node?.focus();
      node?.scrollIntoView({ block: "nearest", inline: "nearest" });
    },
    [drawing],
  );
  return {
    at,
    set,
    walk: (event: KeyboardEvent) => {
      const here = (event.target as Element).closest("[data-node]")?.getAttribute("data-node");
      if (!here || event.ctrlKey || event.metaKey || event.altKey) return;
      const next = stepFrom(graph, placed, here, event.key);
      if (!event.key.startsWith("Arrow")) return;
      event.preventDefault();
      if (next !== null) focus(next);
    },
    go: (id: string) => {
      map.acts.select(id);
      map.acts.look("map");
      // The drawing may have to come back first.
      requestAnimationFrame(() => focus(id));
    },
  };
}

interface ToolsProps {
  map: MapState;
  report: RiskReport;
  found: string[];
  count: number;
  onGo: (id: string) => void;
  zoom: { scale: number; by: (step: 1 | -1) => void; fit: () => void };
}

function Tools({ map, report, found, count, onGo, zoom }: ToolsProps) {
  const t = useTranslate();
  const format = useFormat();
  const part = report.processes.find(({ id }) => id === map.zoomed);
  return (
    <div className={styles.tools}>
      <Segments
        label={t("risk-view")}
        value={map.view}
        onChange={map.acts.look}
        choices={VIEWS.map((id) => ({ id, label: t(`risk-view-${id}`) }))}
      />
      {/* biome-ignore lint/a11y/noStaticElementInteractions: Enter in the field goes to the first that was found */}
      <div
        className={styles.find}
        onKeyDown={(event) => {
          const first = found[0];
          if (event.key !== "Enter" || first === undefined || map.view !== "map") return;
          event.preventDefault();
          onGo(first);
        }}
      >
        <Filter
          label={t("risk-find")}
          placeholder={t("risk-find")}
          value={map.search}
          onChange={map.acts.search}
        />
        <span role="status" className={styles.found}>
          {map.search.trim() !== "" && t(map.view === "map" ? "risk-found" : "risk-found-listed", { count })}
        </span>
      </div>
      {part && (
        <Button small icon={X} onPress={() => map.acts.zoom(null)}>
          {t("risk-only", { process: part.title })}
        </Button>
      )}
      {map.view === "map" && (
        <fieldset className={styles.zoom} aria-label={t("risk-zoom")}>
          <Button
            small
            kind="quiet"
            icon={Minus}
            aria-label={t("risk-zoom-out")}
            onPress={() => zoom.by(-1)}
          />
          <span aria-live="polite">{format.percent(zoom.scale)}</span>
          <Button small kind="quiet" icon={Plus} aria-label={t("risk-zoom-in")} onPress={() => zoom.by(1)} />
          <Button small kind="quiet" icon={Maximize} aria-label={t("risk-zoom-fit")} onPress={zoom.fit} />
        </fieldset>
      )}
    </div>
  );
}

interface GroundProps {
  pane: RefObject<HTMLDivElement | null>;
  onZoom: (step: 1 | -1) => void;
  children: React.ReactNode;
}

/** The ground can be dragged, and zoomed with the wheel while Ctrl is held. */
function Ground({ pane, onZoom, children }: GroundProps) {
  const drag = useRef<{ x: number; y: number } | null>(null);
  const zoom = useRef(onZoom);
  zoom.current = onZoom;
  useEffect(() => {
    const element = pane.current;
    const onWheel = (event: WheelEvent) => {
      if (!event.ctrlKey && !event.metaKey) return;
      event.preventDefault();
      zoom.current(event.deltaY < 0 ? 1 : -1);
    };
    // React listens passively: the page could not keep the window from zooming.
    element?.addEventListener("wheel", onWheel, { passive: false });
    return () => element?.removeEventListener("wheel", onWheel);
  }, [pane]);
  const move = (event: PointerEvent<HTMLDivElement>) => {
    if (!drag.current || !pane.current) return;
    pane.current.scrollBy(drag.current.x - event.clientX, drag.current.y - event.clientY);
    drag.current = { x: event.clientX, y: event.clientY };
  };
  return (
    <div
      ref={pane}
      className={styles.ground}
      onPointerDown={(event) => {
        if (event.button !== 0 || (event.target as Element).closest("[data-node]")) return;
        drag.current = { x: event.clientX, y: event.clientY };
        event.currentTarget.setPointerCapture(event.pointerId);
      }}
      onPointerMove={move}
      onPointerUp={() => {
        drag.current = null;
      }}
      onPointerCancel={() => {
        drag.current = null;
      }}
    >
      {children}
    </div>
  );
}
