import { useNavigate } from "@tanstack/react-router";
import { useNotice } from "../components/Notice";
import type { Level, WireError } from "../contract/types";
import { useErrorWords } from "../i18n";
import { useCommand } from "../platform/context";

/** Starts a run and shows it where it happens; says why where it cannot start. */
export function useStart() {
  const navigate = useNavigate();
  const notice = useNotice();
  const words = useErrorWords();
  const backup = useCommand("backup_run");
  const verify = useCommand("backup_verify");
  const refused = (error: WireError) => {
    const { message, hint } = words(error);
    notice(`${message} ${hint}`);
  };
  const shown = (id: string) => ({
    onSuccess: () => void navigate({ to: "/backups/$id", params: { id } }),
    onError: refused,
  });
  return {
    backUp: (id: string) => backup.mutate({ id }, shown(id)),
    verify: (id: string, level: Level) => verify.mutate({ id, level }, shown(id)),
    isStarting: backup.isPending || verify.isPending,
  };
}
