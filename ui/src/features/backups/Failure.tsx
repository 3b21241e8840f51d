import { type CSSProperties, useState } from "react";
import { Button as AriaButton } from "react-aria-components";
import { useDialogs } from "../../app/dialogs";
import { useStart } from "../../app/start";
import { Button } from "../../components/Button";
import { Hash } from "../../components/Hash";
import links from "../../components/Links.module.css";
import { Section } from "../../components/Page";
import type { BackupDetail, FindingKind, Named, WireFinding } from "../../contract/types";
import { useFindingWords, useFormat, useTranslate } from "../../i18n";
import styles from "./Failure.module.css";
import { isAdopted } from "./source";

interface FailureProps {
  detail: BackupDetail;
}

/** What was found, and where exactly as far as it is known. */
export function Damage({ detail }: FailureProps) {
  const t = useTranslate();
  const format = useFormat();
  const [worst, ...others] = detail.findings;
  const findingWords = useFindingWords();
  if (!worst) return null;
  const critical = worst.severity === "critical";
  const files = worst.files?.length ?? 0;
  const intact = detail.intact_repositories;
  return (
    <>
      <p className={styles.lead}>
        {findingWords(worst).what} {files > 0 && t("failure-files-lost", { count: files })}{" "}
        {critical &&
          (intact.length > 0
            ? t("failure-others-hold", { count: intact.length, names: format.list(intact) })
            : t("failure-only-copy"))}
      </p>
      <Section
        title={t(critical ? "failure-where" : "failure-what-changed")}
        note={
          detail.findings_at &&
          t("failure-found", {
            when: format.sentenceDay(detail.findings_at),
            clock: format.clock(detail.findings_at),
          })
        }
      >
        <ByteMap finding={worst} />
        <FindingFacts finding={worst} repositories={detail.row.repositories} />
        {others.length > 0 && (
          <ul className={styles.others}>
            {others.map((finding) => (
              <li key={`${finding.kind} ${finding.subject}`}>
                <b>{findingWords(finding).what}</b>
                <code>{finding.subject}</code>
              </li>
            ))}
          </ul>
        )}
      </Section>
    </>
  );
}

interface Range {
  offset: number;
  length: number;
  all: number;
}

/** The damaged bytes of a stored file, where the check could tell. */
export function damagedRange(params: Record<string, string>): Range | null {
  const [offset, length, all] = ["offset", "length", "pack_bytes"].map((name) =>
    Number(params[name] ?? Number.NaN),
  );
  if (offset === undefined || length === undefined || all === undefined) return null;
  if (!(offset >= 0 && length > 0 && all >= offset + length)) return null;
  return { offset, length, all };
}

/** A range of a few bytes must still be seen. */
const NARROWEST = 0.6;

function ByteMap({ finding }: { finding: WireFinding }) {
  const t = useTranslate();
  const format = useFormat();
  const range = damagedRange(finding.params);
  if (!range) return null;
  const left = (range.offset / range.all) * 100;
  const width = Math.max(NARROWEST, (range.length / range.all) * 100);
  const [from, to] = [format.integer(range.offset), format.integer(range.offset + range.length - 1)];
  const middle = Math.min(78, Math.max(22, left + width / 2));
  const bad: CSSProperties = { left: `${left}%`, width: `${width}%` };
  return (
    <div
      className={styles.bytes}
      role="img"
      aria-label={t("bytes-label", { from, to, all: format.integer(range.all) })}
    >
      <div className={styles.bar}>
        <span style={bad} />
      </div>
      <div className={styles.scale} aria-hidden="true">
        <span>{t("bytes-start")}</span>
        <span className={styles.range} style={{ left: `${middle}%` }}>
          {t("bytes-range", { from, to })}
        </span>
        <span>{format.integer(range.all)}</span>
      </div>
    </div>
  );
}

function FindingFacts({ finding, repositories }: { finding: WireFinding; repositories: Named[] }) {
  const t = useTranslate();
  const format = useFormat();
  const range = damagedRange(finding.params);
  const { expected, found } = finding.params;
  const share = range && format.percent(range.length / range.all, range.length / range.all < 0.1 ? 1 : 0);
  return (
    <table className={styles.facts}>
      <tbody>
        <tr>
          <th scope="row">{t("finding-subject")}</th>
          <td>
            <code>{finding.subject}</code>
          </td>
        </tr>
        {range && (
          <tr>
            <th scope="row">{t("finding-range")}</th>
            <td>
              {t("finding-range-of", {
                length: format.integer(range.length),
                all: format.exactBytes(range.all),
                share: share ?? "",
              })}
            </td>
          </tr>
        )}
        {expected && <Fingerprint name={t("finding-expected")} value={expected} />}
        {found && <Fingerprint name={t("finding-found")} value={found} isWrong />}
        {finding.repository && (
          <tr>
            <th scope="row">{t("finding-repository")}</th>
            <td>{repositories.find(({ id }) => id === finding.repository)?.title ?? finding.repository}</td>
          </tr>
        )}
      </tbody>
    </table>
  );
}

