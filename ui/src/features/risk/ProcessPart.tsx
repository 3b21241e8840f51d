import ZoomIn from "lucide-react/icons/zoom-in";
import { Button } from "../../components/Button";
import { Glyph } from "../../components/Glyph";
import { Fact, Facts } from "../../components/Page";
import type { RiskProcess } from "../../contract/types";
import { useFormat, useTranslate } from "../../i18n";
import { EditEntry } from "./entry/EditEntry";
import { Figure } from "./Figure";
import styles from "./Inspector.module.css";
import { Confirmed, type InspectorProps, Needs } from "./InspectorFacts";
import { Range } from "./Range";
import { useAmount, useShare } from "./values";
import { titlesOf } from "./words";

/** More names than this would not be a sentence any more. */
const LISTED = 8;
const CUT_SETS = 6;

export function OfProcess({ map, report, process }: InspectorProps & { process: RiskProcess }) {
  const t = useTranslate();
  const format = useFormat();
  const amount = useAmount();
  const title = titlesOf(report);
  const isZoomed = map.zoomed === process.id;
  return (
    <section>
      <h2 className={styles.title}>
        <Glyph state={process.status} named size={16} />
        {process.title}
      </h2>
      <p>
        {t(`risk-process-${process.recovery_source}`, { duration: format.factor(process.recovery_seconds) })}
      </p>
      <div className={styles.figures}>
        <p>
          <b>
            <Figure figure="exposure" of={process.id} name={t("risk-figure-exposure")}>
              {format.money(process.exposure)}
            </Figure>
          </b>
          <small>
            {t("exposure-sum", {
              duration: format.factor(process.recovery_seconds),
              rate: format.money(process.damage_per_hour),
            })}
          </small>
        </p>
        <p>
          <b>
            <Figure figure="annual_loss" of={process.id} name={t("risk-figure-annual_loss")}>
              {amount(process.expected_annual_loss, report.currency)}
            </Figure>
          </b>
          <small>{t("risk-annual")}</small>
        </p>
      </div>
      <Button small icon={ZoomIn} onPress={() => map.acts.zoom(isZoomed ? null : process.id)}>
        {t(isZoomed ? "risk-zoom-back" : "risk-zoom-to")}
      </Button>
      <StopsIt map={map} report={report} process={process} />
      <Facts>
        <ProcessFacts process={process} />
        <Needs groups={process.needs} map={map} report={report} />
        {process.not_estimated.length > 0 && (
          <Fact name={t("risk-fact-unknown")}>
            {t("risk-unknown-things", {
              names: format.list(process.not_estimated.slice(0, LISTED).map(title)),
            })}
          </Fact>
        )}
        <Confirmed of={process} />
      </Facts>
      <Range map={map} of={{ list: "processes", id: process.id }} currency={report.currency} />
      <EditEntry id={process.id} />
    </section>
  );
}

/** The smallest combinations that stop it, in words. */
function StopsIt({ map, report, process }: InspectorProps & { process: RiskProcess }) {
  const t = useTranslate();
  const format = useFormat();
  const title = titlesOf(report);
  const shown = process.cut_sets.slice(0, CUT_SETS);
  return (
    <>
      <h3>{t("risk-stops-it")}</h3>
      {shown.length === 0 && <p className={styles.quiet}>{t("risk-stops-nothing")}</p>}
      <ul className={styles.sets}>
        {shown.map((set) => (
          <li key={set.join(" ")}>
            {set.length > 1
              ? t("risk-together", { names: format.list(set.map(title)) })
              : set.map((id) => (
                  <button key={id} type="button" className={styles.name} onClick={() => map.acts.select(id)}>
                    {title(id)}
                  </button>
                ))}
          </li>
        ))}
      </ul>
      <Ways process={process} shown={shown.length} />
    </>
  );
}

/** How many combinations there are beyond those that are named. */
function Ways({
  process: { by_order, cut_off, complete_to },
  shown,
}: {
  process: RiskProcess;
  shown: number;
}) {
  const t = useTranslate();
  const total = Object.values(by_order).reduce((sum, count) => sum + count, 0);
  if (cut_off !== null)
    return <p className={styles.quiet}>{t("risk-cut-off", { order: complete_to ?? 0 })}</p>;
  return total > shown ? (
    <p className={styles.quiet}>{t("risk-more-ways", { count: total - shown })}</p>
  ) : null;
}

function ProcessFacts({ process }: { process: RiskProcess }) {
  const t = useTranslate();
  const format = useFormat();
  const share = useShare();
  return (
    <>
      <Fact name={t("risk-fact-owner")}>{process.owner ?? t("risk-nobody")}</Fact>
      <Fact name={t("risk-fact-deputy")}>{process.deputy ?? t("risk-nobody")}</Fact>
      <Fact name={t("risk-fact-bus")}>
        {process.bus_factor === null ? t("risk-bus-none") : t("risk-bus", { count: process.bus_factor })}
      </Fact>
      <Fact name={t("risk-fact-down")}>
        <Figure figure="unavailability" of={process.id} name={t("risk-fact-down")}>
          {share(process.unavailability)}
        </Figure>
      </Fact>
      {process.degraded !== null && (
        <Fact name={t("risk-fact-degraded")}>
          {t("risk-degraded", { mode: process.degraded, kept: format.percent(process.kept) })}
        </Fact>
      )}
    </>
  );
}
