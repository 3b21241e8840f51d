import { type FormEvent, useState } from "react";
import { Button } from "../../components/Button";
import { TextInput } from "../../components/Fields";
import { useNotice } from "../../components/Notice";
import { Sheet, SheetActions } from "../../components/Sheet";
import { Refusal } from "../../components/States";
import type { Cause, SpotcheckDetail } from "../../contract/types";
import { useTranslate } from "../../i18n";
import { useCommand } from "../../platform/context";
import sheets from "../backups/Sheets.module.css";
import styles from "./Carry.module.css";
import { asked, usePeople, type Who, WhoFields } from "./Person";
import { countOf } from "./words";

interface CloseSheetProps {
  detail: SpotcheckDetail;
  cause: Cause;
  /** What was looked at last on the page; none where nothing was. */
  looked: { rule: string; count: number } | null;
  onClose: () => void;
}

/** What came out of looking at everything that a cause may have reached. */
export function CloseSheet({ detail, cause, looked, onClose }: CloseSheetProps) {
  const t = useTranslate();
  const notice = useNotice();
  const close = useCommand("spotcheck_close_cause");
  const { everybody, me, needsPassphrase } = usePeople(detail);
  const [checked, setChecked] = useState(looked === null ? "" : String(looked.count));
  const [wrong, setWrong] = useState("");
  const [reason, setReason] = useState("");
  const [picked, setWho] = useState<Who | null>(null);
  const who = picked ?? { person: me ?? "", passphrase: "" };
  const [all, bad] = [countOf(checked), countOf(wrong)];
  const problems = problemsOf(checked, wrong);
  const isProved = who.person !== "" && (!needsPassphrase(who.person) || who.passphrase !== "");
  const isComplete =
    all !== null && bad !== null && !problems.checked && !problems.wrong && reason.trim() !== "" && isProved;
  const name = t(`cause-${cause}`).toLowerCase();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!isComplete || all === null || bad === null || close.isPending) return;
    close
      .mutateAsync({
        id: detail.row.id,
        ...asked(who),
        cause,
        checked: all,
        wrong: bad,
        reason: reason.trim(),
      })
      .then(
        () => {
          onClose();
          notice(t("spotcheck-close-done", { cause: name }));
        },
        () => {},
      );
  };
  return (
    <Sheet title={t("spotcheck-close-title", { cause: name })} isOpen onClose={onClose}>
      <form onSubmit={submit} className={sheets.form}>
        <p className={sheets.text}>
          {looked === null
            ? t("spotcheck-close-text")
            : t("spotcheck-close-text-looked", { rule: looked.rule, count: looked.count })}
        </p>
        <div className={styles.counts}>
          <TextInput
            autoFocus
            label={t("spotcheck-close-checked")}
            value={checked}
            onChange={setChecked}
            error={problems.checked && t(`spotcheck-close-${problems.checked}`)}
          />
          <TextInput
            label={t("spotcheck-close-wrong")}
            value={wrong}
            onChange={setWrong}
            error={problems.wrong && t(`spotcheck-close-${problems.wrong}`)}
          />
        </div>
        <TextInput
          label={t("spotcheck-close-reason")}
          hint={t("spotcheck-close-reason-hint")}
          value={reason}
          onChange={setReason}
        />
        <WhoFields
          label={t("spotcheck-close-who")}
          names={everybody}
          who={who}
          onChange={setWho}
          needsPassphrase={needsPassphrase}
        />
        <Refusal error={close.error} />
        <SheetActions>
          {!isComplete && <span className={sheets.why}>{t("spotcheck-close-needs")}</span>}
          <Button onPress={onClose}>{t("action-cancel")}</Button>
          <Button kind="primary" type="submit" isDisabled={!isComplete || close.isPending}>
            {t("spotcheck-close-now")}
          </Button>
        </SheetActions>
      </form>
    </Sheet>
  );
}

type Problem = "number" | "nothing" | "more";

/** What is wrong about the two counts, as far as they are typed. */
function problemsOf(checked: string, wrong: string): { checked?: Problem; wrong?: Problem } {
  const [all, bad] = [countOf(checked), countOf(wrong)];
  return {
    ...(checked.trim() !== "" && all === null
      ? { checked: "number" }
      : all === 0
        ? { checked: "nothing" }
        : {}),
    ...(wrong.trim() !== "" && bad === null
      ? { wrong: "number" }
      : all !== null && bad !== null && bad > all
        ? { wrong: "more" }
        : {}),
  };
}
