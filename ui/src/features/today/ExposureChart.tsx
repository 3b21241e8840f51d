import { Link } from "@tanstack/react-router";
import { type CSSProperties, useId, useState } from "react";
import { Button as AriaButton } from "react-aria-components";
import { useControlPlace } from "../../app/control";
import { Glyph, MarkKey, markClass, StatusLabel } from "../../components/Glyph";
import links from "../../components/Links.module.css";
import type { ExposureRow, NeedsYou } from "../../contract/types";
import { type Format, type Translate, useFormat, useTranslate } from "../../i18n";
import styles from "./ExposureChart.module.css";
import { exposureScale, parts, type Scale, wordsInside } from "./geometry";

interface ChartProps {
  rows: ExposureRow[];
  needs: NeedsYou[];
}

/** What one failure would cost, process by process, longest first. */
export function ExposureChart({ rows, needs }: ChartProps) {
  const t = useTranslate();
  const title = useId();
  const [asTable, setAsTable] = useState(false);
  return (
    <section aria-labelledby={title}>
      <div className={styles.head}>
        <h2 id={title}>{t("exposure-title")}</h2>
        <span className={styles.sub}>{t("exposure-sub")}</span>
        <div className={styles.keys}>
          <MarkKey mark="proven">{t("exposure-key-measured")}</MarkKey>
          <MarkKey mark="stale">{t("exposure-key-expired")}</MarkKey>
          <MarkKey mark="unproven">{t("exposure-key-untested")}</MarkKey>
          <AriaButton className={links.link ?? ""} onPress={() => setAsTable(!asTable)}>
            {t(asTable ? "exposure-as-chart" : "exposure-as-table")}
          </AriaButton>
        </div>
      </div>
      {asTable ? <ExposureTable rows={rows} /> : <Chart rows={rows} needs={needs} />}
    </section>
  );
}

const sum = (t: Translate, format: Format, row: ExposureRow) =>
  t("exposure-sum", {
    duration: format.factor(row.recovery_seconds),
    rate: format.money(row.damage_per_hour),
  });

/** What stands beside a bar: why it is this long, and for the first what would shorten it. */
function words(t: Translate, format: Format, row: ExposureRow): string {
  const at = row.fallback.at;
  if (row.fallback.status === "due" && at) return t("exposure-word-due", { when: format.sentenceDay(at) });
  if (row.fallback.status === "stale" && at)
    return t("exposure-word-stale", { when: format.sentenceDay(at) });
  if (row.fallback.status === "proven" && at)
    return t("exposure-word-proven", { when: format.sentenceDay(at) });
  if (!row.fallback.control) return t("exposure-word-none");
  return t(`exposure-word-${row.fallback.status}`, { when: "" });
}

function remedy(t: Translate, format: Format, row: ExposureRow, needs: NeedsYou[]) {
  const need = needs.find((one) => one.process?.id === row.id && one.after);
  if (!need?.after) return null;
  return t(`exposure-remedy-${need.action}`, { amount: format.money(need.after) });
}

function Chart({ rows, needs }: ChartProps) {
  const t = useTranslate();
  const format = useFormat();
  const amounts = rows.map((row) => Number(row.exposure.amount));
  const scale = exposureScale(amounts);
  const currency = rows[0]?.exposure.currency ?? "EUR";
  const place = (amount: number): CSSProperties => ({ left: `${scale.at(amount)}%` });
  return (
    <div className={styles.chart}>
      <div className={styles.axis} aria-hidden="true">
        <div className={styles.scale}>
          {scale.ticks.map((tick) => (
            <span key={tick} style={place(tick)}>
              {format.money({ amount: String(tick), currency })}
            </span>
          ))}
        </div>
      </div>
      <div className={styles.grid} aria-hidden="true">
        {scale.grid.map((line) => (
          <i key={line} style={place(line)} />
        ))}
      </div>
      <ol>
        {rows.map((row, index) => (
          <Row
            key={row.id}
            row={row}
            scale={scale}
            isFirst={index === 0}
            remedy={index === 0 ? remedy(t, format, row, needs) : null}
          />
        ))}
      </ol>
    </div>
  );
}

/** Percent of the width that one sentence needs. */
const ROOM_FOR_WORDS = 45;

const sentenceCase = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

interface RowProps {
  row: ExposureRow;
  scale: Scale;
  isFirst: boolean;
  remedy: string | null;
}

function Row({ row, scale, isFirst, remedy }: RowProps) {
  const t = useTranslate();
  const format = useFormat();
  const place = useControlPlace();
  const why = words(t, format, row);
  const inside = wordsInside(scale.at(Number(row.exposure.amount)));
  const bar = parts(row);
  // Words lie on the empty outline where there is room; on a filled bar they get a ground of their own.
  const filled = scale.at(Number(row.exposure.amount) - Number(row.untested.amount));
  const onOutline = inside && scale.at(Number(row.untested.amount)) > ROOM_FOR_WORDS;
  const control = row.fallback.control;
  return (
    <li className={`${styles.row} ${isFirst ? styles.first : ""}`}>
      <span className={styles.name}>
        <Glyph state={row.status} named />
        {control ? <Link {...place(control.id)}>{row.title}</Link> : <span>{row.title}</span>}
      </span>
      <span className={styles.bar}>
        {bar.map((part) => (
          <i
            key={part.mark}
            className={`${markClass(part.mark)} ${styles.part}`}
            style={{ width: `${scale.at(part.amount)}%` }}
            aria-hidden="true"
          />
        ))}
        <span
          className={`${styles.words} ${inside ? styles.inside : ""} ${onOutline ? styles.bare : ""}`}
          style={
            onOutline
              ? {
                  marginLeft: `${filled}%`,
                  maxWidth: `calc(${scale.at(Number(row.exposure.amount)) - filled}% - 20px)`,
                }
              : undefined
          }
        >
          {isFirst && remedy ? (
            <>
              <b>{t("exposure-sentence", { words: sentenceCase(why) })}</b> {remedy}
            </>
          ) : (
            why
          )}
        </span>
      </span>
      <span className={styles.amount}>{format.money(row.exposure)}</span>
      <span className={styles.how}>{sum(t, format, row)}</span>
    </li>
  );
}

function ExposureTable({ rows }: { rows: ExposureRow[] }) {
  const t = useTranslate();
  const format = useFormat();
  return (
    <table className={styles.table}>
      <thead>
        <tr>
          <th scope="col">{t("exposure-column-process")}</th>
          <th scope="col">{t("exposure-column-status")}</th>
          <th scope="col" className={styles.right}>
            {t("exposure-key-measured")}
          </th>
          <th scope="col" className={styles.right}>
            {t("exposure-key-expired")}
          </th>
          <th scope="col" className={styles.right}>
            {t("exposure-key-untested")}
          </th>
          <th scope="col" className={styles.right}>
            {t("exposure-column-sum")}
          </th>
          <th scope="col" className={styles.right}>
            {t("exposure-column-exposure")}
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.id}>
            <td>{row.title}</td>
            <td>
              <StatusLabel state={row.status} />
            </td>
            <td className={styles.right}>{format.money(row.solid)}</td>
            <td className={styles.right}>{format.money(row.expired)}</td>
            <td className={styles.right}>{format.money(row.untested)}</td>
            <td className={styles.right}>{sum(t, format, row)}</td>
            <td className={styles.right}>
              <b>{format.money(row.exposure)}</b>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
