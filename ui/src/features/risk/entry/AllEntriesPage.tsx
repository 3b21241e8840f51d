import ListChecks from "lucide-react/icons/list-checks";
import Undo from "lucide-react/icons/undo-2";
import { useState } from "react";
import { useReady } from "../../../app/ready";
import { Button } from "../../../components/Button";
import { Filter } from "../../../components/Fields";
import { PageHead } from "../../../components/Page";
import { EmptyState, Loaded } from "../../../components/States";
import type { ComponentEntry, MapSheet, OptionEntry, ProcessEntry } from "../../../contract/types";
import { useFormat, useTranslate } from "../../../i18n";
import { useAnswer } from "../../../platform/context";
import { AddMenu } from "./AddMenu";
import styles from "./AllEntriesPage.module.css";
import { secondsOf } from "./amounts";
import { Confirmed } from "./Confirmed";
import { useEditing } from "./Editing";
import { EntryTable } from "./EntryTable";
import table from "./EntryTable.module.css";
import { byAge, namesOf, neededBy, titleOf } from "./entries";
import { FirstMapButton } from "./FirstMapButton";
import { useComponentFields, useOptionFields, useProcessFields } from "./fields";
import { groupWords } from "./groups";
import { useGroupWords } from "./lines";
import { Review } from "./Review";
import { hasWords } from "./sorting";

/** Everything that people entered, in plain tables. */
export function AllEntriesPage() {
  const t = useTranslate();
  const sheet = useAnswer("map_show", {});
  const { next, undo } = useEditing();
  const [wanted, setWanted] = useState("");
  const [isReviewing, setReviewing] = useState(false);
  useReady(!sheet.isPending);
  const isEmpty =
    sheet.data !== undefined && [...sheet.data.processes, ...sheet.data.components].length === 0;
  return (
    <>
      <PageHead
        title={t("entry-all")}
        crumb={{ to: "/map", label: t("entry-map") }}
        sub={sheet.data && !isEmpty && <Summary sheet={sheet.data} />}
        actions={
          <>
            <Button
              icon={Undo}
              onPress={undo}
              isDisabled={next === null}
              aria-label={next === null ? t("entry-undo-nothing") : t("entry-undo-of", { what: next })}
            >
              {t("entry-undo")}
            </Button>
            {!isEmpty && (
              <Button icon={ListChecks} onPress={() => setReviewing(true)}>
                {t("entry-review")}
              </Button>
            )}
            <AddMenu />
          </>
        }
      />
      <Loaded query={sheet}>
        {(data) =>
          isEmpty ? (
            <EmptyState title={t("entry-empty-title")} actions={<FirstMapButton />}>
              {t("entry-empty-text")}
            </EmptyState>
          ) : (
            <div className={styles.page}>
              <div className={styles.find}>
                <Filter
                  label={t("entry-find")}
                  placeholder={t("entry-find")}
                  value={wanted}
                  onChange={setWanted}
                />
              </div>
              <Tables sheet={data} wanted={wanted.trim()} />
            </div>
          )
        }
      </Loaded>
      {isReviewing && <Review onClose={() => setReviewing(false)} />}
    </>
  );
}

function Summary({ sheet }: { sheet: MapSheet }) {
  const t = useTranslate();
  const never = byAge(sheet).filter(({ confirmed }) => confirmed === null).length;
  return t("entry-summary", {
    processes: sheet.processes.length,
    components: sheet.components.length,
    options: sheet.options.length,
    never,
  });
}

function Tables({ sheet, wanted }: { sheet: MapSheet; wanted: string }) {
  const t = useTranslate();
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set());
  const toggle = (id: string) => {
    const next = new Set(open);
    if (!next.delete(id)) next.add(id);
    setOpen(next);
  };
  const common = { isOpen: (id: string) => open.has(id), onToggle: toggle };
  const processes = sheet.processes.filter((one) =>
    hasWords([titleOf(one), one.owner, one.deputy, one.degraded], wanted),
  );
  const components = sheet.components.filter((one) =>
    hasWords([titleOf(one), t(`entry-kind-${one.kind}`), ...Object.values(one.shares)], wanted),
  );
  const options = sheet.options.filter((one) => hasWords([titleOf(one)], wanted));
  if (processes.length + components.length + options.length === 0) {
    return <p className={styles.none}>{t("entry-find-none", { wanted })}</p>;
  }
  return (
    <>
      <Processes rows={processes} sheet={sheet} {...common} />
      <Components rows={components} sheet={sheet} {...common} />
      <Options rows={options} sheet={sheet} {...common} />
    </>
  );
}

interface TableProps<T> {
  rows: T[];
  sheet: MapSheet;
  isOpen: (id: string) => boolean;
  onToggle: (id: string) => void;
}

