import { createContext, type ReactNode, useContext, useMemo, useState } from "react";
import { Button as AriaButton } from "react-aria-components";
import type { RiskFigure, RiskReport } from "../../contract/types";
import { useTranslate } from "../../i18n";
import { ExplainSheet } from "./ExplainSheet";
import styles from "./Figure.module.css";

type Question = Pick<RiskReport, "without" | "with">;
interface Asked {
  figure: RiskFigure;
  /** Left out: all processes together. */
  of?: string;
}
const OpenContext = createContext<(asked: Asked) => void>(() => {});

/** Figures in here open the sheet that says how they came about, in the question that is asked. */
export function Figures({ question, children }: { question: Question; children: ReactNode }) {
  const [asked, setAsked] = useState<Asked | null>(null);
  const open = useMemo(() => setAsked, []);
  return (
    <OpenContext value={open}>
      {children}
      {asked && <ExplainSheet request={{ ...asked, ...question }} onClose={() => setAsked(null)} />}
    </OpenContext>
  );
}

interface FigureProps extends Asked {
  /** What the figure is, for who does not see where it stands. */
  name: string;
  children: string;
}

/** A number that can be opened. */
export function Figure({ figure, of, name, children }: FigureProps) {
  const t = useTranslate();
  const open = useContext(OpenContext);
  return (
    <AriaButton
      className={styles.figure}
      aria-label={t("risk-open-figure", { name, value: children })}
      onPress={() => open(of === undefined ? { figure } : { figure, of })}
    >
      {children}
    </AriaButton>
  );
}
