import { Link } from "@tanstack/react-router";
import { StatusLabel } from "../../components/Glyph";
import { Section } from "../../components/Page";
import type { RoundSummary, SpotcheckDetail } from "../../contract/types";
import { useFormat, useTranslate } from "../../i18n";
import { type Scale, scaleOf } from "./geometry";
import { Interval } from "./Interval";
import styles from "./Result.module.css";
import { DECISION_GLYPH, shareOf } from "./words";

/** Round after round: how much was most likely wrong, and at most. */
export function History({ detail }: { detail: SpotcheckDetail }) {
  const t = useTranslate();
  const tolerable = shareOf(detail.tolerable);
  const scale = scaleOf([tolerable, ...detail.history.map(({ upper }) => upper)]);
  return (
    <Section title={t("spotcheck-history")} note={t("spotcheck-history-note")}>
      <table className={styles.history}>
        <thead>
          <tr>
            <th scope="col">{t("spotcheck-history-day")}</th>
            <th scope="col">{t("spotcheck-history-wrong")}</th>
            <th scope="col">{t("spotcheck-history-interval")}</th>
            <th scope="col">{t("spotcheck-column-decision")}</th>
          </tr>
        </thead>
        <tbody>
          {detail.history.toReversed().map((round) => (
            <Row
              key={round.round}
              id={detail.row.id}
              round={round}
              scale={scale}
              tolerable={tolerable}
              isShown={round.round === detail.sample?.round}
            />
          ))}
        </tbody>
      </table>
    </Section>
  );
}

interface RowProps {
  id: string;
  round: RoundSummary;
  scale: Scale;
  tolerable: number | null;
  isShown: boolean;
}

function Row({ id, round, scale, tolerable, isShown }: RowProps) {
  const t = useTranslate();
  const format = useFormat();
  const { most_likely: likely, upper, decision } = round;
  const day = format.dateShort(round.day);
  const label = t("spotcheck-history-label", {
    likely: format.percent(likely ?? 0, 1),
    upper: format.percent(upper ?? 0, 1),
  });
  return (
    <tr>
      <td>
        {isShown ? (
          <b>{day}</b>
        ) : (
          <Link to="/spotchecks/$id" params={{ id }} search={{ round: round.round }} className={styles.link}>
            {day}
          </Link>
        )}
      </td>
      <td>
        {round.judged_at === null
          ? t(`round-stage-${round.stage}`)
          : t("spotcheck-history-errors", { errors: round.errors, of: round.looked_at })}
      </td>
      <td>
        {likely === null || upper === null ? (
          "–"
        ) : (
          <span className={styles.cell}>
            <Interval
              scale={scale}
              likely={likely}
              upper={upper}
              tolerable={tolerable}
              isOver={tolerable !== null && upper > tolerable}
              label={label}
            />
            <span aria-hidden="true">{t("spotcheck-at-most", { share: format.percent(upper, 1) })}</span>
          </span>
        )}
      </td>
      <td>
        {decision === null ? (
          "–"
        ) : (
          <StatusLabel state={DECISION_GLYPH[decision]}>
            {t(`spotcheck-decision-short-${decision}`)}
          </StatusLabel>
        )}
      </td>
    </tr>
  );
}
