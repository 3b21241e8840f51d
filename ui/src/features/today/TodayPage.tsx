import { Link } from "@tanstack/react-router";
import Archive from "lucide-react/icons/archive";
import Check from "lucide-react/icons/check";
import Clock from "lucide-react/icons/clock";
import Plus from "lucide-react/icons/plus";
import Search from "lucide-react/icons/search";
import { Button as AriaButton } from "react-aria-components";
import { useTicking } from "../../app/clock";
import { useDialogs } from "../../app/dialogs";
import { useReady } from "../../app/ready";
import { Button } from "../../components/Button";
import { Glyph } from "../../components/Glyph";
import { Icon } from "../../components/Icon";
import links from "../../components/Links.module.css";
import { PageHead } from "../../components/Page";
import { EmptyState, Loaded } from "../../components/States";
import type { Today } from "../../contract/types";
import { useFormat, useTranslate } from "../../i18n";
import { useAnswer } from "../../platform/context";
import { useRecordSentence, verdictState } from "../evidence/sentence";
import { NextProofs } from "../proofs/NextProofs";
import { ExposureChart } from "./ExposureChart";
import { NeedsYouList } from "./NeedsYouList";
import { Standing } from "./Standing";
import styles from "./TodayPage.module.css";
import { Verdict } from "./Verdict";

export function TodayPage() {
  const t = useTranslate();
  const today = useAnswer("today", {});
  useReady(!today.isPending);
  useTicking();
  return (
    <>
      {today.error && !today.data && <PageHead title={t("nav-today")} />}
      <Loaded query={today}>{(data) => <Screen today={data} />}</Loaded>
    </>
  );
}

function Screen({ today }: { today: Today }) {
  const t = useTranslate();
  const { open } = useDialogs();
  if (today.controls === 0 && today.processes.length === 0) {
    return (
      <>
        <TopLine today={today} />
        <EmptyState
          isHeading
          title={t("today-empty-title")}
          actions={
            <>
              <Button kind="primary" icon={Plus} onPress={() => open({ name: "add" })}>
                {t("action-protect-folder")}
              </Button>
              <Button icon={Archive} onPress={() => open({ name: "add", adopt: true })}>
                {t("action-adopt")}
              </Button>
            </>
          }
        >
          {t("today-empty-text")}
        </EmptyState>
      </>
    );
  }
  return (
    <>
      <TopLine today={today} />
      <Verdict today={today} />
      <Standing />
      <div className={styles.page}>
        {today.processes.length > 0 && <ExposureChart rows={today.processes} needs={today.needs_you} />}
        <div className={styles.low}>
          <NeedsYouList needs={today.needs_you} />
          <div>
            <NextProofs proofs={today.next_proofs.slice(0, PROOFS_SHOWN)} />
            <Week today={today} />
            <Latest today={today} />
          </div>
        </div>
      </div>
    </>
  );
}

function TopLine({ today }: { today: Today }) {
  const t = useTranslate();
  const format = useFormat();
  const { open } = useDialogs();
  const checks =
    today.checks_overdue > 0
      ? t("today-checks-overdue", { count: today.checks_overdue })
      : today.last_check_at === null
        ? t("today-checks-none")
        : t("today-checks-done", { when: format.past(today.last_check_at) });
  return (
    <div className={styles.top}>
      <time dateTime={today.as_of} title={format.full(today.as_of)}>
        {format.longDay(today.as_of)}
      </time>
      <span className={today.checks_overdue > 0 ? styles.overdue : styles.checks}>
        <Icon of={today.checks_overdue > 0 ? Clock : Check} size={14} />
        {checks}
      </span>
      <AriaButton className={styles.find ?? ""} onPress={() => open({ name: "palette" })}>
        <Icon of={Search} size={14} />
        {t("today-find")}
        <kbd>{t("key-palette")}</kbd>
      </AriaButton>
    </div>
  );
}

/** More would be a list of everything that could be done. */
const PROOFS_SHOWN = 3;

/** How many rows the right-hand column takes beside the list of what needs you. */
const WEEK_ROWS = 7;

function Week({ today }: { today: Today }) {
  const t = useTranslate();
  const format = useFormat();
  const rows = today.upcoming.slice(0, WEEK_ROWS);
  return (
    <section>
      <div className={styles.sectionHead}>
        <h2>{t("week-title")}</h2>
        <Link to="/schedule" className={links.link}>
          {t("week-calendar")}
        </Link>
      </div>
      {rows.length === 0 && <p className={styles.quiet}>{t("week-none")}</p>}
      <ol className={styles.week}>
        {rows.map((run) => (
          <li key={`${run.at} ${run.control.id} ${run.kind}`}>
            <span>{format.weekDay(run.at)}</span>
            <time dateTime={run.at} title={format.full(run.at)}>
              {format.clock(run.at)}
            </time>
            <span>
              {t(`upcoming-${run.kind}`, { backup: run.control.title, level: run.level ?? "none" })}
            </span>
          </li>
        ))}
      </ol>
    </section>
  );
}

function Latest({ today }: { today: Today }) {
  const t = useTranslate();
  const format = useFormat();
  const sentence = useRecordSentence();
  return (
    <section className={styles.latest}>
      <div className={styles.sectionHead}>
        <h2>{t("latest-title")}</h2>
        <Link to="/evidence" className={links.link}>
          {t("latest-all")}
        </Link>
      </div>
      {today.latest_evidence.length === 0 && <p className={styles.quiet}>{t("latest-none")}</p>}
      <ol>
        {today.latest_evidence.map((row) => (
          <li key={row.seq}>
            {row.verdict ? <Glyph state={verdictState(row.verdict)} named /> : <i />}
            <Link to="/evidence/$seq" params={{ seq: String(row.seq) }}>
              {sentence(row)}
            </Link>
            <time dateTime={row.at} title={format.full(row.at)}>
              {format.past(row.at)}
            </time>
          </li>
        ))}
      </ol>
    </section>
  );
}
