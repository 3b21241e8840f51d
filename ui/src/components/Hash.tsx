import { Button as AriaButton } from "react-aria-components";
import { useTranslate } from "../i18n";
import styles from "./Hash.module.css";
import { useNotice } from "./Notice";

/** 4e91c07b … 77b1d2a6: enough to compare by eye; a click copies all of it. */
export function shortHash(hash: string, groups: 1 | 4 = 1): string {
  if (groups === 1) return hash.slice(0, 8);
  return `${hash.slice(0, 8)} ${hash.slice(8, 16)} ${hash.slice(16, 24)} … ${hash.slice(-8)}`;
}

export function Hash({ value, groups = 1 }: { value: string; groups?: 1 | 4 }) {
  const t = useTranslate();
  const notice = useNotice();
  const copy = () =>
    navigator.clipboard.writeText(value).then(
      () => notice(t("notice-copied", { what: shortHash(value) })),
      () => notice(t("notice-not-copied")),
    );
  return (
    <AriaButton
      className={styles.hash}
      onPress={copy}
      aria-label={t("action-copy-hash", { hash: shortHash(value) })}
    >
      <code>{shortHash(value, groups)}</code>
    </AriaButton>
  );
}
