import { useEffect, useRef, useState } from "react";
import { isTyping, singleKeysOn } from "../../../app/keys";
import { Button } from "../../../components/Button";
import { Fact, Facts } from "../../../components/Page";
import { Sheet, SheetActions } from "../../../components/Sheet";
import type { ComponentEntry, MapSheet, ProcessEntry } from "../../../contract/types";
import { useFormat, useTranslate } from "../../../i18n";
import { useAnswer } from "../../../platform/context";
import sheets from "../../backups/Sheets.module.css";
import { useConfirmedWords } from "./Confirmed";
import { EditEntry } from "./EditEntry";
import { useEditing } from "./Editing";
import { byAge, find, namesOf, neededBy, titleOf } from "./entries";
import { groupWords } from "./groups";
import { type Answered, Wrong } from "./InlineField";
import { useAmountWords, useGroupWords } from "./lines";
import styles from "./Review.module.css";

/** Asks of one entry after the other whether it is still true, the oldest first. */
export function Review({ onClose }: { onClose: () => void }) {
  const t = useTranslate();
  const sheet = useAnswer("map_show", {}).data;
  // The order of the beginning: what was just confirmed does not come again.
  const order = useRef<string[] | null>(null);
  if (sheet && order.current === null) order.current = byAge(sheet).map(({ id }) => id);
  const [at, setAt] = useState(0);
  const ids = order.current ?? [];
  const id = ids[at];
  const found = sheet && id !== undefined ? find(sheet, id) : null;
  const isOver = sheet !== undefined && at >= ids.length;
  const next = () => setAt((now) => now + 1);
  return (
    <Sheet title={t("entry-review-title")} isOpen wide onClose={onClose}>
      <div data-undoes className={`${sheets.form} ${styles.keys}`}>
        {isOver && (
          <>
            <p className={sheets.text} role="status">
              {t("entry-review-over", { count: ids.length })}
            </p>
            <SheetActions>
              <Button kind="primary" autoFocus onPress={onClose}>
                {t("action-close")}
              </Button>
            </SheetActions>
          </>
        )}
        {sheet && !isOver && (found === null || found.of === "option") && <Gone onNext={next} />}
        {sheet && found && found.of !== "option" && (
          <Asked
            key={id}
            sheet={sheet}
            entry={found.entry}
            place={t("entry-review-place", { at: at + 1, of: ids.length })}
            onNext={next}
            onClose={onClose}
          />
        )}
      </div>
    </Sheet>
  );
}

/** It was removed meanwhile. */
function Gone({ onNext }: { onNext: () => void }) {
  useEffect(onNext, [onNext]);
  return null;
}

interface AskedProps {
  sheet: MapSheet;
  entry: ProcessEntry | ComponentEntry;
  place: string;
  onNext: () => void;
  onClose: () => void;
}

function Asked({ sheet, entry, place, onNext, onClose }: AskedProps) {
  const t = useTranslate();
  const age = useConfirmedWords();
  const { confirm } = useEditing();
  const [isEditing, setEditing] = useState(false);
  const [wrong, setWrong] = useState<Answered>(null);
  const isBusy = useRef(false);
  const title = titleOf(entry);
  const yes = () => {
    if (isBusy.current) return;
    isBusy.current = true;
    void confirm([entry.id], t("entry-confirmed-now", { what: title })).then((answer) => {
      isBusy.current = false;
      if (answer === null) onNext();
      else setWrong(answer);
    });
  };
  const edit = () => setEditing((now) => !now);
  useReviewKeys({ y: yes, e: edit, n: onNext });
  return (
    <>
      <div className={styles.head}>
        <h3>{title}</h3>
        <span>{age(entry.confirmed)}</span>
        <span className={styles.place} role="status">
          {place}
        </span>
      </div>
      {isEditing ? <EditEntry id={entry.id} hideFoot /> : <Said sheet={sheet} entry={entry} />}
      {wrong !== null && <Wrong answer={wrong} />}
      <SheetActions>
        <Button kind="quiet" onPress={onClose}>
          {t("entry-review-stop")}
        </Button>
        <Button onPress={onNext}>
          {t("entry-review-skip")} <kbd>n</kbd>
        </Button>
        <Button onPress={edit}>
          {t(isEditing ? "entry-review-edited" : "entry-review-edit")} <kbd>e</kbd>
        </Button>
        <Button kind="primary" onPress={yes}>
          {t("entry-still-true")} <kbd>y</kbd>
        </Button>
      </SheetActions>
    </>
  );
}

function useReviewKeys(keys: Record<string, () => void>) {
  const latest = useRef(keys);
  latest.current = keys;
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || !singleKeysOn()) return;
      if (isTyping(event.target) || document.querySelectorAll("[role=dialog]").length > 1) return;
      const act = latest.current[event.key.toLowerCase()];
      if (!act) return;
      event.preventDefault();
      act();
    };
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, []);
}

/** What somebody said of it, in a few lines. */
function Said({ sheet, entry }: { sheet: MapSheet; entry: ProcessEntry | ComponentEntry }) {
  const t = useTranslate();
  const format = useFormat();
  const { money, span, number } = useAmountWords(sheet.currency);
  const { choice } = useGroupWords();
  const names = namesOf(sheet);
  const needs = entry.needs.map((group) => groupWords(group, names, choice));
  const needing = neededBy(sheet, entry.id).map(titleOf);
  const unsaid = t("entry-not-said");
  return (
    <Facts>
      {"kind" in entry ? (
        <>
          <Fact name={t("entry-kind")}>{t(`entry-kind-${entry.kind}`)}</Fact>
          <Fact name={t("entry-outages")}>
            {entry.outages_per_year === null ? unsaid : number(entry.outages_per_year)}
          </Fact>
          <Fact name={t("entry-outage")}>{entry.outage === null ? unsaid : span(entry.outage)}</Fact>
        </>
      ) : (
        <>
          <Fact name={t("entry-damage")}>{money(entry.damage_per_hour)}</Fact>
          <Fact name={t("entry-worst")}>{span(entry.worst_case_outage)}</Fact>
          <Fact name={t("entry-owner")}>{entry.owner ?? unsaid}</Fact>
        </>
      )}
      <Fact name={t("entry-needs")}>{needs.length === 0 ? t("entry-needs-nothing") : needs.join("; ")}</Fact>
      {needing.length > 0 && <Fact name={t("entry-needed-by")}>{format.list(needing)}</Fact>}
    </Facts>
  );
}
