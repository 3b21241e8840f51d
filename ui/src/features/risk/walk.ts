import type { MapGraph } from "./graph";
import type { Placed, Rect } from "./layout";

const middle = ({ y, h }: Rect) => y + h / 2;

/** Where an arrow key leads: along an edge where one goes that way, else to the nearest thing there. */
export function stepFrom(graph: MapGraph, placed: Placed, id: string, key: string): string | null {
  const here = placed.nodes.get(id);
  if (!here) return null;
  const rects = graph.nodes.flatMap((node) => {
    const rect = placed.nodes.get(node.id);
    return rect && node.id !== id ? [{ id: node.id, rect }] : [];
  });
  if (key === "ArrowUp" || key === "ArrowDown") return rowFrom(rects, id, here, key === "ArrowDown");
  const right = key === "ArrowRight";
  if (!right && key !== "ArrowLeft") return null;
  const beside = rects.filter(({ rect }) =>
    right ? rect.x >= here.x + here.w - 8 : rect.x + rect.w - 8 <= here.x,
  );
  const joined = new Set(
    graph.edges.flatMap(({ from, to }) => (from === id ? [to] : to === id ? [from] : [])),
  );
  const along = beside.filter((one) => joined.has(one.id));
  return nearest(along.length > 0 ? along : beside, here);
}

interface At {
  id: string;
  rect: Rect;
}

/** Of those in the column that is nearest, the one whose middle is nearest. */
function nearest(list: At[], here: Rect): string | null {
  const far = ({ rect }: At) => Math.abs(rect.x - here.x) * 1000 + Math.abs(middle(rect) - middle(here));
  return [...list].sort((a, b) => far(a) - far(b))[0]?.id ?? null;
}

/** A box that is a thing comes before what stands in it. */
function rowFrom(rects: At[], id: string, here: Rect, down: boolean): string | null {
  const column = [...rects, { id, rect: here }]
    .filter(({ rect }) => rect.x < here.x + here.w && here.x < rect.x + rect.w)
    .sort((a, b) => a.rect.y - b.rect.y || b.rect.h - a.rect.h);
  const at = column.findIndex((one) => one.id === id);
  return column[at + (down ? 1 : -1)]?.id ?? null;
}
