import type { LucideIcon } from "lucide-react";
import { useCallback } from "react";
import type { GlyphState } from "../../components/Glyph";
import type { EvidenceRow, Verdict } from "../../contract/types";
import { type Format, type Translate, useFormat, useTranslate } from "../../i18n";

const STATES: Record<Verdict, GlyphState> = {
  passed: "proven",
  anomaly: "attention",
  inconclusive: "unknown",
  failed: "failing",
};

export const verdictState = (verdict: Verdict): GlyphState => STATES[verdict];

/** A record with a verdict carries its glyph; human acts have none and take an icon. */
export function recordGlyph(row: EvidenceRow, icon: LucideIcon): { state?: GlyphState; icon?: LucideIcon } {
  return row.verdict ? { state: verdictState(row.verdict) } : { icon };
}

/** Numbers the sentences may name. Records of older versions may lack some: those sentences do not use them. */
function values(row: EvidenceRow, format: Format) {
  const { params } = row;
  const count = (name: string) => Number(params[name] ?? 0);
  return {
    level: row.level ?? "none",
    verdict: row.verdict ?? "none",
    name: params.name ?? "",
    named: params.name ? "yes" : "no",
    reason: params.reason ?? "none",
    // The engine counts in "archive", "file" or "pack".
    piece: `${params.unit ?? "pack"}s`,
    sized: params.bytes === undefined ? "no" : "yes",
    files: count("files"),
    units_read: count("units_read"),
    units_total: count("units_total"),
    files_restored: count("files_restored"),
    findings: count("findings"),
    unexplained: count("unexplained"),
    rows: count(params.rows === undefined ? "rows_old" : "rows"),
    decision: params.decision ?? "none",
    renamed: params.from && params.to ? "yes" : "no",
    from: params.from ?? "",
    to: params.to ?? "",
    size: params.bytes === undefined ? "" : format.bytes(count("bytes")),
    duration: format.duration(count("restore_seconds")),
  };
}

export function recordSentence(t: Translate, format: Format, row: EvidenceRow): string {
  const sentence = t(`record-${row.kind}`, values(row, format));
  if (row.control) return t("record-of", { control: row.control.title, sentence });
  return sentence.charAt(0).toUpperCase() + sentence.slice(1);
}

export function useRecordSentence(): (row: EvidenceRow) => string {
  const t = useTranslate();
  const format = useFormat();
  return useCallback((row) => recordSentence(t, format, row), [t, format]);
}
