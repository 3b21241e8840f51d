import { useQuery } from "@tanstack/react-query";
import { useCallback, useEffect, useRef, useState } from "react";
import { isCovered, singleKeysOn } from "../../app/keys";
import type { AnswerDraft, AnswerKind, NextItem, WireError, WorkItem } from "../../contract/types";
import { toWireError } from "../../platform";
import { usePlatform } from "../../platform/context";

/** Who checks what, as every request of this page says it. */
export interface Checking {
  id: string;
  person: string;
  passphrase?: string;
}

/** An answer as it is locked. */
export interface Given {
  answer: AnswerKind;
  /** A decimal; none where there is no figure. */
  amount?: string;
  steps: string;
  note: string;
  /** Files on this computer. */
  evidence: string[];
}

/** Where a checker's answers go: into the workspace, or into a file that came from another computer. */
export interface Desk {
  title: string;
  person: string;
  currency: string;
  /** The system's figure is shown once the own one is locked. */
  reveals: boolean;
  keep: (item: string, draft: AnswerDraft) => Promise<unknown>;
  /** Rejects if the answer was refused, and says why in `error`. */
  lock: (item: WorkItem, given: Given) => Promise<unknown>;
  isLocking: boolean;
  error: WireError | null;
}

/** The next item of a person. A passphrase is asked with, and is no part of what the answer is kept under. */
export function useNext({ id, person, passphrase }: Checking, attempt: number, isEnabled: boolean) {
  const platform = usePlatform();
  return useQuery<NextItem, WireError>({
    queryKey: ["spotcheck_next", { id, person, attempt }],
    queryFn: () =>
      platform
        .invoke("spotcheck_next", { id, person, ...(passphrase === undefined ? {} : { passphrase }) })
        .catch((reason) => {
          throw toWireError(reason);
        }),
    enabled: isEnabled,
    // What one person was given is nothing for who sits down next.
    gcTime: 0,
  });
}

/** Long enough to type a word in, short enough to lose none. */
const SAVE_AFTER_MS = 400;

/** Keeps what was typed, so that it is there again after a break, a crash or a power cut. */
export function useDraft(keep: Desk["keep"], item: string, draft: AnswerDraft) {
  const [error, setError] = useState<WireError | null>(null);
  const [isKept, setKept] = useState(true);
  const kept = useRef(JSON.stringify(draft));
  const latest = useRef({ draft, keep });
  latest.current = { draft, keep };
  const isOver = useRef(false);

  const save = useCallback(async () => {
    const { draft: now, keep: keepIt } = latest.current;
    const text = JSON.stringify(now);
    if (isOver.current || text === kept.current) return;
    try {
      await keepIt(item, now);
      kept.current = text;
      setKept(text === JSON.stringify(latest.current.draft));
      setError(null);
    } catch (reason) {
      setError(toWireError(reason));
      throw reason;
    }
  }, [item]);

  const text = JSON.stringify(draft);
  useEffect(() => {
    if (text === kept.current) return;
    setKept(false);
    const timer = setTimeout(() => void save().catch(() => {}), SAVE_AFTER_MS);
    return () => clearTimeout(timer);
  }, [text, save]);
  // Whoever leaves by another way than the button keeps it too.
  useEffect(() => () => void save().catch(() => {}), [save]);

  return {
    error,
    isKept,
    save,
    /** An answer is on its way: a draft that came after it would be one of a locked item. */
    hold: (isHeld: boolean) => {
      isOver.current = isHeld;
    },
  };
}

export interface WorkKeys {
  /** Letters and digits, in lower case. */
  keys: Record<string, () => void>;
  enter: () => void;
  stop: () => void;
  /** Where figures are typed: letters mean nothing there, so keys act as beside it. */
  figure: () => HTMLInputElement | null;
}

const isText = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && target.matches("textarea, select, input:not([type=radio])");

const OPENS = "button, a, [role=button], [role=radio]";

/** The keys of a checker. They come before those of the window, so that a digit never leaves the page. */
export function useWorkKeys({ keys, enter, stop, figure }: WorkKeys): void {
  const latest = useRef({ keys, enter, stop, figure });
  latest.current = { keys, enter, stop, figure };
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const now = latest.current;
      if (event.defaultPrevented || isCovered() || event.altKey) return;
      const isHeld = event.ctrlKey || event.metaKey;
      const field = now.figure();
      const inFigure = field !== null && event.target === field;
      const isTyping = isText(event.target) && !inFigure;
      const act = (what: () => void) => {
        event.preventDefault();
        event.stopPropagation();
        what();
      };
      if (event.key === "Enter") {
        const isButton = event.target instanceof HTMLElement && event.target.closest(OPENS) !== null;
        const isArea = event.target instanceof HTMLTextAreaElement;
        if (isHeld || (!isButton && !isArea)) act(now.enter);
        return;
      }
      if (isHeld) return;
      if (event.key === "Escape") {
        if (isTyping) act(() => (field ?? document.querySelector("main"))?.focus());
        else act(now.stop);
        return;
      }
      if (isTyping) return;
      const own = now.keys[event.key.toLowerCase()];
      if (own && singleKeysOn()) act(own);
      else if (/^[0-9]$/.test(event.key) && !inFigure) {
        // It is a figure that begins, and no other screen that is wanted.
        event.stopPropagation();
        field?.focus();
      }
    };
    window.addEventListener("keydown", onKey, { capture: true });
    return () => window.removeEventListener("keydown", onKey, { capture: true });
  }, []);
}
