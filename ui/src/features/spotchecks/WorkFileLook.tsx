import { Banner, Refusal } from "../../components/States";
import type { WireError, WorkFileView } from "../../contract/types";
import { useTranslate } from "../../i18n";
import { useAnswer } from "../../platform/context";
import sheets from "../backups/Sheets.module.css";
import { useSettled } from "../schedule/useNextTimes";

/** What lies in a work file, as soon as its path is no longer typed at. */
export function useWorkFile(path: string) {
  const file = path.trim();
  const settled = useSettled(file);
  const look = useAnswer("spotcheck_open_work", { file: settled }, { enabled: settled !== "" });
  const isSettled = settled !== "" && settled === file;
  return {
    file,
    view: isSettled && !look.error ? (look.data ?? null) : null,
    error: isSettled ? look.error : null,
  };
}

/** Whose file it is and how much of it is answered, or why it is none. */
export function WorkFileLook({ view, error }: { view: WorkFileView | null; error: WireError | null }) {
  const t = useTranslate();
  if (error) return <WorkFileRefusal error={error} />;
  if (!view) return null;
  const { title, person, done, of } = view;
  return (
    <p className={sheets.path} role="status">
      {t("spotcheck-file-is", { title, person, done, of })}
    </p>
  );
}

/** Why a file is none, or none for this round, as the program names it. */
export const UNFIT = [
  "no_work_package",
  "work_package_changed",
  "work_package_foreign",
  "work_package_other_round",
] as const;

/** Why a file cannot be taken, in the words of whoever holds it in hand. */
export function WorkFileRefusal({ error }: { error: WireError | null }) {
  const t = useTranslate();
  const problem = UNFIT.find((one) => error?.code === "invalid_file" && error.params.problem === one);
  if (problem === undefined) return <Refusal error={error} />;
  return (
    <Banner state="failing" title={t(`spotcheck-unfit-${problem}`)} isAlert>
      {t(`spotcheck-unfit-${problem}-hint`)}
    </Banner>
  );
}
