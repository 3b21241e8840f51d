import { useState } from "react";
import type { DrillAct, DrillView, WireError } from "../../contract/types";
import { useCommand } from "../../platform/context";
import { useNames } from "../providers/Person";

export interface MainAct {
  /** Which word the button has. */
  word: "begin" | "run" | "ask" | "done" | "undone";
  act: () => void;
}

export interface Acting {
  as: string;
  setAs: (name: string) => void;
  names: string[];
  may: (act: DrillAct) => boolean;
  /** Rejects where the program refuses it; `error` says why. */
  send: (act: DrillAct, text?: string) => Promise<unknown>;
  isBusy: boolean;
  error: WireError | null;
  /** What goes on with the step that is now; none while it needs no person. */
  main: MainAct | null;
}

/** Who acts, and what may be done: the program says what, the page says it in words. */
export function useActing(view: DrillView): Acting {
  const command = useCommand("drill_do");
  const { me, names } = useNames(view.operators);
  const [picked, setPicked] = useState<string | null>(null);
  const usual = me !== null && view.operators.includes(me) ? me : (view.operators.at(-1) ?? me ?? "");
  const as = picked ?? usual;
  const may = (act: DrillAct) => view.acts.includes(act);
  const send = (act: DrillAct, text = "") => command.mutateAsync({ run: view.run, act, as, text });
  const quietly = (act: DrillAct) => () => void send(act).catch(() => {});
  return {
    as,
    setAs: setPicked,
    names,
    may,
    send,
    isBusy: command.isPending,
    error: command.error,
    main: mainOf(view, may, quietly),
  };
}

/** A step is begun by a person, and what a person did or saw is told by one; the rest goes by itself. */
function mainOf(
  { step, steps, state }: DrillView,
  may: (act: DrillAct) => boolean,
  quietly: (act: DrillAct) => () => void,
): MainAct | null {
  const now = step === null ? undefined : steps[step];
  if (!now) return null;
  if (now.state === "untouched") {
    if (!may("next")) return null;
    const word = now.kind === "manual" ? "begin" : now.kind === "command" ? "run" : "ask";
    return { word, act: quietly("next") };
  }
  if (!may("confirm")) return null;
  if (state === "aborting" || state === "switching_back") return { word: "undone", act: quietly("confirm") };
  const waitsForPerson = now.kind === "manual" || (now.state === "done" && now.asks);
  return waitsForPerson ? { word: "done", act: quietly("confirm") } : null;
}
