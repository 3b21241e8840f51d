import { Select, TextInput } from "../../components/Fields";
import type { SpotcheckDetail } from "../../contract/types";
import { useTranslate } from "../../i18n";
import { useAnswer } from "../../platform/context";

/** Who acts, and how they prove it. */
export interface Who {
  person: string;
  passphrase: string;
}

/** The people a spot check names and whoever runs this program; and beside them all who are known. */
export function usePeople({ checkers, reviewer }: SpotcheckDetail) {
  const people = useAnswer("person_list", {}).data?.people ?? [];
  const me = people.find(({ is_you }) => is_you)?.name ?? null;
  const named = [...new Set([...checkers, ...(reviewer === null ? [] : [reviewer]), ...(me ? [me] : [])])];
  const everybody = [...new Set([...named, ...people.map(({ name }) => name)])];
  const needsPassphrase = (name: string) => people.find((one) => one.name === name)?.has_passphrase ?? false;
  return { named, everybody, me, needsPassphrase };
}

interface WhoFieldsProps {
  label: string;
  names: string[];
  who: Who;
  onChange: (who: Who) => void;
  needsPassphrase: (name: string) => boolean;
}

/** One of the people, or a name where nobody is left; and the passphrase where that person has one. */
export function WhoFields({ label, names, who, onChange, needsPassphrase }: WhoFieldsProps) {
  const t = useTranslate();
  return (
    <>
      {names.length === 0 ? (
        <TextInput
          label={label}
          value={who.person}
          onChange={(person) => onChange({ person, passphrase: "" })}
        />
      ) : (
        <Select
          label={label}
          value={who.person}
          onChange={(person) => onChange({ person, passphrase: "" })}
          options={[
            ...(who.person === "" ? [{ id: "", label: t("spotcheck-who-choose") }] : []),
            ...names.map((name) => ({ id: name, label: name })),
          ]}
        />
      )}
      {needsPassphrase(who.person) && (
        <TextInput
          type="password"
          label={t("spotcheck-passphrase-of", { person: who.person })}
          value={who.passphrase}
          onChange={(passphrase) => onChange({ ...who, passphrase })}
        />
      )}
    </>
  );
}

/** What a request says about who acts. */
export const asked = ({ person, passphrase }: Who) => ({
  person,
  ...(passphrase === "" ? {} : { passphrase }),
});
