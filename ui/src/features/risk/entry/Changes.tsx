import { Select, TextInput } from "../../../components/Fields";
import type { MapSheet, OptionChange } from "../../../contract/types";
import { useFormat, useTranslate } from "../../../i18n";
import { useAnswer } from "../../../platform/context";
import { CHANGE_KINDS, type ChangeDraft, changeDraft, changeOf, NEW_CHANGE } from "./changes";
import { namesOf } from "./entries";
import { groupWords, type Names, nameOf } from "./groups";
import type { Answered } from "./InlineField";
import { useAmountWords, useGroupWords } from "./lines";
import { Parts } from "./Parts";

/** What a change may speak of: processes, components and provider pairs. */
export function useSubjects(sheet: MapSheet): Names {
  const pairs = useAnswer("provider_list", {}).data?.pairs ?? [];
  return new Map([...pairs.map(({ id, title }) => [id, title] as const), ...namesOf(sheet)]);
}

function useChangeWords(names: Names): (change: OptionChange) => string {
  const t = useTranslate();
  const format = useFormat();
  const { span, number } = useAmountWords("");
  const { choice } = useGroupWords();
  const name = (id: string) => nameOf(names, id);
  return (change) => {
    if ("add" in change) {
      const members = groupWords(change.add, names, choice);
      return t("entry-change-add-is", { to: name(change.add.to), members });
    }
    if ("replace" in change) {
      const { to, from, with: by } = change.replace;
      return t("entry-change-replace-is", { to: name(to), from: name(from), with: name(by) });
    }
    if ("remove" in change) {
      return t("entry-change-remove-is", { to: name(change.remove.to), need: name(change.remove.need) });
    }
    const { of, outages_per_year: outages, outage, on_demand_failure: failure } = change.set;
    const said = [
      outages === null ? "" : t("entry-change-outages-is", { count: number(outages) }),
      outage === null ? "" : t("entry-change-outage-is", { span: span(outage) }),
      failure === null ? "" : t("entry-change-failure-is", { share: format.percent(failure, 1) }),
    ].filter((part) => part !== "");
    return t("entry-change-set-is", { of: name(of), said: format.list(said) });
  };
}

interface ChangesProps {
  label: string;
  sheet: MapSheet;
  changes: OptionChange[];
  onSave: (changes: OptionChange[]) => Promise<Answered>;
}

/** What an option would change of the map, in sentences. */
export function Changes({ label, sheet, changes, onSave }: ChangesProps) {
  const t = useTranslate();
  const names = useSubjects(sheet);
  const words = useChangeWords(names);
  const { choice } = useGroupWords();
  return (
    <Parts
      label={label}
      items={changes}
      words={words}
      draftOf={(change) => changeDraft(change, names, choice)}
      blank={NEW_CHANGE}
      read={(draft) => changeOf(draft, names)}
      form={(draft, onChange) => <ChangeForm draft={draft} names={names} onChange={onChange} />}
      addLabel={t("entry-change-add-another")}
      onSave={onSave}
      keepsOne
    />
  );
}

interface ChangeFormProps {
  draft: ChangeDraft;
  names: Names;
  onChange: (draft: ChangeDraft) => void;
}

export function ChangeForm({ draft, names, onChange }: ChangeFormProps) {
  const t = useTranslate();
  const { kind } = draft;
  const thing = (field: "to" | "from" | "with", label: string) => (
    <Select
      label={label}
      value={draft[field]}
      onChange={(id) => onChange({ ...draft, [field]: id })}
      options={[
        { id: "", label: t("entry-choose") },
        ...[...names].map(([id, title]) => ({ id, label: title })),
      ]}
    />
  );
  const typed = (field: "choice" | "outages" | "outage" | "failure", label: string, hint: string) => (
    <TextInput
      label={label}
      hint={hint}
      value={draft[field]}
      onChange={(text) => onChange({ ...draft, [field]: text })}
    />
  );
  return (
    <>
      <Select
        label={t("entry-change-kind")}
        value={kind}
        onChange={(id) => onChange({ ...draft, kind: CHANGE_KINDS.find((one) => one === id) ?? kind })}
        options={CHANGE_KINDS.map((id) => ({ id, label: t(`entry-change-${id}`) }))}
      />
      {thing("to", t("entry-change-to"))}
      {kind === "add" && typed("choice", t("entry-change-choice"), t("entry-need-hint"))}
      {kind === "set" && (
        <>
          {typed("outages", t("entry-change-outages"), t("entry-change-empty"))}
          {typed("outage", t("entry-change-outage"), t("entry-span-hint"))}
          {typed("failure", t("entry-change-failure"), t("entry-change-failure-hint"))}
        </>
      )}
      {(kind === "replace" || kind === "remove") && thing("from", t("entry-change-from"))}
      {kind === "replace" && thing("with", t("entry-change-with"))}
    </>
  );
}
