import { type FormEvent, type ReactNode, useState } from "react";
import { Button } from "../../components/Button";
import { Select, TextInput, Tick } from "../../components/Fields";
import { Glyph } from "../../components/Glyph";
import { useNotice } from "../../components/Notice";
import { Section } from "../../components/Page";
import { Loaded, Refusal } from "../../components/States";
import type { AlertSettingsView, MailSecurity, SecretPlace, WayOutcome } from "../../contract/types";
import { useErrorWords, useFormat, useTranslate } from "../../i18n";
import { useAnswer, useCommand } from "../../platform/context";
import { LineEditor } from "../schedule/LineEditor";
import { readClock } from "../schedule/line";
import styles from "./Alerts.module.css";
import { type AlertForm, type Field, fieldOf, formOf, HEARTBEAT_EVERY, missing, requestOf } from "./alerts";

const SECURITY: readonly MailSecurity[] = ["start_tls", "tls", "none"];

/** Who is told when something changes, and how. */
export function AlertsSection() {
  const t = useTranslate();
  const view = useAnswer("alert_settings", {});
  return (
    <div id="alerts">
      <Section title={t("alerts-title")} note={t("alerts-note")}>
        <Loaded query={view}>{(data) => <Form view={data} />}</Loaded>
      </Section>
    </div>
  );
}

function Form({ view }: { view: AlertSettingsView }) {
  const t = useTranslate();
  const notice = useNotice();
  const words = useErrorWords();
  const save = useCommand("alert_settings_save");
  const [saved, setSaved] = useState(() => formOf(view.settings));
  const [form, setForm] = useState(saved);
  /** The editor of the digest keeps its own state: a new number makes a new one. */
  const [round, setRound] = useState(0);
  const [showsMissing, setShowsMissing] = useState(false);
  const lacks = showsMissing ? missing(form, (text) => readClock(text) !== null) : [];
  const isDirty = JSON.stringify(form) !== JSON.stringify(saved);
  const refusedField = fieldOf(save.error?.where.field);
  const set = (change: Partial<AlertForm>) => {
    setForm({ ...form, ...change });
    if (save.error) save.reset();
  };
  const error = (field: Field): string | undefined => {
    if (lacks.includes(field)) return t(`alerts-missing-${field}`);
    return refusedField === field && save.error ? words(save.error).message : undefined;
  };
  const begin = (settings: AlertSettingsView["settings"]) => {
    const next = formOf(settings);
    setSaved(next);
    setForm(next);
    setRound(round + 1);
    setShowsMissing(false);
    save.reset();
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setShowsMissing(true);
    if (missing(form, (text) => readClock(text) !== null).length > 0) return;
    save.mutate(requestOf(form, view.settings), {
      onSuccess: (next) => {
        begin(next.settings);
        notice(t("alerts-saved"));
      },
      // A secret is typed once: it does not wait in the page for another try.
      onError: () => setForm({ ...form, password: "", secret: "" }),
    });
  };
  const secretHint = (place: SecretPlace | undefined) =>
    place
      ? t(`secret-set-${place.kind}`, { name: place.name })
      : t(view.keyring ? "secret-will-keyring" : "secret-will-file");

  return (
    <form onSubmit={submit} className={styles.form} noValidate>
      <Tick isSelected={form.desktop} onChange={(desktop) => set({ desktop })}>
        {t("alerts-desktop")}
      </Tick>

      <Way label={t("alerts-email")} isOn={form.email} onChange={(email) => set({ email })}>
        <TextInput
          label={t("alerts-to")}
          hint={t("alerts-to-hint")}
          value={form.to}
          onChange={(to) => set({ to })}
          error={error("to")}
        />
        <div className={styles.pair}>
          <TextInput
            label={t("alerts-server")}
            hint={t("alerts-server-hint")}
            value={form.server}
            onChange={(server) => set({ server })}
            error={error("server")}
          />
          <Select
            label={t("alerts-security")}
            value={form.security}
            onChange={(id) => set({ security: SECURITY.find((one) => one === id) ?? "start_tls" })}
            options={SECURITY.map((id) => ({ id, label: t(`alerts-security-${id}`) }))}
          />
        </div>
        {form.security === "none" && <p className={styles.warn}>{t("alerts-security-none-means")}</p>}
        <div className={styles.pair}>
          <TextInput label={t("alerts-user")} value={form.user} onChange={(user) => set({ user })} />
          <TextInput
            label={t("alerts-from")}
            value={form.from}
            onChange={(from) => set({ from })}
            hint={t("alerts-from-hint")}
          />
        </div>
        <TextInput
          type="password"
          label={t("alerts-password")}
          hint={secretHint(view.settings.email?.login)}
          value={form.password}
          onChange={(password) => set({ password })}
        />
      </Way>

      <Way label={t("alerts-webhook")} isOn={form.webhook} onChange={(webhook) => set({ webhook })}>
        <TextInput
          type="url"
          label={t("alerts-url")}
          hint={t("alerts-url-hint")}
          value={form.url}
          onChange={(url) => set({ url })}
          error={error("url")}
          mono
        />
        <TextInput
          type="password"
          label={t("alerts-secret")}
          hint={secretHint(view.settings.webhook?.secret)}
          value={form.secret}
          onChange={(secret) => set({ secret })}
        />
      </Way>

      <Way label={t("alerts-command")} isOn={form.command} onChange={(command) => set({ command })}>
        <label className={styles.area}>
          {t("alerts-words")}
          <textarea
            value={form.words}
            rows={3}
            spellCheck={false}
            onChange={(event) => set({ words: event.target.value })}
            aria-invalid={error("words") !== undefined}
          />
          <small>{error("words") ?? t("alerts-words-hint")}</small>
        </label>
      </Way>

      <Way label={t("alerts-quiet")} isOn={form.quiet} onChange={(quiet) => set({ quiet })}>
        <div className={styles.clocks}>
          <TextInput
            narrow
            label={t("alerts-quiet-from")}
            value={form.quietFrom}
            onChange={(quietFrom) => set({ quietFrom })}
            error={error("quiet")}
          />
          <TextInput
            narrow
            label={t("alerts-quiet-to")}
            value={form.quietTo}
            onChange={(quietTo) => set({ quietTo })}
          />
        </div>
        <p className={styles.hint}>{t("alerts-quiet-hint")}</p>
      </Way>

      <Way label={t("alerts-digest")} isOn={form.digest} onChange={(digest) => set({ digest })}>
        <LineEditor
          key={round}
          label={t("alerts-digest")}
          line={form.digestLine ?? ""}
          onChange={(digestLine) => set({ digestLine })}
        />
        {error("digest") && <p className={styles.wrong}>{error("digest")}</p>}
      </Way>

      <Way label={t("alerts-heartbeat")} isOn={form.heartbeat} onChange={(heartbeat) => set({ heartbeat })}>
        <p className={styles.hint}>{t("alerts-heartbeat-hint")}</p>
        <div className={styles.pair}>
          <TextInput
            type="url"
            label={t("alerts-heartbeat-url")}
            value={form.heartbeatUrl}
            onChange={(heartbeatUrl) => set({ heartbeatUrl })}
            error={error("heartbeat")}
            mono
          />
          <Interval value={form.heartbeatEvery} onChange={(heartbeatEvery) => set({ heartbeatEvery })} />
        </div>
        <Heartbeat />
      </Way>

      {refusedField === null && <Refusal error={save.error} />}
      <div className={styles.acts}>
        <Button kind="primary" type="submit" isDisabled={!isDirty || save.isPending}>
          {t("alerts-save")}
        </Button>
        {isDirty && (
          <Button kind="quiet" onPress={() => begin(view.settings)}>
            {t("alerts-undo")}
          </Button>
        )}
        <span className={styles.hint}>{isDirty ? t("alerts-unsaved") : ""}</span>
      </div>
      <Test isDirty={isDirty} />
    </form>
  );
}

