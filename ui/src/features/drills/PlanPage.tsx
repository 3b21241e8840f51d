import { Link, useNavigate, useParams } from "@tanstack/react-router";
import CalendarClock from "lucide-react/icons/calendar-clock";
import Play from "lucide-react/icons/play";
import { useState } from "react";
import { useTicking } from "../../app/clock";
import { useReady } from "../../app/ready";
import { Button } from "../../components/Button";
import { Glyph } from "../../components/Glyph";
import { Columns, Fact, Facts, PageHead, Section } from "../../components/Page";
import { Banner, Loaded } from "../../components/States";
import type { CheckView, DrillPlanView, PlanFault, PlanStep, PreflightItem } from "../../contract/types";
import { useFormat, useTranslate } from "../../i18n";
import { useAnswer } from "../../platform/context";
import styles from "./PlanPage.module.css";
import { RescheduleSheet } from "./RescheduleSheet";
import { Runs } from "./Runs";
import { StartSheet } from "./StartSheet";
import { HOLDS_GLYPH, isAdvice } from "./words";

export function PlanPage() {
  const { id = "" } = useParams({ strict: false });
  const t = useTranslate();
  const plan = useAnswer("drill_plan", { id });
  useReady(!plan.isPending);
  useTicking();
  return (
    <>
      {!plan.data && <PageHead crumb={{ to: "/drills", label: t("nav-drills") }} title={id} />}
      <Loaded query={plan}>{(data) => <Screen plan={data} />}</Loaded>
    </>
  );
}

function Screen({ plan }: { plan: DrillPlanView }) {
  const t = useTranslate();
  const [open, setOpen] = useState<"start" | "book" | null>(null);
  const { row } = plan;
  return (
    <>
      <PageHead
        crumb={{ to: "/drills", label: t("nav-drills") }}
        title={row.title}
        sub={<Sub plan={plan} />}
        actions={<Actions plan={plan} onOpen={setOpen} />}
      />
      <Columns
        main={
          <>
            <Faults plan={plan} />
            <Steps steps={plan.steps} />
            <Section title={t("drills-commands")} note={t("drills-commands-note")}>
              <Commands commands={plan.commands} />
            </Section>
            <Checks title={t("drills-steady")} note={t("drills-steady-note")} checks={plan.steady} />
            <Checks title={t("drills-on-backup")} note={t("drills-on-backup-note")} checks={plan.on_backup} />
            <Checks title={t("drills-stops")} note={t("drills-stops-note")} checks={plan.stops} />
            {plan.history.length > 0 && (
              <Section title={t("drills-runs")}>
                <Runs runs={plan.history} />
              </Section>
            )}
          </>
        }
        aside={
          <>
            <Preflight items={plan.preflight} isAhead />
            <Frame plan={plan} />
          </>
        }
      />
      {open === "start" && <StartSheet plan={plan} onClose={() => setOpen(null)} />}
      {open === "book" && <RescheduleSheet plan={plan} onClose={() => setOpen(null)} />}
    </>
  );
}

function Sub({ plan: { row, rto_seconds: rto } }: { plan: DrillPlanView }) {
  const t = useTranslate();
  const format = useFormat();
  return (
    <>
      <Link to="/providers/$id" params={{ id: row.pair.id }} className={styles.link}>
        {row.pair.title}
      </Link>
      {", "}
      {t(`drills-kind-${row.kind}`)}.{" "}
      {rto !== null && t("drills-must-work", { within: format.duration(rto) })}
    </>
  );
}

interface ActionsProps {
  plan: DrillPlanView;
  onOpen: (sheet: "start" | "book") => void;
}

