import { type KeyboardEvent, useEffect, useRef, useState } from "react";
import { Section } from "../../components/Page";
import type { CompareDay } from "../../contract/types";
import { useFormat, useTranslate } from "../../i18n";
import { move } from "../schedule/dates";
import styles from "./Days.module.css";
import { past, weeks } from "./geometry";
import { dayText } from "./words";

interface DaysProps {
  days: CompareDay[];
  /** The run that the page shows. */
  shown: string | null;
  onChoose: (run: string) => void;
}

/** Every day with the rows that differed. A day opens its run. */
export function Days({ days, shown, onChoose }: DaysProps) {
  const t = useTranslate();
  const format = useFormat();
  const shownDay = days.find((day) => day.run !== null && day.run === shown)?.date;
  const [at, setAt] = useState(shownDay ?? days.at(-1)?.date ?? "");
  const grid = useRef<HTMLTableElement>(null);
  const moved = useRef(false);
  const rows = weeks(days);
  useEffect(() => {
    if (moved.current) grid.current?.querySelector<HTMLElement>(`[data-date="${at}"]`)?.focus();
    moved.current = false;
  }, [at]);

  const choose = (day: CompareDay) => {
    setAt(day.date);
    if (day.run !== null) onChoose(day.run);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const day = days.find(({ date }) => date === at);
    const next = move(event.key, at);
    if (next !== null) {
      if (!days.some(({ date }) => date === next)) return;
      moved.current = true;
      setAt(next);
    } else if ((event.key === "Enter" || event.key === " ") && day) choose(day);
    else return;
    event.preventDefault();
  };

  return (
    <Section title={t("parallel-days", { count: past(days).length })} note={t("parallel-days-note")}>
      <table
        ref={grid}
        // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: a grid is a table that keys walk in
        role="grid"
        aria-label={t("parallel-days-label")}
        className={styles.days}
        onKeyDown={onKeyDown}
      >
        <thead>
          <tr>
            {Array.from({ length: 7 }, (_, index) => format.weekday((index + 1) % 7)).map((name) => (
              <th key={name} scope="col" abbr={name}>
                {name.slice(0, 1)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((week) => (
            <tr key={week.find((day) => day !== null)?.date}>
              {week.map((day, index) =>
                day === null ? (
                  // biome-ignore lint/suspicious/noArrayIndexKey: a day is known by its place
                  <td key={index} aria-hidden="true" />
                ) : (
                  <Cell
                    key={day.date}
                    day={day}
                    isFocus={day.date === at}
                    isShown={day.date === shownDay}
                    onChoose={() => choose(day)}
                  />
                ),
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </Section>
  );
}

/** What stands in a day where no count does. */
const SIGNS = { inconclusive: "?", missed: "–", running: "…", planned: "", clean: "", over: "" };

interface CellProps {
  day: CompareDay;
  isFocus: boolean;
  isShown: boolean;
  onChoose: () => void;
}

function Cell({ day, isFocus, isShown, onChoose }: CellProps) {
  const t = useTranslate();
  const format = useFormat();
  const label = dayText(t, format, day);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the grid has the keys
    <td
      // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: the cell of a grid takes the focus
      role="gridcell"
      data-date={day.date}
      tabIndex={isFocus ? 0 : -1}
      aria-selected={isShown}
      aria-label={label}
      title={label}
      className={`${styles[day.state]} ${isShown ? styles.shown : ""} ${day.run ? styles.opens : ""}`}
      onClick={onChoose}
    >
      {day.unexplained === null ? SIGNS[day.state] : short(format.integer(day.unexplained), day.unexplained)}
    </td>
  );
}

const KILO = 1000;
/** Four digits have no room in a day. */
const short = (written: string, count: number): string => {
  if (count < KILO) return written;
  if (count < 100 * KILO) return `${Math.floor(count / KILO)}k`;
  return count < KILO * KILO ? `${Math.floor(count / KILO)}k` : `${Math.floor(count / KILO / KILO)}M`;
};
