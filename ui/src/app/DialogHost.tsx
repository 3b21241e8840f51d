import { AddBackupSheet } from "../features/backups/AddBackupSheet";
import { RecoverySheetDialog } from "../features/backups/RecoverySheetDialog";
import { RestoreSheet } from "../features/backups/RestoreSheet";
import { VerifySheet } from "../features/backups/VerifySheet";
import { useDialogs } from "./dialogs";
import { KeysSheet } from "./KeysSheet";
import { Palette } from "./Palette";

/** Draws whichever dialog is open. */
export function DialogHost() {
  const { current, close } = useDialogs();
  switch (current?.name) {
    case "palette":
      return <Palette onClose={close} />;
    case "keys":
      return <KeysSheet onClose={close} />;
    case "add":
      return <AddBackupSheet onClose={close} />;
    case "verify":
      return <VerifySheet backup={current.backup} level={current.level} onClose={close} />;
    case "restore":
      return <RestoreSheet backup={current.backup} onClose={close} />;
    case "sheet":
      return <RecoverySheetDialog repository={current.repository} title={current.title} onClose={close} />;
    default:
      return null;
  }
}
