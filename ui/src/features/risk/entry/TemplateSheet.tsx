import { useState } from "react";
import { Button } from "../../../components/Button";
import { Segments, Tick } from "../../../components/Fields";
import { Sheet, SheetActions } from "../../../components/Sheet";
import { Loaded } from "../../../components/States";
import type { MapSheet, RiskTemplate } from "../../../contract/types";
import { useTranslate } from "../../../i18n";
import { useAnswer } from "../../../platform/context";
import sheets from "../../backups/Sheets.module.css";
import { useEditing } from "./Editing";
import { titleOf } from "./entries";
import { type Answered, InlineField, Wrong } from "./InlineField";
import { useAmountWords } from "./lines";
import styles from "./Sheets.module.css";
import { knownOf, savedOf } from "./templates";

/** A first map of a trade: choose, take out what is not yours, call things what you call them. */
export function TemplateSheet({ onClose }: { onClose: () => void }) {
  const t = useTranslate();
  const all = useAnswer("risk_templates", {});
  const map = useAnswer("map_show", {});
  const [id, setId] = useState<string | null>(null);
  return (
    <Sheet title={t("entry-template-title")} isOpen wide onClose={onClose}>
      <Loaded query={all}>
        {({ templates }) => {
          const chosen = templates.find((one) => one.id === id) ?? templates[0];
          return (
            <div className={sheets.form}>
              <div>
                <Segments
                  label={t("entry-template-trade")}
                  value={chosen?.id ?? ""}
                  onChange={setId}
                  choices={templates.map((one) => ({ id: one.id, label: one.title }))}
                />
              </div>
              {chosen && map.data && (
                <Template key={chosen.id} template={chosen} sheet={map.data} onClose={onClose} />
              )}
            </div>
          );
        }}
      </Loaded>
    </Sheet>
  );
}

interface TemplateProps {
  template: RiskTemplate;
  sheet: MapSheet;
  onClose: () => void;
}

/** What somebody made of the template so far. */
function useChosen() {
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set());
  const [titles, setTitles] = useState<ReadonlyMap<string, string>>(new Map());
  const tick = (id: string) => (isKept: boolean) => {
    const next = new Set(left);
    if (isKept) next.delete(id);
    else next.add(id);
    setLeft(next);
  };
  const rename = (id: string) => async (text: string) => {
    setTitles(new Map([...titles, [id, text]]));
    return null;
  };
  return { left, titles, tick, rename };
}

function Template({ template, sheet, onClose }: TemplateProps) {
  const t = useTranslate();
  const { save } = useEditing();
  const { money, span } = useAmountWords(sheet.currency);
  const { left, titles, tick, rename } = useChosen();
  const [wrong, setWrong] = useState<Answered>(null);
  const known = knownOf(template, sheet);
  const saved = savedOf(template, sheet, { left, titles });
  const count = (saved.processes?.length ?? 0) + (saved.components?.length ?? 0);
  const put = () =>
    void save((now) => savedOf(template, now, { left, titles }), t("entry-template-saved", { count })).then(
      (answer) => (answer === null ? onClose() : setWrong(answer)),
    );
  const row = (entry: { id: string; title: string | null }, what: string) => (
    <TemplateRow
      key={entry.id}
      title={titles.get(entry.id)?.trim() || titleOf(entry)}
      what={what}
      isKnown={known.has(entry.id)}
      isKept={!left.has(entry.id)}
      onTick={tick(entry.id)}
      onRename={rename(entry.id)}
    />
  );
  return (
    <>
      <p className={sheets.text}>
        {t("entry-template-brings", {
          processes: template.processes.length,
          components: template.components.length,
        })}
      </p>
      <ul className={styles.list}>
        {template.processes.map((one) =>
          row(
            one,
            t("entry-template-process", {
              money: money(one.damage_per_hour),
              span: span(one.worst_case_outage),
            }),
          ),
        )}
        {template.components.map((one) => row(one, t(`entry-kind-${one.kind}`)))}
      </ul>
      {wrong !== null && <Wrong answer={wrong} />}
      <SheetActions>
        <span className={sheets.why}>{t("entry-template-why")}</span>
        <Button onPress={onClose}>{t("action-cancel")}</Button>
        <Button kind="primary" onPress={put} isDisabled={count === 0}>
          {t("entry-template-save", { count })}
        </Button>
      </SheetActions>
    </>
  );
}

interface TemplateRowProps {
  title: string;
  what: string;
  isKnown: boolean;
  isKept: boolean;
  onTick: (isKept: boolean) => void;
  onRename: (text: string) => Promise<Answered>;
}

function TemplateRow({ title, what, isKnown, isKept, onTick, onRename }: TemplateRowProps) {
  const t = useTranslate();
  if (isKnown) {
    return (
      <li>
        <span />
        <span>{title}</span>
        <small>{t("entry-known")}</small>
      </li>
    );
  }
  return (
    <li>
      <Tick isSelected={isKept} onChange={onTick}>
        <span className={styles.spoken}>{t("entry-template-keep", { what: title })}</span>
      </Tick>
      <InlineField
        hideLabel
        label={t("entry-title")}
        of={what}
        shown={title}
        draft={title}
        onSave={onRename}
      />
      <small>{what}</small>
    </li>
  );
}
