import { useNavigate, useParams } from "@tanstack/react-router";
import { useState } from "react";
import { useReady } from "../../app/ready";
import { Button } from "../../components/Button";
import { useNotice } from "../../components/Notice";
import { PageHead } from "../../components/Page";
import { Loaded, Refusal } from "../../components/States";
import type { SpotcheckSetUp } from "../../contract/types";
import { useTranslate } from "../../i18n";
import { useAnswer, useCommand } from "../../platform/context";
import setups from "../compare/SetUpPage.module.css";
import { FormFields, useProblem } from "./FormFields";
import { fieldOf, formOf, problemsOf, requestOf } from "./form";
import { ListFields, useLook } from "./ListFields";

/** The same form, filled with what is set up. A round that has begun keeps what was frozen. */
export function EditPage() {
  const { id = "" } = useParams({ strict: false });
  const t = useTranslate();
  const setup = useAnswer("spotcheck_edit", { id });
  useReady(!setup.isPending);
  return (
    <>
      <PageHead
        crumb={{ to: `/spotchecks/${id}`, label: setup.data?.title ?? id }}
        title={t("spotcheck-edit")}
        sub={t("spotcheck-edit-sub")}
      />
      <Loaded query={setup}>{(before) => <Change id={id} before={before} />}</Loaded>
    </>
  );
}

function Change({ id, before }: { id: string; before: SpotcheckSetUp }) {
  const t = useTranslate();
  const navigate = useNavigate();
  const notice = useNotice();
  const [form, setForm] = useState(() => formOf(before));
  const change = useCommand("spotcheck_change");
  const seen = useLook(form, setForm);
  const request = requestOf(form);
  const isSame = request !== null && JSON.stringify(request) === JSON.stringify(requestOf(formOf(before)));
  const problem = useProblem(problemsOf(form));
  const back = () => void navigate({ to: "/spotchecks/$id", params: { id } });
  const submit = () => {
    if (!request) return;
    change.mutateAsync({ id, setup: request }).then(
      () => {
        back();
        notice(t("parallel-edit-done", { title: request.title }));
      },
      () => {},
    );
  };
  return (
    <div className={setups.page}>
      <ListFields form={form} onChange={setForm} seen={seen} error={change.error} />
      <FormFields form={form} onChange={setForm} payouts={seen.payouts} error={change.error} />
      {fieldOf(change.error) === null && <Refusal error={change.error} />}
      <div className={setups.act}>
        <Button kind="primary" isDisabled={!request || isSame || change.isPending} onPress={submit}>
          {t("parallel-edit-save")}
        </Button>
        <Button onPress={back}>{t("action-cancel")}</Button>
        <span role="status">{isSame ? t("parallel-edit-same") : problem}</span>
      </div>
    </div>
  );
}
