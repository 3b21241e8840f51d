import ChevronLeft from "lucide-react/icons/chevron-left";
import ChevronRight from "lucide-react/icons/chevron-right";
import { type KeyboardEvent, useEffect, useRef, useState, useSyncExternalStore } from "react";
import { Button } from "../../components/Button";
import { Segments } from "../../components/Fields";
import { Loaded } from "../../components/States";
import type { CalendarDay, CalendarEntry } from "../../contract/types";
import { useFormat, useTranslate } from "../../i18n";
import { useAnswer } from "../../platform/context";
import styles from "./Calendar.module.css";
import { addDays, type CalendarView, move, span, turn } from "./dates";
import { Entries, SlotMark, useOpenEntry } from "./Slot";
import { sumOf, useScheduleWords } from "./words";

const VIEWS: readonly CalendarView[] = ["month", "week", "list"];
/** Below this a grid of seven columns says nothing any more. */
const NARROW = "(max-width: 819px)";

function useNarrow(): boolean {
  return useSyncExternalStore(
    (changed) => {
      const query = window.matchMedia(NARROW);
      query.addEventListener("change", changed);
      return () => query.removeEventListener("change", changed);
    },
    () => window.matchMedia(NARROW).matches,
  );
}

/** What was due and what comes, day by day. */
export function Calendar() {
  const t = useTranslate();
  const format = useFormat();
  const narrow = useNarrow();
  const [chosen, setChosen] = useState<CalendarView>("month");
  const [at, setAt] = useState(() => format.today());
  const view = narrow ? "list" : chosen;
  const { from, days } = span(view, at);
  const calendar = useAnswer("schedule_calendar", { from, days }, { keep: true });
  const title =
    view === "month"
      ? format.month(at)
      : t("calendar-week", { from: format.dateTitle(from), to: format.dateTitle(addDays(from, days - 1)) });
  return (
    <section aria-label={t("calendar-label")}>
      <div className={styles.tools}>
        <Button small onPress={() => setAt(format.today())}>
          {t("date-today-title")}
        </Button>
        <Button
          small
          icon={ChevronLeft}
          aria-label={t(view === "month" ? "calendar-month-before" : "calendar-week-before")}
          onPress={() => setAt(turn(view, at, -1))}
        />
        <Button
          small
          icon={ChevronRight}
          aria-label={t(view === "month" ? "calendar-month-after" : "calendar-week-after")}
          onPress={() => setAt(turn(view, at, 1))}
        />
        <h2 aria-live="polite">{title}</h2>
        {calendar.data && (
          <span className={styles.zone}>{t("calendar-zone", { zone: calendar.data.timezone })}</span>
        )}
        {!narrow && (
          <div className={styles.views}>
            <Segments
              label={t("calendar-as")}
              value={view}
              onChange={setChosen}
              choices={VIEWS.map((id) => ({ id, label: t(`calendar-as-${id}`) }))}
            />
          </div>
        )}
      </div>
      <Loaded query={calendar}>
        {(data) =>
          view === "list" ? (
            <List days={data.days} />
          ) : (
            <Grid view={view} at={at} onAt={setAt} today={data.today} days={data.days} title={title} />
          )
        }
      </Loaded>
    </section>
  );
}

interface GridProps {
  view: CalendarView;
  at: string;
  onAt: (date: string) => void;
  today: string;
  days: CalendarDay[];
  title: string;
}

