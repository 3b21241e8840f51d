import type { RiskValue } from "../../contract/types";
import { useFormat } from "../../i18n";

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

/** Three digits that count: enough to check a product by. */
export function digits(value: number): string {
  if (value === 0) return "0";
  const places = Math.max(0, Math.min(MOST_PLACES, 2 - Math.floor(Math.log10(Math.abs(value)))));
  const written = value.toFixed(places);
  return written.includes(".") ? written.replace(/\.?0+$/, "") : written;
}

const MOST_PLACES = 8;
/** Below this cents are told, so that a sum adds up. */
const IN_CENTS = 1000;

/** A value of an explanation with its unit. Amounts are in the currency of the map. */
export function useRiskValue(currency: string) {
  const format = useFormat();
  return (value: RiskValue): string => {
    switch (value.unit) {
      case "money":
        return /\.0*[1-9]/.test(value.value.amount)
          ? format.payout(value.value.amount, value.value.currency)
          : format.money(value.value);
      case "amount":
        return value.value !== 0 && Math.abs(value.value) < IN_CENTS
          ? format.payout(value.value.toFixed(2), currency)
          : format.money({ amount: String(value.value), currency });
      case "probability":
        return `${format.decimal(digits(value.value * 100))}%`;
      case "hours":
        return format.factor(value.value * HOUR);
      case "number":
        return format.decimal(digits(value.value));
      case "nothing":
        return "";
    }
  };
}
