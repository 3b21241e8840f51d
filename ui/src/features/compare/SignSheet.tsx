import { type FormEvent, useState } from "react";
import { Button } from "../../components/Button";
import { Choices, TextInput } from "../../components/Fields";
import { useNotice } from "../../components/Notice";
import { Sheet, SheetActions } from "../../components/Sheet";
import { Refusal } from "../../components/States";
import type { CompareDetail } from "../../contract/types";
import { useTranslate } from "../../i18n";
import { useAnswer, useCommand } from "../../platform/context";
import sheets from "../backups/Sheets.module.css";
import { isNeeded } from "./words";

type Decision = "go" | "no_go";

/** As the program tells people apart: case and blanks do not count. */
function isSamePerson(one: string, other: string): boolean {
  const plain = (name: string) => name.trim().split(/\s+/).join(" ").toLowerCase();
  return plain(one) === plain(other);
}

/** One of two signatures. A no may be signed at any time, a yes only when everything is met. */
export function SignSheet({ detail, onClose }: { detail: CompareDetail; onClose: () => void }) {
  const t = useTranslate();
  const notice = useNotice();
  const sign = useCommand("compare_sign");
  const me = useAnswer("app_state", {}).data?.person ?? "";
  const { decision: allowed, criteria, signatures } = detail.cutover;
  const mayGo = allowed === "go";
  const [person, setPerson] = useState(signatures.some((one) => one.person === me) ? "" : me);
  const [decision, setDecision] = useState<Decision>(mayGo ? "go" : "no_go");
  const [reason, setReason] = useState("");
  // The program counts a person once, however often they sign.
  const before = signatures.find((one) => isSamePerson(one.person, person));
  const again = before?.decision === decision ? before.person : undefined;
  const isComplete = person.trim() !== "" && reason.trim() !== "" && again === undefined;
  const open = criteria.filter((one) => isNeeded(one) && one.state !== "met").length;

  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!isComplete) return;
    sign.mutateAsync({ id: detail.id, person: person.trim(), decision, reason: reason.trim() }).then(
      () => {
        onClose();
        notice(t("parallel-sign-done"));
      },
      () => {},
    );
  };

  return (
    <Sheet title={t("parallel-sign-title", { title: detail.title })} isOpen onClose={onClose}>
      <form onSubmit={submit} className={sheets.form}>
        <p className={sheets.text}>{t("parallel-sign-text")}</p>
        <Choices
          label={t("parallel-sign-decision")}
          value={decision}
          onChange={(value) => setDecision(value === "go" ? "go" : "no_go")}
          choices={[
            {
              id: "go",
              title: t("parallel-sign-go"),
              text: mayGo ? t("parallel-sign-go-means") : t("parallel-sign-go-closed", { open }),
              isDisabled: !mayGo,
            },
            { id: "no_go", title: t("parallel-sign-no-go"), text: t("parallel-sign-no-go-means") },
          ]}
        />
        <TextInput
          label={t("parallel-sign-person")}
          hint={t("parallel-sign-person-hint")}
          error={
            again === undefined
              ? undefined
              : t(decision === "go" ? "parallel-sign-again-go" : "parallel-sign-again-no", { person: again })
          }
          value={person}
          onChange={setPerson}
        />
        <TextInput
          label={t("parallel-reason")}
          hint={t("parallel-reason-hint")}
          value={reason}
          onChange={setReason}
          autoFocus
        />
        <Refusal error={sign.error} />
        <SheetActions>
          {!isComplete && again === undefined && (
            <span className={sheets.why}>{t("parallel-sign-needs")}</span>
          )}
          <Button onPress={onClose}>{t("action-cancel")}</Button>
          <Button kind="primary" type="submit" isDisabled={!isComplete || sign.isPending}>
            {t("parallel-sign-now")}
          </Button>
        </SheetActions>
      </form>
    </Sheet>
  );
}
