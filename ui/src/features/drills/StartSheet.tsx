import { useNavigate } from "@tanstack/react-router";
import { type FormEvent, useState } from "react";
import { Button } from "../../components/Button";
import { Segments, TextInput, Tick } from "../../components/Fields";
import { Sheet, SheetActions } from "../../components/Sheet";
import { Refusal } from "../../components/States";
import type { DrillPlanView } from "../../contract/types";
import { useFormat, useTranslate } from "../../i18n";
import { useCommand } from "../../platform/context";
import sheets from "../backups/Sheets.module.css";
import { PersonField, useNames } from "../providers/Person";
import { Commands } from "./PlanPage";
import styles from "./PlanPage.module.css";
import { type Keys, missingOf, requestOf, sharedOf } from "./start";

interface StartSheetProps {
  plan: DrillPlanView;
  onClose: () => void;
}

/** Two keys, or one and a typed phrase; and every command is read before it may run. */
export function StartSheet({ plan, onClose }: StartSheetProps) {
  const t = useTranslate();
  const format = useFormat();
  const navigate = useNavigate();
  const start = useCommand("drill_start");
  const { me, names } = useNames(plan.people);
  const [given, setGiven] = useState<Partial<Keys>>({});
  const operator = plan.proposal?.operator ?? plan.people[0] ?? me ?? "";
  const keys: Keys = {
    as: operator,
    isAlone: false,
    // Nobody is chosen for the second key: whoever holds it is named on purpose.
    second: "",
    phrase: "",
    hasRead: false,
    acceptsShared: false,
    isPresent: false,
    ...given,
  };
  const set = (more: Partial<Keys>) => setGiven({ ...given, ...more });
  const missing = missingOf(keys, plan);
  const shared = sharedOf(plan);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (missing !== null) return;
    start.mutateAsync(requestOf(keys, plan)).then(
      ({ run }) => void navigate({ to: "/drills/run/$run", params: { run } }),
      () => {},
    );
  };
  return (
    <Sheet title={t("drills-start-title", { title: plan.row.title })} isOpen wide onClose={onClose}>
      <form onSubmit={submit} className={sheets.form}>
        <PersonField
          label={t("drills-operator")}
          names={names}
          value={keys.as}
          onChange={(as) => set({ as })}
        />
        <div className={styles.way}>
          <Segments
            label={t("drills-second-key")}
            value={keys.isAlone ? "alone" : "two"}
            onChange={(way) => set({ isAlone: way === "alone" })}
            choices={[
              { id: "two", label: t("drills-two-people") },
              { id: "alone", label: t("drills-alone") },
            ]}
          />
        </div>
        {keys.isAlone ? (
          <TextInput
            mono
            label={t("drills-phrase", { phrase: plan.phrase })}
            hint={t("drills-phrase-hint")}
            value={keys.phrase}
            onChange={(phrase) => set({ phrase })}
          />
        ) : (
          <PersonField
            label={t("drills-second")}
            names={names}
            value={keys.second}
            onChange={(second) => set({ second })}
          />
        )}
        <div className={styles.keys}>
          <h3>{t("drills-commands")}</h3>
          <Commands commands={plan.commands} />
          {plan.commands.length > 0 && (
            <Tick isSelected={keys.hasRead} onChange={(hasRead) => set({ hasRead })}>
              {t("drills-read", { count: plan.commands.length })}
            </Tick>
          )}
          {shared.length > 0 && (
            <Tick isSelected={keys.acceptsShared} onChange={(acceptsShared) => set({ acceptsShared })}>
              {t("drills-accept-shared", { what: format.list(shared) })}
            </Tick>
          )}
          <Tick isSelected={keys.isPresent} onChange={(isPresent) => set({ isPresent })}>
            {t("drills-present", { operator: keys.as })}
          </Tick>
        </div>
        <Refusal error={start.error} />
        <SheetActions>
          {missing !== null && <span className={sheets.why}>{t(`drills-missing-${missing}`)}</span>}
          <Button onPress={onClose}>{t("action-cancel")}</Button>
          <Button kind="primary" type="submit" isDisabled={missing !== null || start.isPending}>
            {t("drills-start-now")}
          </Button>
        </SheetActions>
      </form>
    </Sheet>
  );
}
