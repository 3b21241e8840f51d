import { useEffect, useState } from "react";
import { createPortal, flushSync } from "react-dom";
import { Section } from "../../components/Page";
import type { RiskReport } from "../../contract/types";
import { useFormat, useTranslate } from "../../i18n";
import { useProofWords } from "../proofs/words";
import { graphOf } from "./graph";
import { MapList } from "./MapList";
import styles from "./Paper.module.css";
import { StaticMap } from "./StaticMap";
import { WeakPoints } from "./WeakPoints";

/** What is printed: the map on one page, then the lists. It is there only while something prints. */
export function Paper({ report }: { report: RiskReport }) {
  const t = useTranslate();
  const format = useFormat();
  const proofs = useProofWords();
  const isPrinting = usePrinting();
  if (!isPrinting) return null;
  return createPortal(
    <div data-paper className={styles.paper}>
      <h1>{t("nav-map")}</h1>
      <p>{t("risk-paper-as-of", { when: format.full(report.as_of) })}</p>
      <StaticMap report={report} />
      <Section title={t("risk-view-list")}>
        <MapList report={report} graph={graphOf(report)} />
      </Section>
      <Section title={t("proofs-title")}>
        <ol>
          {report.next_proofs.map((proof) => (
            <li key={`${proof.action} ${proof.control.id}`}>
              <b>{proofs.title(proof)}</b> {proofs.gain(proof)}
            </li>
          ))}
        </ol>
      </Section>
      <WeakPoints map={null} report={report} />
    </div>,
    document.body,
  );
}

/** Paper is white: what prints is drawn in the light theme, and the window keeps its own. */
function usePrinting(): boolean {
  const [isPrinting, setPrinting] = useState(false);
  useEffect(() => {
    const root = document.documentElement;
    let own: string | undefined;
    const begin = () => {
      own = root.dataset.theme;
      root.dataset.theme = "light";
      flushSync(() => setPrinting(true));
    };
    const end = () => {
      if (own !== undefined) root.dataset.theme = own;
      setPrinting(false);
    };
    window.addEventListener("beforeprint", begin);
    window.addEventListener("afterprint", end);
    return () => {
      window.removeEventListener("beforeprint", begin);
      window.removeEventListener("afterprint", end);
    };
  }, []);
  return isPrinting;
}
