import Lock from "lucide-react/icons/lock";
import Paperclip from "lucide-react/icons/paperclip";
import X from "lucide-react/icons/x";
import { useEffect, useId, useRef, useState } from "react";
import { Button } from "../../components/Button";
import { Icon } from "../../components/Icon";
import { Refusal } from "../../components/States";
import type { AnswerDraft, AnswerKind, WorkItem } from "../../contract/types";
import { useFormat, useTranslate } from "../../i18n";
import { useCommand } from "../../platform/context";
import { shortPlace } from "../compare/words";
import { Papers } from "./Papers";
import { placesOf, readSum } from "./sum";
import { type Desk, useDraft, useWorkKeys } from "./useWork";
import styles from "./Work.module.css";
import { Bar, Keys } from "./WorkFrame";

const NOTHING: AnswerDraft = { amount: "", steps: "", note: "", evidence: [] };
const KEYS: [string, string][] = [
  ["A", "spotcheck-key-attach"],
  ["N", "spotcheck-key-note"],
  ["U", "spotcheck-key-unable"],
  ["L", "spotcheck-key-later"],
  ["Esc", "spotcheck-key-stop"],
];

interface EntryProps {
  desk: Desk;
  place: { done: number; of: number };
  left: number | null;
  item: WorkItem;
  onStop: () => void;
}

/** The own figure, before anybody says what the system paid. */
export function Entry({ desk, place, left, item, onStop }: EntryProps) {
  const t = useTranslate();
  const [draft, setDraft] = useState<AnswerDraft>(item.draft ?? NOTHING);
  const [kind, setKind] = useState<AnswerKind>("figure");
  const [isTried, setTried] = useState(false);
  const kept = useDraft(desk.keep, item.id, draft);
  const pick = useCommand("pick_file");
  const figure = useRef<HTMLInputElement>(null);
  const note = useRef<HTMLTextAreaElement>(null);
  const { currency, reveals } = desk;
  const sum = readSum(draft.amount, placesOf(currency));
  const change = (part: Partial<AnswerDraft>) => setDraft((before) => ({ ...before, ...part }));
  useEffect(() => figure.current?.focus(), []);

  const save = () => {
    if (desk.isLocking) return;
    if (kind === "figure" && sum.is !== "figure") {
      setTried(true);
      figure.current?.focus();
      return;
    }
    const { steps, note, evidence } = draft;
    const amount = kind === "figure" && sum.is === "figure" ? { amount: sum.decimal } : {};
    kept.hold(true);
    desk.lock(item, { answer: kind, ...amount, steps, note, evidence }).catch(() => kept.hold(false));
  };
  const attach = () =>
    pick.mutate(
      { title: t("spotcheck-work-attach") },
      {
        onSuccess: ({ path }) => {
          if (path !== null && !draft.evidence.includes(path)) {
            change({ evidence: [...draft.evidence, path] });
          }
          figure.current?.focus();
        },
      },
    );
  // What could not be kept is not left behind without a word.
  const stop = () => void kept.save().then(onStop, () => {});
  const choose = (other: AnswerKind) => {
    setKind(kind === other ? "figure" : other);
    figure.current?.focus();
  };
  useWorkKeys({
    figure: () => figure.current,
    enter: save,
    stop,
    keys: {
      a: attach,
      n: () => note.current?.focus(),
      u: () => choose("cannot_determine"),
      l: stop,
    },
  });
  const problem =
    kind !== "figure"
      ? null
      : sum.is === "wrong"
        ? t(`spotcheck-sum-${sum.problem}`, { at: sum.at })
        : sum.is === "empty" && isTried
          ? t("spotcheck-sum-empty")
          : null;

  return (
    <div className={styles.page}>
      <Bar title={desk.title} person={desk.person} place={place} onStop={stop} />
      <div className={styles.work}>
        <Papers item={item} />
        <div className={styles.mine}>
          <Figure
            currency={currency}
            text={draft.amount}
            result={kind === "figure" && sum.is === "figure" ? sum.decimal : null}
            kind={kind}
            problem={problem}
            field={figure}
            onChange={(amount) => {
              setKind("figure");
              change({ amount });
            }}
          />
          <div>
            <span className={styles.label}>{t("spotcheck-system-figure")}</span>
            <p className={styles.veil}>
              <Icon of={Lock} size={14} />
              {t(reveals ? "spotcheck-work-veil" : "spotcheck-work-veil-away")}
            </p>
          </div>
          <Evidence
            paths={draft.evidence}
            onAttach={attach}
            onRemove={(path) => change({ evidence: draft.evidence.filter((one) => one !== path) })}
          />
          <label className={styles.area}>
            <span>{t("spotcheck-work-steps")}</span>
            <textarea value={draft.steps} onChange={(event) => change({ steps: event.target.value })} />
          </label>
          <label className={styles.area}>
            <span>{t("spotcheck-work-note")}</span>
            <textarea
              ref={note}
              value={draft.note}
              onChange={(event) => change({ note: event.target.value })}
            />
          </label>
          <Refusal error={desk.error ?? kept.error} />
          <div className={styles.buttons}>
            <Button kind="primary" isDisabled={desk.isLocking} onPress={save}>
              {kind !== "figure"
                ? t(`spotcheck-work-${saying(kind)}`)
                : t(reveals ? "spotcheck-work-save" : "spotcheck-work-save-away")}
              <kbd>Enter</kbd>
            </Button>
            <Button aria-pressed={kind === "cannot_determine"} onPress={() => choose("cannot_determine")}>
              {t("spotcheck-answer-cannot_determine")}
              <kbd>U</kbd>
            </Button>
            <Button onPress={stop}>
              {t("spotcheck-work-later")}
              <kbd>L</kbd>
            </Button>
            <Button
              kind="quiet"
              aria-pressed={kind === "not_supported"}
              onPress={() => choose("not_supported")}
            >
              {t("spotcheck-answer-not_supported")}
            </Button>
            <Button kind="quiet" aria-pressed={kind === "missing"} onPress={() => choose("missing")}>
              {t("spotcheck-answer-missing")}
            </Button>
            <p className={styles.hint}>{t(reveals ? "spotcheck-work-locks" : "spotcheck-work-locks-away")}</p>
          </div>
        </div>
      </div>
      <Keys
        keys={[["Enter", reveals ? "spotcheck-key-save" : "spotcheck-key-save-away"], ...KEYS]}
        left={left}
        status={t(kept.isKept ? "spotcheck-work-kept" : "spotcheck-work-keeping")}
      />
    </div>
  );
}

