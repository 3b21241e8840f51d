import { Link } from "@tanstack/react-router";
import FolderOutput from "lucide-react/icons/folder-output";
import Printer from "lucide-react/icons/printer";
import { useState } from "react";
import { Button } from "../../components/Button";
import { Glyph, StatusLabel } from "../../components/Glyph";
import { Hash } from "../../components/Hash";
import { Columns, Fact, Facts, PageHead, Section } from "../../components/Page";
import type { DrillView } from "../../contract/types";
import { useFormat, useTranslate } from "../../i18n";
import styles from "./Debrief.module.css";
import { timesOf } from "./debrief";
import { ExportSheet, ReportSheet } from "./FileSheets";
import { Journal } from "./Journal";
import { Conclusion, Measures } from "./Measures";
import { Questions, Signed } from "./Questions";
import { clock, STATE_GLYPH } from "./words";

/** What a drill proved, what people say about it, and who signs that. */
export function Debrief({ view }: { view: DrillView }) {
  const t = useTranslate();
  const [open, setOpen] = useState<"report" | "export" | null>(null);
  const { run, state } = view;
  return (
    <>
      <PageHead
        crumb={{ to: "/drills", label: t("nav-drills") }}
        title={view.drill.title}
        status={<StatusLabel state={STATE_GLYPH[state]}>{t(`drills-state-${state}`)}</StatusLabel>}
        sub={<Sub view={view} />}
        actions={
          <>
            <Button icon={FolderOutput} onPress={() => setOpen("export")}>
              {t("drills-export")}
            </Button>
            <Button icon={Printer} onPress={() => setOpen("report")}>
              {t("drills-report")}
            </Button>
          </>
        }
      />
      <Columns
        main={
          <>
            <Conclusion view={view} />
            <Measures view={view} />
            <Found view={view} />
            {view.signature ? <Signed signature={view.signature} /> : <Questions view={view} />}
          </>
        }
        aside={
          <>
            <Times view={view} />
            <Evidence view={view} />
            {view.notes.length > 0 && (
              <Section title={t("drills-notes")}>
                <Notes view={view} />
              </Section>
            )}
          </>
        }
      />
      {open === "report" && <ReportSheet run={run} onClose={() => setOpen(null)} />}
      {open === "export" && <ExportSheet run={run} onClose={() => setOpen(null)} />}
    </>
  );
}

function Sub({ view }: { view: DrillView }) {
  const t = useTranslate();
  const format = useFormat();
  const { started_at: at, operators, alone, kind, pair } = view;
  return (
    <>
      <Link to="/providers/$id" params={{ id: pair.id }} className={styles.link}>
        {pair.title}
      </Link>
      {", "}
      {t(`drills-kind-${kind}`)}.{" "}
      {t("drills-ran", {
        day: at === null ? "" : format.sentenceDay(at),
        who: format.list(operators),
        alone: alone ? "yes" : "no",
      })}
    </>
  );
}

function Found({ view: { found } }: { view: DrillView }) {
  const t = useTranslate();
  if (found.length === 0) return null;
  return (
    <Section title={t("drills-found")}>
      <ul className={styles.found}>
        {found.map(({ code, subject }) => (
          <li key={`${code} ${subject}`}>
            <Glyph state={code === "not_observed" ? "unknown" : "failing"} />
            {t(`drills-found-${code}`)}
            {subject !== undefined && ` ${subject}`}
          </li>
        ))}
      </ul>
    </Section>
  );
}

/** Each part of the drill, as long as it took. */
function Times({ view }: { view: DrillView }) {
  const t = useTranslate();
  const times = timesOf(view.phases);
  const most = Math.max(1, ...times.map(({ seconds }) => seconds));
  if (times.length === 0) return null;
  return (
    <Section title={t("drills-times")}>
      <ul className={styles.times}>
        {times.map(({ phase, seconds }) => (
          <li key={phase}>
            <span>{t(`drills-phase-${phase}`)}</span>
            <b>{clock(seconds)}</b>
            <i style={{ width: `${(seconds / most) * 100}%` }} />
          </li>
        ))}
      </ul>
    </Section>
  );
}

function Evidence({ view }: { view: DrillView }) {
  const t = useTranslate();
  const { evidence, steps, lanes, journal } = view;
  const seen = lanes.reduce((sum, { looks }) => sum + looks.length, 0);
  const done = steps.filter(({ state }) => state !== "untouched").length;
  const back = steps.filter(({ state }) => state === "undone").length;
  return (
    <Section title={t("drills-evidence")}>
      <Facts>
        <Fact name={t("drills-evidence-steps")}>
          {t("drills-evidence-steps-of", { done, of: steps.length, back })}
        </Fact>
        <Fact name={t("drills-evidence-probes")}>{t("drills-evidence-looks", { count: seen })}</Fact>
        <Fact name={t("drills-evidence-journal")}>
          {t("drills-evidence-lines", { count: journal.length })}
        </Fact>
        <Fact name={t("drills-evidence-record")}>
          {evidence === null ? (
            t("drills-evidence-later")
          ) : (
            <>
              <Link to="/evidence/$seq" params={{ seq: String(evidence.seq) }} className={styles.link}>
                {t("record-title", { seq: evidence.seq })}
              </Link>{" "}
              <Hash value={evidence.hash} />
            </>
          )}
        </Fact>
      </Facts>
      <Journal lines={journal} />
    </Section>
  );
}

function Notes({ view: { notes } }: { view: DrillView }) {
  const format = useFormat();
  return (
    <ol className={styles.notes}>
      {notes.map(({ at, by, text }) => (
        <li key={`${at} ${text}`}>
          <time title={format.full(at)}>{format.clock(at)}</time>
          <span>
            {text} <span className={styles.quiet}>{by}</span>
          </span>
        </li>
      ))}
    </ol>
  );
}
