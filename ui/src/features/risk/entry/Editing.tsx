import { useQueryClient } from "@tanstack/react-query";
import { useLocation } from "@tanstack/react-router";
import {
  createContext,
  type ReactNode,
  useCallback,
  useContext,
  useEffect,
  useMemo,
  useRef,
  useState,
} from "react";
import { isCovered, isTyping } from "../../../app/keys";
import { useNotice } from "../../../components/Notice";
import type { MapSave, MapSaved, MapSheet, WireError } from "../../../contract/types";
import { useFormat, useTranslate } from "../../../i18n";
import { toWireError } from "../../../platform";
import { useCommand, usePlatform } from "../../../platform/context";
import { applied, confirmed } from "./entries";
import { type Answers, NO_ANSWERS } from "./firstmap";
import { popped, pushed, type Stack, undoing } from "./undo";
import { useRefusal } from "./useRefusal";

/** Null when it was done. */
export type Outcome = WireError | null;

interface Editing {
  /** Saves what is made of the map as it stands at that moment; `what` says what was done. */
  save: (change: (sheet: MapSheet) => MapSave, what: string) => Promise<Outcome>;
  /** Says of these that they are still true today. */
  confirm: (ids: string[], what: string) => Promise<Outcome>;
  /** Notes a save that another command made; it began at `from`. */
  note: (saved: MapSaved, from: number, what: string) => void;
  undo: () => void;
  /** What would be taken back next; null where there is nothing. */
  next: string | null;
  /** The answers of the first map, kept while one looks elsewhere. */
  draft: { answers: Answers; step: number };
  setDraft: (draft: { answers: Answers; step: number }) => void;
}

const EditingContext = createContext<Editing | null>(null);

export function useEditing(): Editing {
  const editing = useContext(EditingContext);
  if (!editing) throw new Error("useEditing outside EditingProvider");
  return editing;
}

const SHEET_KEY = ["map_show", {}] as const;

/** One save after the other, each made from what the one before it left. */
function useSaving() {
  const client = useQueryClient();
  const platform = usePlatform();
  const { mutateAsync: saveMap } = useCommand("map_save");
  const { mutateAsync: confirmIds } = useCommand("risk_confirm");
  const last = useRef<Promise<unknown>>(Promise.resolve());

  return useMemo(() => {
    const current = async (): Promise<MapSheet> =>
      client.getQueryData<MapSheet>(SHEET_KEY) ?? (await platform.invoke("map_show", {}));
    const inTurn = <T,>(act: () => Promise<T>): Promise<T> => {
      const turn = last.current.then(act, act);
      last.current = turn.catch(() => {});
      return turn;
    };
    const put = (change: MapSave, saved: MapSaved) =>
      client.setQueryData<MapSheet>(SHEET_KEY, (sheet) => sheet && applied(sheet, change, saved.revision));
    return {
      save: (change: (sheet: MapSheet) => MapSave) =>
        inTurn(async () => {
          const sheet = await current();
          const asked = { ...change(sheet), revision: sheet.revision };
          const saved = await saveMap(asked);
          put(asked, saved);
          return { saved, from: sheet.revision };
        }),
      send: (asked: MapSave) =>
        inTurn(async () => {
          const saved = await saveMap(asked);
          put(asked, saved);
          return saved;
        }),
      confirm: (ids: string[], today: string) =>
        inTurn(async () => {
          const sheet = await current();
          const saved = await confirmIds({ ids });
          put(confirmed(sheet, ids, today), saved);
          return { saved, from: sheet.revision };
        }),
    };
  }, [client, platform, saveMap, confirmIds]);
}

/** The saves so far, and taking back the last of them. */
function useUndoing(send: (asked: MapSave) => Promise<MapSaved>) {
  const t = useTranslate();
  const notice = useNotice();
  const refusal = useRefusal();
  const [stack, setStack] = useState<Stack>([]);
  const latest = useRef(stack);
  latest.current = stack;
  const isUndoing = useRef(false);

  const undo = useCallback(() => {
    const step = latest.current.at(-1);
    if (!step || isUndoing.current) return;
    isUndoing.current = true;
    send(undoing(step))
      .then(
        (saved) => {
          setStack((all) => popped(all, saved));
          notice(t("entry-undone", { what: step.what }));
        },
        (reason) => {
          const { message, hint } = refusal(toWireError(reason));
          notice(t("entry-not-undone", { what: step.what, why: `${message} ${hint}` }));
        },
      )
      .finally(() => {
        isUndoing.current = false;
      });
  }, [send, notice, refusal, t]);

  const note = useCallback(
    (saved: MapSaved, from: number, what: string) => {
      setStack((all) => pushed(all, { undo: saved.undo, from, to: saved.revision, what }));
      notice(what, { label: t("entry-undo"), onPress: undo });
    },
    [notice, t, undo],
  );
  return { undo, note, next: stack.at(-1)?.what ?? null };
}

/** Saves of the map, and the way back. It outlives the page, so that a save can be taken back from the next one. */
export function EditingProvider({ children }: { children: ReactNode }) {
  const format = useFormat();
  const saving = useSaving();
  const { undo, note, next } = useUndoing(saving.send);
  const [draft, setDraft] = useState({ answers: NO_ANSWERS, step: 0 });

  const value = useMemo<Editing>(() => {
    const done = (act: Promise<{ saved: MapSaved; from: number }>, what: string): Promise<Outcome> =>
      act.then(
        ({ saved, from }) => {
          note(saved, from, what);
          return null;
        },
        (reason) => toWireError(reason),
      );
    return {
      save: (change, what) => done(saving.save(change), what),
      confirm: (ids, what) => done(saving.confirm(ids, format.today()), what),
      note,
      undo,
      next,
      draft,
      setDraft,
    };
  }, [saving, note, undo, next, draft, format]);
  useUndoKey(undo);
  return <EditingContext value={value}>{children}</EditingContext>;
}

/** Ctrl+Z takes the last save back on the screens of the map; while typing it belongs to the field. */
function useUndoKey(undo: () => void) {
  const { pathname } = useLocation();
  const isMap = pathname === "/map" || pathname.startsWith("/map/");
  useEffect(() => {
    if (!isMap) return;
    const onKey = (event: KeyboardEvent) => {
      const isUndo = (event.ctrlKey || event.metaKey) && !event.shiftKey && event.key.toLowerCase() === "z";
      if (!isUndo || event.defaultPrevented || isTyping(event.target)) return;
      if (isCovered() && !document.querySelector("[data-undoes]")) return;
      event.preventDefault();
      undo();
    };
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, [isMap, undo]);
}
