import { Glyph } from "../../components/Glyph";
import { Banner } from "../../components/States";
import type { RoundResult, SpotcheckDetail } from "../../contract/types";
import { useFormat, useTranslate } from "../../i18n";
import { Causes } from "./Causes";
import { CurvePlot } from "./CurvePlot";
import type { Decidable } from "./DecideSheet";
import { Digits } from "./Digits";
import { Found, Methods } from "./Found";
import { FullCheck } from "./FullCheck";
import { LimitPlot, Strata } from "./LimitPlot";
import styles from "./Result.module.css";
import { ScatterPlot } from "./ScatterPlot";
import { WrongItems } from "./WrongItems";
import { DECISION_GLYPH, measureOf, worse } from "./words";

interface ResultProps {
  detail: SpotcheckDetail;
  result: RoundResult;
  /** Decides about an item once more; none when the round is signed. */
  onDecide: ((item: Decidable) => void) | null;
  /** The full check of a cause can be recorded: in the newest round, once it is judged. */
  mayClose: boolean;
}

/** The first cause, in the order of the page, of which nobody has said yet that all of it was checked. */
const firstOpen = ({ targeted, open_causes }: RoundResult) =>
  targeted.find(({ cause }) => open_causes.includes(cause))?.cause;

/** What the answers prove: the sentence, the picture, the numbers, the items. */
export function Result({ detail, result, onDecide, mayClose }: ResultProps) {
  return (
    <section className={styles.result}>
      <Conclusion detail={detail} result={result} />
      {result.targeted.map((one) =>
        mayClose && result.open_causes.includes(one.cause) ? (
          <FullCheck
            key={one.cause}
            detail={detail}
            targeted={one}
            isFirst={one.cause === firstOpen(result)}
          />
        ) : (
          <Reach key={one.cause} cause={one} isOpen={result.open_causes.includes(one.cause)} />
        ),
      )}
      <LimitPlot detail={detail} result={result} />
      <Strata detail={detail} result={result} />
      <div className={styles.split}>
        <Found detail={detail} result={result} />
        {detail.curve.length > 1 && <CurvePlot detail={detail} />}
      </div>
      <WrongItems detail={detail} result={result} onDecide={onDecide} />
      <div className={styles.split}>
        {result.causes.length > 0 && <Causes detail={detail} causes={result.causes} />}
        <ScatterPlot items={result.items} currency={detail.currency} />
      </div>
      {result.digits && <Digits digits={result.digits} />}
      <Methods result={result} />
    </section>
  );
}

/** Whether one may accept it, how sure that is, and of how much. */
function Conclusion({ detail, result }: { detail: SpotcheckDetail; result: RoundResult }) {
  const t = useTranslate();
  const format = useFormat();
  const { confidence, currency } = detail;
  const { decision, more, total, money, tolerable_items, tolerable_value } = result;
  const measure = measureOf(result);
  const amount = (text: string) => format.money({ amount: text, currency });
  return (
    <>
      <p className={styles.conclusion}>
        <Glyph state={DECISION_GLYPH[decision]} size={20} />
        <span>
          {t(`spotcheck-conclusion-${decision}`, { title: detail.row.title })}{" "}
          <em>
            {measure === "money" &&
              t("spotcheck-conclusion-money", {
                confidence,
                most: amount(worse(result).at_most ?? "0"),
                value: amount(money.value),
              })}
            {measure === "items" &&
              t("spotcheck-conclusion-items", {
                confidence,
                most: total.at_most ?? 0,
                population: total.population,
              })}
            {measure === "none" && t("spotcheck-conclusion-none")}{" "}
            {measure === "money" &&
              tolerable_value !== null &&
              t("spotcheck-conclusion-tolerate", { amount: amount(tolerable_value) })}
            {measure === "items" &&
              tolerable_items !== null &&
              t("spotcheck-conclusion-tolerate", { amount: format.integer(tolerable_items) })}
          </em>
        </span>
      </p>
      <ul className={styles.reasons}>
        {result.reasons.map((why) => (
          <li key={why}>{t(`spotcheck-why-${why}`)}</li>
        ))}
        {more !== null && <li>{t("spotcheck-more", { more })}</li>}
      </ul>
    </>
  );
}

interface ReachProps {
  cause: RoundResult["targeted"][number];
  isOpen: boolean;
}

/** A cause that reaches further than the sample, where nothing can be done about it. */
function Reach({ cause: { cause, items }, isOpen }: ReachProps) {
  const t = useTranslate();
  const format = useFormat();
  const name = t(`cause-${cause}`).toLowerCase();
  if (!isOpen) return <Banner state="proven" title={t("spotcheck-reach-done", { cause: name })} />;
  return (
    <Banner state="failing" title={t("spotcheck-reach", { cause: name })}>
      {t("spotcheck-reach-text", { count: items.length, items: format.list(items.slice(0, 4)) })}
    </Banner>
  );
}
