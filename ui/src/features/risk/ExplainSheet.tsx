import { useId } from "react";
import { Button } from "../../components/Button";
import { Sheet, SheetActions } from "../../components/Sheet";
import { Loaded } from "../../components/States";
import type { RiskExplain, RiskExplanation, RiskRule, RiskSubject } from "../../contract/types";
import { useFormat, useTranslate } from "../../i18n";
import { useAnswer } from "../../platform/context";
import styles from "./ExplainSheet.module.css";
import { useRiskValue } from "./values";

/** By the ids of the report. */
const idOf = ({ kind, id }: RiskSubject): string =>
  kind === "standby" ? `switch:${id}` : kind === "common_cause" ? `shared:${id}` : id;

/** Lines that are opened at once: what the figure is made of, and what that is made of; of all processes the first. */
const OPEN_TO = 2;
const OPEN_TO_OF_ALL = 1;

/** How a line stands on a bill, from the second on. */
const SIGNS: Partial<Record<RiskRule, string>> = { sum: "+", product: "×", difference: "−" };

interface SheetProps {
  request: RiskExplain;
  onClose: () => void;
}

/** How a figure came about, down to what people entered. */
export function ExplainSheet({ request, onClose }: SheetProps) {
  const t = useTranslate();
  const explained = useAnswer("risk_explain", request);
  const whole = request.of === undefined ? "yes" : "no";
  const isStill = request.figure === "blast" && request.of === undefined;
  return (
    <Sheet
      title={isStill ? t("risk-figure-still") : t(`risk-figure-${request.figure}`)}
      isOpen
      wide
      onClose={onClose}
    >
      <p className={styles.lead}>{t(`risk-figure-${request.figure}-means`, { whole })}</p>
      <Loaded query={explained}>
        {({ explanation, titles, currency }) => (
          <ul className={styles.tree}>
            <Line
              line={explanation}
              titles={titles}
              currency={currency}
              open={whole === "yes" ? OPEN_TO_OF_ALL : OPEN_TO}
              sign=""
            />
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
  /** So many levels are open at once. */
  open: number;
  sign: string;
}

function Line({ line, titles, currency, open, sign }: LineProps) {
  const id = useId();
  const words = <LineWords line={line} titles={titles} currency={currency} sign={sign} id={id} />;
  if (line.parts.length === 0) return <li className={styles.leaf}>{words}</li>;
  return (
    <li>
      <details open={open > 0}>
        <summary>{words}</summary>
        <ul aria-labelledby={id}>
          {line.parts.map((part, index) => (
            <Line
              // biome-ignore lint/suspicious/noArrayIndexKey: the lines of one answer never move
              key={index}
              line={part}
              titles={titles}
              currency={currency}
              open={open - 1}
              sign={index === 0 ? "" : (SIGNS[line.rule] ?? "")}
            />
          ))}
        </ul>
      </details>
    </li>
  );
}

function LineWords({ line, titles, currency, sign, id }: Omit<LineProps, "open"> & { id: string }) {
  const t = useTranslate();
  const format = useFormat();
  const value = useRiskValue(currency);
  const of = line.of === null ? null : (titles[idOf(line.of)] ?? line.of.id);
  const names = line.parts.flatMap((part) => (part.of ? [titles[idOf(part.of)] ?? part.of.id] : []));
  return (
    <span className={styles.line} id={id}>
      <span>
        {t(`risk-line-${line.line}`, {
          of: of ?? "",
          known: of === null ? "no" : "yes",
          together: line.line === "cut_set" ? format.list(names) : "",
          count: names.length,
        })}
      </span>
      <span className={styles.value}>
        <i aria-hidden>{sign}</i> <b>{value(line.value)}</b>
      </span>
      {line.rule !== "given" && (
        <small className={styles.rule}>{t(`risk-rule-${line.rule}`, { line: line.line })}</small>
      )}
    </span>
  );
}
