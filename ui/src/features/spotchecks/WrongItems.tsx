import { Button } from "../../components/Button";
import { StatusLabel } from "../../components/Glyph";
import { Section } from "../../components/Page";
import type { ItemResult, RoundResult, SpotcheckDetail } from "../../contract/types";
import { useFormat, useTranslate } from "../../i18n";
import type { Decidable } from "./DecideSheet";
import styles from "./Result.module.css";
import { JUDGED_GLYPH } from "./words";

interface WrongItemsProps {
  detail: SpotcheckDetail;
  result: RoundResult;
  onDecide: ((item: Decidable) => void) | null;
}

/** Each wrong one, to be put right whatever the sample proves. */
export function WrongItems({ detail, result, onDecide }: WrongItemsProps) {
  const t = useTranslate();
  const wrong = result.items.filter(({ judged }) => judged !== "right");
  const title = t("spotcheck-wrong", { count: wrong.length });
  if (wrong.length === 0) {
    return (
      <Section title={title}>
        <p>{t("spotcheck-wrong-none", { count: result.items.length })}</p>
      </Section>
    );
  }
  return (
    <Section title={title} note={t("spotcheck-wrong-note")}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard */}
      <section className={styles.scroll} tabIndex={0} aria-label={title}>
        <table className={styles.wrong}>
          <thead>
            <tr>
              <th scope="col">{t("spotcheck-wrong-item")}</th>
              <th scope="col" className={styles.right}>
                {t("spotcheck-wrong-hand")}
              </th>
              <th scope="col" className={styles.right}>
                {t("spotcheck-system")}
              </th>
              <th scope="col" className={styles.right}>
                {t("spotcheck-difference")}
              </th>
              <th scope="col">{t("spotcheck-wrong-why")}</th>
              {onDecide && (
                <th scope="col">
                  <span className={styles.unseen}>{t("spotcheck-wrong-act")}</span>
                </th>
              )}
            </tr>
          </thead>
          <tbody>
            {wrong.map((item) => (
              <Row key={item.id} item={item} currency={detail.currency} onDecide={onDecide} />
            ))}
          </tbody>
        </table>
      </section>
    </Section>
  );
}

interface RowProps {
  item: ItemResult;
  currency: string;
  onDecide: ((item: Decidable) => void) | null;
}

function Row({ item, currency, onDecide }: RowProps) {
  const t = useTranslate();
  const format = useFormat();
  const { id, person, paid, correct, difference, judged, cause, systematic, decisions, reason } = item;
  const last = decisions.at(-1);
  return (
    <tr>
      <td>
        {person}
        <small>
          <code>{id}</code> {reason !== "drawn" && t(`draw-reason-${reason}`)}
        </small>
      </td>
      <td className={styles.right}>{correct === null ? "–" : format.payout(correct, currency)}</td>
      <td className={styles.right}>{format.payout(paid, currency)}</td>
      <td className={styles.right}>
        <StatusLabel state={JUDGED_GLYPH[judged]}>
          {difference === null ? t(`judged-${judged}`) : format.payoutSigned(difference, currency)}
        </StatusLabel>
      </td>
      <td className={styles.why}>
        {cause === null ? t("spotcheck-cause-none") : t(`cause-${cause}`)}
        {systematic && <small>{t("spotcheck-systematic-short")}</small>}
        {last && <small>{t("spotcheck-decided", { person: last.by, reason: last.reason })}</small>}
      </td>
      {onDecide && (
        <td>
          <Button small onPress={() => onDecide(item)} aria-label={t("spotcheck-decide", { item: id })}>
            {t("spotcheck-decide-again")}
          </Button>
        </td>
      )}
    </tr>
  );
}
