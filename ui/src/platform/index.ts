import type { Commands } from "../contract/commands";
import type { WireError } from "../contract/types";

export type CommandName = keyof Commands;
export type Request<K extends CommandName> = Commands[K][0];
export type Answer<K extends CommandName> = Commands[K][1];

/** Everything the window needs from outside the page. The only folder that may import `@tauri-apps/*`. */
export interface Platform {
  invoke<K extends CommandName>(name: K, request: Request<K>): Promise<Answer<K>>;
  /** Calls back when data changed; returns how to stop. */
  onChanged(callback: () => void): () => void;
  /** Calls back with the path of a file that is dropped on the window, the first of several; returns how to stop. */
  onFileDropped(callback: (path: string) => void): () => void;
  /** The first screen. */
  start: string;
}

export async function choosePlatform(): Promise<Platform> {
  if ("__TAURI_INTERNALS__" in window) return (await import("./tauri")).makePlatform();
  // The condition is known when building: no example data reaches the program.
  if (import.meta.env.MODE !== "production") return (await import("./fixture")).makePlatform();
  throw new Error("This page runs inside the Ballast window only.");
}

const EMPTY: Omit<WireError, "code" | "message"> = { hint: "", where: {}, allowed: [], params: {} };

/** Commands reject with a WireError; anything else is a defect of ours and is shown as one. */
export function toWireError(reason: unknown): WireError {
  if (typeof reason === "object" && reason !== null && "code" in reason && "message" in reason) {
    return { ...EMPTY, ...(reason as WireError) };
  }
  const message = reason instanceof Error ? reason.message : String(reason);
  return { ...EMPTY, code: "internal", message };
}
