import FileText from "lucide-react/icons/file-text";
import { Button } from "../../components/Button";
import { useNotice } from "../../components/Notice";
import { Sheet, SheetActions } from "../../components/Sheet";
import { Refusal } from "../../components/States";
import { useTranslate } from "../../i18n";
import { useCommand } from "../../platform/context";
import styles from "./Sheets.module.css";

interface RecoverySheetProps {
  repository: string;
  title: string;
  onClose: () => void;
}

/** Where the repository is, its password, and how to open it without Ballast: on paper, away from this computer. */
export function RecoverySheetDialog({ repository, title, onClose }: RecoverySheetProps) {
  const t = useTranslate();
  const notice = useNotice();
  const save = useCommand("recovery_sheet_save");
  const keep = useCommand("recovery_sheet_kept");
  const file = save.data?.file;
  const kept = () =>
    keep.mutate(
      { repository },
      {
        onSuccess: () => {
          notice(t("sheet-kept-notice"));
          onClose();
        },
      },
    );
  return (
    <Sheet title={t("sheet-title")} isOpen onClose={onClose}>
      <div className={styles.form}>
        <p className={styles.text}>{t("sheet-text", { place: title })}</p>
        {file && (
          <>
            <p className={styles.text}>{t("sheet-saved")}</p>
            <code className={styles.path}>{file}</code>
            <p className={styles.text}>{t("sheet-then")}</p>
          </>
        )}
        <Refusal error={save.error ?? keep.error} />
        <SheetActions>
          <Button kind="quiet" onPress={onClose}>
            {t("action-later")}
          </Button>
          {file ? (
            <Button kind="primary" onPress={kept} isDisabled={keep.isPending}>
              {t("sheet-put-away")}
            </Button>
          ) : (
            <Button
              kind="primary"
              icon={FileText}
              onPress={() => save.mutate({ repository })}
              isDisabled={save.isPending}
            >
              {t("sheet-save")}
            </Button>
          )}
        </SheetActions>
      </div>
    </Sheet>
  );
}
