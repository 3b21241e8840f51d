import { type Ref, useMemo } from "react";
import type { RiskReport } from "../../contract/types";
import { useTranslate } from "../../i18n";
import { graphOf, ringed } from "./graph";
import { layout } from "./layout";
import { MapDrawing } from "./MapDrawing";

/** Of paper and pictures, in the pixels of the drawing. */
const WIDTH = 960;

const NOBODY: ReadonlySet<string> = new Set();

/** The whole map as it is, with nothing selected, for paper and pictures. */
export function StaticMap({ report, ref }: { report: RiskReport; ref?: Ref<SVGSVGElement> }) {
  const t = useTranslate();
  const graph = useMemo(() => graphOf(report), [report]);
  const placed = useMemo(() => layout(graph, WIDTH), [graph]);
  const marks = {
    selected: null,
    lit: null,
    gone: new Set(report.components.filter(({ gone }) => gone).map(({ id }) => id)),
    still: report.down.length > 0 ? new Set(report.down) : NOBODY,
    ringed: ringed(report).ids,
  };
  return (
    <MapDrawing
      ref={ref}
      graph={graph}
      placed={placed}
      marks={marks}
      scale={1}
      reached={null}
      legend={t("risk-legend")}
    />
  );
}
