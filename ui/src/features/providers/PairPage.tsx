import { Link, useNavigate, useParams } from "@tanstack/react-router";
import Timer from "lucide-react/icons/timer";
import { useState } from "react";
import { useTicking } from "../../app/clock";
import { useReady } from "../../app/ready";
import { Button } from "../../components/Button";
import { StatusLabel } from "../../components/Glyph";
import { Columns, PageHead, Section } from "../../components/Page";
import { Banner, Loaded } from "../../components/States";
import type { PairDetail, ProbeView } from "../../contract/types";
import { useFindingWords, useFormat, useTranslate } from "../../i18n";
import { useAnswer } from "../../platform/context";
import { Runs } from "../drills/Runs";
import { ContractSheet } from "./ContractSheet";
import { Logins } from "./Logins";
import styles from "./PairPage.module.css";
import { Probes } from "./Probes";
import { ProbeNow } from "./ProvidersPage";
import { Shared } from "./Shared";
import { Supplies } from "./Supplies";
import { CADENCE_GLYPH, usePairWords } from "./words";

const LOOK_EVERY = 1000;

export function PairPage() {
  const { id = "" } = useParams({ strict: false });
  const t = useTranslate();
  const pair = useAnswer("provider_show", { id });
  useAnswer("provider_show", { id }, { every: (pair.data?.row.running ?? false) && LOOK_EVERY });
  useReady(!pair.isPending);
  useTicking();
  return (
    <>
      {!pair.data && <PageHead crumb={{ to: "/providers", label: t("nav-providers") }} title={id} />}
      <Loaded query={pair}>{(data) => <Screen pair={data} />}</Loaded>
    </>
  );
}

function Screen({ pair }: { pair: PairDetail }) {
  const t = useTranslate();
  const words = usePairWords();
  const [renaming, setRenaming] = useState<ProbeView | null>(null);
  const { row } = pair;
  return (
    <>
      <PageHead
        crumb={{ to: "/providers", label: t("nav-providers") }}
        title={row.title}
        status={<StatusLabel state={row.status}>{words.standing(row)}</StatusLabel>}
        sub={<Sub pair={pair} />}
        actions={<Actions pair={pair} />}
      />
      <Columns
        main={
          <>
            <p className={styles.say}>{words.readiness(row.readiness)}</p>
            <Wrong pair={pair} />
            <Probes pair={pair} onAccept={setRenaming} />
            {pair.drills.length > 0 && (
              <Section title={t("providers-drills")} note={t("providers-drills-note")}>
                <Runs runs={pair.drills} />
              </Section>
            )}
          </>
        }
        aside={
          <>
            <Due pair={pair} />
            <Logins pair={pair} />
            <Shared pair={pair} />
            <Supplies pair={pair} />
          </>
        }
      />
      {renaming && <ContractSheet pair={pair} probe={renaming} onClose={() => setRenaming(null)} />}
    </>
  );
}

function Sub({ pair: { row } }: { pair: PairDetail }) {
  const t = useTranslate();
  const format = useFormat();
  const { gives, primary, backup, takeover, rto_seconds: rto } = row;
  return (
    <>
      {t("providers-sub", {
        gives: gives.length === 0 ? "no" : "yes",
        what: format.list(gives.map(({ title }) => title)),
        primary: primary.title,
        backup: backup.title,
      })}{" "}
      {t(`providers-takeover-${takeover}`, {
        limited: rto === null ? "no" : "yes",
        within: rto === null ? "" : format.duration(rto),
      })}
    </>
  );
}

function Actions({ pair: { row } }: { pair: PairDetail }) {
  const t = useTranslate();
  const navigate = useNavigate();
  const { drill } = row;
  const open = () => {
    if (drill?.run) void navigate({ to: "/drills/run/$run", params: { run: drill.run } });
    else if (drill?.id) void navigate({ to: "/drills/$id", params: { id: drill.id } });
  };
  return (
    <>
      <ProbeNow row={row} isWide />
      {(drill?.run ?? drill?.id) && (
        <Button kind="primary" icon={Timer} onPress={open}>
          {t(drill?.run ? "providers-to-run" : "providers-to-plan")}
        </Button>
      )}
    </>
  );
}

/** What is wrong now, worst first; each once, though a probe may tell it too. */
function Wrong({ pair: { row } }: { pair: PairDetail }) {
  const words = useFindingWords();
  return (
    <div className={styles.wrong}>
      {row.findings.map((finding) => {
        const { what, hint } = words(finding);
        const isWorse = finding.severity === "critical" || finding.severity === "blocking";
        return (
          <Banner key={what} state={isWorse ? "failing" : "attention"} title={what}>
            {hint}
          </Banner>
        );
      })}
    </div>
  );
}

/** When the next drill must be, and which quarters went by without one. */
function Due({ pair: { row } }: { pair: PairDetail }) {
  const t = useTranslate();
  const format = useFormat();
  const words = usePairWords();
  const { drill } = row;
  if (!drill) return null;
  const { cadence } = drill;
  return (
    <Section title={t("providers-due")} note={cadence.quarter}>
      <p className={styles.loose}>
        <StatusLabel state={CADENCE_GLYPH[cadence.state]}>{words.drillDue(row)}</StatusLabel>
      </p>
      {cadence.missed.length > 0 && (
        <p className={styles.quiet}>{t("providers-missed", { quarters: format.list(cadence.missed) })}</p>
      )}
      {drill.id === null ? (
        <p className={styles.quiet}>{t("providers-no-plan")}</p>
      ) : (
        <p className={styles.quiet}>
          <Link to="/drills/$id" params={{ id: drill.id }} className={styles.link}>
            {drill.title}
          </Link>
        </p>
      )}
    </Section>
  );
}
