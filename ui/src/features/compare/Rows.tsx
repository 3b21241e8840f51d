import { type KeyboardEvent, type ReactNode, useEffect, useLayoutEffect, useRef, useState } from "react";
import { ErrorState } from "../../components/States";
import type { Difference, DifferencesRequest } from "../../contract/types";
import { useFormat, useTranslate } from "../../i18n";
import styles from "./Rows.module.css";
import { usePages } from "./usePages";
import { Value } from "./Value";
import { drawn, height, isScaled, reveal, type Sizes, scrollOf, step, topOf } from "./virtual";
import { conditionText } from "./words";

const ROW = 32;
/** The names of the columns stay where they are, above the rows. */
const HEAD = 25;
const COLUMNS = 8;

type Asked = Omit<DifferencesRequest, "offset" | "limit">;

/**
 * A list of millions, of which only what is seen is drawn and read. Beyond what a browser can scroll, the
 * scroll bar stands for shares of the list; wheel and keys still move row by row.
 */
export function Rows({ asked }: { asked: Asked }) {
  const t = useTranslate();
  const [seen, setSeen] = useState(0);
  const [top, setTop] = useState(0);
  const [at, setAt] = useState(0);
  const scroller = useRef<HTMLDivElement>(null);
  /** The position that this list itself gave the scroll bar; its echo must not round the row. */
  const placed = useRef<number | null>(null);
  const { rowAt, total, listed, key, error, refetch } = usePages(asked, {
    from: Math.floor(top),
    rows: Math.ceil(seen / ROW),
  });
  const sizes: Sizes = { rows: total ?? 0, rowHeight: ROW, seen };

  useLayoutEffect(() => {
    const box = scroller.current;
    if (!box) return;
    const measure = () => setSeen(Math.max(0, box.clientHeight - HEAD));
    const observer = new ResizeObserver(measure);
    observer.observe(box);
    measure();
    return () => observer.disconnect();
  }, []);

  const place = (next: number) => {
    const box = scroller.current;
    if (!box) return;
    box.scrollTop = scrollOf(sizes, next);
    placed.current = box.scrollTop;
    setTop(topOf(sizes, scrollOf(sizes, next)));
  };
  useWheel(scroller, isScaled(sizes), (rows) => place(top + rows));

  const onScroll = () => {
    const scrolled = scroller.current?.scrollTop ?? 0;
    if (placed.current !== null && Math.abs(placed.current - scrolled) < 1) {
      placed.current = null;
      return;
    }
    setTop(topOf(sizes, scrolled));
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey || sizes.rows === 0) return;
    const next = step(event.key, at, sizes);
    if (next === null) return;
    event.preventDefault();
    setAt(next);
    place(reveal(sizes, top, next));
  };

  if (error) return <ErrorState error={error} onRetry={refetch} />;
  const { from, to } = drawn(sizes, top);
  return (
    <>
      <p className={styles.count} role="status">
        {total === null
          ? t("state-reading")
          : t("parallel-list-count", { matching: total, listed: listed ?? total })}
      </p>
      <div ref={scroller} className={styles.scroller} onScroll={onScroll}>
        <table
          // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: a grid is a table that keys walk in
          role="grid"
          tabIndex={0}
          aria-label={t("parallel-list")}
          aria-rowcount={sizes.rows + 1}
          aria-activedescendant={sizes.rows > 0 ? `difference-${at}` : undefined}
          className={styles.list}
          onKeyDown={onKeyDown}
        >
          <Head names={key} />
          <tbody>
            <Gap height={scrollOf(sizes, top) - (top - from) * ROW} />
            {Array.from({ length: Math.max(0, to - from) }, (_, index) => from + index).map((number) => (
              <Line
                key={number}
                number={number}
                isAt={number === at}
                row={rowAt(number)}
                onChoose={() => setAt(number)}
              />
            ))}
            <Gap height={height(sizes) - scrollOf(sizes, top) - (to - top) * ROW} />
          </tbody>
        </table>
        {total === 0 && <p className={styles.none}>{t("parallel-list-none")}</p>}
      </div>
    </>
  );
}

