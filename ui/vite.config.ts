import { readFileSync } from "node:fs";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";

/** The pages are tested under the same policy that the window enforces. */
function contentSecurityPolicy(): string {
  const configuration = readFileSync(new URL("../src-tauri/tauri.conf.json", import.meta.url), "utf8");
  return JSON.parse(configuration).app.security.csp;
}

// WebKitGTK is the floor: its features match Safari 17. Paths stay relative, because the window
// loads the pages from inside the program.
export default defineConfig({
  base: "./",
  plugins: [react()],
  build: {
    target: "safari17",
    outDir: "dist",
    // Inlined assets would be data: fonts, which the content security policy refuses.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 900,
  },
  server: { port: 1420, strictPort: true },
  preview: {
    port: 4173,
    strictPort: true,
    headers: { "Content-Security-Policy": contentSecurityPolicy() },
  },
  test: {
    environment: "happy-dom",
    include: ["src/**/*.test.{ts,tsx}"],
    css: false,
  },
});
