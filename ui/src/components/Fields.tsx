import Check from "lucide-react/icons/check";
import FolderOpen from "lucide-react/icons/folder-open";
import Search from "lucide-react/icons/search";
import { type ReactNode, type Ref, useId } from "react";
import {
  Checkbox,
  FieldError,
  Input,
  Label,
  Radio,
  RadioGroup,
  SearchField,
  Text,
  TextField,
} from "react-aria-components";
import { useTranslate } from "../i18n";
import { useCommand } from "../platform/context";
import { Button } from "./Button";
import styles from "./Fields.module.css";
import { Icon } from "./Icon";

interface TextInputProps {
  label: string;
  value: string;
  onChange: (value: string) => void;
  hint?: string;
  isRequired?: boolean;
  autoFocus?: boolean;
  mono?: boolean;
  type?: "text" | "password" | "url";
  /** What is wrong with it, said where it stands. */
  error?: string | undefined;
  /** A time of day or a number needs no whole line. */
  narrow?: boolean;
}

export function TextInput({ label, hint, mono, narrow, error, type, ...field }: TextInputProps) {
  const secret = type === "password" ? { autoComplete: "new-password" } : {};
  return (
    <TextField
      {...field}
      {...secret}
      type={type ?? "text"}
      isInvalid={error !== undefined}
      validationBehavior="aria"
      className={`${styles.group} ${narrow ? styles.narrow : ""}`}
    >
      <Label className={styles.label}>{label}</Label>
      <Input className={`${styles.input} ${mono ? styles.mono : ""}`} spellCheck={false} />
      {hint && (
        <Text slot="description" className={styles.hint}>
          {hint}
        </Text>
      )}
      <FieldError className={styles.error}>{error}</FieldError>
    </TextField>
  );
}

interface SelectProps {
  label: string;
  value: string;
  onChange: (value: string) => void;
  options: { id: string; label: string }[];
  /** The label is read out only. */
  hideLabel?: boolean;
}

/** The system's own list: it opens, closes and reads as the user knows it. */
export function Select({ label, value, onChange, options, hideLabel }: SelectProps) {
  const id = useId();
  return (
    <div className={styles.group}>
      {!hideLabel && (
        <label htmlFor={id} className={styles.label}>
          {label}
        </label>
      )}
      <select
        id={id}
        {...(hideLabel ? { "aria-label": label } : {})}
        className={styles.select}
        value={value}
        onChange={(event) => onChange(event.target.value)}
      >
        {options.map((option) => (
          <option key={option.id} value={option.id}>
            {option.label}
          </option>
        ))}
      </select>
    </div>
  );
}

interface PathInputProps extends TextInputProps {
  /** The title of the system's dialog. */
  title: string;
}

/** A folder of this computer: typed, or chosen in the system's dialog. */
export function FolderInput({ title, ...field }: PathInputProps) {
  const pick = useCommand("pick_folder");
  const choose = () =>
    pick.mutate({ title }, { onSuccess: ({ path }) => path !== null && field.onChange(path) });
  return <PathInput {...field} onChoose={choose} />;
}

/** A file of this computer, in the same way. */
export function FileInput({ title, ...field }: PathInputProps) {
  const pick = useCommand("pick_file");
  const choose = () =>
    pick.mutate({ title }, { onSuccess: ({ path }) => path !== null && field.onChange(path) });
  return <PathInput {...field} onChoose={choose} />;
}

function PathInput({ onChoose, ...field }: TextInputProps & { onChoose: () => void }) {
  const t = useTranslate();
  return (
    <div className={styles.folder}>
      <TextInput {...field} mono />
      <div className={styles.choose}>
        <Button
          icon={FolderOpen}
          onPress={onChoose}
          aria-label={t("action-choose-for", { field: field.label })}
        >
          {t("action-choose")}
        </Button>
      </div>
    </div>
  );
}

interface FilterProps {
  label: string;
  placeholder: string;
  value: string;
  onChange: (value: string) => void;
  ref?: Ref<HTMLInputElement>;
}

/** `/` puts the focus here. */
export function Filter({ label, placeholder, value, onChange, ref }: FilterProps) {
  return (
    <SearchField aria-label={label} value={value} onChange={onChange} className={styles.find}>
      <Icon of={Search} size={14} />
      <Input ref={ref} placeholder={placeholder} data-filter className={styles.bare} />
      {value === "" && <kbd>/</kbd>}
    </SearchField>
  );
}

interface Segment<T extends string> {
  id: T;
  label: string;
}
interface SegmentsProps<T extends string> {
  label: string;
  value: T;
  onChange: (value: T) => void;
  choices: Segment<T>[];
}

export function Segments<T extends string>({ label, value, onChange, choices }: SegmentsProps<T>) {
  return (
    <fieldset className={styles.segments} aria-label={label}>
      {choices.map((choice) => (
        <button
          key={choice.id}
          type="button"
          aria-pressed={choice.id === value}
          onClick={() => onChange(choice.id)}
        >
          {choice.label}
        </button>
      ))}
    </fieldset>
  );
}

export interface Choice {
  id: string;
  title: string;
  text?: ReactNode;
  isDisabled?: boolean;
}
interface ChoicesProps {
  label: string;
  value: string;
  onChange: (value: string) => void;
  choices: Choice[];
  /** The label is read out, but the heading above already shows it. */
  hideLabel?: boolean;
}

export function Choices({ label, value, onChange, choices, hideLabel }: ChoicesProps) {
  const name = hideLabel ? { "aria-label": label } : {};
  return (
    <RadioGroup {...name} value={value} onChange={onChange} className={styles.group}>
      {!hideLabel && <Label className={styles.label}>{label}</Label>}
      {choices.map((choice) => (
        <Radio
          key={choice.id}
          value={choice.id}
          isDisabled={choice.isDisabled ?? false}
          className={styles.choice}
        >
          <i className={styles.dot} />
          <span>
            <b>{choice.title}</b>
            {choice.text && <small>{choice.text}</small>}
          </span>
        </Radio>
      ))}
    </RadioGroup>
  );
}

interface TickProps {
  isSelected: boolean;
  onChange: (isSelected: boolean) => void;
  children: ReactNode;
}

export function Tick({ children, ...field }: TickProps) {
  return (
    <Checkbox {...field} className={styles.tick}>
      <span className={styles.box}>
        <Icon of={Check} size={11} />
      </span>
      {children}
    </Checkbox>
  );
}
