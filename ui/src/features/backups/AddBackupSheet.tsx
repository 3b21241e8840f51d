import { useNavigate } from "@tanstack/react-router";
import { Sheet } from "../../components/Sheet";
import { useTranslate } from "../../i18n";
import { ProtectForm } from "./ProtectForm";

/** Adds a folder to a workspace that exists. */
export function AddBackupSheet({ onClose }: { onClose: () => void }) {
  const t = useTranslate();
  const navigate = useNavigate();
  return (
    <Sheet title={t("protect-title")} isOpen onClose={onClose}>
      <ProtectForm
        asksForCompany={false}
        onCancel={onClose}
        onProtected={({ backup, repository }) => {
          onClose();
          void navigate({ to: "/backups/$id", params: { id: backup }, search: { sheet: repository } });
        }}
      />
    </Sheet>
  );
}
