import { useNavigate, useSearch } from "@tanstack/react-router";
import { useState } from "react";
import { useReady } from "../../app/ready";
import { Button } from "../../components/Button";
import { useNotice } from "../../components/Notice";
import { PageHead } from "../../components/Page";
import { Refusal } from "../../components/States";
import { useTranslate } from "../../i18n";
import { useCommand, useDroppedFile } from "../../platform/context";
import setups from "../compare/SetUpPage.module.css";
import { FormFields, useProblem } from "./FormFields";
import { emptyForm, type Form, fieldOf, problemsOf, requestOf, withFile } from "./form";
import { ListFields, useLook } from "./ListFields";

/** Which list, how many of it, and who looks. */
export function SetUpPage() {
  const t = useTranslate();
  const navigate = useNavigate();
  const notice = useNotice();
  const { file } = useSearch({ from: "/spotchecks/+new" });
  const [form, setForm] = useState<Form>(() => (file === undefined ? emptyForm : withFile(emptyForm, file)));
  useDroppedFile((path) => setForm((before) => withFile(before, path)));
  const setUp = useCommand("spotcheck_set_up");
  const seen = useLook(form, setForm);
  useReady(true);
  const request = requestOf(form);
  const problem = useProblem(problemsOf(form));
  const submit = () => {
    if (!request) return;
    setUp.mutateAsync(request).then(
      ({ id, title }) => {
        void navigate({ to: "/spotchecks/$id", params: { id } });
        notice(t("spotcheck-set-up-done", { title }));
      },
      () => {},
    );
  };
  return (
    <>
      <PageHead
        crumb={{ to: "/spotchecks", label: t("nav-spotchecks") }}
        title={t("spotcheck-new")}
        sub={t("spotcheck-new-sub")}
      />
      <div className={setups.page}>
        <ListFields form={form} onChange={setForm} seen={seen} error={setUp.error} />
        {seen.found && (
          <>
            <FormFields form={form} onChange={setForm} payouts={seen.payouts} error={setUp.error} />
            {fieldOf(setUp.error) === null && <Refusal error={setUp.error} />}
            <div className={setups.act}>
              <Button kind="primary" isDisabled={!request || setUp.isPending} onPress={submit}>
                {t("spotcheck-set-up-now")}
              </Button>
              <span role="status">{problem}</span>
            </div>
          </>
        )}
      </div>
    </>
  );
}
