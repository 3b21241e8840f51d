import type { UseQueryResult } from "@tanstack/react-query";
import RotateCcw from "lucide-react/icons/rotate-ccw";
import { type ReactNode, useEffect, useState } from "react";
import { Button as AriaButton, Disclosure, DisclosurePanel } from "react-aria-components";
import type { WireError } from "../contract/types";
import { useErrorWords, useTranslate } from "../i18n";
import { Button } from "./Button";
import { Glyph, type GlyphState } from "./Glyph";
import { emptyLadder, Ladder } from "./Ladder";
import styles from "./States.module.css";

/** Below this nobody notices a wait, and anything shown would only flash. */
const QUIET_MS = 200;

export function Waiting() {
  const t = useTranslate();
  const [late, setLate] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), QUIET_MS);
    return () => clearTimeout(timer);
  }, []);
  return (
    <div className={styles.waiting} role="status" aria-label={t("state-reading")}>
      {late && (
        <>
          <i />
          <i />
          <i />
        </>
      )}
    </div>
  );
}

export function ErrorState({ error, onRetry }: { error: WireError; onRetry?: () => void }) {
  const t = useTranslate();
  const words = useErrorWords()(error);
  return (
    <div className={styles.middle} role="alert">
      <p className={styles.say}>{words.message}</p>
      <p className={styles.lead}>{words.hint}</p>
      <p className={styles.holds}>{t("error-still-works")}</p>
      {onRetry && (
        <Button kind="primary" icon={RotateCcw} onPress={onRetry}>
          {t("action-try-again")}
        </Button>
      )}
      <TechnicalDetails error={error} />
    </div>
  );
}

export function TechnicalDetails({ error }: { error: WireError }) {
  const t = useTranslate();
  const place = [error.where.file, error.where.line, error.where.column, error.where.field]
    .filter((part) => part !== undefined && part !== "")
    .join(":");
  const lines = [
    `code     ${error.code}`,
    `message  ${error.message}`,
    ...(place ? [`where    ${place}`] : []),
    ...(error.allowed.length > 0 ? [`allowed  ${error.allowed.join(", ")}`] : []),
    ...Object.entries(error.params).map(([name, value]) => `${name.padEnd(8)} ${value}`),
  ];
  return (
    <Disclosure className={styles.technical}>
      <AriaButton slot="trigger" className={styles.reveal}>
        {t("error-details")}
      </AriaButton>
      <DisclosurePanel>
        <pre>{lines.join("\n")}</pre>
      </DisclosurePanel>
    </Disclosure>
  );
}

/** One sentence of a refused command, beside what asked for it. */
export function Refusal({ error }: { error: WireError | null }) {
  const words = useErrorWords();
  if (!error) return null;
  const { message, hint } = words(error);
  return (
    <Banner state="failing" title={message} isAlert>
      {hint}
    </Banner>
  );
}

interface BannerProps {
  state: GlyphState;
  title: ReactNode;
  children?: ReactNode;
  action?: ReactNode;
  isAlert?: boolean;
}

/** One per page: the fact, the question, at most two buttons. */
export function Banner({ state, title, children, action, isAlert = false }: BannerProps) {
  return (
    <div className={`${styles.banner} ${styles[state]}`} role={isAlert ? "alert" : undefined}>
      <Glyph state={state} />
      <div>
        <b>{title}</b>
        {children && <p>{children}</p>}
      </div>
      {action}
    </div>
  );
}

interface EmptyProps {
  title: string;
  /** The sentence is the heading of the page, where no other stands above it. */
  isHeading?: boolean;
  children: ReactNode;
  actions?: ReactNode;
}

export function EmptyState({ title, isHeading = false, children, actions }: EmptyProps) {
  return (
    <div className={styles.middle}>
      <div className={styles.ladder} aria-hidden="true">
        <Ladder rungs={emptyLadder} large />
      </div>
      {isHeading ? <h1 className={styles.say}>{title}</h1> : <p className={styles.say}>{title}</p>}
      <p className={styles.lead}>{children}</p>
      {actions && <div className={styles.actions}>{actions}</div>}
    </div>
  );
}

interface LoadedProps<T> {
  query: UseQueryResult<T, WireError>;
  children: (data: T) => ReactNode;
}

/** The data, or what stands for it until it is there or when it cannot be had. */
export function Loaded<T>({ query, children }: LoadedProps<T>) {
  if (query.data !== undefined) return <>{children(query.data)}</>;
  if (query.error) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  return <Waiting />;
}
