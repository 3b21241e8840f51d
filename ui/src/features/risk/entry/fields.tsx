import type { ReactNode } from "react";
import type {
  ComponentEntry,
  ComponentKind,
  MapSheet,
  OptionEntry,
  ProcessEntry,
} from "../../../contract/types";
import { useTranslate } from "../../../i18n";
import { Changes } from "./Changes";
import { useEditing } from "./Editing";
import styles from "./Entry.module.css";
import { find, KINDS, namesOf, titleOf } from "./entries";
import type { Names } from "./groups";
import { type Answered, InlineField } from "./InlineField";
import { Losses } from "./Losses";
import {
  MoneyLine,
  NeededSpanLine,
  NeedsLines,
  NumberLine,
  RangeLine,
  readMoney,
  readNumber,
  readSpan,
  ShareLine,
  SpanLine,
  TextLine,
  useAmountWords,
} from "./lines";
import { readShares, sharesText } from "./shares";

/** Sets fields of one entry as it stands when its turn comes. */
function useSet(id: string, title: string) {
  const t = useTranslate();
  const { save } = useEditing();
  const what = t("entry-changed", { what: title });
  return {
    process: (more: Partial<ProcessEntry>): Promise<Answered> =>
      save((sheet) => {
        const now = find(sheet, id);
        return now?.of === "process" ? { processes: [{ ...now.entry, ...more }] } : {};
      }, what),
    component: (more: Partial<ComponentEntry>): Promise<Answered> =>
      save((sheet) => {
        const now = find(sheet, id);
        return now?.of === "component" ? { components: [{ ...now.entry, ...more }] } : {};
      }, what),
    option: (more: Partial<OptionEntry>): Promise<Answered> =>
      save((sheet) => {
        const now = find(sheet, id);
        return now?.of === "option" ? { options: [{ ...now.entry, ...more }] } : {};
      }, what),
  };
}

interface FieldProps<T> {
  entry: T;
  currency: string;
  /** In a table the head of the column shows the label. */
  hideLabel?: boolean;
}

/** The fields of a process, one by one: a table shows some of them, the inspector all. */
export function useProcessFields({ entry, currency, hideLabel = false }: FieldProps<ProcessEntry>) {
  const t = useTranslate();
  const of = titleOf(entry);
  const { process: set } = useSet(entry.id, of);
  const line = (label: string) => ({ label, of, hideLabel });
  const span = (field: "max_outage" | "rto" | "rpo", label: string) => (
    <SpanLine {...line(label)} value={entry[field]} onSave={(value) => set({ [field]: value })} />
  );
  const text = (field: "owner" | "deputy" | "degraded", label: string) => (
    <TextLine {...line(label)} value={entry[field]} onSave={(value) => set({ [field]: value })} />
  );
  return {
    ...useProcessCosts({ entry, currency, hideLabel }),
    title: <TextLine {...line(t("entry-title"))} value={of} onSave={(title) => set({ title })} />,
    owner: text("owner", t("entry-owner")),
    deputy: text("deputy", t("entry-deputy")),
    worst: (
      <NeededSpanLine
        {...line(t("entry-worst"))}
        value={entry.worst_case_outage}
        onSave={(worst_case_outage) => set({ worst_case_outage })}
      />
    ),
    max: span("max_outage", t("entry-max")),
    rto: span("rto", t("entry-rto")),
    rpo: span("rpo", t("entry-rpo")),
    degraded: text("degraded", t("entry-degraded")),
    needs: (names: Names) => (
      <NeedsLines
        label={t("entry-needs")}
        of={of}
        groups={entry.needs}
        names={names}
        onSave={(needs) => set({ needs })}
      />
    ),
  };
}

function useProcessCosts({ entry, currency, hideLabel = false }: FieldProps<ProcessEntry>) {
  const t = useTranslate();
  const amounts = useAmountWords(currency);
  const of = titleOf(entry);
  const { process: set } = useSet(entry.id, of);
  const line = (label: string) => ({ label, of, hideLabel });
  return {
    damage: (
      <MoneyLine
        {...line(t("entry-damage"))}
        currency={currency}
        value={entry.damage_per_hour}
        onSave={(damage_per_hour) => set({ damage_per_hour })}
      />
    ),
    damageRange: (
      <RangeLine
        {...line(t("entry-damage-range"))}
        hint={t("entry-range-hint")}
        value={entry.damage_range}
        show={amounts.money}
        read={readMoney}
        onSave={(damage_range) => set({ damage_range })}
      />
    ),
    kept: (
      <ShareLine
        {...line(t("entry-kept"))}
        hint={t("entry-kept-hint")}
        value={entry.kept}
        onSave={(kept) => set({ kept })}
      />
    ),
    losses: (
      <Losses
        label={t("entry-losses-of", { what: of })}
        losses={entry.loss}
        currency={currency}
        onSave={(loss) => set({ loss })}
      />
    ),
  };
}

