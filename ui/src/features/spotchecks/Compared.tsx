import { useEffect, useRef, useState } from "react";
import { Button } from "../../components/Button";
import { StatusLabel } from "../../components/Glyph";
import { Refusal } from "../../components/States";
import type { AnsweredItem, NextItem, WorkItem } from "../../contract/types";
import { useFormat, useTranslate } from "../../i18n";
import { useCommand } from "../../platform/context";
import { Papers } from "./Papers";
import { placesOf, readSum } from "./sum";
import { type Checking, useWorkKeys } from "./useWork";
import styles from "./Work.module.css";
import { Bar, Keys } from "./WorkFrame";
import { JUDGED_GLYPH, REASONS } from "./words";

interface ComparedProps {
  checking: Checking;
  next: NextItem;
  place: { done: number; of: number };
  left: number | null;
  item: WorkItem;
  answered: AnsweredItem;
  onStop: () => void;
  onNext: () => void;
}

const KEYS: [string, string][] = [
  ["1–5", "spotcheck-key-reason"],
  ["N", "spotcheck-key-note"],
  ["C", "spotcheck-key-correct"],
  ["Enter", "spotcheck-key-next"],
];
const KEYS_RIGHT: [string, string][] = [["Enter", "spotcheck-key-next"]];

/** The own figure beside the system's, once the own one is locked. */
export function Compared(props: ComparedProps) {
  const { checking, next, place, left, item, answered, onStop, onNext } = props;
  const t = useTranslate();
  const heading = useRef<HTMLHeadingElement>(null);
  const note = useRef<HTMLTextAreaElement>(null);
  const corrected = useRef<HTMLInputElement>(null);
  const [reason, setReason] = useState<number | null>(null);
  const [words, setWords] = useState("");
  const [correction, setCorrection] = useState<string | null>(null);
  const [isMissing, setMissing] = useState(false);
  const remark = useCommand("spotcheck_remark");
  const isRight = answered.judged === "right";
  const sum = readSum(correction ?? "", placesOf(next.currency));
  useEffect(() => heading.current?.focus(), []);
  const isCorrecting = correction !== null;
  useEffect(() => {
    if (isCorrecting) corrected.current?.focus();
  }, [isCorrecting]);

  const goOn = (then: () => void) => {
    const cause = reason === null ? null : REASONS[reason];
    const isUnsure = reason !== null && cause === null;
    if ((isUnsure && words.trim() === "") || sum.is === "wrong") {
      setMissing(true);
      (sum.is === "wrong" ? corrected : note).current?.focus();
      return;
    }
    const said = {
      ...(cause ? { cause } : {}),
      ...(sum.is === "figure" ? { corrected: sum.decimal } : {}),
    };
    if (words.trim() === "" && Object.keys(said).length === 0) return then();
    remark.mutateAsync({ ...checking, item: item.id, note: words.trim(), ...said }).then(then, () => {});
  };
  const forward = () => goOn(onNext);
  useWorkKeys({
    figure: () => null,
    enter: forward,
    stop: () => goOn(onStop),
    keys: isRight
      ? {}
      : {
          ...Object.fromEntries(REASONS.map((_, index) => [String(index + 1), () => setReason(index)])),
          n: () => note.current?.focus(),
          c: () => setCorrection((before) => before ?? ""),
        },
  });

  return (
    <div className={styles.page}>
      <Bar title={next.title} person={checking.person} place={place} onStop={() => goOn(onStop)} />
      <div className={styles.work}>
        <div className={styles.papers}>
          <Figures heading={heading} answered={answered} currency={next.currency} />
          <Papers item={item} title="" />
        </div>
        <div className={styles.mine}>
          {!isRight && (
            <>
              <Reasons chosen={reason} onChoose={setReason} />
              <label className={styles.area}>
                <span>{t("spotcheck-work-note")}</span>
                <textarea ref={note} value={words} onChange={(event) => setWords(event.target.value)} />
                {isMissing && sum.is !== "wrong" && words.trim() === "" && (
                  <small className={styles.problem}>{t("spotcheck-work-unsure")}</small>
                )}
              </label>
              {isCorrecting && (
                <label className={styles.area}>
                  <span>{t("spotcheck-work-corrected")}</span>
                  <input
                    ref={corrected}
                    value={correction}
                    aria-invalid={sum.is === "wrong"}
                    onChange={(event) => setCorrection(event.target.value)}
                  />
                  {sum.is === "wrong" && (
                    <small className={styles.problem}>
                      {t(`spotcheck-sum-${sum.problem}`, { at: sum.at })}
                    </small>
                  )}
                </label>
              )}
              <p className={styles.hint}>{t("spotcheck-work-record")}</p>
            </>
          )}
          <Refusal error={remark.error} />
          <div className={styles.buttons}>
            <Button kind="primary" isDisabled={remark.isPending} onPress={forward}>
              {t("spotcheck-work-next")}
              <kbd>Enter</kbd>
            </Button>
            {!isRight && (
              <Button onPress={() => setCorrection((before) => before ?? "")}>
                {t("spotcheck-work-correct")}
                <kbd>C</kbd>
              </Button>
            )}
          </div>
        </div>
      </div>
      <Keys keys={isRight ? KEYS_RIGHT : KEYS} left={left} />
    </div>
  );
}

