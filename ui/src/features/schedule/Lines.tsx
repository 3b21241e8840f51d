import { Link } from "@tanstack/react-router";
import Check from "lucide-react/icons/check";
import Clock from "lucide-react/icons/clock";
import { useControlPlace } from "../../app/control";
import { useDialogs } from "../../app/dialogs";
import { Button } from "../../components/Button";
import { StatusLabel } from "../../components/Glyph";
import { Icon } from "../../components/Icon";
import { Section } from "../../components/Page";
import { EmptyState, Loaded } from "../../components/States";
import type { ScheduledLine } from "../../contract/types";
import { useFormat, useTranslate } from "../../i18n";
import { useAnswer } from "../../platform/context";
import styles from "./SchedulePage.module.css";
import { PUNCTUALITY_GLYPH, useScheduleWords } from "./words";

/** Every line of the schedule and how it is kept. */
export function Lines() {
  const t = useTranslate();
  const lines = useAnswer("schedule_lines", {});
  const { open } = useDialogs();
  return (
    <Loaded query={lines}>
      {(data) =>
        data.lines.length === 0 ? (
          <EmptyState
            title={t("lines-empty-title")}
            actions={
              <Button kind="primary" onPress={() => open({ name: "schedule" })}>
                {t("action-add-line")}
              </Button>
            }
          >
            {t("lines-empty-text")}
          </EmptyState>
        ) : (
          <>
            <Table lines={data.lines} />
            <Watched />
          </>
        )
      }
    </Loaded>
  );
}

function Table({ lines }: { lines: ScheduledLine[] }) {
  const t = useTranslate();
  return (
    <table className={styles.table}>
      <thead>
        <tr>
          <th scope="col">{t("lines-column-what")}</th>
          <th scope="col">{t("lines-column-when")}</th>
          <th scope="col">{t("lines-column-next")}</th>
          <th scope="col">{t("lines-column-kept")}</th>
          <th scope="col" className={styles.right}>
            {t("lines-column-change")}
          </th>
        </tr>
      </thead>
      <tbody>
        {lines.map((line) => (
          <Row key={`${line.control.id} ${line.level}`} line={line} />
        ))}
      </tbody>
    </table>
  );
}

function Row({ line }: { line: ScheduledLine }) {
  const t = useTranslate();
  const format = useFormat();
  const words = useScheduleWords();
  const { open } = useDialogs();
  const place = useControlPlace();
  const { control, kind, level, next } = line;
  const what = words.what(kind, level);
  return (
    <tr>
      <td>
        <b>
          <Link {...place(control.id)} data-row aria-label={`${control.title}, ${what}`}>
            {control.title}
          </Link>
        </b>
        <small>{what}</small>
      </td>
      <td>
        {line.words}
        <small>
          <code>{line.line}</code>
        </small>
      </td>
      <td className={styles.once}>
        {next === null ? (
          t("lines-never")
        ) : (
          <time dateTime={next} title={format.full(next)}>
            {format.upcoming(next)}
          </time>
        )}
      </td>
      <td>
        <Kept line={line} />
        <small>
          {line.missed > 0
            ? t("lines-missed", {
                count: line.missed,
                when: line.last_missed_at === null ? "" : format.past(line.last_missed_at),
              })
            : line.last_run_at !== null && t("lines-ran", { when: format.past(line.last_run_at) })}
        </small>
      </td>
      <td className={styles.right}>
        <Button
          small
          aria-label={t("lines-change-of", { what: `${control.title}, ${what}` })}
          onPress={() => open({ name: "schedule", backup: control.id, level })}
        >
          {t("lines-change")}
        </Button>
      </td>
    </tr>
  );
}

/** On time is a fact and no proof: a plain tick, not the glyph of what is proven. */
export function Kept({ line }: { line: ScheduledLine }) {
  const t = useTranslate();
  const glyph = PUNCTUALITY_GLYPH[line.punctuality];
  const word = t(`punctuality-${line.punctuality}`);
  if (glyph) return <StatusLabel state={glyph}>{word}</StatusLabel>;
  return (
    <span className={styles.plain}>
      <Icon of={line.punctuality === "on_time" ? Check : Clock} size={14} />
      {word}
    </span>
  );
}

/** Places where a new copy is looked at as soon as it lies there. */
function Watched() {
  const t = useTranslate();
  const place = useControlPlace();
  const watching = useAnswer("schedule_status", {}).data?.watching ?? [];
  if (watching.length === 0) return null;
  return (
    <Section title={t("watched-title")} note={t("watched-note")}>
      <table className={styles.table}>
        <tbody>
          {watching.map(({ control, path, method }) => (
            <tr key={`${control.id} ${path}`}>
              <td>
                <b>
                  <Link {...place(control.id)}>{control.title}</Link>
                </b>
                <small>
                  <code>{path}</code>
                </small>
              </td>
              <td>
                {method === "absent" ? (
                  <StatusLabel state="unknown">{t(`watched-${method}`)}</StatusLabel>
                ) : (
                  t(`watched-${method}`)
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Section>
  );
}
