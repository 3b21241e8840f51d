import { Glyph } from "../../components/Glyph";
import { Section } from "../../components/Page";
import type { BackupDetail } from "../../contract/types";
import { useTranslate } from "../../i18n";
import styles from "./Rule.module.css";

/** 3 copies, on 2 kinds of storage, 1 off site, 1 that cannot be deleted, 0 errors. */
export function Rule({ detail }: { detail: BackupDetail }) {
  const t = useTranslate();
  const { rule } = detail;
  const gates = [
    { name: "copies", asked: 3, have: rule.copies, isMet: rule.copies >= 3 },
    { name: "media", asked: 2, have: rule.media, isMet: rule.media >= 2 },
    { name: "offsite", asked: 1, have: rule.offsite, isMet: rule.offsite >= 1 },
    { name: "immutable", asked: 1, have: rule.immutable, isMet: rule.immutable >= 1 },
    { name: "errors", asked: 0, have: rule.errors_proven ? 1 : 0, isMet: rule.errors_proven },
  ];
  const met = gates.filter((gate) => gate.isMet).length;
  return (
    <Section title={t("rule-title")} note={t("rule-met", { met, all: gates.length })}>
      <ul className={styles.rule}>
        {gates.map((gate) => (
          <li key={gate.name}>
            <b>{gate.asked}</b>
            <span>
              <b>{t(`rule-${gate.name}`)}</b>
              <small>{t(`rule-${gate.name}-have`, { count: gate.have })}</small>
            </span>
            <span role="img" aria-label={t(gate.isMet ? "rule-is-met" : "rule-not-met")}>
              <Glyph state={gate.isMet ? "proven" : "unproven"} />
            </span>
          </li>
        ))}
      </ul>
    </Section>
  );
}
