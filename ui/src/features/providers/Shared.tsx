import { useState } from "react";
import { Button } from "../../components/Button";
import { TextInput } from "../../components/Fields";
import { Glyph } from "../../components/Glyph";
import { Section } from "../../components/Page";
import { Sheet, SheetActions } from "../../components/Sheet";
import { Refusal } from "../../components/States";
import type { FateView, PairDetail } from "../../contract/types";
import { useMessageOr, useTranslate } from "../../i18n";
import { useCommand } from "../../platform/context";
import sheets from "../backups/Sheets.module.css";
import styles from "./PairPage.module.css";
import { PersonField, useNames } from "./Person";
import { FATE_GLYPH } from "./words";

interface Asked {
  fate: FateView;
  shared: boolean;
}

/** What both sides depend on: where that fails, both fail. */
export function Shared({ pair }: { pair: PairDetail }) {
  const t = useTranslate();
  const [asked, setAsked] = useState<Asked | null>(null);
  return (
    <Section title={t("providers-shared")} note={t("providers-shared-note")}>
      {pair.shared.length === 0 ? (
        <p className={styles.quiet}>{t("providers-shared-none")}</p>
      ) : (
        <ul className={styles.fates}>
          {pair.shared.map((fate) => (
            <Fate key={fate.id} fate={fate} onAsk={(shared) => setAsked({ fate, shared })} />
          ))}
        </ul>
      )}
      {asked && <FateSheet pair={pair} asked={asked} onClose={() => setAsked(null)} />}
    </Section>
  );
}

function useFateWords() {
  const messageOr = useMessageOr();
  return {
    what: ({ what }: FateView) => messageOr(`providers-share-${what}`, {}, what),
    why: ({ reason, primary, backup, value }: FateView) =>
      messageOr(`providers-why-${reason}`, { primary, backup, value }, `${primary}, ${backup}`),
  };
}

function Fate({ fate, onAsk }: { fate: FateView; onAsk: (shared: boolean) => void }) {
  const t = useTranslate();
  const words = useFateWords();
  const { certainty, value } = fate;
  const what = words.what(fate);
  return (
    <li>
      <div className={styles.who}>
        <Glyph state={FATE_GLYPH[certainty]} />
        <div>
          <b>{t("providers-shares", { what, value })}</b>
          <small>
            {t(`providers-fate-${certainty}`)} {words.why(fate)}
          </small>
        </div>
      </div>
      {certainty !== "confirmed" && certainty !== "denied" && (
        <div className={styles.buttons}>
          <Button small onPress={() => onAsk(true)} aria-label={t("providers-confirm-of", { what, value })}>
            {t("providers-confirm")}
          </Button>
          <Button
            small
            kind="quiet"
            onPress={() => onAsk(false)}
            aria-label={t("providers-deny-of", { what, value })}
          >
            {t("providers-deny")}
          </Button>
        </div>
      )}
    </li>
  );
}

interface FateSheetProps {
  pair: PairDetail;
  asked: Asked;
  onClose: () => void;
}

function FateSheet({ pair, asked: { fate, shared }, onClose }: FateSheetProps) {
  const t = useTranslate();
  const words = useFateWords();
  const say = useCommand("provider_fate");
  const { me, names } = useNames();
  const [picked, setPicked] = useState<string | null>(null);
  const [note, setNote] = useState("");
  const as = picked ?? me ?? "";
  const what = words.what(fate);
  // To deny what was seen takes a word on how somebody knows.
  const isComplete = as.trim() !== "" && (shared || note.trim() !== "");
  return (
    <Sheet
      title={t(shared ? "providers-confirm-of" : "providers-deny-of", { what, value: fate.value })}
      isOpen
      onClose={onClose}
    >
      <form
        className={sheets.form}
        onSubmit={(event) => {
          event.preventDefault();
          if (!isComplete) return;
          say
            .mutateAsync({ id: pair.row.id, fate: fate.id, shared, as, note: note.trim() })
            .then(onClose, () => {});
        }}
      >
        <p className={sheets.text}>{t(shared ? "providers-confirm-text" : "providers-deny-text")}</p>
        <TextInput autoFocus label={t("providers-fate-note")} value={note} onChange={setNote} />
        <PersonField label={t("providers-who")} names={names} value={as} onChange={setPicked} />
        <Refusal error={say.error} />
        <SheetActions>
          <Button onPress={onClose}>{t("action-cancel")}</Button>
          <Button kind="primary" type="submit" isDisabled={!isComplete || say.isPending}>
            {t(shared ? "providers-confirm" : "providers-deny")}
          </Button>
        </SheetActions>
      </form>
    </Sheet>
  );
}
