import Search from "lucide-react/icons/search";
import { useState } from "react";
import { Button } from "../../components/Button";
import { Select, Tick } from "../../components/Fields";
import { Glyph } from "../../components/Glyph";
import { Section } from "../../components/Page";
import { Banner, Refusal } from "../../components/States";
import type { SpotcheckLook, WireError } from "../../contract/types";
import { useErrorWords, useFindingWords, useFormat, useTranslate } from "../../i18n";
import { useCommand } from "../../platform/context";
import setups from "../compare/SetUpPage.module.css";
import { SideFields } from "../compare/SideFields";
import { inputOf } from "../compare/setup";
import { Value } from "../compare/Value";
import styles from "./FormFields.module.css";
import { type FieldName, type Form, fieldOf, meaningOf, withLook } from "./form";

/** A look into the list before anything is set up. What was seen belongs to the list that was looked at. */
export function useLook(form: Form, onChange: (form: Form) => void) {
  const look = useCommand("spotcheck_look");
  const [lookedAt, setLookedAt] = useState("");
  const list = inputOf(form.list);
  const asked = JSON.stringify(list);
  const ask = (as: Form = form) => {
    if (!list) return;
    const meaning = meaningOf(as);
    look.mutateAsync({ list, ...(meaning === null ? {} : { meaning }) }).then(
      (found) => {
        setLookedAt(asked);
        onChange(withLook(as, found));
      },
      () => {},
    );
  };
  const isSeen = look.data !== undefined && asked === lookedAt;
  const found = isSeen ? look.data : undefined;
  return {
    ask,
    found,
    payouts: found?.facts?.rows ?? null,
    isAsking: look.isPending,
    isOld: look.data !== undefined && !isSeen,
    hasList: list !== null,
    error: look.isPending ? null : look.error,
  };
}

interface ListFieldsProps {
  form: Form;
  onChange: (form: Form) => void;
  seen: ReturnType<typeof useLook>;
  /** What the program refused, told at its field. */
  error: WireError | null;
}

/** Where the list lies, what stands in it, and what its columns mean. */
export function ListFields({ form, onChange, seen, error }: ListFieldsProps) {
  const t = useTranslate();
  const words = useErrorWords();
  const { found, isAsking, isOld, hasList } = seen;
  return (
    <>
      <div className={styles.list}>
        <SideFields which="list" side={form.list} onChange={(list) => onChange({ ...form, list })} />
        {error && fieldOf(error) === "list" && (
          <p className={styles.wrong} role="alert">
            {words(error).message} {words(error).hint}
          </p>
        )}
      </div>
      <div className={setups.act}>
        <Button
          icon={Search}
          kind={found ? "plain" : "primary"}
          isDisabled={!hasList || isAsking}
          onPress={() => seen.ask()}
        >
          {t(isAsking ? "spotcheck-looking" : "spotcheck-look")}
        </Button>
        {!hasList && <span>{t("spotcheck-look-needs")}</span>}
        {hasList && isOld && <span>{t("spotcheck-look-again")}</span>}
      </div>
      <Refusal error={seen.error} />
      {found && <Found look={found} />}
      {found && found.columns.length > 0 && (
        <Meaning form={form} onChange={onChange} look={found} onAsk={seen.ask} error={error} />
      )}
      {found && found.rows.length > 0 && <Rows look={found} form={form} />}
    </>
  );
}

