import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { Segments } from "../../components/Fields";
import { Sheet } from "../../components/Sheet";
import { useTranslate } from "../../i18n";
import { AdoptForm } from "./AdoptForm";
import { ProtectForm } from "./ProtectForm";
import sheets from "./Sheets.module.css";

type Way = "protect" | "adopt";
const WAYS: readonly Way[] = ["protect", "adopt"];

interface AddBackupSheetProps {
  startsAdopting: boolean;
  onClose: () => void;
}

/** Adds to a workspace that exists: a folder that Ballast copies, or a backup that others make. */
export function AddBackupSheet({ startsAdopting, onClose }: AddBackupSheetProps) {
  const t = useTranslate();
  const navigate = useNavigate();
  const [way, setWay] = useState<Way>(startsAdopting ? "adopt" : "protect");
  return (
    <Sheet title={t(`${way}-title`)} isOpen onClose={onClose}>
      <div className={sheets.ways}>
        <Segments
          label={t("add-way")}
          value={way}
          onChange={setWay}
          choices={WAYS.map((id) => ({ id, label: t(`add-way-${id}`) }))}
        />
      </div>
      {way === "adopt" ? (
        <AdoptForm
          asksForCompany={false}
          onCancel={onClose}
          onAdopted={({ backup }) => {
            onClose();
            void navigate({ to: "/backups/$id", params: { id: backup } });
          }}
        />
      ) : (
        <ProtectForm
          asksForCompany={false}
          onCancel={onClose}
          onProtected={({ backup, repository }) => {
            onClose();
            void navigate({ to: "/backups/$id", params: { id: backup }, search: { sheet: repository } });
          }}
        />
      )}
    </Sheet>
  );
}