function Actions({ plan, onOpen }: ActionsProps) {
  const t = useTranslate();
  const navigate = useNavigate();
  const { row, faults } = plan;
  const mayStart = !row.faulty && faults.every(({ code }) => isAdvice(code));
  const { run } = row;
  if (run !== null) {
    return (
      <Button
        kind="primary"
        icon={Play}
        onPress={() => void navigate({ to: "/drills/run/$run", params: { run } })}
      >
        {t("providers-to-run")}
      </Button>
    );
  }
  return (
    <>
      <Button icon={CalendarClock} onPress={() => onOpen("book")}>
        {t(row.scheduled_at === null ? "drills-book" : "drills-rebook")}
      </Button>
      <Button kind="primary" icon={Play} isDisabled={!mayStart} onPress={() => onOpen("start")}>
        {t("drills-start")}
      </Button>
    </>
  );
}

/** What keeps the plan from being started, and what would make it better. */
function Faults({ plan: { faults } }: { plan: DrillPlanView }) {
  const t = useTranslate();
  const missing = faults.filter(({ code }) => !isAdvice(code));
  const advice = faults.filter(({ code }) => isAdvice(code));
  const list = (of: PlanFault[]) => (
    <span className={styles.faults}>
      {of.map((fault) => (
        <span key={`${fault.code} ${fault.step}`}>
          {t(`drills-fault-${fault.code}`, { subject: fault.subject ?? "" })}
        </span>
      ))}
    </span>
  );
  return (
    <div className={styles.banners}>
      {missing.length > 0 && (
        <Banner state="attention" title={t("drills-cannot-start", { count: missing.length })}>
          {list(missing)}
        </Banner>
      )}
      {advice.length > 0 && (
        <Banner
          state="unproven"
          title={t("drills-advice", { count: advice.length, may: missing.length === 0 ? "yes" : "no" })}
        >
          {list(advice)}
        </Banner>
      )}
    </div>
  );
}

/** Act, proof, and the way back of every step. */
function Steps({ steps }: { steps: PlanStep[] }) {
  const t = useTranslate();
  const format = useFormat();
  return (
    <Section title={t("drills-plan-steps")} note={t("drills-plan-steps-note")}>
      <ol className={styles.steps}>
        {steps.map((step, index) => (
          <li key={step.title}>
            <span className={styles.number}>{index + 1}</span>
            <div>
              <h3>{step.title}</h3>
              <p className={styles.owner}>
                {step.owner ?? t("drills-no-owner")}
                {", "}
                {step.timeout_seconds === null
                  ? t("drills-no-limit")
                  : t("drills-limit", { limit: format.duration(step.timeout_seconds) })}
              </p>
              <dl className={styles.acts}>
                <dt>{t(`drills-act-${step.kind}`)}</dt>
                <dd>
                  <Act kind={step.kind} text={step.act} />
                </dd>
                <dt>{t("drills-seen-by")}</dt>
                <dd>{step.verify ?? t("drills-not-seen")}</dd>
                <dt>{t("drills-undo")}</dt>
                <dd>
                  {step.undo === null ? (
                    t(step.leaves_nothing ? "drills-leaves-nothing" : "drills-no-undo")
                  ) : (
                    <>
                      <Act kind={step.undo_kind ?? "manual"} text={step.undo} />
                      {step.verify_undo !== null && (
                        <small>{t("drills-undo-seen-by", { check: step.verify_undo })}</small>
                      )}
                    </>
                  )}
                </dd>
              </dl>
            </div>
          </li>
        ))}
      </ol>
    </Section>
  );
}

/** What a program does is shown letter by letter; what a person does is a sentence. */
function Act({ kind, text }: { kind: PlanStep["kind"]; text: string }) {
  return kind === "manual" ? text : <code>{text}</code>;
}

/** Every command that may run, exactly as it would. */
export function Commands({ commands }: { commands: string[][] }) {
  const t = useTranslate();
  if (commands.length === 0) return <p className={styles.quiet}>{t("drills-commands-none")}</p>;
  return (
    <ol className={styles.commands}>
      {commands.map((command) => (
        <li key={command.join("\0")}>
          <code>{command.map(quoted).join(" ")}</code>
        </li>
      ))}
    </ol>
  );
}

/** An argument with spaces must not look like two. */
const quoted = (argument: string): string =>
  /^[\w@%+=:,./-]+$/.test(argument) ? argument : `'${argument.replaceAll("'", "'\\''")}'`;

