import { invoke } from "@tauri-apps/api/core";
import { listen } from "@tauri-apps/api/event";
import type { Platform } from ".";

export function makePlatform(): Platform {
  return {
    invoke: (name, request) => invoke(name, { request }),
    onChanged(callback) {
      const listening = listen("changed", () => callback());
      return () => void listening.then((stop) => stop());
    },
    onFileDropped(callback) {
      const listening = listen<{ paths: string[] }>("tauri://drag-drop", ({ payload: { paths } }) => {
        if (paths[0] !== undefined) callback(paths[0]);
      });
      return () => void listening.then((stop) => stop());
    },
    start: "/",
  };
}
