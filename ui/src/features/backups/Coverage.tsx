import { markClass } from "../../components/Glyph";
import type { BackupDetail, Confidence, Coverage } from "../../contract/types";
import { Sentence, useFormat, useTranslate } from "../../i18n";
import styles from "./Coverage.module.css";
import { type Piece, pieceOf } from "./source";

/** What share of the bytes was re-read lately, and what a sample says about the rest. */
export function CoverageAndConfidence({ detail }: { detail: BackupDetail }) {
  const { coverage, confidence } = detail;
  if (!coverage && !confidence) return null;
  return (
    <section className={styles.pair}>
      {coverage && <Band coverage={coverage} />}
      {confidence && <Certainty confidence={confidence} piece={pieceOf(detail.row.source)} />}
    </section>
  );
}

function Band({ coverage }: { coverage: Coverage }) {
  const t = useTranslate();
  const format = useFormat();
  const values = {
    recent: format.percent(coverage.within_30_days),
    longer: format.percent(coverage.longer_ago),
    never: format.percent(coverage.never),
  };
  return (
    <div>
      <p className={styles.say}>
        <Sentence id="coverage-sentence" nodes={{ share: <b>{values.recent}</b> }} />
      </p>
      <div className={styles.band} role="img" aria-label={t("coverage-label", values)}>
        {coverage.band.map((part, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the parts lie in storage order
          <i key={index} className={markClass(part.mark)} style={{ flexGrow: part.share * 1000 }} />
        ))}
      </div>
      <p className={styles.small}>{t("coverage-legend", values)}</p>
    </div>
  );
}

function Certainty({ confidence, piece }: { confidence: Confidence; piece: Piece }) {
  const t = useTranslate();
  const format = useFormat();
  const all = confidence.units_read >= confidence.units_total;
  const nodes = {
    confidence: format.percent(confidence.confidence),
    upper: <b>{format.percent(confidence.upper, 1)}</b>,
  };
  const values = {
    read: format.integer(confidence.units_read),
    total: format.integer(confidence.units_total),
    found: confidence.damaged_found,
    when: format.sentenceDay(confidence.at),
    repository: confidence.repository,
    piece,
  };
  return (
    <div>
      <p className={styles.say}>
        {all ? (
          t(confidence.damaged_found === 0 ? "confidence-all-intact" : "confidence-all-damaged", values)
        ) : (
          <Sentence id="confidence-sentence" values={{ piece }} nodes={nodes} />
        )}
      </p>
      <p className={styles.small}>{t(all ? "confidence-all-note" : "confidence-note", values)}</p>
    </div>
  );
}