function Checks({ title, note, checks }: { title: string; note: string; checks: CheckView[] }) {
  const t = useTranslate();
  return (
    <Section title={title} note={note}>
      {checks.length === 0 ? (
        <p className={styles.quiet}>{t("drills-checks-none")}</p>
      ) : (
        <ul className={styles.checks}>
          {checks.map((check) => (
            <li key={check.title}>
              <b>{check.title}</b> {check.by_person ? check.what : <code>{check.what}</code>}
              {check.passes !== null && <small>{t("drills-passes", { count: check.passes })}</small>}
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}

/** Whoever starts it says so there. */
const SAID_AT_START: readonly PreflightItem["code"][] = ["operator_present", "shared_fate"];

interface PreflightProps {
  items: PreflightItem[];
  /** The start is still to come. */
  isAhead?: boolean;
}

/** What must hold just before the start. What nobody knows does not hold. */
export function Preflight({ items, isAhead = false }: PreflightProps) {
  const t = useTranslate();
  const format = useFormat();
  const isSaid = ({ code, holds }: PreflightItem) =>
    isAhead && holds !== "yes" && SAID_AT_START.includes(code);
  const open = items.filter((item) => item.holds !== "yes" && !isSaid(item)).length;
  return (
    <Section title={t("drills-preflight")} note={t("drills-preflight-note", { open })}>
      <ul className={styles.preflight}>
        {items.map((item) => (
          <li key={item.code}>
            <Glyph state={isSaid(item) ? "unproven" : HOLDS_GLYPH[item.holds]} named />
            <span>
              {t(`drills-item-${item.code}`)}
              {item.holds !== "yes" && (
                <small>
                  {isSaid(item) ? t("drills-holds-said") : t(`drills-holds-${item.holds}`)}
                  {item.subjects.length > 0 && ` ${format.list(item.subjects)}`}
                </small>
              )}
              {item.incidents?.map(({ kind, id, title }) => (
                <small key={id}>{t(`incident-${kind}`, { id, title })}</small>
              ))}
            </span>
          </li>
        ))}
      </ul>
    </Section>
  );
}

/** Who, how long, and when. */
function Frame({ plan }: { plan: DrillPlanView }) {
  const t = useTranslate();
  const format = useFormat();
  const { row, owner, deputy, proposal, next_window: window } = plan;
  const span = (seconds: number | null) => (seconds === null ? "–" : format.duration(seconds));
  return (
    <Section title={t("drills-frame")}>
      <Facts>
        <Fact name={t("drills-booked-for")}>
          {row.scheduled_at === null ? (
            t("drills-not-booked")
          ) : (
            <time title={format.full(row.scheduled_at)}>{format.upcoming(row.scheduled_at)}</time>
          )}
        </Fact>
        <Fact name={t("drills-proposed")}>
          {proposal === null ? (
            "–"
          ) : (
            <>
              {proposal.operator}
              {", "}
              {t(`drills-because-${proposal.because}`)}
            </>
          )}
        </Fact>
        <Fact name={t("drills-owner")}>{owner ?? "–"}</Fact>
        <Fact name={t("drills-deputy")}>{deputy ?? "–"}</Fact>
        <Fact name={<span title={t("drills-rto-means")}>{t("drills-rto-allowed")}</span>}>
          {span(plan.rto_seconds)}
        </Fact>
        <Fact name={<span title={t("drills-rpo-means")}>{t("drills-rpo-allowed")}</span>}>
          {span(plan.rpo_seconds)}
        </Fact>
        <Fact name={t("drills-observe")}>{span(plan.observe_seconds)}</Fact>
        <Fact name={t("drills-maximum")}>{span(plan.maximum_seconds)}</Fact>
        {window !== null && (
          <Fact name={t("drills-window")}>{t("drills-not-before", { when: format.upcoming(window) })}</Fact>
        )}
      </Facts>
    </Section>
  );
}
