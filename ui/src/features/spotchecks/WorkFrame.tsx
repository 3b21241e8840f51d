import { useRef } from "react";
import { Button } from "../../components/Button";
import { useFormat, useTranslate } from "../../i18n";
import { steps } from "./geometry";
import styles from "./Work.module.css";

/** From so many items on, the pace is more than chance. */
const PACED_FROM = 3;

/** How long the rest will take, by the items of this visit. */
export function usePace(open: number) {
  const seen = useRef({ began: Date.now(), items: 0 });
  const { began, items } = seen.current;
  const seconds = items < PACED_FROM ? null : ((Date.now() - began) / 1000 / items) * open;
  const finished = () => {
    seen.current.items += 1;
  };
  return { left: seconds, finished };
}

interface BarProps {
  title: string;
  person: string;
  place: { done: number; of: number };
  onStop: () => void;
}

/** Where one stands. Nothing of what came out so far. */
export function Bar({ title, person, place, onStop }: BarProps) {
  const t = useTranslate();
  const marks = steps(place.done, place.of);
  return (
    <header className={styles.bar}>
      <h1>{title}</h1>
      <span className={styles.person}>{person}</span>
      <div
        className={styles.steps}
        role="img"
        aria-label={t("spotcheck-work-done", { done: place.done, of: place.of })}
      >
        {marks === null ? (
          <b style={{ width: `${(place.done / Math.max(1, place.of)) * 100}%` }} />
        ) : (
          // biome-ignore lint/suspicious/noArrayIndexKey: the marks keep their places
          marks.map((mark, index) => <i key={index} className={styles[mark]} />)
        )}
      </div>
      <span className={styles.at}>
        {t("spotcheck-work-item", { at: Math.min(place.done + 1, place.of), of: place.of })}
      </span>
      <Button kind="quiet" onPress={onStop}>
        {t("spotcheck-work-stop")}
        <kbd>Esc</kbd>
      </Button>
    </header>
  );
}

interface KeysProps {
  keys: [string, string][];
  left: number | null;
  /** Whether what was typed is kept. */
  status?: string;
}

/** Which keys do what, and how long it takes. */
export function Keys({ keys, left, status }: KeysProps) {
  const t = useTranslate();
  const format = useFormat();
  return (
    <footer className={styles.keys}>
      {keys.map(([key, id]) => (
        <span key={key}>
          <kbd>{key}</kbd>
          {t(id)}
        </span>
      ))}
      <span>
        {left !== null && t("spotcheck-work-left", { duration: format.duration(left) })}
        {status !== undefined && <em role="status">{status}</em>}
      </span>
    </footer>
  );
}
