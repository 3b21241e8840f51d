import { Button } from "../../components/Button";
import { Glyph, type GlyphState } from "../../components/Glyph";
import { Section } from "../../components/Page";
import type { CompareRunView, Severity } from "../../contract/types";
import { useFindingWords, useTranslate } from "../../i18n";
import styles from "./DetailPage.module.css";
import { acceptId, others } from "./findings";

const GLYPH: Record<Severity, GlyphState> = {
  critical: "failing",
  blocking: "unknown",
  warning: "attention",
  note: "attention",
};

interface FindingsProps {
  run: CompareRunView;
  /** Opens the sheet; none where nothing can be accepted. */
  onAccept?: ((finding: string) => void) | null;
  /** Nothing could be compared: these are all there is to say. */
  isWhole?: boolean;
}

/** What else was found, in the words of the catalogue. */
export function Findings({ run, isWhole = false, onAccept = null }: FindingsProps) {
  const t = useTranslate();
  const words = useFindingWords();
  const found = isWhole ? run.findings : others(run.findings);
  if (found.length === 0) return null;
  return (
    <Section
      title={t(isWhole ? "parallel-untold" : "parallel-else")}
      note={isWhole && t("parallel-untold-note")}
    >
      <ul className={styles.findings}>
        {found.map((finding) => {
          const { what, hint } = words(finding);
          const id = onAccept ? acceptId(finding) : undefined;
          return (
            <li key={`${finding.kind} ${finding.subject}`}>
              <Glyph state={GLYPH[finding.severity]} />
              <div>
                <b>{what}</b>
                <p>{hint}</p>
              </div>
              {onAccept && id !== undefined && (
                <Button small onPress={() => onAccept(id)} aria-label={t("parallel-accept-of", { what })}>
                  {t("parallel-accept")}
                </Button>
              )}
            </li>
          );
        })}
      </ul>
    </Section>
  );
}
