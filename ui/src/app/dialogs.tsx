import { createContext, type ReactNode, useContext, useMemo, useState } from "react";
import type { DeadLetter, Level } from "../contract/types";

export type Dialog =
  | { name: "palette" }
  | { name: "keys" }
  | { name: "add"; adopt?: boolean }
  | { name: "verify"; backup: string; level?: Level }
  | { name: "restore"; backup: string }
  /** A level of null is the line of the copies; without one the sheet asks. */
  | { name: "schedule"; backup?: string; level?: Level | null }
  /** Without a backup, everything. */
  | { name: "pause"; backup?: string }
  | { name: "settle"; letter: DeadLetter }
  | { name: "sheet"; repository: string; title: string };

interface Dialogs {
  current: Dialog | null;
  open: (dialog: Dialog) => void;
  close: () => void;
}

const DialogsContext = createContext<Dialogs>({ current: null, open: () => {}, close: () => {} });
export const useDialogs = () => useContext(DialogsContext);

/** One dialog at a time, opened from a button, the palette or a key. */
export function DialogsProvider({ children }: { children: ReactNode }) {
  const [current, setCurrent] = useState<Dialog | null>(null);
  const value = useMemo(() => ({ current, open: setCurrent, close: () => setCurrent(null) }), [current]);
  return <DialogsContext value={value}>{children}</DialogsContext>;
}