/** Stands for the rows that are not drawn. */
function Gap({ height: pixels }: { height: number }) {
  if (pixels <= 0) return null;
  return (
    <tr className={styles.gap} style={{ height: pixels }}>
      <td colSpan={COLUMNS} />
    </tr>
  );
}

/** Where a pixel of the bar is several rows, the wheel goes on moving by what it says. */
function useWheel(box: React.RefObject<HTMLDivElement | null>, isOn: boolean, move: (rows: number) => void) {
  const latest = useRef(move);
  latest.current = move;
  useEffect(() => {
    const element = box.current;
    if (!element || !isOn) return;
    const onWheel = (event: WheelEvent) => {
      if (event.ctrlKey || event.deltaY === 0) return;
      event.preventDefault();
      latest.current(event.deltaMode === WheelEvent.DOM_DELTA_LINE ? event.deltaY : event.deltaY / ROW);
    };
    element.addEventListener("wheel", onWheel, { passive: false });
    return () => element.removeEventListener("wheel", onWheel);
  }, [box, isOn]);
}

function Head({ names }: { names: string[] }) {
  const t = useTranslate();
  return (
    <thead>
      <tr aria-rowindex={1}>
        <th scope="col" className={styles.key}>
          {names.join(", ")}
        </th>
        <th scope="col" className={styles.column}>
          {t("parallel-of-column")}
        </th>
        <th scope="col" className={styles.kind}>
          {t("parallel-list-kind")}
        </th>
        <th scope="col" className={styles.right}>
          {t("parallel-of-old")}
        </th>
        <th scope="col" className={styles.right}>
          {t("parallel-of-new")}
        </th>
        <th scope="col" className={`${styles.right} ${styles.difference}`}>
          {t("parallel-of-difference")}
        </th>
        <th scope="col" className={`${styles.right} ${styles.factor}`}>
          {t("parallel-of-factor")}
        </th>
        <th scope="col" className={styles.context}>
          {t("parallel-of-context")}
        </th>
      </tr>
    </thead>
  );
}

interface LineProps {
  number: number;
  isAt: boolean;
  row: Difference | undefined;
  onChoose: () => void;
}

function Line({ number, isAt, row, onChoose }: LineProps) {
  const t = useTranslate();
  return (
    <tr
      id={`difference-${number}`}
      aria-rowindex={number + 2}
      aria-selected={isAt}
      className={isAt ? styles.at : undefined}
      onClick={onChoose}
    >
      {row ? <Cells row={row} /> : <td colSpan={COLUMNS}>{t("state-reading")}</td>}
    </tr>
  );
}

function Cells({ row }: { row: Difference }) {
  const t = useTranslate();
  const format = useFormat();
  const isAmount = row.difference !== null;
  const context = row.context.map((one) => conditionText(t, one)).join(", ");
  return (
    <>
      <Cell>
        <code>
          {row.key.map((part, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a key keep their places
            <span key={index}>
              {index > 0 && ", "}
              <Value text={part} />
            </span>
          ))}
        </code>
      </Cell>
      <Cell>{row.column === null ? t("parallel-list-whole") : <code>{row.column}</code>}</Cell>
      <Cell>
        {t(`parallel-shape-${row.shape}`)}
        {row.outcome !== "mismatch" && row.outcome !== "not_comparable" && (
          <small>{t(`parallel-outcome-${row.outcome}`)}</small>
        )}
      </Cell>
      <Cell isRight>
        {row.column !== null && <Value text={row.old} beside={row.new} side="old" isAmount={isAmount} />}
      </Cell>
      <Cell isRight>
        {row.column !== null && <Value text={row.new} beside={row.old} side="new" isAmount={isAmount} />}
      </Cell>
      <Cell isRight>{row.difference !== null && format.signed(row.difference)}</Cell>
      <Cell isRight>{row.factor !== null && `×${format.decimal(row.factor)}`}</Cell>
      <Cell title={context}>{context}</Cell>
    </>
  );
}

function Cell({
  isRight = false,
  title,
  children,
}: {
  isRight?: boolean;
  title?: string;
  children: ReactNode;
}) {
  return (
    <td className={isRight ? styles.right : undefined} title={title}>
      {children}
    </td>
  );
}
