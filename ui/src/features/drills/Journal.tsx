import { Button as AriaButton, Disclosure, DisclosurePanel } from "react-aria-components";
import type { JournalLine } from "../../contract/types";
import { useFormat, useMessageOr, useTranslate } from "../../i18n";
import styles from "./Debrief.module.css";

/** Every line as it was written before anything acted. */
export function Journal({ lines }: { lines: JournalLine[] }) {
  const t = useTranslate();
  const format = useFormat();
  const messageOr = useMessageOr();
  return (
    <Disclosure className={styles.journal}>
      <AriaButton slot="trigger" className={styles.reveal}>
        {t("drills-journal")}
      </AriaButton>
      <DisclosurePanel>
        <ol>
          {lines.map(({ sequence, at, event, to, from, step, by, text }) => (
            <li key={sequence}>
              <time title={format.full(at)}>{format.clock(at)}</time>
              <span>
                {messageOr(`drills-event-${event}`, {}, event.replaceAll("_", " "))}
                {step !== null && ` ${t("drills-event-step", { step: step + 1 })}`}
                {from !== to && ` → ${t(`drills-state-${to}`)}`}
                {by !== null && <span className={styles.quiet}> {by}</span>}
                {text !== null && <span className={styles.quiet}> {text}</span>}
              </span>
            </li>
          ))}
        </ol>
      </DisclosurePanel>
    </Disclosure>
  );
}
