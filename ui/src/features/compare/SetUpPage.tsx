import { useNavigate } from "@tanstack/react-router";
import Search from "lucide-react/icons/search";
import { useState } from "react";
import { useReady } from "../../app/ready";
import { Button } from "../../components/Button";
import { useNotice } from "../../components/Notice";
import { PageHead, Section } from "../../components/Page";
import { Refusal } from "../../components/States";
import type { SideInput } from "../../contract/types";
import { useFormat, useTranslate } from "../../i18n";
import { useCommand } from "../../platform/context";
import { addDays } from "../schedule/dates";
import { ColumnsTable } from "./ColumnsTable";
import { Found, Preview } from "./Looked";
import { PlanFields, useProblemWords } from "./PlanFields";
import styles from "./SetUpPage.module.css";
import { SideFields } from "./SideFields";
import {
  type ColumnForm,
  columnsOf,
  emptySide,
  FURTHEST_DAYS,
  inputOf,
  type PlanForm,
  problemsOf,
  requestOf,
} from "./setup";

const FIRST_LINE = "30 2 * * *";
const FIRST_DAYS = "30";
const FIRST_CLEAN = "7";
const FIRST_RATE = "0.1%";
const NOTHING_EVENED = { trim: false, case: false, unicode: false, empty_is_null: false, timezone: null };

/** Two sides, what to make of their columns, and what a switch will need. */
export function SetUpPage() {
  const t = useTranslate();
  const format = useFormat();
  const [old, setOld] = useState(emptySide);
  const [now, setNow] = useState(emptySide);
  const [columns, setColumns] = useState<ColumnForm[]>([]);
  const [lookedAt, setLookedAt] = useState<{ old: SideInput; new: SideInput } | null>(null);
  const [plan, setPlan] = useState<PlanForm>(() => ({
    title: "",
    isScheduled: true,
    line: FIRST_LINE,
    starts: addDays(format.today(), 1),
    days: FIRST_DAYS,
    cleanRuns: FIRST_CLEAN,
    rate: FIRST_RATE,
    normalise: NOTHING_EVENED,
  }));
  const look = useCommand("compare_look");
  useReady(true);

  const [a, b] = [inputOf(old), inputOf(now)];
  const sides = a && b ? { old: a, new: b } : null;
  // What was seen belongs to the sides that were looked at.
  const isSeen = look.data !== undefined && JSON.stringify(sides) === JSON.stringify(lookedAt);
  const found = isSeen ? look.data : undefined;
  const ask = () => {
    if (!sides) return;
    look.mutateAsync(sides).then(
      (seen) => {
        setLookedAt(sides);
        setColumns(columnsOf(seen));
        setPlan((before) => ({ ...before, normalise: seen.proposal.normalise }));
      },
      () => {},
    );
  };

  return (
    <>
      <PageHead
        crumb={{ to: "/parallel", label: t("nav-parallel") }}
        title={t("parallel-set-up")}
        sub={t("parallel-set-up-sub")}
      />
      <div className={styles.page}>
        <div className={styles.sides}>
          <SideFields which="old" side={old} onChange={setOld} />
          <SideFields which="new" side={now} onChange={setNow} />
        </div>
        <div className={styles.act}>
          <Button
            icon={Search}
            kind={columns.length > 0 && found ? "plain" : "primary"}
            isDisabled={!sides || look.isPending}
            onPress={ask}
          >
            {t(look.isPending ? "parallel-looking" : "parallel-look")}
          </Button>
          {!sides && <span>{t("parallel-look-needs")}</span>}
          {sides && look.data && !isSeen && <span>{t("parallel-look-again")}</span>}
        </div>
        {!look.isPending && <Refusal error={look.error} />}
        {found && <Found look={found} />}
        {found?.old && found.new && sides && (
          <>
            <ColumnsTable
              columns={columns}
              names={found.new.columns.map(({ name }) => name)}
              onChange={setColumns}
            />
            <Preview look={found} keyNames={found.proposal.key} />
            {found.rows.length === 0 && <NoPairs />}
            <Plan sides={sides} columns={columns} plan={plan} onChange={setPlan} />
          </>
        )}
      </div>
    </>
  );
}

function NoPairs() {
  const t = useTranslate();
  return (
    <Section title={t("parallel-preview")}>
      <p>{t("parallel-preview-none")}</p>
    </Section>
  );
}

interface PlanProps {
  sides: { old: SideInput; new: SideInput };
  columns: ColumnForm[];
  plan: PlanForm;
  onChange: (plan: PlanForm) => void;
}

function Plan({ sides, columns, plan, onChange }: PlanProps) {
  const t = useTranslate();
  const navigate = useNavigate();
  const notice = useNotice();
  const setUp = useCommand("compare_set_up");
  const today = useFormat().today();
  const first = { from: today, to: addDays(today, FURTHEST_DAYS) };
  const problems = problemsOf(columns, plan, first);
  const say = useProblemWords(plan, first);
  const [next] = problems;
  const submit = () =>
    void setUp.mutateAsync(requestOf(sides, columns, plan)).then(
      ({ id, title }) => {
        void navigate({ to: "/parallel/$id", params: { id } });
        notice(t("parallel-set-up-done", { title }));
      },
      () => {},
    );
  return (
    <>
      <PlanFields plan={plan} problems={problems} first={first} onChange={onChange} />
      <Refusal error={setUp.error} />
      <div className={styles.act}>
        <Button kind="primary" isDisabled={next !== undefined || setUp.isPending} onPress={submit}>
          {t("parallel-set-up-now")}
        </Button>
        <span role="status">
          {next !== undefined &&
            (problems.length === 1
              ? say(next)
              : t("parallel-missing-more", { first: say(next), more: problems.length - 1 }))}
        </span>
      </div>
    </>
  );
}
