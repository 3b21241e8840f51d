import { useId } from "react";
import { Section } from "../../components/Page";
import { useTranslate } from "../../i18n";
import styles from "./SetUpPage.module.css";
import { type ColumnForm, type Role, toleranceOf } from "./setup";

const ROLES: readonly Role[] = ["key", "compare", "ignore"];
const NOBODY = "";

interface ColumnsTableProps {
  columns: ColumnForm[];
  /** Names of the new table. */
  names: string[];
  onChange: (columns: ColumnForm[]) => void;
}

/** What is proposed for each column; everything can be changed. */
export function ColumnsTable({ columns, names, onChange }: ColumnsTableProps) {
  const t = useTranslate();
  const change = (at: number, part: Partial<ColumnForm>) =>
    onChange(columns.map((column, index) => (index === at ? { ...column, ...part } : column)));
  return (
    <Section title={t("parallel-columns")} note={t("parallel-columns-note")}>
      <table className={styles.columns}>
        <thead>
          <tr>
            <th scope="col">{t("parallel-columns-old")}</th>
            <th scope="col">{t("parallel-columns-new")}</th>
            <th scope="col">{t("parallel-columns-kind")}</th>
            <th scope="col">{t("parallel-columns-role")}</th>
            <th scope="col">{t("parallel-columns-tolerance")}</th>
          </tr>
        </thead>
        <tbody>
          {columns.map((column, index) => (
            <Row
              key={`${column.name} ${column.isNew}`}
              column={column}
              names={names}
              onChange={(part) => change(index, part)}
            />
          ))}
        </tbody>
      </table>
    </Section>
  );
}

interface RowProps {
  column: ColumnForm;
  names: string[];
  onChange: (part: Partial<ColumnForm>) => void;
}

function Row({ column, names, onChange }: RowProps) {
  const t = useTranslate();
  const wrongId = useId();
  const { name, partner, role, isDecimal, isNew, tolerance } = column;
  const isWrong = tolerance.trim() !== "" && toleranceOf(tolerance) === null;
  const takes = isDecimal && role === "compare" && partner !== null;
  return (
    <tr>
      <th scope="row">{isNew ? <span>{t("parallel-columns-nobody")}</span> : <code>{name}</code>}</th>
      <td>
        {isNew ? (
          <code>{name}</code>
        ) : (
          <select
            aria-label={t("parallel-columns-partner-of", { column: name })}
            value={partner ?? NOBODY}
            onChange={({ target: { value } }) => onChange({ partner: value === NOBODY ? null : value })}
          >
            <option value={NOBODY}>{t("parallel-columns-nobody")}</option>
            {names.map((one) => (
              <option key={one} value={one}>
                {one}
              </option>
            ))}
          </select>
        )}
        {partner !== null && partner !== name && <small>{t("parallel-columns-renamed")}</small>}
      </td>
      <td>{t(isDecimal ? "parallel-columns-decimal" : "parallel-columns-text")}</td>
      <td>
        <select
          aria-label={t("parallel-columns-role-of", { column: name })}
          value={role}
          onChange={({ target: { value } }) =>
            onChange({ role: ROLES.find((one) => one === value) ?? "compare" })
          }
        >
          {ROLES.filter((one) => !isNew || one !== "key").map((one) => (
            <option key={one} value={one}>
              {t(`parallel-role-${one}`)}
            </option>
          ))}
        </select>
      </td>
      <td>
        {takes && (
          <input
            aria-label={t("parallel-columns-tolerance-of", { column: name })}
            aria-invalid={isWrong}
            aria-describedby={isWrong ? wrongId : undefined}
            value={tolerance}
            placeholder={t("parallel-columns-exact")}
            onChange={({ target: { value } }) => onChange({ tolerance: value })}
          />
        )}
        {isWrong && (
          <small id={wrongId} className={styles.wrong}>
            {t("parallel-columns-tolerance-wrong")}
          </small>
        )}
      </td>
    </tr>
  );
}
