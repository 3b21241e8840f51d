import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { Button as AriaButton, Disclosure, DisclosurePanel } from "react-aria-components";
import { useStart } from "../../app/start";
import { Button } from "../../components/Button";
import { Hash } from "../../components/Hash";
import links from "../../components/Links.module.css";
import { Fact, Facts, Section } from "../../components/Page";
import type { CompareDetail, CompareRules, CompareRunView, Normalise, SideFacts } from "../../contract/types";
import { type Format, type Translate, useFormat, useTranslate } from "../../i18n";
import styles from "./DetailPage.module.css";
import { rowsOf, toleratedRows } from "./words";

const names = (columns: string[]): ReactNode =>
  columns.map((name, index) => (
    <span key={name}>
      {index > 0 && ", "}
      <code>{name}</code>
    </span>
  ));

/** What is evened out before cells are compared; nothing unless somebody said so. */
export function normalised(t: Translate, format: Format, rules: Normalise): string {
  const on = (["trim", "case", "unicode", "empty_is_null"] as const)
    .filter((name) => rules[name])
    .map((name) => t(`parallel-normalise-${name}`));
  if (rules.timezone !== null) on.push(t("parallel-normalise-timezone", { zone: rules.timezone }));
  return on.length === 0 ? t("parallel-normalise-none") : format.list(on);
}

function tolerance(t: Translate, format: Format, rules: CompareRules): string[] {
  return Object.entries(rules.tolerance).map(([column, { abs, rel }]) =>
    t("parallel-rule-rounding", {
      column,
      abs: abs === null ? "" : format.decimal(abs),
      rel: rel === null ? "" : format.rate(Number(rel)),
      has: abs === null ? "rel" : rel === null ? "abs" : "both",
    }),
  );
}

/** The rules of this comparison, as the workspace file says them. */
export function Rules({ detail }: { detail: CompareDetail }) {
  const t = useTranslate();
  const format = useFormat();
  const { rules, latest, cutover } = detail;
  const rows = latest?.figures ? rowsOf(latest.figures) : null;
  const share = format.rate(rules.mismatch_rate);
  const renames = Object.entries(rules.rename);
  return (
    <Section
      title={t("parallel-rules")}
      aside={
        <Link to="/parallel/$id/edit" params={{ id: detail.id }} className={links.link}>
          {t("parallel-edit-link")}
        </Link>
      }
    >
      <Facts>
        <Fact name={t("parallel-rule-key")}>{names(rules.key)}</Fact>
        <Fact name={t("parallel-rule-tolerance")}>
          {rows === null
            ? t("parallel-rule-rate", { share })
            : t("parallel-rule-rows", { rows: toleratedRows(rules, rows), share })}
        </Fact>
        {tolerance(t, format, rules).map((text, index) => (
          <Fact key={text} name={index === 0 ? t("parallel-rule-rounding-name") : ""}>
            {text}
          </Fact>
        ))}
        {renames.length > 0 && (
          <Fact name={t("parallel-rule-renames")}>
            {renames.map(([from, to]) => t("parallel-rule-rename", { from, to })).join(", ")}
          </Fact>
        )}
        {rules.ignore.length > 0 && <Fact name={t("parallel-rule-ignore")}>{names(rules.ignore)}</Fact>}
        {rules.critical.length > 0 && <Fact name={t("parallel-rule-critical")}>{names(rules.critical)}</Fact>}
        {rules.personal.length > 0 && <Fact name={t("parallel-rule-personal")}>{names(rules.personal)}</Fact>}
        <Fact name={t("parallel-rule-normalise")}>{normalised(t, format, rules.normalise)}</Fact>
        {rules.starts !== null && (
          <Fact name={t("parallel-rule-started")}>{format.dateInside(rules.starts)}</Fact>
        )}
        {cutover.frozen_at !== null && (
          <Fact name={t("parallel-rule-frozen")}>
            {format.past(cutover.frozen_at)}{" "}
            {cutover.frozen_hash !== null && <Hash value={cutover.frozen_hash} />}
          </Fact>
        )}
      </Facts>
    </Section>
  );
}

/** Columns that differ when the old system is compared with itself say nothing about the new one. */
export function Baseline({ detail, isBusy }: { detail: CompareDetail; isBusy: boolean }) {
  const t = useTranslate();
  const format = useFormat();
  const start = useStart();
  const { baseline } = detail;
  return (
    <Section title={t("parallel-baseline")}>
      <p className={styles.quiet}>
        {baseline === null
          ? t("parallel-baseline-none")
          : baseline.columns.length === 0
            ? t("parallel-baseline-quiet", { when: format.past(baseline.at) })
            : t("parallel-baseline-columns", {
                when: format.past(baseline.at),
                columns: format.list(baseline.columns),
                count: baseline.columns.length,
              })}
      </p>
      <p className={styles.below}>
        <Button small isDisabled={isBusy || start.isStarting} onPress={() => start.compare(detail.id, true)}>
          {t("parallel-baseline-take")}
        </Button>
      </p>
    </Section>
  );
}

/** What was read on both sides, so that anyone can find it again. */
export function Sides({ run }: { run: CompareRunView }) {
  const t = useTranslate();
  return (
    <Disclosure className={styles.sides ?? ""}>
      <AriaButton slot="trigger" className={styles.reveal ?? ""}>
        {t("parallel-sides")}
      </AriaButton>
      <DisclosurePanel>
        <Side title={t("parallel-side-old")} facts={run.old} />
        <Side title={t("parallel-side-new")} facts={run.new} />
      </DisclosurePanel>
    </Disclosure>
  );
}

const TAB = "\t";

function Side({ title, facts }: { title: string; facts: SideFacts | null }) {
  const t = useTranslate();
  const format = useFormat();
  return (
    <>
      <h3>{title}</h3>
      {facts === null ? (
        <p className={styles.quiet}>{t("parallel-side-unread")}</p>
      ) : (
        <Facts>
          <Fact name={t("parallel-side-place")}>
            <code>{facts.place}</code>
          </Fact>
          <Fact name={t("parallel-side-size")}>
            {t("parallel-side-rows", {
              rows: facts.rows,
              columns: facts.columns.length,
              size: format.bytes(facts.bytes),
            })}
          </Fact>
          {facts.modified_at !== null && (
            <Fact name={t("parallel-side-written")}>{format.past(facts.modified_at)}</Fact>
          )}
          {facts.encoding !== null && (
            <Fact name={t("parallel-side-encoding")}>
              {t("parallel-side-text", {
                encoding: facts.encoding,
                mark: facts.byte_order_mark ? "yes" : "no",
                separated: facts.delimiter === null ? "no" : "yes",
                delimiter: facts.delimiter === TAB ? t("parallel-side-tab") : (facts.delimiter ?? ""),
              })}
            </Fact>
          )}
          <Fact name={t("parallel-side-hash")}>
            <Hash value={facts.sha256} />
          </Fact>
        </Facts>
      )}
    </>
  );
}
