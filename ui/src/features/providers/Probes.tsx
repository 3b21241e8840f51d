import { Button } from "../../components/Button";
import { StatusLabel } from "../../components/Glyph";
import { Section } from "../../components/Page";
import type { ContractChange, PairDetail, PairSide, ProbeView } from "../../contract/types";
import { useFindingWords, useFormat, useTranslate } from "../../i18n";
import styles from "./PairPage.module.css";
import { Strip } from "./Strip";
import { PROBE_GLYPH } from "./words";

const SIDES: readonly (PairSide | null)[] = ["primary", "backup", null];

interface ProbesProps {
  pair: PairDetail;
  onAccept: (probe: ProbeView) => void;
}

/** What is asked of both sides, and what they answered over the last seven days. */
export function Probes({ pair, onAccept }: ProbesProps) {
  const t = useTranslate();
  const { primary, backup } = pair.row;
  return SIDES.map((side) => {
    const probes = pair.probes.filter(({ on }) => on === side);
    if (probes.length === 0 && side === null) return null;
    const provider = side === null ? "" : (side === "primary" ? primary : backup).title;
    return (
      <Section
        key={side ?? "both"}
        title={side === null ? t("providers-side-both") : t(`providers-on-${side}`, { provider })}
        note={side === "primary" && t("providers-probes-note")}
      >
        {probes.length === 0 ? (
          <p className={styles.quiet}>{t("providers-nobody-watches", { provider })}</p>
        ) : (
          <ul>
            {probes.map((probe) => (
              <Probe
                key={probe.key}
                probe={probe}
                isToldAbove={probe.findings.some((finding) =>
                  pair.row.findings.some(
                    (one) => one.kind === finding.kind && one.subject === finding.subject,
                  ),
                )}
                onAccept={() => onAccept(probe)}
              />
            ))}
          </ul>
        )}
      </Section>
    );
  });
}

interface ProbeProps {
  probe: ProbeView;
  isToldAbove: boolean;
  onAccept: () => void;
}

function Probe({ probe, isToldAbove, onAccept }: ProbeProps) {
  const t = useTranslate();
  const format = useFormat();
  const words = useFindingWords();
  const { state, last_look: at, milliseconds, failures_in_row: failures } = probe;
  return (
    <li className={styles.probe}>
      <div className={styles.head}>
        <h3>{probe.title}</h3>
        <span className={styles.kind}>
          {t("providers-rhythm", {
            kind: t(`providers-kind-${probe.kind}`),
            every: format.duration(probe.every_seconds),
            blocking: probe.blocking ? "yes" : "no",
          })}
        </span>
        <StatusLabel state={PROBE_GLYPH[state]}>
          {t(`providers-probe-${state}`, {
            seen: at === null ? "no" : "yes",
            when: at === null ? "" : format.past(at),
            answer: milliseconds === null ? "" : t("providers-milliseconds", { count: milliseconds }),
          })}
        </StatusLabel>
      </div>
      <Strip name={probe.title} pieces={probe.strip} hasAxis />
      <div className={styles.figures}>
        <span>
          <Uptime probe={probe} />
        </span>
        <span>
          <Latency probe={probe} />
        </span>
        {failures > 0 && <span>{t("providers-failures", { count: failures })}</span>}
        {probe.flapping && <span>{t("providers-flapping")}</span>}
        <Learned probe={probe} />
      </div>
      {!isToldAbove &&
        probe.findings.map((finding) => (
          <p key={finding.kind} className={styles.quiet}>
            {words(finding).what}
          </p>
        ))}
      {probe.contract && probe.contract.changes.length > 0 && (
        <Changed changes={probe.contract.changes} onAccept={onAccept} />
      )}
    </li>
  );
}

/** Of the time that somebody saw it, never of all time: what nobody saw is told too. */
function Uptime({ probe: { uptime } }: { probe: ProbeView }) {
  const t = useTranslate();
  const format = useFormat();
  const { share, up_seconds: up, down_seconds: down, not_observed_seconds: unseen } = uptime;
  if (share === null) return t("providers-uptime-none");
  return t("providers-uptime", {
    share: format.percent(share, 1),
    observed: format.duration(up + down),
    gap: unseen > 0 ? "yes" : "no",
    unseen: format.duration(unseen),
  });
}

function Latency({ probe: { latency } }: { probe: ProbeView }) {
  const t = useTranslate();
  if (!latency) return t("providers-latency-none");
  return t("providers-latency", {
    median: latency.median_milliseconds,
    p95: latency.p95_milliseconds,
    answers: latency.answers,
  });
}

function Learned({ probe: { contract } }: { probe: ProbeView }) {
  const t = useTranslate();
  if (!contract || contract.changes.length > 0) return null;
  const { samples, needed, fields } = contract;
  return (
    <span>
      {samples < needed
        ? t("providers-learning", { samples, needed })
        : t("providers-learned", { fields, samples })}
    </span>
  );
}

/** Names of fields as the answer has them: before, and now. */
function Changed({ changes, onAccept }: { changes: ContractChange[]; onAccept: () => void }) {
  const t = useTranslate();
  return (
    <div className={styles.contract}>
      <div>
        {changes.map(({ kind, from, to }) => (
          <p key={from}>
            <b>{t(`providers-change-${kind}`)}</b> <code>{from}</code>
            {to !== null && (
              <>
                {" → "}
                <code>{to}</code>
              </>
            )}
          </p>
        ))}
      </div>
      <Button onPress={onAccept}>{t("providers-right-now")}</Button>
    </div>
  );
}
