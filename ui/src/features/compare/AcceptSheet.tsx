import { type FormEvent, useState } from "react";
import { Button } from "../../components/Button";
import { Select, TextInput } from "../../components/Fields";
import { useNotice } from "../../components/Notice";
import { Sheet, SheetActions } from "../../components/Sheet";
import { Refusal } from "../../components/States";
import type { CompareDetail, CompareRunView } from "../../contract/types";
import { useFindingWords, useFormat, useTranslate } from "../../i18n";
import { useAnswer, useCommand } from "../../platform/context";
import sheets from "../backups/Sheets.module.css";
import { addDays, isDate } from "../schedule/dates";
import { acceptable, findingOf } from "./findings";
import { commonText } from "./words";

/** After this somebody looks again. */
const DAYS = 90;

interface AcceptSheetProps {
  detail: CompareDetail;
  run: CompareRunView;
  finding: string | undefined;
  onClose: () => void;
}

/** A difference that is meant: with a reason, an owner and an end, so that nobody carries it along for ever. */
export function AcceptSheet({ detail, run, finding, onClose }: AcceptSheetProps) {
  const t = useTranslate();
  const format = useFormat();
  const notice = useNotice();
  const say = useFindingWords();
  const accept = useCommand("compare_accept");
  const person = useAnswer("app_state", {}).data?.person ?? "";
  const choices = acceptable(run.findings);
  const [id, setId] = useState(finding ?? choices[0]?.id ?? "");
  const [reason, setReason] = useState("");
  const [owner, setOwner] = useState(person);
  const [until, setUntil] = useState(() => addDays(format.today(), DAYS));
  const untilWrong = until.trim() !== "" && (!isDate(until.trim()) || until.trim() <= format.today());
  const isComplete = reason.trim() !== "" && owner.trim() !== "" && !untilWrong && id !== "";
  const explained = new Map(
    (run.figures?.explanations ?? []).map((why) => [
      findingOf(run.findings, why),
      commonText(t, format, why),
    ]),
  );

  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!isComplete) return;
    const end = until.trim();
    accept
      .mutateAsync({
        id: detail.id,
        finding: id,
        reason: reason.trim(),
        owner: owner.trim(),
        ...(end === "" ? {} : { until: end }),
      })
      .then(
        () => {
          onClose();
          notice(t("parallel-accepted"));
        },
        () => {},
      );
  };

  return (
    <Sheet title={t("parallel-accept-title")} isOpen onClose={onClose}>
      <form onSubmit={submit} className={sheets.form}>
        <p className={sheets.text}>{t("parallel-accept-text")}</p>
        <Select
          label={t("parallel-accept-which")}
          value={id}
          onChange={setId}
          options={choices.map((one) => ({
            id: one.id,
            label: explained.get(one.id) ?? say(one.finding).what,
          }))}
        />
        <TextInput
          label={t("parallel-reason")}
          hint={t("parallel-reason-hint")}
          value={reason}
          onChange={setReason}
          autoFocus
        />
        <TextInput
          label={t("parallel-owner")}
          hint={t("parallel-owner-hint")}
          value={owner}
          onChange={setOwner}
        />
        <TextInput
          narrow
          label={t("parallel-until")}
          hint={t("parallel-until-hint")}
          value={until}
          onChange={setUntil}
          error={untilWrong ? t("parallel-date-wrong") : undefined}
        />
        <Refusal error={accept.error} />
        <SheetActions>
          {!isComplete && <span className={sheets.why}>{t("parallel-accept-needs")}</span>}
          <Button onPress={onClose}>{t("action-cancel")}</Button>
          <Button kind="primary" type="submit" isDisabled={!isComplete || accept.isPending}>
            {t("parallel-accept-now")}
          </Button>
        </SheetActions>
      </form>
    </Sheet>
  );
}
