import File from "lucide-react/icons/file";
import Folder from "lucide-react/icons/folder";
import { type FormEvent, useState } from "react";
import { Button } from "../../components/Button";
import { TextInput } from "../../components/Fields";
import { SheetActions } from "../../components/Sheet";
import { Refusal } from "../../components/States";
import type { Adoptable, Adopted } from "../../contract/types";
import { useFormat, useTranslate } from "../../i18n";
import { useAnswer, useCommand } from "../../platform/context";
import { useSettled } from "../schedule/useNextTimes";
import styles from "./AdoptForm.module.css";
import sheets from "./Sheets.module.css";

/** A nightly copy and two hours for it to finish. */
const MAX_AGE = "26h";

interface AdoptFormProps {
  asksForCompany: boolean;
  onCancel: () => void;
  onAdopted: (made: Adopted) => void;
}

/** What another tool makes: Ballast looks at it, says what it is, and from then on tests it. */
export function AdoptForm({ asksForCompany, onCancel, onAdopted }: AdoptFormProps) {
  const t = useTranslate();
  const folder = useCommand("pick_folder");
  const file = useCommand("pick_file");
  const adopt = useCommand("adopt");
  const [path, setPath] = useState("");
  const [title, setTitle] = useState("");
  const [password, setPassword] = useState("");
  const [maxAge, setMaxAge] = useState(MAX_AGE);
  const [company, setCompany] = useState("");
  const settled = useSettled(path.trim());
  const look = useAnswer("adopt_look", { path: settled }, { enabled: settled !== "" });
  const found = settled !== "" && settled === path.trim() ? look.data : undefined;
  const picked = ({ path: chosen }: { path: string | null }) => chosen !== null && setPath(chosen);
  const pickTitle = { title: t("adopt-pick") };
  const isAgeWrong = adopt.error?.where.field === "max_age";

  const needs =
    asksForCompany && company.trim() === ""
      ? "company"
      : !found?.kind
        ? "path"
        : found.needs_password && password === ""
          ? "password"
          : null;

  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (needs !== null || !found?.kind) return;
    // The promise, not the callbacks: the first workspace may take this form off the screen before the answer.
    adopt
      .mutateAsync({
        path: found.path,
        kind: found.kind,
        ...(title.trim() === "" ? {} : { title: title.trim() }),
        ...(found.needs_password ? { password } : {}),
        ...(found.sums === null ? {} : { sums: found.sums }),
        ...(maxAge.trim() === "" ? {} : { max_age: maxAge.trim() }),
        ...(asksForCompany ? { workspace_name: company.trim() } : {}),
      })
      .finally(() => setPassword(""))
      .then(onAdopted, () => {});
  };

  return (
    <form onSubmit={submit} className={sheets.form}>
      <p className={sheets.text}>{t("adopt-text")}</p>
      {asksForCompany && (
        <TextInput
          label={t("protect-company")}
          hint={t("protect-company-hint")}
          value={company}
          onChange={setCompany}
          autoFocus
        />
      )}
      <div>
        <TextInput
          label={t("adopt-path")}
          hint={t("adopt-path-hint")}
          value={path}
          onChange={setPath}
          mono
          autoFocus={!asksForCompany}
        />
        <div className={styles.pick}>
          <Button small icon={Folder} onPress={() => folder.mutate(pickTitle, { onSuccess: picked })}>
            {t("adopt-pick-folder")}
          </Button>
          <Button small icon={File} onPress={() => file.mutate(pickTitle, { onSuccess: picked })}>
            {t("adopt-pick-file")}
          </Button>
        </div>
      </div>
      <div role="status">
        {settled !== "" && look.isFetching && <p className={styles.looking}>{t("adopt-looking")}</p>}
        {found && !look.isFetching && <Found found={found} />}
      </div>
      {settled !== "" && !look.isFetching && <Refusal error={look.error} />}
      {found?.kind && (
        <>
          {found.needs_password && (
            <TextInput
              type="password"
              label={t("adopt-password")}
              hint={t("adopt-password-hint")}
              value={password}
              onChange={setPassword}
            />
          )}
          <TextInput
            narrow
            label={t("adopt-age")}
            value={maxAge}
            onChange={setMaxAge}
            error={isAgeWrong ? t("adopt-age-wrong") : undefined}
          />
          <p className={styles.hint}>{t("adopt-age-hint")}</p>
          <TextInput
            label={t("protect-name")}
            hint={t("adopt-name-hint")}
            value={title}
            onChange={setTitle}
          />
        </>
      )}
      {!isAgeWrong && <Refusal error={adopt.error} />}
      <SheetActions>
        {needs !== null && <span className={sheets.why}>{t(`adopt-needs-${needs}`)}</span>}
        <Button onPress={onCancel}>{t("action-cancel")}</Button>
        <Button kind="primary" type="submit" isDisabled={needs !== null || adopt.isPending}>
          {t("adopt-now")}
        </Button>
      </SheetActions>
    </form>
  );
}

/** What lies there, in words, and what that allows. */
function Found({ found }: { found: Adoptable }) {
  const t = useTranslate();
  const format = useFormat();
  if (found.kind === null) {
    return (
      <div className={styles.found}>
        <b>{t("adopt-found-nothing")}</b>
        <p>{t("adopt-found-allowed")}</p>
      </div>
    );
  }
  const details = [
    found.kind !== "archives" &&
      found.kind !== "adopted_folder" &&
      found.files > 1 &&
      t("unit-files", { count: found.files }),
    found.bytes > 0 && format.bytes(found.bytes),
    found.newest_at !== null && t("adopt-newest", { when: format.past(found.newest_at) }),
    found.incomplete > 0 && t("adopt-incomplete", { count: found.incomplete }),
  ].filter((part) => part !== false);
  return (
    <div className={styles.found}>
      <b>
        {t(`adopt-found-${found.kind}`, {
          count: found.files,
          sums: found.sums ?? "",
          listed: found.sums === null ? "no" : "yes",
        })}
      </b>
      {details.length > 0 && <p>{details.join(", ")}</p>}
      <p>
        {t(
          found.kind === "adopted_folder" && found.sums === null
            ? "adopt-means-no-sums"
            : `adopt-means-${found.kind}`,
        )}
      </p>
    </div>
  );
}