function Fingerprint({ name, value, isWrong = false }: { name: string; value: string; isWrong?: boolean }) {
  return (
    <tr>
      <th scope="row">{name}</th>
      <td className={isWrong ? styles.wrong : ""}>
        {/^[0-9a-f]{64}$/.test(value) ? <Hash value={value} groups={4} /> : <code>{value}</code>}
      </td>
    </tr>
  );
}

const FILES_SHOWN = 3;

/** The user's own files that cannot come back from the damaged place. */
export function Losses({ detail }: FailureProps) {
  const t = useTranslate();
  const [all, setAll] = useState(false);
  const files = detail.findings.flatMap((finding) => finding.files ?? []);
  if (files.length === 0) return null;
  const shown = all ? files : files.slice(0, FILES_SHOWN);
  return (
    <Section title={t("losses-title")} note={t("losses-count", { count: files.length })}>
      <ul className={styles.files}>
        {shown.map((file) => (
          <li key={file}>{file}</li>
        ))}
      </ul>
      {files.length > FILES_SHOWN && (
        <AriaButton className={links.link ?? ""} onPress={() => setAll(!all)}>
          {all ? t("losses-fewer") : t("losses-more", { count: files.length - FILES_SHOWN })}
        </AriaButton>
      )}
    </Section>
  );
}

/** A copy that is missing or old asks for a new one here. */
const COPY_HELPS: readonly FindingKind[] = ["missing", "too_old", "schedule_missed", "snapshot_missing"];
/** Here the data is not at fault, or nobody could look at it: another attempt tells. */
const LOOK_AGAIN: readonly FindingKind[] = [
  "unreadable",
  "wrong_password",
  "locked",
  "location_absent",
  "secret_unavailable",
  "nothing_examined",
  "unsupported",
  "probe_failed",
  "database_damaged",
  "source_changing",
];

/** The first thing to do. Where stored data is damaged, another copy into the same place would not help. */
export function firstStep(kind: FindingKind): "copy" | "elsewhere" | "check" {
  if (COPY_HELPS.includes(kind)) return "copy";
  return LOOK_AGAIN.includes(kind) ? "check" : "elsewhere";
}

/** Damaged data is not repaired in place: what to do instead, in this order. */
export function WhatToDo({ detail }: FailureProps) {
  const t = useTranslate();
  const format = useFormat();
  const findingWords = useFindingWords();
  const { open } = useDialogs();
  const start = useStart();
  const [worst] = detail.findings;
  if (!worst) return null;
  const { id } = detail.row;
  const intact = detail.intact_repositories;
  const step = firstStep(worst.kind);
  const adopted = isAdopted(detail.row.source);
  // What others make, others must make again: Ballast has no button for it.
  const first = adopted && step !== "check" ? "again" : step;
  const verify = () => open({ name: "verify", backup: id, level: "content" });
  return (
    <Section title={t("todo-title")}>
      <ol className={styles.todo}>
        <li className={styles.now}>
          <b>{t(`todo-${first}`)}</b>
          <p>{findingWords(worst).hint}</p>
          {first === "copy" && (
            <Button kind="primary" onPress={() => start.backUp(id)} isDisabled={start.isStarting}>
              {t("action-back-up-now")}
            </Button>
          )}
          {first === "elsewhere" && (
            <Button kind="primary" onPress={() => open({ name: "add" })}>
              {t("action-another-place")}
            </Button>
          )}
          {first === "check" && (
            <Button kind="primary" onPress={verify}>
              {t("action-verify-again")}
            </Button>
          )}
        </li>
        {first !== "check" && (
          <li>
            <b>{t("todo-verify")}</b>
            <p>{t("todo-verify-why")}</p>
            <Button kind={first === "again" ? "primary" : "plain"} onPress={verify}>
              {t("action-verify-again")}
            </Button>
          </li>
        )}
        <li>
          <b>{t(intact.length > 0 ? "todo-restore" : "todo-keep-originals")}</b>
          <p>
            {t(intact.length > 0 ? "todo-restore-why" : "todo-keep-originals-why", {
              names: format.list(intact),
            })}
          </p>
        </li>
      </ol>
    </Section>
  );
}
