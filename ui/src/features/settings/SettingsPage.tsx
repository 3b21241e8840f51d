import { useNavigate, useSearch } from "@tanstack/react-router";
import { type FormEvent, useEffect, useState } from "react";
import { setSingleKeys, singleKeysOn } from "../../app/keys";
import { useReady } from "../../app/ready";
import { Button } from "../../components/Button";
import { FolderInput, Segments, Tick } from "../../components/Fields";
import { Fact, Facts, PageHead, Section } from "../../components/Page";
import { Loaded, Refusal } from "../../components/States";
import type { AppState, Theme } from "../../contract/types";
import { useTranslate } from "../../i18n";
import { useAnswer, useCommand } from "../../platform/context";
import { AlertsSection } from "./AlertsSection";
import { ScheduleSection } from "./ScheduleSection";
import styles from "./SettingsPage.module.css";

const THEMES: readonly Theme[] = ["system", "light", "dark"];

export function SettingsPage() {
  const t = useTranslate();
  const state = useAnswer("app_state", {});
  useReady(!state.isPending);
  return (
    <>
      <PageHead title={t("nav-settings")} />
      <Loaded query={state}>{(data) => <Screen state={data} />}</Loaded>
    </>
  );
}

function Screen({ state }: { state: AppState }) {
  const t = useTranslate();
  const theme = useCommand("set_theme");
  const [keys, setKeys] = useState(singleKeysOn);
  const change = (on: boolean) => {
    setSingleKeys(on);
    setKeys(on);
  };
  const { section }: { section?: string } = useSearch({ strict: false });
  useEffect(() => {
    if (section === undefined) return;
    // Sections above fill in when their answers come; then the place is another one.
    const show = () => document.getElementById(section)?.scrollIntoView({ block: "start" });
    show();
    const timers = [60, 250].map((wait) => setTimeout(show, wait));
    return () => timers.forEach(clearTimeout);
  }, [section]);
  return (
    <div className={styles.page}>
      <Section title={t("settings-look")}>
        <Segments
          label={t("settings-theme")}
          value={state.theme}
          onChange={(value) => theme.mutate({ theme: value })}
          choices={THEMES.map((id) => ({ id, label: t(`settings-theme-${id}`) }))}
        />
        <Refusal error={theme.error} />
      </Section>
      <Section title={t("settings-keyboard")}>
        <Tick isSelected={keys} onChange={change}>
          {t("settings-single-keys")}
        </Tick>
        <p className={styles.hint}>{t("settings-single-keys-hint")}</p>
      </Section>
      {state.workspace && <ScheduleSection />}
      {state.workspace && <AlertsSection />}
      {state.workspace && (
        <Section title={t("settings-workspace")}>
          <Facts>
            <Fact name={t("settings-name")}>{state.workspace.name}</Fact>
            <Fact name={t("settings-folder")}>
              <code>{state.workspace.path}</code>
            </Fact>
            <Fact name={t("settings-zone")}>{state.workspace.timezone}</Fact>
            <Fact name={t("settings-currency")}>{state.workspace.currency}</Fact>
            <Fact name={t("settings-clock")}>
              {t(`record-clock-${state.workspace.simulated ? "simulated" : "real"}`)}
            </Fact>
          </Facts>
        </Section>
      )}
      <Section title={t("settings-open")} note={t("settings-open-note")}>
        <OpenWorkspace />
      </Section>
      <Section title={t("settings-about")}>
        <Facts>
          <Fact name={t("settings-version")}>{state.version}</Fact>
          <Fact name={t("settings-person")}>{state.person}</Fact>
        </Facts>
      </Section>
    </div>
  );
}

function OpenWorkspace() {
  const t = useTranslate();
  const navigate = useNavigate();
  const open = useCommand("workspace_open");
  const [dir, setDir] = useState("");
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (dir !== "") open.mutate({ dir }, { onSuccess: () => void navigate({ to: "/" }) });
  };
  return (
    <form onSubmit={submit} className={styles.open}>
      <FolderInput
        label={t("settings-open-folder")}
        title={t("settings-open-pick")}
        value={dir}
        onChange={setDir}
      />
      <Refusal error={open.error} />
      <div>
        <Button type="submit" isDisabled={dir === "" || open.isPending}>
          {t("settings-open-action")}
        </Button>
        {dir === "" && <span className={styles.hint}>{t("settings-open-needs")}</span>}
      </div>
    </form>
  );
}
