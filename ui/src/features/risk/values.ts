import type { RiskValue } from "../../contract/types";
import { useFormat, useTranslate } from "../../i18n";

/** Below this two digits that count say more than a rounded percent. */
const SMALL_SHARE = 0.1;
const HOUR = 3600;

/** A sum of expected values in units of the currency. */
export function useAmount() {
  const format = useFormat();
  return (value: number, currency: string) => format.money({ amount: String(Math.round(value)), currency });
}

export function useShare() {
  const format = useFormat();
  return (share: number) =>
    share === 0 || share >= SMALL_SHARE ? format.percent(share, 1) : format.rate(share);
}

/** A value of an explanation with its unit. Amounts are in the currency of the map. */
export function useRiskValue(currency: string) {
  const amount = useAmount();
  const t = useTranslate();
  const format = useFormat();
  const share = useShare();
  return (value: RiskValue): string => {
    switch (value.unit) {
      case "money":
        return format.money(value.value);
      case "amount":
        return amount(value.value, currency);
      case "probability":
        return share(value.value);
      case "hours":
        return format.factor(value.value * HOUR);
      case "number":
        return format.decimal(String(Math.round(value.value * 100) / 100));
      case "nothing":
        return t("risk-value-nothing");
    }
  };
}