function Grid({ view, at, onAt, today, days, title }: GridProps) {
  const t = useTranslate();
  const format = useFormat();
  const open = useOpenEntry();
  const grid = useRef<HTMLTableElement>(null);
  const panel = useRef<HTMLElement>(null);
  /** A key moved the day: the focus follows it, also into another month. */
  const moved = useRef(false);
  const { from, days: length } = span(view, at);
  const entriesOf = (date: string): CalendarEntry[] => days.find((day) => day.date === date)?.entries ?? [];
  const weeks = Array.from({ length: length / 7 }, (_, week) =>
    Array.from({ length: 7 }, (_, day) => addDays(from, week * 7 + day)),
  );
  useEffect(() => {
    if (moved.current) grid.current?.querySelector<HTMLElement>(`[data-date="${at}"]`)?.focus();
    moved.current = false;
  }, [at]);

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const next = move(event.key, at);
    if (next !== null) {
      moved.current = true;
      onAt(next);
    } else if (event.key === "Enter" || event.key === " ") {
      const [first, ...rest] = entriesOf(at);
      if (first && rest.length === 0) open(first);
      else panel.current?.querySelector<HTMLElement>("[data-row]")?.focus();
    } else return;
    event.preventDefault();
  };

  return (
    <div className={styles.split}>
      <table
        ref={grid}
        // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: a grid is a table that keys walk in
        role="grid"
        aria-label={title}
        className={`${styles.grid} ${view === "week" ? styles.week : ""}`}
        onKeyDown={onKeyDown}
      >
        <thead>
          <tr>
            {(weeks[0] ?? []).map((date) => (
              <th key={date} scope="col">
                {format.dateWeekday(date)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {weeks.map((week) => (
            <tr key={week[0]}>
              {week.map((date) => (
                <Day
                  key={date}
                  date={date}
                  view={view}
                  isChosen={date === at}
                  isToday={date === today}
                  isOther={view === "month" && date.slice(0, 7) !== at.slice(0, 7)}
                  entries={entriesOf(date)}
                  onChoose={() => onAt(date)}
                />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      <section ref={panel} className={styles.panel} aria-label={format.dateTitle(at)}>
        <h3>{format.dateTitle(at)}</h3>
        {entriesOf(at).length === 0 ? (
          <p className={styles.none}>{t("calendar-day-none")}</p>
        ) : (
          <Entries entries={entriesOf(at)} />
        )}
      </section>
    </div>
  );
}

/** A day of the month shows its sums; more of them than this would not be read. */
const SUMS_SHOWN = 3;

interface DayProps {
  date: string;
  view: CalendarView;
  isChosen: boolean;
  isToday: boolean;
  isOther: boolean;
  entries: CalendarEntry[];
  onChoose: () => void;
}

function Day({ date, view, isChosen, isToday, isOther, entries, onChoose }: DayProps) {
  const t = useTranslate();
  const format = useFormat();
  const words = useScheduleWords();
  const sums = sumOf(entries);
  const said = sums.map(({ state, count }) => t("slot-sum", { count, state: t(`slot-${state}`) }));
  const label = t("calendar-day", {
    day: format.dateTitle(date),
    sums: said.length === 0 ? t("calendar-day-none") : said.join(", "),
  });
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the grid has the keys
    <td
      // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: the cell of a grid takes the focus
      role="gridcell"
      data-date={date}
      tabIndex={isChosen ? 0 : -1}
      aria-selected={isChosen}
      aria-current={isToday ? "date" : undefined}
      aria-label={label}
      className={`${isOther ? styles.other : ""} ${isToday ? styles.today : ""}`}
      onClick={onChoose}
    >
      <div className={styles.day}>
        <b>{Number(date.slice(8))}</b>
        {view === "week"
          ? entries.map((entry) => (
              <p
                key={`${entry.at} ${entry.control.id} ${entry.level} ${entry.state}`}
                className={`${styles.slot} ${styles[entry.state]}`}
              >
                <span>
                  <SlotMark state={entry.state} size={11} />
                  {t(entry.count > 1 ? "slot-at-times" : "slot-at", {
                    clock: format.clock(entry.at),
                    state: t(`slot-${entry.state}`),
                    count: entry.count,
                  })}
                </span>
                <small title={words.job(entry)}>{entry.control.title}</small>
              </p>
            ))
          : sums.slice(0, SUMS_SHOWN).map(({ state, count, at }) => (
              <p key={state} className={`${styles.sum} ${styles[state]}`}>
                <SlotMark state={state} size={11} />
                <span>
                  {at === null
                    ? t("slot-sum", { count, state: t(`slot-${state}`) })
                    : t("slot-at", { clock: format.clock(at), state: t(`slot-${state}`) })}
                </span>
              </p>
            ))}
      </div>
    </td>
  );
}

function List({ days }: { days: CalendarDay[] }) {
  const t = useTranslate();
  const format = useFormat();
  const full = days.filter((day) => day.entries.length > 0);
  if (full.length === 0) return <p className={styles.none}>{t("calendar-week-none")}</p>;
  return (
    <div className={styles.list}>
      {full.map((day) => (
        <section key={day.date}>
          <h3>{format.dateTitle(day.date)}</h3>
          <Entries entries={day.entries} />
        </section>
      ))}
    </div>
  );
}