interface WayProps {
  label: string;
  isOn: boolean;
  onChange: (isOn: boolean) => void;
  children: ReactNode;
}

function Way({ label, isOn, onChange, children }: WayProps) {
  return (
    <fieldset className={styles.way} aria-label={label}>
      <Tick isSelected={isOn} onChange={onChange}>
        {label}
      </Tick>
      {isOn && <div className={styles.fields}>{children}</div>}
    </fieldset>
  );
}

function Interval({ value, onChange }: { value: number; onChange: (seconds: number) => void }) {
  const t = useTranslate();
  const format = useFormat();
  const choices = HEARTBEAT_EVERY.includes(value) ? HEARTBEAT_EVERY : [...HEARTBEAT_EVERY, value];
  return (
    <Select
      label={t("alerts-heartbeat-every")}
      value={String(value)}
      onChange={(seconds) => onChange(Number(seconds))}
      options={choices.map((seconds) => ({ id: String(seconds), label: format.duration(seconds) }))}
    />
  );
}

/** When the last sign of life went out, as far as the schedule runs. */
function Heartbeat() {
  const t = useTranslate();
  const format = useFormat();
  const words = useErrorWords();
  const heartbeat = useAnswer("schedule_status", {}).data?.heartbeat;
  if (!heartbeat) return null;
  return (
    <p className={heartbeat.last_error ? styles.wrong : styles.hint}>
      {heartbeat.last_error
        ? words(heartbeat.last_error).message
        : heartbeat.last_sent_at
          ? t("alerts-heartbeat-sent", { when: format.past(heartbeat.last_sent_at), host: heartbeat.host })
          : t("alerts-heartbeat-not-yet", { host: heartbeat.host })}
    </p>
  );
}

/** A test tells more than a green tick: what became of it on each way, and how long that took. */
function Test({ isDirty }: { isDirty: boolean }) {
  const t = useTranslate();
  const test = useCommand("alert_test");
  return (
    <div className={styles.test}>
      <div className={styles.acts}>
        <Button onPress={() => test.mutate({})} isDisabled={isDirty || test.isPending}>
          {t(test.isPending ? "alerts-testing" : "alerts-test")}
        </Button>
        <span className={styles.hint}>{t(isDirty ? "alerts-test-needs-saving" : "alerts-test-hint")}</span>
      </div>
      <Refusal error={test.error} />
      <div role="status">
        {test.data && test.data.ways.length === 0 && <p className={styles.hint}>{t("alerts-test-none")}</p>}
        {test.data && test.data.ways.length > 0 && (
          <ul className={styles.outcomes}>
            {test.data.ways.map((outcome) => (
              <Outcome key={`${outcome.way} ${outcome.target}`} outcome={outcome} />
            ))}
          </ul>
        )}
      </div>
    </div>
  );
}

function Outcome({ outcome }: { outcome: WayOutcome }) {
  const t = useTranslate();
  const format = useFormat();
  const words = useErrorWords();
  const { way, target, delivered, seconds, error } = outcome;
  const why = error && words(error);
  return (
    <li>
      <Glyph state={delivered ? "proven" : "failing"} />
      <div>
        <b>
          {t(delivered ? "alerts-test-arrived" : "alerts-test-failed", {
            way: t(`way-${way}`),
            duration: seconds < 1 ? t("alerts-under-a-second") : format.duration(seconds),
          })}
        </b>
        <p>{target}</p>
        {why && (
          <p>
            {why.message} {why.hint}
          </p>
        )}
      </div>
    </li>
  );
}
