import { Link } from "@tanstack/react-router";
import Clock from "lucide-react/icons/clock";
import { StatusLabel } from "../../components/Glyph";
import { Icon } from "../../components/Icon";
import links from "../../components/Links.module.css";
import { EmptyState, Loaded } from "../../components/States";
import type { AlertEntry } from "../../contract/types";
import { useErrorWords, useFormat, useTranslate } from "../../i18n";
import { useAnswer } from "../../platform/context";
import styles from "./SchedulePage.module.css";

const SHOWN = 100;

/** Who was told what, how, and what became of it. */
export function AlertsSent() {
  const t = useTranslate();
  const list = useAnswer("alert_list", { limit: SHOWN });
  const settings = (
    <Link to="/settings" search={{ section: "alerts" }} className={links.link}>
      {t("sent-settings")}
    </Link>
  );
  return (
    <Loaded query={list}>
      {({ entries }) =>
        entries.length === 0 ? (
          <EmptyState title={t("sent-none")} actions={settings}>
            {t("sent-none-text")}
          </EmptyState>
        ) : (
          <>
            <table className={styles.table}>
              <thead>
                <tr>
                  <th scope="col">{t("sent-column-when")}</th>
                  <th scope="col">{t("sent-column-subject")}</th>
                  <th scope="col">{t("sent-column-way")}</th>
                  <th scope="col">{t("sent-column-state")}</th>
                </tr>
              </thead>
              <tbody>
                {entries.map((entry) => (
                  <Row key={entry.id} entry={entry} />
                ))}
              </tbody>
            </table>
            <p className={styles.after}>{settings}</p>
          </>
        )
      }
    </Loaded>
  );
}

function Row({ entry }: { entry: AlertEntry }) {
  const t = useTranslate();
  const format = useFormat();
  const errorWords = useErrorWords();
  return (
    <tr>
      <td className={styles.once}>
        <time dateTime={entry.at} title={format.full(entry.at)}>
          {t("evidence-when", { day: format.shortDay(entry.at), clock: format.clock(entry.at) })}
        </time>
      </td>
      <td className={styles.subject}>
        {entry.subject}
        <small>{t(`topic-${entry.topic}`)}</small>
      </td>
      <td>
        {t(`way-${entry.way}`)}
        <small>{entry.target}</small>
      </td>
      <td>
        <State entry={entry} />
        {entry.error && entry.state !== "delivered" && <small>{errorWords(entry.error).message}</small>}
      </td>
    </tr>
  );
}

/** Delivered is a plain word; what did not arrive carries a glyph. */
function State({ entry }: { entry: AlertEntry }) {
  const t = useTranslate();
  const format = useFormat();
  const word = t(`outbox-${entry.state}`, {
    count: entry.attempts,
    next: entry.next_at === null ? "" : format.when(entry.next_at),
    known: entry.next_at === null ? "no" : "yes",
  });
  if (entry.state === "given_up") return <StatusLabel state="failing">{word}</StatusLabel>;
  if (entry.state === "waiting" && entry.error) return <StatusLabel state="attention">{word}</StatusLabel>;
  if (entry.state === "delivered") return <span className={styles.calm}>{word}</span>;
  return (
    <span className={styles.plain}>
      <Icon of={Clock} size={14} />
      {word}
    </span>
  );
}
