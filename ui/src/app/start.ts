import { useNavigate } from "@tanstack/react-router";
import { useNotice } from "../components/Notice";
import type { Level, WireError } from "../contract/types";
import { useErrorWords } from "../i18n";
import { useCommand } from "../platform/context";
import type { ControlPlace } from "./control";

/** Starts a run and shows it where it happens; says why where it cannot start. */
export function useStart() {
  const navigate = useNavigate();
  const notice = useNotice();
  const words = useErrorWords();
  const backup = useCommand("backup_run");
  const verify = useCommand("backup_verify");
  const compare = useCommand("compare_run");
  const freeze = useCommand("spotcheck_freeze");
  const draw = useCommand("spotcheck_verify");
  const evaluate = useCommand("spotcheck_evaluate");
  const refused = (error: WireError) => {
    const { message, hint } = words(error);
    notice(`${message} ${hint}`);
  };
  // The promise, not the callbacks: these end with the component, and the palette closes before the answer.
  const shown = (id: string, started: Promise<unknown>, to: ControlPlace["to"] = "/backups/$id") =>
    void started.then(() => void navigate({ to, params: { id } }), refused);
  return {
    backUp: (id: string) => shown(id, backup.mutateAsync({ id })),
    verify: (id: string, level: Level) => shown(id, verify.mutateAsync({ id, level })),
    compare: (id: string, isBaseline = false) =>
      shown(id, compare.mutateAsync({ id, ...(isBaseline ? { baseline: true } : {}) }), "/parallel/$id"),
    freeze: (id: string) => shown(id, freeze.mutateAsync({ id }), "/spotchecks/$id"),
    drawAgain: (id: string) => shown(id, draw.mutateAsync({ id }), "/spotchecks/$id"),
    evaluate: (id: string) => shown(id, evaluate.mutateAsync({ id }), "/spotchecks/$id"),
    isStarting: [backup, verify, compare, freeze, draw, evaluate].some(({ isPending }) => isPending),
  };
}
