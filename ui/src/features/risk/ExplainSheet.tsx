import { useId } from "react";
import { Button } from "../../components/Button";
import { Sheet, SheetActions } from "../../components/Sheet";
import { Loaded } from "../../components/States";
import type { RiskExplain, RiskExplanation, RiskSubject } from "../../contract/types";
import { useFormat, useTranslate } from "../../i18n";
import { useAnswer } from "../../platform/context";
import styles from "./ExplainSheet.module.css";
import { useRiskValue } from "./values";

/** By the ids of the report. */
const idOf = ({ kind, id }: RiskSubject): string =>
  kind === "standby" ? `switch:${id}` : kind === "common_cause" ? `shared:${id}` : id;

/** Lines that are opened at once: what the figure is made of, and what that is made of. */
const OPEN_TO = 2;

interface SheetProps {
  request: RiskExplain;
  /** Of expected values, which come as plain numbers. */
  currency: string;
  onClose: () => void;
}

/** How a figure came about, down to what people entered. */
export function ExplainSheet({ request, currency, onClose }: SheetProps) {
  const t = useTranslate();
  const explained = useAnswer("risk_explain", request);
  return (
    <Sheet title={t(`risk-figure-${request.figure}`)} isOpen wide onClose={onClose}>
      <p className={styles.lead}>{t(`risk-figure-${request.figure}-means`)}</p>
      <Loaded query={explained}>
        {({ explanation, titles }) => (
          <ul className={styles.tree}>
            <Line line={explanation} titles={titles} currency={currency} depth={0} />
          </ul>
        )}
      </Loaded>
      <SheetActions>
        <Button kind="primary" onPress={onClose}>
          {t("action-close")}
        </Button>
      </SheetActions>
    </Sheet>
  );
}

interface LineProps {
  line: RiskExplanation;
  titles: Record<string, string>;
  currency: string;
  depth: number;
}

function Line({ line, titles, currency, depth }: LineProps) {
  const id = useId();
  const words = <LineWords line={line} titles={titles} currency={currency} id={id} />;
  if (line.parts.length === 0) return <li className={styles.leaf}>{words}</li>;
  return (
    <li>
      <details open={depth < OPEN_TO}>
        <summary>{words}</summary>
        <ul aria-labelledby={id}>
          {line.parts.map((part, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the lines of one answer never move
            <Line key={index} line={part} titles={titles} currency={currency} depth={depth + 1} />
          ))}
        </ul>
      </details>
    </li>
  );
}

function LineWords({ line, titles, currency, id }: Omit<LineProps, "depth"> & { id: string }) {
  const t = useTranslate();
  const format = useFormat();
  const value = useRiskValue(currency);
  const of = line.of === null ? null : (titles[idOf(line.of)] ?? line.of.id);
  const together =
    line.line === "cut_set"
      ? format.list(line.parts.flatMap((part) => (part.of ? [titles[idOf(part.of)] ?? part.of.id] : [])))
      : "";
  return (
    <span className={styles.line} id={id}>
      <span>
        {t(`risk-line-${line.line}`, { of: of ?? "", known: of === null ? "no" : "yes", together })}
      </span>
      <b>{value(line.value)}</b>
    </span>
  );
}
