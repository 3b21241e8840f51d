import { type FormEvent, useState } from "react";
import { Button } from "../../components/Button";
import { Choices, Select, TextInput, Tick } from "../../components/Fields";
import { useNotice } from "../../components/Notice";
import { Sheet, SheetActions } from "../../components/Sheet";
import { Refusal } from "../../components/States";
import type { AnswerKind, AnswerView, Cause, SpotcheckDetail } from "../../contract/types";
import { type Format, type Translate, useFormat, useTranslate } from "../../i18n";
import { useCommand } from "../../platform/context";
import sheets from "../backups/Sheets.module.css";
import { Answers } from "./Answers";
import { asked, usePeople, type Who, WhoFields } from "./Person";
import { placesOf, readSum } from "./sum";
import { CAUSES } from "./words";

/** An item with one or two answers. */
export interface Decidable {
  id: string;
  person: string;
  paid: string;
  first: AnswerView;
  second: AnswerView | null;
}

type Choice = "first" | "second" | "other" | "cannot_determine";

interface DecideSheetProps {
  detail: SpotcheckDetail;
  item: Decidable;
  onClose: () => void;
}

/** What an answer says in one phrase: its figure, or why there is none. */
const phrase = (t: Translate, format: Format, answer: AnswerView, currency: string): string =>
  answer.amount === null ? t(`spotcheck-answer-${answer.answer}`) : format.payout(answer.amount, currency);

/** What an item counts as, and why. Both answers stay as they were given. */
export function DecideSheet({ detail, item, onClose }: DecideSheetProps) {
  const t = useTranslate();
  const format = useFormat();
  const notice = useNotice();
  const resolve = useCommand("spotcheck_resolve");
  const { named, me, needsPassphrase } = usePeople(detail);
  const [chosen, setChosen] = useState<Choice | "">("");
  const [figure, setFigure] = useState("");
  const [cause, setCause] = useState<Cause | "">(
    item.first.remark?.cause ?? item.second?.remark?.cause ?? "",
  );
  const [isSystematic, setSystematic] = useState(false);
  const [reason, setReason] = useState("");
  const [picked, setWho] = useState<Who | null>(null);
  // The list of people may come after the sheet.
  const who = picked ?? { person: me ?? "", passphrase: "" };
  const { currency } = detail;
  const sum = readSum(figure, placesOf(currency));
  const decided = decidedBy(chosen, item, sum.is === "figure" ? sum.decimal : null);
  const needsCause = isSystematic && cause === "";
  const isProved = !needsPassphrase(who.person) || who.passphrase !== "";
  const isComplete = decided !== null && reason.trim() !== "" && who.person !== "" && !needsCause && isProved;

  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!isComplete || decided === null) return;
    resolve
      .mutateAsync({
        id: detail.row.id,
        item: item.id,
        ...asked(who),
        ...decided,
        reason: reason.trim(),
        ...(cause === "" ? {} : { cause }),
        systematic: isSystematic,
      })
      .then(
        () => {
          onClose();
          notice(t("spotcheck-decide-done", { item: item.id }));
        },
        () => {},
      );
  };

  return (
    <Sheet title={t("spotcheck-decide-title", { item: item.id })} isOpen onClose={onClose} wide>
      <form onSubmit={submit} className={sheets.form}>
        <Answers item={item} currency={currency} />
        <Choices
          label={t("spotcheck-decide-counts")}
          value={chosen}
          onChange={(id) => setChosen(id as Choice)}
          choices={[
            {
              id: "first",
              title: t("spotcheck-decide-of", {
                person: item.first.by,
                says: phrase(t, format, item.first, currency),
              }),
            },
            ...(item.second === null
              ? []
              : [
                  {
                    id: "second",
                    title: t("spotcheck-decide-of", {
                      person: item.second.by,
                      says: phrase(t, format, item.second, currency),
                    }),
                  },
                ]),
            { id: "other", title: t("spotcheck-decide-other") },
            { id: "cannot_determine", title: t("spotcheck-decide-nobody") },
          ]}
        />
        {chosen === "other" && (
          <TextInput
            autoFocus
            label={t("spotcheck-decide-figure")}
            hint={t("spotcheck-work-figure-hint")}
            value={figure}
            onChange={setFigure}
            error={sum.is === "wrong" ? t(`spotcheck-sum-${sum.problem}`, { at: sum.at }) : undefined}
          />
        )}
        <Select
          label={t("spotcheck-cause")}
          value={cause}
          onChange={(id) => setCause(CAUSES.find((one) => one === id) ?? "")}
          options={[
            { id: "", label: t("spotcheck-cause-none") },
            ...CAUSES.map((id) => ({ id, label: t(`cause-${id}`) })),
          ]}
        />
        <Tick isSelected={isSystematic} onChange={setSystematic}>
          {t("spotcheck-systematic")}
        </Tick>
        {isSystematic && (
          <p className={sheets.text}>
            {t(needsCause ? "spotcheck-systematic-needs" : "spotcheck-systematic-means")}
          </p>
        )}
        <TextInput label={t("parallel-reason")} value={reason} onChange={setReason} />
        <WhoFields
          label={t("spotcheck-decide-who")}
          names={named}
          who={who}
          onChange={setWho}
          needsPassphrase={needsPassphrase}
        />
        <Refusal error={resolve.error} />
        <SheetActions>
          {!isComplete && <span className={sheets.why}>{t("spotcheck-decide-needs")}</span>}
          <Button onPress={onClose}>{t("action-cancel")}</Button>
          <Button kind="primary" type="submit" isDisabled={!isComplete || resolve.isPending}>
            {t("spotcheck-decide-now")}
          </Button>
        </SheetActions>
      </form>
    </Sheet>
  );
}

/** The answer that the item counts as; null while it is incomplete. */
function decidedBy(
  chosen: Choice | "",
  { first, second }: Decidable,
  figure: string | null,
): { answer: AnswerKind; amount?: string } | null {
  const of = ({ answer, amount }: AnswerView) => ({ answer, ...(amount === null ? {} : { amount }) });
  switch (chosen) {
    case "first":
      return of(first);
    case "second":
      return second && of(second);
    case "other":
      return figure === null ? null : { answer: "figure", amount: figure };
    case "cannot_determine":
      return { answer: "cannot_determine" };
    default:
      return null;
  }
}