interface FiguresProps {
  heading: React.RefObject<HTMLHeadingElement | null>;
  answered: AnsweredItem;
  currency: string;
}

function Figures({ heading, answered, currency }: FiguresProps) {
  const t = useTranslate();
  const format = useFormat();
  const { paid, yours, difference, judged, record } = answered;
  const share = yours !== null && difference !== null ? Number(difference) / Number(yours) : Number.NaN;
  return (
    <>
      <h2 className={styles.ask} ref={heading} tabIndex={-1}>
        {judged === "right"
          ? t("spotcheck-work-same")
          : difference === null || yours === null
            ? t(`judged-${judged}`)
            : t("spotcheck-work-differs", { amount: format.payout(difference.replace("-", ""), currency) })}
      </h2>
      <div className={styles.compare}>
        <div>
          <span>{t("spotcheck-yours")}</span>
          <b>{yours === null ? "–" : format.payout(yours, currency)}</b>
          <small>{t("spotcheck-work-locked", { seq: record.seq })}</small>
        </div>
        <div>
          <span>{t("spotcheck-system")}</span>
          <b>{format.payout(paid, currency)}</b>
          <small>{t("spotcheck-work-paid")}</small>
        </div>
        <div className={judged === "right" ? "" : styles.differs}>
          <StatusLabel state={JUDGED_GLYPH[judged]}>{t("spotcheck-difference")}</StatusLabel>
          <b>{difference === null ? "–" : format.payoutSigned(difference, currency)}</b>
          <small>
            {Number.isFinite(share) && share !== 0
              ? t("spotcheck-work-share", {
                  share: format.percent(Math.abs(share), 1),
                  side: share > 0 ? "over" : "under",
                })
              : t(`judged-${judged}`)}
          </small>
        </div>
      </div>
    </>
  );
}

function Reasons({ chosen, onChoose }: { chosen: number | null; onChoose: (index: number) => void }) {
  const t = useTranslate();
  return (
    <fieldset>
      <legend className={styles.label}>{t("spotcheck-work-why")}</legend>
      {REASONS.map((cause, index) => (
        <label key={cause ?? "unsure"} className={styles.reason}>
          <input type="radio" name="reason" checked={chosen === index} onChange={() => onChoose(index)} />
          <span>{cause === null ? t("spotcheck-reason-unsure") : t(`spotcheck-reason-${cause}`)}</span>
          <kbd>{index + 1}</kbd>
        </label>
      ))}
    </fieldset>
  );
}