export function useComponentFields({ entry, currency, hideLabel = false }: FieldProps<ComponentEntry>) {
  const t = useTranslate();
  const of = titleOf(entry);
  const { component: set } = useSet(entry.id, of);
  const line = (label: string) => ({ label, of, hideLabel });
  return {
    title: <TextLine {...line(t("entry-title"))} value={of} onSave={(title) => set({ title })} />,
    kind: (
      <InlineField
        {...line(t("entry-kind"))}
        shown={t(`entry-kind-${entry.kind}`)}
        draft={entry.kind}
        choices={KINDS.map((id) => ({ id, label: t(`entry-kind-${id}`) }))}
        onSave={(kind) => set({ kind: kind as ComponentKind })}
      />
    ),
    ...useFailures({ entry, currency, hideLabel }),
    shares: (
      <InlineField
        {...line(t("entry-shares"))}
        hint={t("entry-shares-hint")}
        shown={sharesText(entry.shares) || null}
        draft={sharesText(entry.shares)}
        onSave={async (text) => {
          const shares = readShares(text);
          return shares === null ? t("entry-shares-wrong") : set({ shares });
        }}
      />
    ),
    needs: (names: Names) => (
      <NeedsLines
        label={t("entry-needs")}
        of={of}
        groups={entry.needs}
        names={names}
        onSave={(needs) => set({ needs })}
      />
    ),
    wayBack: (names: Names) => <WayBack entry={entry} of={of} names={names} onSave={set} />,
  };
}

/** How often it fails, and for how long. */
function useFailures({ entry, currency, hideLabel = false }: FieldProps<ComponentEntry>) {
  const t = useTranslate();
  const amounts = useAmountWords(currency);
  const of = titleOf(entry);
  const { component: set } = useSet(entry.id, of);
  const line = (label: string) => ({ label, of, hideLabel });
  return {
    outages: (
      <NumberLine
        {...line(t("entry-outages"))}
        hint={t("entry-outages-hint")}
        value={entry.outages_per_year}
        onSave={(outages_per_year) => set({ outages_per_year })}
      />
    ),
    outagesRange: (
      <RangeLine
        {...line(t("entry-outages-range"))}
        hint={t("entry-range-hint")}
        value={entry.outages_range}
        show={amounts.number}
        read={readNumber}
        onSave={(outages_range) => set({ outages_range })}
      />
    ),
    outage: (
      <SpanLine {...line(t("entry-outage"))} value={entry.outage} onSave={(outage) => set({ outage })} />
    ),
    outageRange: (
      <RangeLine
        {...line(t("entry-outage-range"))}
        hint={t("entry-range-hint")}
        value={entry.outage_range}
        show={amounts.span}
        read={readSpan}
        onSave={(outage_range) => set({ outage_range })}
      />
    ),
  };
}

interface WayBackProps {
  entry: ComponentEntry;
  of: string;
  names: Names;
  onSave: (more: Partial<ComponentEntry>) => Promise<Answered>;
}

/** What gets one back in when everything is gone. Not answered is something else than nothing. */
function WayBack({ entry, of, names, onSave }: WayBackProps) {
  const t = useTranslate();
  const { recovery_needs: needs } = entry;
  const is = needs === null ? "unknown" : needs.length === 0 ? "nothing" : "something";
  return (
    <>
      {is !== "something" && (
        <InlineField
          label={t("entry-back")}
          of={of}
          hideLabel
          shown={is === "unknown" ? null : t("entry-back-nothing")}
          none={t("entry-back-unknown")}
          draft={is}
          choices={(["unknown", "nothing"] as const).map((id) => ({ id, label: t(`entry-back-${id}`) }))}
          onSave={(id) => onSave({ recovery_needs: id === "nothing" ? [] : null })}
        />
      )}
      <NeedsLines
        label={t("entry-back")}
        of={of}
        groups={needs ?? []}
        names={names}
        onSave={(recovery_needs) =>
          onSave({ recovery_needs: recovery_needs.length === 0 ? null : recovery_needs })
        }
      />
    </>
  );
}

export function useOptionFields({ entry, currency, hideLabel = false }: FieldProps<OptionEntry>) {
  const t = useTranslate();
  const of = titleOf(entry);
  const { option: set } = useSet(entry.id, of);
  const line = (label: string) => ({ label, of, hideLabel });
  return {
    title: <TextLine {...line(t("entry-title"))} value={of} onSave={(title) => set({ title })} />,
    cost: (
      <MoneyLine
        {...line(t("entry-cost"))}
        currency={currency}
        value={entry.cost_per_year}
        onSave={(cost_per_year) => set({ cost_per_year })}
      />
    ),
    changes: (sheet: MapSheet) => (
      <Changes
        label={t("entry-changes-of", { what: of })}
        sheet={sheet}
        changes={entry.change}
        onSave={(change) => set({ change })}
      />
    ),
  };
}

/** Names of everything but the thing itself. */
export const namesWithout = (sheet: MapSheet, id: string): Names =>
  new Map([...namesOf(sheet)].filter(([other]) => other !== id));

export function Block({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className={styles.block}>
      <h3>{title}</h3>
      {children}
    </section>
  );
}
