import { Link, useParams } from "@tanstack/react-router";
import { useControlPlace } from "../../app/control";
import { useReady } from "../../app/ready";
import { StatusLabel } from "../../components/Glyph";
import { Hash } from "../../components/Hash";
import links from "../../components/Links.module.css";
import { Fact, Facts, PageHead, Section } from "../../components/Page";
import { Loaded } from "../../components/States";
import type { EvidenceDetail } from "../../contract/types";
import { useFindingWords, useFormat, useTranslate } from "../../i18n";
import { useAnswer } from "../../platform/context";
import styles from "./RecordPage.module.css";
import { useRecordSentence, verdictState } from "./sentence";

export function RecordPage() {
  const t = useTranslate();
  const { seq } = useParams({ strict: false });
  const number = Number(seq ?? "0");
  const record = useAnswer("evidence_show", { seq: number });
  useReady(!record.isPending);
  return (
    <>
      <PageHead
        crumb={{ to: "/evidence", label: t("nav-evidence") }}
        title={t("record-title", { seq: number })}
        status={
          record.data?.row.verdict && (
            <StatusLabel state={verdictState(record.data.row.verdict)}>
              {t(`outcome-${record.data.row.verdict}`)}
            </StatusLabel>
          )
        }
      />
      <Loaded query={record}>{(data) => <Screen record={data} />}</Loaded>
    </>
  );
}

function Screen({ record }: { record: EvidenceDetail }) {
  const t = useTranslate();
  const format = useFormat();
  const sentence = useRecordSentence();
  const findingWords = useFindingWords();
  const place = useControlPlace();
  const { row } = record;
  return (
    <div className={styles.page}>
      <p className={styles.say}>{sentence(row)}</p>
      <Section title={t("record-facts")}>
        <Facts>
          <Fact name={t("record-when")}>{format.full(row.at)}</Fact>
          <Fact name={t("record-clock")}>{t(`record-clock-${row.clock}`)}</Fact>
          {row.control && (
            <Fact name={t("record-control")}>
              <Link {...place(row.control.id)} className={links.link}>
                {row.control.title}
              </Link>
            </Fact>
          )}
          {row.run && (
            <Fact name={t("record-run")}>
              <code>{row.run}</code>
            </Fact>
          )}
          <Fact name={t("record-hash")}>
            <Hash value={row.hash} groups={4} />
          </Fact>
          <Fact name={t("record-previous")}>
            <Hash value={record.previous} groups={4} />
          </Fact>
        </Facts>
      </Section>
      {record.findings.length > 0 && (
        <Section title={t("record-findings")}>
          <ul className={styles.findings}>
            {record.findings.map((finding) => (
              <li key={`${finding.kind} ${finding.subject}`}>
                <b>{findingWords(finding).what}</b>
                <code>{finding.subject}</code>
              </li>
            ))}
          </ul>
        </Section>
      )}
      {record.artefacts.length > 0 && (
        <Section title={t("record-artefacts")} note={t("record-artefacts-note")}>
          <Facts>
            {record.artefacts.map((artefact) => (
              <Fact key={artefact.sha256} name={artefact.name}>
                <Hash value={artefact.sha256} groups={4} /> {format.exactBytes(artefact.bytes)}
              </Fact>
            ))}
          </Facts>
        </Section>
      )}
      <Section title={t("record-canonical")} note={t("record-canonical-note")}>
        <pre className={styles.canonical}>{record.record}</pre>
      </Section>
    </div>
  );
}
