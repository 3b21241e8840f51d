import { type FormEvent, useState } from "react";
import { Button } from "../../components/Button";
import { TextInput } from "../../components/Fields";
import { Sheet, SheetActions } from "../../components/Sheet";
import { Banner, Refusal } from "../../components/States";
import type { SpotcheckDetail } from "../../contract/types";
import { useErrorWords, useTranslate } from "../../i18n";
import { useAnswer, useCommand } from "../../platform/context";
import sheets from "../backups/Sheets.module.css";

/** Ten throws of each of two people. */
const EACH = 10;

const isSame = (one: string, other: string) =>
  one.trim().replace(/\s+/g, " ").toLowerCase() === other.trim().replace(/\s+/g, " ").toLowerCase();

/** Numbers that nobody could know when the list was frozen, from two people. */
export function SeedSheet({ detail, onClose }: { detail: SpotcheckDetail; onClose: () => void }) {
  const t = useTranslate();
  const words = useErrorWords();
  const draw = useCommand("spotcheck_draw");
  const me = useAnswer("app_state", {}).data?.person ?? "";
  const [digits, setDigits] = useState(["", ""]);
  const [people, setPeople] = useState([me, ""]);
  const [first = "", second = ""] = digits.map((part) => part.replace(/\s+/g, ""));
  const [one = "", other = ""] = people;
  const names = people.map((name) => name.trim()).filter((name) => name !== "");
  const isOne = names.length === 1;
  const isTwice = names.length === 2 && isSame(one, other);
  const isComplete = first + second !== "" && names.length > 0 && !isTwice;
  const isSeed = draw.error?.params.what === "--seed";
  const put = (list: string[], at: number, value: string) =>
    list.map((entry, index) => (index === at ? value : entry));

  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!isComplete) return;
    draw.mutateAsync({ id: detail.row.id, seed: first + second, people: names }).then(onClose, () => {});
  };
  return (
    <Sheet title={t("spotcheck-seed-title")} isOpen onClose={onClose} wide>
      <form onSubmit={submit} className={sheets.form}>
        <p className={sheets.text}>{t("spotcheck-seed-text", { each: EACH })}</p>
        {[0, 1].map((at) => (
          <fieldset
            key={at}
            className={sheets.form}
            aria-label={t("spotcheck-seed-person", { number: at + 1 })}
          >
            <TextInput
              label={t("spotcheck-seed-person", { number: at + 1 })}
              value={people[at] ?? ""}
              onChange={(name) => setPeople(put(people, at, name))}
              error={at === 1 && isTwice ? t("spotcheck-seed-twice") : undefined}
            />
            <TextInput
              mono
              autoFocus={at === 0}
              label={t("spotcheck-seed-digits", { number: at + 1 })}
              hint={t("spotcheck-seed-count", { have: (at === 0 ? first : second).length, want: EACH })}
              value={digits[at] ?? ""}
              onChange={(text) => setDigits(put(digits, at, text))}
              error={isSeed && at === 0 && draw.error ? words(draw.error).message : undefined}
            />
          </fieldset>
        ))}
        {isOne && first !== "" && (
          <Banner state="attention" title={t("spotcheck-seed-one")}>
            {t("spotcheck-seed-one-text")}
          </Banner>
        )}
        {!isSeed && <Refusal error={draw.error} />}
        <SheetActions>
          {!isComplete && <span className={sheets.why}>{t("spotcheck-seed-needs")}</span>}
          <Button onPress={onClose}>{t("action-cancel")}</Button>
          <Button kind="primary" type="submit" isDisabled={!isComplete || draw.isPending}>
            {t("spotcheck-seed-now", { count: detail.sample?.sample ?? 0 })}
          </Button>
        </SheetActions>
      </form>
    </Sheet>
  );
}
