import { Fragment } from "react";
import { Glyph } from "../../components/Glyph";
import { Section } from "../../components/Page";
import type { CompareLook, PreviewRow, SideFacts } from "../../contract/types";
import { useFindingWords, useFormat, useTranslate } from "../../i18n";
import styles from "./SetUpPage.module.css";
import { Value } from "./Value";

const TAB = "\t";

/** What lies on both sides, or why one could not be read. */
export function Found({ look }: { look: CompareLook }) {
  const t = useTranslate();
  const words = useFindingWords();
  return (
    <div role="status">
      <div className={styles.sides}>
        {(["old", "new"] as const).map((which) => {
          const facts = look[which];
          return (
            <p key={which} className={styles.found}>
              <b>{t(`parallel-side-${which}`)}</b>{" "}
              {facts ? <Facts facts={facts} /> : t("parallel-side-unread")}
            </p>
          );
        })}
      </div>
      {look.findings.length > 0 && (
        <ul className={styles.troubles}>
          {look.findings.map((finding) => {
            const { what, hint } = words(finding);
            return (
              <li key={`${finding.kind} ${finding.subject}`}>
                <Glyph
                  state={
                    finding.severity === "warning" || finding.severity === "note" ? "attention" : "unknown"
                  }
                />
                <div>
                  <b>{what}</b>
                  <p>{hint}</p>
                </div>
              </li>
            );
          })}
        </ul>
      )}
    </div>
  );
}

function Facts({ facts }: { facts: SideFacts }) {
  const t = useTranslate();
  const format = useFormat();
  const size = t("parallel-side-rows", {
    rows: facts.rows,
    columns: facts.columns.length,
    size: format.bytes(facts.bytes),
  });
  if (facts.encoding === null) return size;
  const text = t("parallel-side-text", {
    encoding: facts.encoding,
    mark: facts.byte_order_mark ? "yes" : "no",
    separated: facts.delimiter === null ? "no" : "yes",
    delimiter: facts.delimiter === TAB ? t("parallel-side-tab") : (facts.delimiter ?? ""),
  });
  return `${size}; ${text}`;
}

/** Rows that were found on both sides, so that a person sees whether the right ones meet. */
export function Preview({ look, keyNames }: { look: CompareLook; keyNames: string[] }) {
  const t = useTranslate();
  if (look.rows.length === 0) return null;
  return (
    <Section title={t("parallel-preview")} note={t("parallel-preview-note", { count: look.rows.length })}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard */}
      <section className={styles.preview} tabIndex={0} aria-label={t("parallel-preview")}>
        <table>
          <thead>
            <tr>
              <th scope="col">{keyNames.join(", ")}</th>
              {look.columns.map((name) => (
                <th key={name} scope="col">
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {look.rows.map((row) => (
              <Row key={row.key.join(TAB)} row={row} columns={look.columns} />
            ))}
          </tbody>
        </table>
      </section>
    </Section>
  );
}

function Row({ row, columns }: { row: PreviewRow; columns: string[] }) {
  return (
    <tr>
      <th scope="row">
        <code>{row.key.join(", ")}</code>
      </th>
      {columns.map((name, index) => {
        const [old, now] = [row.old[index] ?? null, row.new[index] ?? null];
        return (
          <td key={name}>
            {old === now ? (
              <Value text={old} />
            ) : (
              <Fragment>
                <Value text={old} beside={now} side="old" />
                <br />
                <Value text={now} beside={old} side="new" />
              </Fragment>
            )}
          </td>
        );
      })}
    </tr>
  );
}
