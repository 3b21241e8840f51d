import Undo2 from "lucide-react/icons/undo-2";
import { Button } from "../../components/Button";
import type { DrillView } from "../../contract/types";
import { useFormat, useTranslate } from "../../i18n";
import { costOf } from "./debrief";
import styles from "./RunPage.module.css";

/** What a real failure would have cost by now: money, and work that is lost. */
export function Stakes({ view }: { view: DrillView }) {
  const t = useTranslate();
  const format = useFormat();
  const { per_hour: rate, measured, rpo_seconds: allowed } = view;
  // Once it works on the backup, the outage is over.
  const { rto } = measured;
  const isOver = rto !== null && rate !== null;
  const cost = isOver ? costOf(rate, rto.milliseconds / 1000) : view.cost;
  const lost = measured.rpo;
  return (
    <div className={styles.stakes}>
      <div>
        <b>{cost === null ? "–" : format.money(cost)}</b>
        <small>
          {rate === null
            ? t("drills-cost-unknown")
            : t(`drills-cost-${cost === null ? "later" : isOver ? "over" : "now"}`, {
                rate: format.money(rate),
              })}
        </small>
      </div>
      <div title={t("drills-rpo-means")}>
        <b>{lost === null ? "–" : format.duration(lost.milliseconds / 1000)}</b>
        <small>
          {t(lost === null ? "drills-lost-unknown" : "drills-lost", {
            limited: allowed === null ? "no" : "yes",
            allowed: allowed === null ? "" : format.duration(allowed),
          })}
        </small>
      </div>
    </div>
  );
}

interface AbortProps {
  view: DrillView;
  onAbort: (() => void) | null;
}

/** Always in reach while it runs. */
export function Abort({ view, onAbort }: AbortProps) {
  const t = useTranslate();
  const format = useFormat();
  if (!onAbort) return null;
  return (
    <div className={styles.abort}>
      <Button kind="danger" icon={Undo2} onPress={onAbort}>
        {t("drills-abort")}
        <kbd>{t("drills-abort-key")}</kbd>
      </Button>
      <p>{t("drills-abort-takes", { duration: format.duration(view.undo_seconds) })}</p>
    </div>
  );
}
