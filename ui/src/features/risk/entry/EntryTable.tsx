import ArrowDown from "lucide-react/icons/arrow-down";
import ArrowUp from "lucide-react/icons/arrow-up";
import ChevronRight from "lucide-react/icons/chevron-right";
import { type ReactNode, useState } from "react";
import { Icon } from "../../../components/Icon";
import { Section } from "../../../components/Page";
import { useTranslate } from "../../../i18n";
import { EditEntry } from "./EditEntry";
import styles from "./EntryTable.module.css";
import { titleOf } from "./entries";
import { type Keys, type Order, sorted, turned } from "./sorting";

interface Column {
  id: string;
  label: string;
  isNumber?: boolean;
  width?: string;
}

interface EntryTableProps<T> {
  title: string;
  rows: T[];
  columns: Column[];
  keys: Keys<T>;
  /** The cells after the name, in the order of the columns. */
  row: (entry: T) => ReactNode;
  isOpen: (id: string) => boolean;
  onToggle: (id: string) => void;
}

/** Entries of one kind: some fields in the row, all of them once it is opened. */
export function EntryTable<T extends { id: string; title: string | null }>(props: EntryTableProps<T>) {
  const { title, rows, columns, keys, row, isOpen, onToggle } = props;
  const t = useTranslate();
  const [order, setOrder] = useState<Order>({ by: "title", isUp: true });
  if (rows.length === 0) return null;
  return (
    <Section title={title} note={t("entry-count", { count: rows.length })}>
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col" className={styles.toggle}>
              <span className={styles.spoken}>{t("entry-all-fields")}</span>
            </th>
            {columns.map((column) => (
              <Head
                key={column.id}
                column={column}
                order={order}
                canSort={keys[column.id] !== undefined}
                onSort={() => setOrder(turned(order, column.id))}
              />
            ))}
          </tr>
        </thead>
        <tbody>
          {sorted(rows, keys, order).flatMap((entry) => {
            const isShown = isOpen(entry.id);
            const line = (
              <tr key={entry.id}>
                <td className={styles.toggle}>
                  <button
                    type="button"
                    data-row
                    aria-expanded={isShown}
                    aria-label={t("entry-all-fields-of", { what: titleOf(entry) })}
                    onClick={() => onToggle(entry.id)}
                  >
                    <Icon of={ChevronRight} size={14} />
                  </button>
                </td>
                {row(entry)}
              </tr>
            );
            if (!isShown) return [line];
            return [
              line,
              <tr key={`${entry.id} fields`} className={styles.opened}>
                <td colSpan={columns.length + 1}>
                  <EditEntry id={entry.id} />
                </td>
              </tr>,
            ];
          })}
        </tbody>
      </table>
    </Section>
  );
}

interface HeadProps {
  column: Column;
  order: Order;
  canSort: boolean;
  onSort: () => void;
}

function Head({ column: { id, label, isNumber = false, width }, order, canSort, onSort }: HeadProps) {
  const isHere = order.by === id;
  const sort = isHere ? (order.isUp ? "ascending" : "descending") : "none";
  return (
    <th
      scope="col"
      className={isNumber ? styles.number : undefined}
      style={{ width }}
      {...(canSort ? { "aria-sort": sort } : {})}
    >
      {canSort ? (
        <button type="button" className={styles.sort} onClick={onSort}>
          {label}
          {isHere && <Icon of={order.isUp ? ArrowUp : ArrowDown} size={11} />}
        </button>
      ) : (
        label
      )}
    </th>
  );
}
