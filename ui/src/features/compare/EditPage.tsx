import { useNavigate, useParams } from "@tanstack/react-router";
import Search from "lucide-react/icons/search";
import { useEffect, useState } from "react";
import { useReady } from "../../app/ready";
import { Button } from "../../components/Button";
import { useNotice } from "../../components/Notice";
import { PageHead } from "../../components/Page";
import { Banner, Loaded, Refusal } from "../../components/States";
import type { CompareDetail, CompareSetUp, SideInput } from "../../contract/types";
import { useFormat, useTranslate } from "../../i18n";
import { useAnswer, useCommand } from "../../platform/context";
import { addDays } from "../schedule/dates";
import { ColumnsTable } from "./ColumnsTable";
import { Found, Preview } from "./Looked";
import { PlanFields, useProblemWords } from "./PlanFields";
import styles from "./SetUpPage.module.css";
import { SideFields } from "./SideFields";
import {
  asBefore,
  type ColumnForm,
  columnsOfSetup,
  decidesAnew,
  FURTHEST_DAYS,
  inputOf,
  type PlanForm,
  planOf,
  problemsOf,
  requestOf,
  sideOf,
} from "./setup";

/** The same form as for setting it up, filled with what is set up. */
export function EditPage() {
  const { id = "" } = useParams({ strict: false });
  const t = useTranslate();
  const detail = useAnswer("compare_show", { id });
  const setup = useAnswer("compare_edit", { id });
  useReady(!detail.isPending && !setup.isPending);
  return (
    <>
      <PageHead
        crumb={{ to: `/parallel/${id}`, label: detail.data?.title ?? id }}
        title={t("parallel-edit")}
        sub={t("parallel-edit-sub")}
      />
      <Loaded query={detail}>
        {(data) => <Loaded query={setup}>{(before) => <Form detail={data} before={before} />}</Loaded>}
      </Loaded>
    </>
  );
}

interface FormProps {
  detail: CompareDetail;
  before: CompareSetUp;
}

function Form({ detail, before }: FormProps) {
  const t = useTranslate();
  const [old, setOld] = useState(() => sideOf(before.old));
  const [now, setNow] = useState(() => sideOf(before.new));
  const [columns, setColumns] = useState<ColumnForm[]>(() => columnsOfSetup(before, undefined));
  const [plan, setPlan] = useState<PlanForm>(() => planOf(before));
  const [a, b] = [inputOf(old), inputOf(now)];
  const sides = a && b ? { old: a, new: b } : null;
  const { look, ask, found, isChanged } = useLook(before, sides, setColumns);
  return (
    <div className={styles.page}>
      <div className={styles.sides}>
        <SideFields which="old" side={old} onChange={setOld} />
        <SideFields which="new" side={now} onChange={setNow} />
      </div>
      <div className={styles.act}>
        <Button icon={Search} isDisabled={!sides || look.isPending} onPress={ask}>
          {t(look.isPending ? "parallel-looking" : "parallel-look")}
        </Button>
        {!sides && <span>{t("parallel-look-needs")}</span>}
        {sides && isChanged && <span>{t("parallel-edit-look")}</span>}
      </div>
      {!look.isPending && <Refusal error={look.error} />}
      {found && <Found look={found} />}
      <ColumnsTable
        isSetUp
        columns={columns}
        names={namesOf(columns, found?.new?.columns)}
        onChange={setColumns}
      />
      {found && <Preview look={found} keyNames={found.proposal.key} />}
      <Save detail={detail} before={before} sides={sides} columns={columns} plan={plan} onPlan={setPlan} />
    </div>
  );
}

/** Names that a column may have on the new side. */
function namesOf(columns: ColumnForm[], seen: { name: string }[] | undefined): string[] {
  const chosen = columns.flatMap(({ partner }) => (partner === null ? [] : [partner]));
  return [...new Set([...(seen ?? []).map(({ name }) => name), ...chosen])];
}

/** Looks at both sides, and lays what is set up over the columns that were found. */
function useLook(
  before: CompareSetUp,
  sides: { old: SideInput; new: SideInput } | null,
  onColumns: (columns: ColumnForm[]) => void,
) {
  const look = useCommand("compare_look");
  const [lookedAt, setLookedAt] = useState("");
  const asked = JSON.stringify(sides);
  const ask = () => {
    if (!sides) return;
    look.mutateAsync(sides).then(
      (seen) => {
        setLookedAt(asked);
        onColumns(columnsOfSetup(before, seen));
      },
      () => {},
    );
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, so that the columns are there to begin with
  useEffect(ask, []);
  const isSeen = look.data !== undefined && asked === lookedAt;
  return { look, ask, found: isSeen ? look.data : undefined, isChanged: look.data !== undefined && !isSeen };
}

interface SaveProps extends FormProps {
  sides: { old: SideInput; new: SideInput } | null;
  columns: ColumnForm[];
  plan: PlanForm;
  onPlan: (plan: PlanForm) => void;
}

function Save({ detail, before, sides, columns, plan, onPlan }: SaveProps) {
  const t = useTranslate();
  const navigate = useNavigate();
  const notice = useNotice();
  const change = useCommand("compare_change");
  const today = useFormat().today();
  // A first day that has passed may stay.
  const from = before.starts !== null && before.starts < today ? before.starts : today;
  const first = { from, to: addDays(today, FURTHEST_DAYS) };
  const problems = problemsOf(columns, plan, first);
  const say = useProblemWords(plan, first);
  const [next] = problems;
  const after = sides && next === undefined ? asBefore(before, requestOf(sides, columns, plan)) : null;
  const isSame = after !== null && JSON.stringify(after) === JSON.stringify(asBefore(before, before));
  const back = () => void navigate({ to: "/parallel/$id", params: { id: detail.id } });
  const submit = () => {
    if (!after) return;
    void change.mutateAsync({ id: detail.id, setup: after }).then(
      ({ title }) => {
        back();
        notice(t("parallel-edit-done", { title }));
      },
      () => {},
    );
  };
  const why = !sides
    ? t("parallel-look-needs")
    : next === undefined
      ? isSame && t("parallel-edit-same")
      : problems.length === 1
        ? say(next)
        : t("parallel-missing-more", { first: say(next), more: problems.length - 1 });
  return (
    <>
      <PlanFields plan={plan} problems={problems} first={first} onChange={onPlan} />
      <div role="status">
        {after && !isSame && <Fixed detail={detail} isAnew={decidesAnew(before, after)} />}
      </div>
      <Refusal error={change.error} />
      <div className={styles.act}>
        <Button kind="primary" isDisabled={!after || isSame || change.isPending} onPress={submit}>
          {t("parallel-edit-save")}
        </Button>
        <Button onPress={back}>{t("action-cancel")}</Button>
        <span role="status">{why}</span>
      </div>
    </>
  );
}

/** What becomes of the criteria that were fixed, and of what was counted by them. */
function Fixed({ detail, isAnew }: { detail: CompareDetail; isAnew: boolean }) {
  const t = useTranslate();
  const { frozen_at, clean_runs, signatures } = detail.cutover;
  if (frozen_at === null) return null;
  if (!isAnew) return <p>{t("parallel-edit-keeps")}</p>;
  return (
    <Banner state="attention" title={t("parallel-edit-anew")}>
      {t("parallel-edit-anew-means", { clean: clean_runs, signatures: signatures.length })}
    </Banner>
  );
}
