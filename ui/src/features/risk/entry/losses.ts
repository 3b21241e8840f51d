import type { LossEntry } from "../../../contract/types";
import { moneyOf, numberOf, spanOf } from "./amounts";

export const LOSS_KINDS = ["per_hour", "deadline", "per_record"] as const;
export type LossKind = (typeof LOSS_KINDS)[number];

/** A loss while it is typed. What belongs to another kind is kept, for whoever changes their mind. */
export interface LossDraft {
  kind: LossKind;
  amount: string;
  after: string;
  deadline: string;
  records: string;
}

export const NEW_LOSS: LossDraft = {
  kind: "per_hour",
  amount: "",
  after: "",
  deadline: "0 16 * * 1-5",
  records: "",
};

export function lossDraft(loss: LossEntry): LossDraft {
  if ("deadline" in loss) {
    const { deadline, penalty, after } = loss;
    return { ...NEW_LOSS, kind: "deadline", amount: penalty, after: after ?? "", deadline };
  }
  if ("per_record" in loss) {
    const { per_record, records_per_hour } = loss;
    return { ...NEW_LOSS, kind: "per_record", amount: per_record, records: String(records_per_hour) };
  }
  return { ...NEW_LOSS, amount: loss.per_hour, after: loss.after ?? "" };
}

export function lossOf({ kind, amount, after, deadline, records }: LossDraft): LossEntry | null {
  const money = moneyOf(amount);
  const grace = after.trim() === "" ? null : spanOf(after);
  if (money === "") return null;
  if (kind === "deadline") return deadline === "" ? null : { deadline, penalty: money, after: grace };
  if (kind === "per_hour") return { per_hour: money, after: grace };
  const each = numberOf(records);
  return each === null ? null : { per_record: money, records_per_hour: each };
}
