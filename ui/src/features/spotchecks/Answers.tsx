import { Glyph } from "../../components/Glyph";
import { Hash } from "../../components/Hash";
import type { AnswerView } from "../../contract/types";
import { useFormat, useTranslate } from "../../i18n";
import styles from "./Answers.module.css";
import type { Decidable } from "./DecideSheet";
import { JUDGED_GLYPH } from "./words";

/** What people found, side by side, and what the system paid. */
export function Answers({ item, currency }: { item: Decidable; currency: string }) {
  const t = useTranslate();
  const format = useFormat();
  return (
    <div className={styles.answers}>
      <Answer answer={item.first} currency={currency} />
      {item.second && <Answer answer={item.second} currency={currency} />}
      <div>
        <span>{t("spotcheck-system")}</span>
        <b>{format.payout(item.paid, currency)}</b>
        <small>{t("spotcheck-system-paid", { person: item.person === "" ? item.id : item.person })}</small>
      </div>
    </div>
  );
}

function Answer({ answer, currency }: { answer: AnswerView; currency: string }) {
  const t = useTranslate();
  const format = useFormat();
  const { amount, difference, judged, remark } = answer;
  return (
    <div>
      <span>{answer.by}</span>
      <b>{amount === null ? t(`spotcheck-answer-${answer.answer}`) : format.payout(amount, currency)}</b>
      <small className={styles.judged}>
        <Glyph state={JUDGED_GLYPH[judged]} size={11} />
        {t(`judged-${judged}`)}
        {difference !== null && judged !== "right" && ` ${format.payoutSigned(difference, currency)}`}
      </small>
      <small title={format.full(answer.at)}>
        {t("spotcheck-locked-by", {
          when: format.past(answer.at),
          proved: t(`spotcheck-proved-${answer.proved}`),
        })}
      </small>
      {answer.steps !== "" && <p>{answer.steps}</p>}
      {answer.note !== "" && <p>{answer.note}</p>}
      {remark && (
        <p>
          {remark.cause && t(`cause-${remark.cause}`)} {remark.note}{" "}
          {remark.corrected !== null &&
            t("spotcheck-corrected", { amount: format.payout(remark.corrected, currency) })}
        </p>
      )}
      {answer.evidence.map(({ name, sha256 }) => (
        <p key={sha256}>
          {name} <Hash value={sha256} />
        </p>
      ))}
    </div>
  );
}
