import { useRef } from "react";
import type { PictureFormat, RiskReport } from "../../contract/types";
import { useTranslate } from "../../i18n";
import { useCommand } from "../../platform/context";
import { under, WriteSheet, Written } from "../drills/FileSheets";
import styles from "./FileSheets.module.css";
import { pngOf, svgText } from "./picture";
import { StaticMap } from "./StaticMap";

interface PictureProps {
  format: PictureFormat;
  report: RiskReport;
  onClose: () => void;
}

/** The whole map as a picture: as text with every colour written out, or in pixels. */
export function PictureSheet({ format, report, onClose }: PictureProps) {
  const t = useTranslate();
  const write = useCommand("risk_picture");
  const drawing = useRef<SVGSVGElement>(null);
  const save = async (folder: string) => {
    const svg = drawing.current;
    if (!svg) return;
    const text = svgText(svg, t("nav-map"));
    const { width, height } = svg.viewBox.baseVal;
    const content = format === "svg" ? text : await pngOf(text, width, height);
    write.mutate({ file: under(folder, `risk-map.${format}`), format, content });
  };
  return (
    <>
      <WriteSheet
        title={t(`risk-save-${format}`)}
        text={t(`risk-save-${format}-text`)}
        action={t("risk-save-now")}
        isPending={write.isPending}
        error={write.error}
        written={write.data && <Written path={write.data.file} />}
        onWrite={(folder) => void save(folder)}
        onClose={onClose}
      />
      <div className={styles.offstage} inert>
        <StaticMap ref={drawing} report={report} />
      </div>
    </>
  );
}

/** The failure logic of every process as a fault tree, for programs that read those. */
export function FaultTreeSheet({ onClose }: { onClose: () => void }) {
  const t = useTranslate();
  const write = useCommand("risk_export");
  const isThere = write.error?.code === "target_not_empty";
  return (
    <WriteSheet
      title={t("risk-save-tree")}
      text={t("risk-save-tree-means")}
      action={t(isThere ? "risk-save-over" : "risk-save-now")}
      isPending={write.isPending}
      error={write.error}
      written={write.data && <Written path={write.data.file} />}
      onWrite={(folder) => write.mutate({ file: under(folder, "risk-map.xml"), overwrite: isThere })}
      onClose={onClose}
    />
  );
}
