import { type FormEvent, useState } from "react";
import { Button } from "../../../components/Button";
import { Select, TextInput } from "../../../components/Fields";
import { Sheet, SheetActions } from "../../../components/Sheet";
import type { ComponentKind, Group, MapSave, MapSheet } from "../../../contract/types";
import { useTranslate } from "../../../i18n";
import { useAnswer } from "../../../platform/context";
import sheets from "../../backups/Sheets.module.css";
import { moneyOf, spanOf } from "./amounts";
import { ChangeForm, useSubjects } from "./Changes";
import { changeOf, NEW_CHANGE } from "./changes";
import { useEditing } from "./Editing";
import { type EntryKind, idIn, KINDS, newComponent, newProcess, single, thingsOf, titleOf } from "./entries";
import { type Answered, Wrong } from "./InlineField";

interface AddSheetProps {
  of: EntryKind;
  onClose: () => void;
}

/** The few fields that something cannot be without; all else is edited where it then stands. */
export function AddSheet({ of, onClose }: AddSheetProps) {
  const t = useTranslate();
  const sheet = useAnswer("map_show", {}).data;
  return (
    <Sheet title={t(`entry-new-${of}`)} isOpen onClose={onClose}>
      {sheet && of === "process" && <NewProcess sheet={sheet} onClose={onClose} />}
      {sheet && of === "component" && <NewComponent sheet={sheet} onClose={onClose} />}
      {sheet && of === "option" && <NewOption sheet={sheet} onClose={onClose} />}
    </Sheet>
  );
}

interface FormProps {
  sheet: MapSheet;
  onClose: () => void;
}

/** Saves and closes, or says why not. */
function useAdding(
  title: string,
  isComplete: boolean,
  make: (sheet: MapSheet) => MapSave,
  onClose: () => void,
) {
  const t = useTranslate();
  const { save } = useEditing();
  const [wrong, setWrong] = useState<Answered>(null);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!isComplete) return;
    void save(make, t("entry-added", { what: title.trim() })).then((answer) =>
      answer === null ? onClose() : setWrong(answer),
    );
  };
  const foot = (
    <>
      {wrong !== null && <Wrong answer={wrong} />}
      <SheetActions>
        <Button onPress={onClose}>{t("action-cancel")}</Button>
        <Button kind="primary" type="submit" isDisabled={!isComplete}>
          {t("entry-add-now")}
        </Button>
      </SheetActions>
    </>
  );
  return { submit, foot };
}

function NewProcess({ onClose }: FormProps) {
  const t = useTranslate();
  const [title, setTitle] = useState("");
  const [damage, setDamage] = useState("");
  const [worst, setWorst] = useState("");
  const isComplete = [title, damage, worst].every((text) => text.trim() !== "");
  const make = (now: MapSheet): MapSave => ({
    processes: [
      newProcess(idIn(now, title), title.trim(), {
        damage_per_hour: moneyOf(damage),
        worst_case_outage: spanOf(worst),
      }),
    ],
  });
  const { submit, foot } = useAdding(title, isComplete, make, onClose);
  return (
    <form onSubmit={submit} className={sheets.form}>
      <TextInput autoFocus label={t("entry-title")} value={title} onChange={setTitle} />
      <TextInput
        label={t("entry-damage")}
        hint={t("entry-damage-hint")}
        value={damage}
        onChange={setDamage}
      />
      <TextInput label={t("entry-worst")} hint={t("entry-span-hint")} value={worst} onChange={setWorst} />
      {foot}
    </form>
  );
}

function NewComponent({ sheet, onClose }: FormProps) {
  const t = useTranslate();
  const [title, setTitle] = useState("");
  const [kind, setKind] = useState<ComponentKind>("system");
  const [needing, setNeeding] = useState("");
  const make = (now: MapSheet): MapSave => {
    const id = idIn(now, title);
    const grown = <T extends { id: string; needs: Group[] }>(list: T[]) =>
      list.filter((one) => one.id === needing).map((one) => ({ ...one, needs: [...one.needs, single(id)] }));
    return {
      processes: grown(now.processes),
      components: [newComponent(id, title.trim(), kind), ...grown(now.components)],
    };
  };
  const { submit, foot } = useAdding(title, title.trim() !== "", make, onClose);
  return (
    <form onSubmit={submit} className={sheets.form}>
      <TextInput autoFocus label={t("entry-title")} value={title} onChange={setTitle} />
      <Select
        label={t("entry-kind")}
        value={kind}
        onChange={(id) => setKind(KINDS.find((one) => one === id) ?? kind)}
        options={KINDS.map((id) => ({ id, label: t(`entry-kind-${id}`) }))}
      />
      <Select
        label={t("entry-needed-by")}
        value={needing}
        onChange={setNeeding}
        options={[
          { id: "", label: t("entry-needed-by-none") },
          ...thingsOf(sheet).map((thing) => ({ id: thing.id, label: titleOf(thing) })),
        ]}
      />
      {foot}
    </form>
  );
}

function NewOption({ sheet, onClose }: FormProps) {
  const t = useTranslate();
  const [title, setTitle] = useState("");
  const [cost, setCost] = useState("");
  const [draft, setDraft] = useState(NEW_CHANGE);
  const names = useSubjects(sheet);
  const change = changeOf(draft, names);
  const make = (now: MapSheet): MapSave => ({
    options: [
      {
        id: idIn(now, title),
        title: title.trim(),
        cost_per_year: moneyOf(cost),
        change: change === null ? [] : [change],
      },
    ],
  });
  const isComplete = title.trim() !== "" && cost.trim() !== "" && change !== null;
  const { submit, foot } = useAdding(title, isComplete, make, onClose);
  return (
    <form onSubmit={submit} className={sheets.form}>
      <TextInput autoFocus label={t("entry-title")} value={title} onChange={setTitle} />
      <TextInput label={t("entry-cost")} value={cost} onChange={setCost} />
      <ChangeForm draft={draft} names={names} onChange={setDraft} />
      {foot}
    </form>
  );
}
