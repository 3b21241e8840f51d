import { Select, TextInput } from "../../components/Fields";
import { useTranslate } from "../../i18n";
import { useAnswer } from "../../platform/context";

/** Whoever runs this program, and everybody known by name. */
export function useNames(named: readonly (string | null)[] = []) {
  const people = useAnswer("person_list", {}).data?.people ?? [];
  const known = named.filter((name): name is string => name !== null && name !== "");
  return {
    me: people.find(({ is_you }) => is_you)?.name ?? null,
    names: [...new Set([...known, ...people.map(({ name }) => name)])],
  };
}

interface PersonFieldProps {
  label: string;
  names: string[];
  value: string;
  onChange: (name: string) => void;
}

/** One of the people, or a name where none is known. */
export function PersonField({ label, names, value, onChange }: PersonFieldProps) {
  const t = useTranslate();
  if (names.length === 0) return <TextInput label={label} value={value} onChange={onChange} />;
  return (
    <Select
      label={label}
      value={value}
      onChange={onChange}
      options={(names.includes(value) ? names : [value, ...names]).map((name) => ({
        id: name,
        label: name === "" ? t("spotcheck-who-choose") : name,
      }))}
    />
  );
}
