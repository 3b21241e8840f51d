import { Sheet } from "../components/Sheet";
import { useTranslate } from "../i18n";
import styles from "./KeysSheet.module.css";

/** Which keys do what; the words stand in the catalogue under the same names. */
const KEYS: [string[], string][] = [
  [["Ctrl", "K"], "keys-palette"],
  [["1"], "keys-today"],
  [["2"], "keys-backups"],
  [["3"], "keys-parallel"],
  [["4"], "keys-spotchecks"],
  [["5"], "keys-providers"],
  [["6"], "keys-drills"],
  [["7"], "keys-map"],
  [["8"], "keys-evidence"],
  [["9"], "keys-schedule"],
  [[","], "keys-settings"],
  [["/"], "keys-filter"],
  [["J", "K", "↑", "↓"], "keys-rows"],
  [["←", "→", "↑", "↓"], "keys-days"],
  [["PgUp", "PgDn"], "keys-months"],
  [["A", "N", "U", "L"], "keys-check"],
  [["W", "+", "-"], "keys-on-map"],
  [["Space", "P", "N", "H"], "keys-drill"],
  [["Shift A"], "keys-abort"],
  [["Ctrl", "Z"], "keys-undo"],
  [["Y", "E", "N"], "keys-review"],
  [["Enter"], "keys-open"],
  [["Esc"], "keys-back"],
  [["?"], "keys-help"],
];

export function KeysSheet({ onClose }: { onClose: () => void }) {
  const t = useTranslate();
  return (
    <Sheet title={t("keys-title")} isOpen wide onClose={onClose}>
      <dl className={styles.keys}>
        {KEYS.map(([keys, label]) => (
          <div key={label}>
            <dt>
              {keys.map((key) => (
                <kbd key={key}>{key}</kbd>
              ))}
            </dt>
            <dd>{t(label)}</dd>
          </div>
        ))}
      </dl>
      <p className={styles.note}>{t("keys-note")}</p>
    </Sheet>
  );
}