/** How much there is, what keeps it from being read, and what looks wrong about it. */
function Found({ look }: { look: SpotcheckLook }) {
  const t = useTranslate();
  const format = useFormat();
  const findingWords = useFindingWords();
  return (
    <div role="status" className={styles.found}>
      {look.facts && (
        <p>
          {t("spotcheck-look-found", {
            rows: look.facts.rows,
            columns: look.columns.length,
            size: format.bytes(look.facts.bytes),
          })}
        </p>
      )}
      {look.findings.length > 0 && (
        <ul className={setups.troubles}>
          {look.findings.map((finding) => {
            const { what, hint } = findingWords(finding);
            return (
              <li key={`${finding.kind} ${finding.subject}`}>
                <Glyph state="unknown" />
                <div>
                  <b>{what}</b>
                  <p>{hint}</p>
                </div>
              </li>
            );
          })}
        </ul>
      )}
      {look.hints.map((hint) => (
        <Banner key={hint} state="attention" title={t(`spotcheck-hint-${hint}`)}>
          {t(`spotcheck-hint-${hint}-what`)}
        </Banner>
      ))}
    </div>
  );
}

type Column = "id" | "amount" | "person" | "stratum";
const COLUMNS: readonly Column[] = ["id", "amount", "person", "stratum"];

interface MeaningProps {
  form: Form;
  onChange: (form: Form) => void;
  look: SpotcheckLook;
  onAsk: (form: Form) => void;
  error: WireError | null;
}

/** Which column is what. Chosen anew, the list is looked at again: hints may come or go. */
function Meaning({ form, onChange, look, onAsk, error }: MeaningProps) {
  const t = useTranslate();
  const words = useErrorWords();
  const field = fieldOf(error);
  const choose = (column: Column, name: string) => {
    const next = { ...form, [column]: name };
    onChange(next);
    if (meaningOf(next)) onAsk(next);
  };
  const show = (name: string, isShown: boolean) =>
    onChange({
      ...form,
      // In the order of the list, however they were ticked.
      show: look.columns.filter((one) => (one === name ? isShown : form.show.includes(one))),
    });
  const at = (name: FieldName) =>
    field === name && error ? (
      <p className={styles.wrong} role="alert">
        {words(error).message}
      </p>
    ) : null;
  return (
    <>
      <Section title={t("spotcheck-meaning")} note={t("spotcheck-meaning-note")}>
        <div className={setups.wanted}>
          {COLUMNS.map((column) => (
            <div key={column}>
              <Select
                label={t(`spotcheck-column-is-${column}`)}
                value={form[column]}
                onChange={(name) => choose(column, name)}
                options={[
                  {
                    id: "",
                    label: t(
                      column === "id" || column === "amount"
                        ? "spotcheck-who-choose"
                        : "spotcheck-column-none",
                    ),
                  },
                  ...look.columns.map((name) => ({ id: name, label: name })),
                ]}
              />
              {at(column)}
            </div>
          ))}
        </div>
      </Section>
      <Section title={t("spotcheck-show")} note={t("spotcheck-show-note")}>
        <div className={setups.ticks}>
          {look.columns
            .filter((name) => name !== form.amount)
            .map((name) => (
              <Tick key={name} isSelected={form.show.includes(name)} onChange={(on) => show(name, on)}>
                <code>{name}</code>
              </Tick>
            ))}
        </div>
        {at("show")}
      </Section>
    </>
  );
}

/** The first rows, so that a person sees whether the columns mean what was said. */
function Rows({ look, form }: { look: SpotcheckLook; form: Form }) {
  const t = useTranslate();
  const meaning = (name: string) => COLUMNS.find((column) => form[column] === name);
  return (
    <Section title={t("spotcheck-rows")}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard */}
      <section className={setups.preview} tabIndex={0} aria-label={t("spotcheck-rows")}>
        <table>
          <thead>
            <tr>
              {look.columns.map((name) => {
                const is = meaning(name);
                return (
                  <th key={name} scope="col">
                    {name}
                    {is && <span className={styles.is}>{t(`spotcheck-column-is-${is}`)}</span>}
                  </th>
                );
              })}
            </tr>
          </thead>
          <tbody>
            {look.rows.map((row) => (
              <tr key={row.join(" ")}>
                {look.columns.map((name, index) => (
                  <td key={name}>
                    <Value text={row[index] ?? null} />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </Section>
  );
}
