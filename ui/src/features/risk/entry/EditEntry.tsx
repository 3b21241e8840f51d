import Trash from "lucide-react/icons/trash-2";
import { useState } from "react";
import { Button } from "../../../components/Button";
import { Loaded } from "../../../components/States";
import type { ComponentEntry, MapSheet, OptionEntry, ProcessEntry } from "../../../contract/types";
import { useTranslate } from "../../../i18n";
import { useAnswer } from "../../../platform/context";
import { Confirmed } from "./Confirmed";
import styles from "./Entry.module.css";
import { type Found, find, titleOf } from "./entries";
import { Block, namesWithout, useComponentFields, useOptionFields, useProcessFields } from "./fields";
import { RemoveSheet } from "./RemoveSheet";

/** Every field of one entry, each edited where it stands. As narrow as the inspector, or as wide as a page. */
export function EditEntry({ id, hideFoot = false }: { id: string; hideFoot?: boolean }) {
  const t = useTranslate();
  const sheet = useAnswer("map_show", {});
  return (
    <Loaded query={sheet}>
      {(data) => {
        const found = find(data, id);
        if (!found) return <p className={styles.gone}>{t("entry-gone")}</p>;
        return (
          <div className={styles.entry} key={id}>
            {found.of === "process" && <ProcessFields sheet={data} entry={found.entry} />}
            {found.of === "component" && <ComponentFields sheet={data} entry={found.entry} />}
            {found.of === "option" && <OptionFields sheet={data} entry={found.entry} />}
            {!hideFoot && <Foot sheet={data} found={found} />}
          </div>
        );
      }}
    </Loaded>
  );
}

interface FieldsProps<T> {
  sheet: MapSheet;
  entry: T;
}

function ProcessFields({ sheet, entry }: FieldsProps<ProcessEntry>) {
  const t = useTranslate();
  const fields = useProcessFields({ entry, currency: sheet.currency });
  return (
    <>
      <Block title={t("entry-block-what")}>
        {fields.title}
        {fields.owner}
        {fields.deputy}
      </Block>
      <Block title={t("entry-block-costs")}>
        {fields.damage}
        {fields.damageRange}
        <h4>{t("entry-losses")}</h4>
        {fields.losses}
      </Block>
      <Block title={t("entry-block-long")}>
        {fields.worst}
        {fields.max}
        {fields.rto}
        {fields.rpo}
      </Block>
      <Block title={t("entry-block-meanwhile")}>
        {fields.degraded}
        {fields.kept}
      </Block>
      <Block title={t("entry-needs")}>{fields.needs(namesWithout(sheet, entry.id))}</Block>
    </>
  );
}

function ComponentFields({ sheet, entry }: FieldsProps<ComponentEntry>) {
  const t = useTranslate();
  const fields = useComponentFields({ entry, currency: sheet.currency });
  const names = namesWithout(sheet, entry.id);
  return (
    <>
      <Block title={t("entry-block-what")}>
        {fields.title}
        {fields.kind}
        {fields.shares}
      </Block>
      <Block title={t("entry-block-fails")}>
        {fields.outages}
        {fields.outagesRange}
        {fields.outage}
        {fields.outageRange}
      </Block>
      <Block title={t("entry-needs")}>{fields.needs(names)}</Block>
      <Block title={t("entry-back")}>{fields.wayBack(names)}</Block>
    </>
  );
}

function OptionFields({ sheet, entry }: FieldsProps<OptionEntry>) {
  const t = useTranslate();
  const fields = useOptionFields({ entry, currency: sheet.currency });
  return (
    <>
      <Block title={t("entry-block-what")}>
        {fields.title}
        {fields.cost}
      </Block>
      <Block title={t("entry-changes")}>{fields.changes(sheet)}</Block>
    </>
  );
}

function Foot({ sheet, found: { of, entry } }: { sheet: MapSheet; found: Found }) {
  const title = titleOf(entry);
  return (
    <footer className={styles.foot}>
      {of === "option" ? <span /> : <Confirmed id={entry.id} title={title} confirmed={entry.confirmed} />}
      <Remove sheet={sheet} id={entry.id} title={title} />
    </footer>
  );
}

function Remove({ sheet, id, title }: { sheet: MapSheet; id: string; title: string }) {
  const t = useTranslate();
  const [isAsking, setAsking] = useState(false);
  return (
    <>
      <Button
        small
        kind="quiet"
        icon={Trash}
        aria-label={t("entry-remove-of", { what: title })}
        onPress={() => setAsking(true)}
      >
        {t("entry-remove")}
      </Button>
      {isAsking && <RemoveSheet sheet={sheet} id={id} title={title} onClose={() => setAsking(false)} />}
    </>
  );
}
