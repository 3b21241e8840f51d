import type { AnswerDraft } from "../../contract/types";

/** One for each file: its items are answered one after the other. */
const KEY = "ballast.work-file:";

/** Keeps what was typed at an item of a work file on this computer, where there may be no workspace to keep it. */
export const keepFileDraft = (file: string, item: string, draft: AnswerDraft): void =>
  localStorage.setItem(KEY + file, JSON.stringify({ item, draft }));

export const dropFileDraft = (file: string): void => localStorage.removeItem(KEY + file);

/** What was typed at this item; null where nothing was, or nothing that reads. */
export function fileDraftOf(file: string, item: string): AnswerDraft | null {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(KEY + file) ?? "null");
    return isKept(kept) && kept.item === item ? kept.draft : null;
  } catch {
    return null;
  }
}

function isKept(kept: unknown): kept is { item: string; draft: AnswerDraft } {
  if (typeof kept !== "object" || kept === null || !("item" in kept) || !("draft" in kept)) return false;
  const { draft } = kept;
  if (typeof draft !== "object" || draft === null) return false;
  const { amount, steps, note, evidence } = draft as Record<string, unknown>;
  return (
    [kept.item, amount, steps, note].every((text) => typeof text === "string") &&
    Array.isArray(evidence) &&
    evidence.every((path) => typeof path === "string")
  );
}
