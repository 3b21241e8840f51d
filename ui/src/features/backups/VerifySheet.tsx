import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { Button } from "../../components/Button";
import { Choices } from "../../components/Fields";
import { LEVELS } from "../../components/Ladder";
import { Sheet, SheetActions } from "../../components/Sheet";
import { Refusal } from "../../components/States";
import type { Level } from "../../contract/types";
import { useTranslate } from "../../i18n";
import { useAnswer, useCommand } from "../../platform/context";
import styles from "./Sheets.module.css";

interface VerifySheetProps {
  backup: string;
  level?: Level | undefined;
  onClose: () => void;
}

/** How far up the ladder to climb; every level below is checked on the way. */
export function VerifySheet({ backup, level: asked, onClose }: VerifySheetProps) {
  const t = useTranslate();
  const navigate = useNavigate();
  const detail = useAnswer("backup_show", { id: backup });
  const verify = useCommand("backup_verify");
  const [level, setLevel] = useState<Level>(asked ?? "restore");
  const start = () =>
    verify.mutate(
      { id: backup, level },
      {
        onSuccess: () => {
          onClose();
          void navigate({ to: "/backups/$id", params: { id: backup } });
        },
      },
    );
  return (
    <Sheet title={t("verify-title", { backup: detail.data?.row.title ?? "" })} isOpen onClose={onClose}>
      <div className={styles.form}>
        <p className={styles.text}>{t("verify-text")}</p>
        <Choices
          label={t("verify-level")}
          hideLabel
          value={level}
          onChange={(value) => setLevel(LEVELS.find((one) => one === value) ?? "restore")}
          choices={LEVELS.map((one) => ({
            id: one,
            title: t(`ladder-${one}`),
            text: t(`ladder-${one}-means`),
          }))}
        />
        <Refusal error={verify.error} />
        <SheetActions>
          <Button onPress={onClose}>{t("action-cancel")}</Button>
          <Button kind="primary" onPress={start} isDisabled={verify.isPending}>
            {t("action-verify-now")}
          </Button>
        </SheetActions>
      </div>
    </Sheet>
  );
}