/** The ending of the words on the button that locks an answer without a figure. */
const saying = (kind: AnswerKind) => (kind === "cannot_determine" ? "unable" : kind);

interface FigureProps {
  currency: string;
  text: string;
  result: string | null;
  kind: AnswerKind;
  problem: string | null;
  field: React.RefObject<HTMLInputElement | null>;
  onChange: (text: string) => void;
}

function Figure({ currency, text, result, kind, problem, field, onChange }: FigureProps) {
  const t = useTranslate();
  const format = useFormat();
  const id = useId();
  const sign = format.payout("0", currency).replace(/[\d.,\s]/g, "");
  return (
    <div>
      <label className={styles.label} htmlFor={id}>
        {t("spotcheck-work-figure")}
      </label>
      <div className={`${styles.big} ${problem ? styles.wrong : ""}`}>
        {kind === "figure" && <span aria-hidden="true">{sign}</span>}
        <input
          id={id}
          ref={field}
          value={kind === "figure" ? text : t(`spotcheck-answer-${kind}`)}
          readOnly={kind !== "figure"}
          inputMode="decimal"
          autoComplete="off"
          spellCheck={false}
          aria-invalid={problem !== null}
          aria-describedby={`${id}-hint`}
          onChange={(event) => onChange(event.target.value)}
        />
        {result !== null && <output htmlFor={id}>{`= ${format.decimal(result)}`}</output>}
      </div>
      <p id={`${id}-hint`} className={problem ? styles.problem : styles.hint}>
        {problem ?? t(kind === "figure" ? "spotcheck-work-figure-hint" : "spotcheck-work-instead")}
      </p>
    </div>
  );
}

interface EvidenceProps {
  paths: string[];
  onAttach: () => void;
  onRemove: (path: string) => void;
}

function Evidence({ paths, onAttach, onRemove }: EvidenceProps) {
  const t = useTranslate();
  return (
    <div>
      <span className={styles.label}>{t("spotcheck-work-evidence")}</span>
      <ul>
        {paths.map((path) => (
          <li key={path} className={styles.file} title={path}>
            <Icon of={Paperclip} size={14} />
            <span>{shortPlace(path)}</span>
            <Button
              kind="quiet"
              small
              icon={X}
              aria-label={t("spotcheck-work-remove", { file: shortPlace(path) })}
              onPress={() => onRemove(path)}
            />
          </li>
        ))}
      </ul>
      <button type="button" className={styles.attach} onClick={onAttach}>
        {t("spotcheck-work-attach")}
        <kbd>A</kbd>
      </button>
    </div>
  );
}
