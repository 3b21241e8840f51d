import { AddBackupSheet } from "../features/backups/AddBackupSheet";
import { RecoverySheetDialog } from "../features/backups/RecoverySheetDialog";
import { RestoreSheet } from "../features/backups/RestoreSheet";
import { VerifySheet } from "../features/backups/VerifySheet";
import { PauseSheet } from "../features/schedule/PauseSheet";
import { ScheduleSheet } from "../features/schedule/ScheduleSheet";
import { SettleSheet } from "../features/schedule/SettleSheet";
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
      return <AddBackupSheet startsAdopting={current.adopt ?? false} onClose={close} />;
    case "verify":
      return <VerifySheet backup={current.backup} level={current.level} onClose={close} />;
    case "restore":
      return <RestoreSheet backup={current.backup} onClose={close} />;
    case "sheet":
      return <RecoverySheetDialog repository={current.repository} title={current.title} onClose={close} />;
    case "schedule":
      return <ScheduleSheet backup={current.backup} level={current.level} onClose={close} />;
    case "pause":
      return <PauseSheet backup={current.backup} onClose={close} />;
    case "settle":
      return <SettleSheet letter={current.letter} onClose={close} />;
    default:
      return null;
  }
}