function Processes({ sheet, ...props }: TableProps<ProcessEntry>) {
  const t = useTranslate();
  return (
    <EntryTable
      {...props}
      title={t("entry-processes")}
      columns={[
        { id: "title", label: t("entry-title"), width: "20%" },
        { id: "damage", label: t("entry-damage"), isNumber: true, width: "12%" },
        { id: "worst", label: t("entry-worst-short"), isNumber: true, width: "12%" },
        { id: "owner", label: t("entry-owner"), width: "15%" },
        { id: "needs", label: t("entry-needs") },
        { id: "confirmed", label: t("entry-confirmed-when"), width: "17%" },
      ]}
      keys={{
        title: titleOf,
        damage: ({ damage_per_hour }) => Number(damage_per_hour),
        worst: ({ worst_case_outage }) => secondsOf(worst_case_outage),
        owner: ({ owner }) => owner,
        confirmed: ({ confirmed }) => confirmed ?? "",
      }}
      row={(entry) => <ProcessRow entry={entry} sheet={sheet} />}
    />
  );
}

function ProcessRow({ entry, sheet }: { entry: ProcessEntry; sheet: MapSheet }) {
  const { choice } = useGroupWords();
  const fields = useProcessFields({ entry, currency: sheet.currency, hideLabel: true });
  const names = namesOf(sheet);
  return (
    <>
      <td>{fields.title}</td>
      <td className={table.number}>{fields.damage}</td>
      <td className={table.number}>{fields.worst}</td>
      <td>{fields.owner}</td>
      <td className={table.muted}>
        {entry.needs.map((group) => groupWords(group, names, choice)).join("; ")}
      </td>
      <td>
        <Confirmed id={entry.id} title={titleOf(entry)} confirmed={entry.confirmed} isCell />
      </td>
    </>
  );
}

function Components({ sheet, ...props }: TableProps<ComponentEntry>) {
  const t = useTranslate();
  return (
    <EntryTable
      {...props}
      title={t("entry-components")}
      columns={[
        { id: "title", label: t("entry-title"), width: "20%" },
        { id: "kind", label: t("entry-kind"), width: "12%" },
        { id: "outages", label: t("entry-outages"), isNumber: true, width: "12%" },
        { id: "outage", label: t("entry-outage"), isNumber: true, width: "12%" },
        { id: "needed", label: t("entry-needed-by") },
        { id: "confirmed", label: t("entry-confirmed-when"), width: "17%" },
      ]}
      keys={{
        title: titleOf,
        kind: ({ kind }) => t(`entry-kind-${kind}`),
        outages: ({ outages_per_year }) => outages_per_year,
        outage: ({ outage }) => outage && secondsOf(outage),
        needed: ({ id }) => neededBy(sheet, id).length,
        confirmed: ({ confirmed }) => confirmed ?? "",
      }}
      row={(entry) => <ComponentRow entry={entry} sheet={sheet} />}
    />
  );
}

function ComponentRow({ entry, sheet }: { entry: ComponentEntry; sheet: MapSheet }) {
  const t = useTranslate();
  const format = useFormat();
  const fields = useComponentFields({ entry, currency: sheet.currency, hideLabel: true });
  const needing = neededBy(sheet, entry.id).map(titleOf);
  return (
    <>
      <td>{fields.title}</td>
      <td>{fields.kind}</td>
      <td className={table.number}>{fields.outages}</td>
      <td className={table.number}>{fields.outage}</td>
      <td className={table.muted}>
        {needing.length === 0 ? t("entry-needed-by-none") : format.list(needing)}
      </td>
      <td>
        <Confirmed id={entry.id} title={titleOf(entry)} confirmed={entry.confirmed} isCell />
      </td>
    </>
  );
}

function Options({ sheet, ...props }: TableProps<OptionEntry>) {
  const t = useTranslate();
  return (
    <EntryTable
      {...props}
      title={t("entry-options")}
      columns={[
        { id: "title", label: t("entry-title"), width: "32%" },
        { id: "cost", label: t("entry-cost"), isNumber: true, width: "12%" },
        { id: "changes", label: t("entry-changes") },
      ]}
      keys={{ title: titleOf, cost: ({ cost_per_year }) => Number(cost_per_year) }}
      row={(entry) => <OptionRow entry={entry} sheet={sheet} />}
    />
  );
}

function OptionRow({ entry, sheet }: { entry: OptionEntry; sheet: MapSheet }) {
  const fields = useOptionFields({ entry, currency: sheet.currency, hideLabel: true });
  return (
    <>
      <td>{fields.title}</td>
      <td className={table.number}>{fields.cost}</td>
      <td>{fields.changes(sheet)}</td>
    </>
  );
}
