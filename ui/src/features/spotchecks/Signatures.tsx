import { type FormEvent, useState } from "react";
import { Button } from "../../components/Button";
import { TextInput } from "../../components/Fields";
import { Glyph } from "../../components/Glyph";
import { useNotice } from "../../components/Notice";
import { Section } from "../../components/Page";
import { Sheet, SheetActions } from "../../components/Sheet";
import { Refusal } from "../../components/States";
import type { RoundResult, SpotcheckDetail } from "../../contract/types";
import { useFormat, useTranslate } from "../../i18n";
import { useCommand } from "../../platform/context";
import sheets from "../backups/Sheets.module.css";
import styles from "./DetailPage.module.css";
import { asked, usePeople, type Who, WhoFields } from "./Person";

interface SignaturesProps {
  detail: SpotcheckDetail;
  result: RoundResult;
  /** None where this round is not the one to be signed. */
  onSign: (() => void) | null;
}

/** Who stands for it: somebody who answered nothing. */
export function Signatures({ detail, result, onSign }: SignaturesProps) {
  const t = useTranslate();
  const format = useFormat();
  const { signatures } = result;
  const days = Math.round(detail.valid_for_seconds / 86_400);
  const isSigned =
    detail.history.find(({ round }) => round === detail.sample?.round)?.stage === "signed" ||
    (detail.row.stage === "signed" && detail.row.round === detail.sample?.round);
  return (
    <Section title={t("spotcheck-sign-title")}>
      <ul className={styles.signatures}>
        {signatures.map(({ person, at, proved, note }) => (
          <li key={`${person} ${at}`}>
            <Glyph state="proven" size={16} />
            <div>
              <b>{person}</b>
              <small title={format.full(at)}>
                {t("spotcheck-signed-at", {
                  when: format.past(at),
                  proved: t(`spotcheck-proved-${proved}`),
                })}
              </small>
              {note !== "" && <small>{note}</small>}
            </div>
          </li>
        ))}
        {!isSigned && (
          <li>
            <Glyph state="unproven" size={16} />
            <div>
              <b>{t("spotcheck-sign-open")}</b>
              <small>{t("spotcheck-sign-who")}</small>
            </div>
          </li>
        )}
      </ul>
      {onSign && (
        <Button kind={result.open_causes.length === 0 ? "primary" : "plain"} onPress={onSign}>
          {t("spotcheck-sign")}
        </Button>
      )}
      <p className={styles.quiet}>
        {t(isSigned ? "spotcheck-sign-counts" : "spotcheck-sign-will", { days })}
      </p>
    </Section>
  );
}

/** A name under what was found. */
export function SignSheet({ detail, onClose }: { detail: SpotcheckDetail; onClose: () => void }) {
  const t = useTranslate();
  const notice = useNotice();
  const sign = useCommand("spotcheck_sign");
  const { everybody, me, needsPassphrase } = usePeople(detail);
  const signed = detail.result?.signatures.map(({ person }) => person) ?? [];
  const answered = detail.work.filter((one) => one.done + one.second_done > 0).map(({ person }) => person);
  const names = everybody.filter((name) => !signed.includes(name) && !answered.includes(name));
  const [picked, setWho] = useState<Who | null>(null);
  const [note, setNote] = useState("");
  const first = me !== null && names.includes(me) ? me : (names[0] ?? "");
  const who = picked ?? { person: first, passphrase: "" };
  const isComplete = who.person !== "" && (!needsPassphrase(who.person) || who.passphrase !== "");
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!isComplete) return;
    sign.mutateAsync({ id: detail.row.id, ...asked(who), note: note.trim() }).then(
      () => {
        onClose();
        notice(t("parallel-sign-done"));
      },
      () => {},
    );
  };
  return (
    <Sheet title={t("spotcheck-sign-sheet", { title: detail.row.title })} isOpen onClose={onClose}>
      <form onSubmit={submit} className={sheets.form}>
        <p className={sheets.text}>
          {t("spotcheck-sign-text", {
            decision: detail.result === null ? "" : t(`spotcheck-decision-${detail.result.decision}`),
          })}
        </p>
        <WhoFields
          label={t("parallel-sign-person")}
          names={names}
          who={who}
          onChange={setWho}
          needsPassphrase={needsPassphrase}
        />
        <TextInput
          label={t("spotcheck-sign-note")}
          hint={t("spotcheck-sign-note-hint")}
          value={note}
          onChange={setNote}
        />
        <Refusal error={sign.error} />
        <SheetActions>
          <Button onPress={onClose}>{t("action-cancel")}</Button>
          <Button kind="primary" type="submit" isDisabled={!isComplete || sign.isPending}>
            {t("parallel-sign-now")}
          </Button>
        </SheetActions>
      </form>
    </Sheet>
  );
}
