import { type Ref, useMemo } from "react";
import type { RiskReport } from "../../contract/types";
import { useTranslate } from "../../i18n";
import { graphOf, standing } from "./graph";
import { layout } from "./layout";
import { MapDrawing } from "./MapDrawing";
import { useMarkStore } from "./marks";

/** Of paper and pictures, in the pixels of the drawing. */
const WIDTH = 960;

/** The whole map as it is, with nothing selected, for paper and pictures. */
export function StaticMap({ report, ref }: { report: RiskReport; ref?: Ref<SVGSVGElement> }) {
  const t = useTranslate();
  const graph = useMemo(() => graphOf(report), [report]);
  const placed = useMemo(() => layout(graph, WIDTH), [graph]);
  const marks = useMemo(() => ({ ...standing(report), selected: null, reached: null, lit: null }), [report]);
  return (
    <MapDrawing
      ref={ref}
      graph={graph}
      placed={placed}
      marks={useMarkStore(marks)}
      scale={1}
      legend={t("risk-legend")}
    />
  );
}
