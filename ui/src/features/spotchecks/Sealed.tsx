import { useStart } from "../../app/start";
import { Button } from "../../components/Button";
import { Hash } from "../../components/Hash";
import { Fact, Facts, Section } from "../../components/Page";
import type { SpotcheckSample } from "../../contract/types";
import { useFormat, useTranslate } from "../../i18n";
import { shortPlace } from "../compare/words";
import styles from "./DetailPage.module.css";

/** What was sealed before the seed, and the seed: with both anybody gets the same items. */
export function Sealed({ sample, isBusy }: { sample: SpotcheckSample; isBusy: boolean }) {
  const t = useTranslate();
  const format = useFormat();
  const start = useStart();
  const { population, frozen_at, drawn_at, commitment, seed, people } = sample;
  return (
    <>
      <Section title={t("spotcheck-redraw")}>
        <div className={styles.seed}>
          <span>{t("spotcheck-sealed", { count: population.count, when: format.past(frozen_at) })}</span>
          <Hash value={commitment} groups={4} />
          {seed === null || drawn_at === null ? (
            <span>{t("spotcheck-no-seed")}</span>
          ) : (
            <>
              <span>
                {t("spotcheck-seed-at", {
                  when: format.past(drawn_at),
                  people: format.list(people),
                  known: people.length === 0 ? "no" : "yes",
                })}
              </span>
              <code>{seed}</code>
            </>
          )}
        </div>
        {seed !== null && (
          <div className={styles.redraw}>
            <Button isDisabled={isBusy || start.isStarting} onPress={() => start.drawAgain(sample.control)}>
              {t("spotcheck-redraw-now")}
            </Button>
          </div>
        )}
        <p className={styles.quiet}>{t("spotcheck-redraw-text")}</p>
      </Section>
      <Section title={t("spotcheck-proves-title")}>
        <ul className={styles.proves}>
          {sample.proves.map(({ errors, at_most, upper }) => (
            <li key={errors}>
              {t("spotcheck-proves-if", {
                errors,
                confidence: sample.confidence,
                at_most,
                share: format.percent(upper, 1),
              })}
            </li>
          ))}
        </ul>
      </Section>
      <Section title={t("spotcheck-list")}>
        <Facts>
          <Fact name={t("parallel-side-place")}>
            <span title={sample.place}>{shortPlace(sample.place)}</span>
          </Fact>
          <Fact name={t("parallel-side-hash")}>
            <Hash value={sample.place_sha256} />
          </Fact>
          <Fact name={t("spotcheck-column-payouts")}>{format.integer(population.count)}</Fact>
          <Fact name={t("spotcheck-zero")}>{format.integer(population.zero)}</Fact>
          <Fact name={t("spotcheck-negative")}>{format.integer(population.negative)}</Fact>
          <Fact name={t("spotcheck-gaps")}>{format.integer(population.missing)}</Fact>
          {population.without_payout !== null && (
            <Fact name={t("spotcheck-unpaid")}>{format.integer(population.without_payout)}</Fact>
          )}
        </Facts>
      </Section>
    </>
  );
}
