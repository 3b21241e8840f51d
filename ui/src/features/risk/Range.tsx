import { useState } from "react";
import { Button as AriaButton } from "react-aria-components";
import links from "../../components/Links.module.css";
import { Loaded } from "../../components/States";
import type { RiskRange, RiskSpread } from "../../contract/types";
import { useFormat, useTranslate } from "../../i18n";
import { useAnswer } from "../../platform/context";
import styles from "./Inspector.module.css";
import type { MapState } from "./useMap";
import { useAmount } from "./values";

interface RangeProps {
  map: MapState;
  /** Null for the whole map. */
  of: { list: "processes" | "components"; id: string } | null;
  currency: string;
}

/** How sure a figure is. It is drawn a thousand times, so it is asked for and not shown at once. */
export function Range({ map, of, currency }: RangeProps) {
  const t = useTranslate();
  const [isOpen, setOpen] = useState(false);
  const ranges = useAnswer("risk_ranges", { without: map.off, with: map.taken }, { enabled: isOpen });
  if (!isOpen)
    return (
      <AriaButton className={links.link ?? ""} onPress={() => setOpen(true)}>
        {t("risk-range-ask")}
      </AriaButton>
    );
  return (
    <Loaded query={ranges}>
      {(report) => {
        const own = of === null ? null : report[of.list].find(({ id }) => id === of.id);
        if (own === undefined) return <p className={styles.quiet}>{t("risk-range-none")}</p>;
        return (
          <RangeWords
            spread={own ?? report.total}
            rank={own}
            list={of?.list ?? null}
            draws={report.draws}
            currency={currency}
          />
        );
      }}
    </Loaded>
  );
}

interface WordsProps {
  spread: RiskSpread;
  rank: RiskRange | null;
  list: "processes" | "components" | null;
  draws: number;
  currency: string;
}

function RangeWords({ spread, rank, list, draws, currency }: WordsProps) {
  const t = useTranslate();
  const format = useFormat();
  const amount = useAmount();
  return (
    <p role="status" className={styles.range}>
      {t(list === "components" ? "risk-range-saves" : "risk-range-costs", {
        low: amount(spread.p10, currency),
        high: amount(spread.p90, currency),
        draws,
      })}
      {rank && ` ${t("risk-range-rank", { rank: rank.rank, share: format.percent(rank.rank_holds) })}`}
    </p>
  );
}
