import type { Group } from "../../../contract/types";
import { useFormat, useTranslate } from "../../../i18n";
import { endsOf, moneyOf, numberOf, secondsOf, shareOf, spanOf } from "./amounts";
import { groupWords, type Names, type ReadGroup, readGroup } from "./groups";
import { type Answered, InlineField } from "./InlineField";

type Save<T> = (value: T) => Promise<Answered>;

interface LineProps<T> {
  label: string;
  /** Whose it is. */
  of: string;
  hideLabel?: boolean;
  hint?: string;
  value: T;
  onSave: Save<T>;
}

const orNull = (text: string): string | null => text.trim() || null;

/** How amounts and durations of the map read. */
export function useAmountWords(currency: string) {
  const t = useTranslate();
  const format = useFormat();
  return {
    money: (amount: string) => {
      if (!/^-?\d+(\.\d+)?$/.test(amount)) return amount;
      const isWhole = !/\.\d*[1-9]/.test(amount);
      return isWhole ? format.money({ amount, currency }) : format.payout(amount, currency);
    },
    span: (span: string) => {
      const seconds = secondsOf(span);
      return seconds === null ? span : format.duration(seconds);
    },
    number: (value: number) => format.decimal(String(value)),
    range: (low: string, high: string) => t("entry-range", { low, high }),
  };
}

export function TextLine({ value, onSave, ...line }: LineProps<string | null>) {
  return <InlineField {...line} shown={value} draft={value ?? ""} onSave={(text) => onSave(orNull(text))} />;
}

export function MoneyLine({ value, onSave, currency, ...line }: LineProps<string> & { currency: string }) {
  const { money } = useAmountWords(currency);
  return (
    <InlineField
      {...line}
      shown={money(value)}
      draft={value.replace(/\.0+$/, "")}
      onSave={(text) => onSave(moneyOf(text))}
    />
  );
}

export function SpanLine({ value, onSave, hint, ...line }: LineProps<string | null>) {
  const t = useTranslate();
  const { span } = useAmountWords("");
  return (
    <InlineField
      {...line}
      hint={hint ?? t("entry-span-hint")}
      shown={value === null ? null : span(value)}
      draft={value ?? ""}
      onSave={(text) => onSave(orNull(spanOf(text)))}
    />
  );
}

/** A duration that must be there: an empty one is for the program to refuse. */
export function NeededSpanLine({ onSave, ...line }: LineProps<string>) {
  return <SpanLine {...line} onSave={(span) => onSave(span ?? "")} />;
}

export function NumberLine({ value, onSave, ...line }: LineProps<number | null>) {
  const t = useTranslate();
  const { number } = useAmountWords("");
  const save = async (text: string) => {
    if (text.trim() === "") return onSave(null);
    const read = numberOf(text);
    return read === null ? t("entry-no-number") : onSave(read);
  };
  return (
    <InlineField
      {...line}
      shown={value === null ? null : number(value)}
      draft={value === null ? "" : String(value)}
      onSave={save}
    />
  );
}

export function ShareLine({ value, onSave, ...line }: LineProps<string | null>) {
  return (
    <InlineField
      {...line}
      shown={value}
      draft={value ?? ""}
      onSave={(text) => onSave(orNull(text) && shareOf(text))}
    />
  );
}

interface RangeLineProps<T> extends LineProps<[T, T] | null> {
  /** One end as it is shown, and as it is read; undefined where it is none. */
  show: (end: T) => string;
  read: (text: string) => T | undefined;
}

/** Lowest and highest, typed as `800 to 1600`. */
export function RangeLine<T extends string | number>({
  value,
  onSave,
  show,
  read,
  ...line
}: RangeLineProps<T>) {
  const t = useTranslate();
  const { range } = useAmountWords("");
  const save = async (text: string) => {
    if (text.trim() === "") return onSave(null);
    const [low, high] = endsOf(text)?.map(read) ?? [];
    return low === undefined || high === undefined ? t("entry-range-wrong") : onSave([low, high]);
  };
  return (
    <InlineField
      {...line}
      shown={value && range(show(value[0]), show(value[1]))}
      draft={value ? range(String(value[0]), String(value[1])) : ""}
      onSave={save}
    />
  );
}

export const readMoney = (text: string): string | undefined => moneyOf(text);
export const readSpan = (text: string): string | undefined => spanOf(text);
export const readNumber = (text: string): number | undefined => numberOf(text) ?? undefined;

/** Says why a choice was not understood. */
export function useGroupWords() {
  const t = useTranslate();
  return {
    choice: (need: number, members: string) => t("entry-choice", { need, members }),
    wrong: (read: Extract<ReadGroup, { wrong: string }>) =>
      t(`entry-group-${read.wrong}`, { what: read.what }),
  };
}

interface NeedsLineProps {
  label: string;
  of: string;
  groups: Group[];
  names: Names;
  onSave: Save<Group[]>;
}

/** What it needs, one line for each: a name, or "1 of: Card A, Card B". Emptied, a line goes. */
export function NeedsLines({ label, of, groups, names, onSave }: NeedsLineProps) {
  const t = useTranslate();
  const words = useGroupWords();
  const save = (at: number) => async (text: string) => {
    const read = readGroup(text, names);
    if (read.wrong !== undefined) return words.wrong(read);
    const rest = groups.filter((_, index) => index !== at);
    if (read.group === null) return onSave(rest);
    return onSave([...groups.slice(0, at), read.group, ...groups.slice(at + 1)]);
  };
  const field = (at: number, text: string | null) => (
    <InlineField
      label={t("entry-need-number", { label, number: at + 1 })}
      of={of}
      hideLabel
      shown={text}
      draft={text ?? ""}
      none={t(groups.length === 0 ? "entry-need-first" : "entry-need-more")}
      hint={t("entry-need-hint")}
      suggestions={[...names.values()]}
      onSave={save(at)}
    />
  );
  return (
    <ul>
      {groups.map((group, at) => (
        <li key={group.any_of.join()}>{field(at, groupWords(group, names, words.choice))}</li>
      ))}
      <li key={`new ${groups.length}`}>{field(groups.length, null)}</li>
    </ul>
  );
}
