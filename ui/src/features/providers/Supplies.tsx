import { StatusLabel } from "../../components/Glyph";
import { Fact, Facts, Section } from "../../components/Page";
import type { PairDetail } from "../../contract/types";
import { useFormat, useTranslate } from "../../i18n";
import styles from "./PairPage.module.css";

const DAY = 86_400;
/** A credential that runs out within this time is renewed before the next drill. */
const SOON = 21 * DAY;

/** What the backup needs to take over at all: a login, room, fresh data. */
export function Supplies({ pair }: { pair: PairDetail }) {
  const t = useTranslate();
  const format = useFormat();
  const { credential_expires: expires, capacity, data, requires } = pair;
  const { requests_per_day: asked, requests_allowed: allowed, row } = pair;
  const left = expires === null ? null : -format.secondsSince(expires);
  return (
    <Section title={t("providers-supplies", { backup: row.backup.title })}>
      <div className={styles.loose}>
        <Facts>
          <Fact name={t("providers-credential")}>
            {expires === null || left === null ? (
              t("providers-credential-unknown")
            ) : left > SOON ? (
              t("providers-credential-until", { day: format.sentenceDay(expires) })
            ) : (
              <StatusLabel state={left <= 0 ? "failing" : "due"}>
                {t(left <= 0 ? "providers-credential-over" : "providers-credential-until", {
                  day: format.sentenceDay(expires),
                })}
              </StatusLabel>
            )}
          </Fact>
          <Fact name={t("providers-capacity")}>
            {capacity === null ? (
              t("providers-capacity-none")
            ) : capacity.peak === null ? (
              <StatusLabel state="unknown">
                {t("providers-capacity-unknown", {
                  limit: format.integer(capacity.limit),
                  unit: capacity.unit,
                })}
              </StatusLabel>
            ) : (
              <StatusLabel state={capacity.peak > capacity.limit ? "failing" : "proven"}>
                {t("providers-capacity-of", {
                  limit: format.integer(capacity.limit),
                  peak: format.integer(capacity.peak),
                  unit: capacity.unit,
                })}
              </StatusLabel>
            )}
          </Fact>
          <Fact name={t("providers-data")}>
            {data === null ? (
              t("providers-data-none")
            ) : data.age_seconds === null ? (
              <StatusLabel state="unknown">{t("providers-data-unknown", { probe: data.probe })}</StatusLabel>
            ) : (
              <StatusLabel state={data.age_seconds > data.fresh_for_seconds ? "stale" : "proven"}>
                {t("providers-data-age", {
                  age: format.duration(data.age_seconds),
                  limit: format.duration(data.fresh_for_seconds),
                })}
              </StatusLabel>
            )}
          </Fact>
          {requires.length > 0 && (
            <Fact name={t("providers-requires")}>{format.list(requires.map(({ title }) => title))}</Fact>
          )}
          <Fact name={t("providers-requests")}>
            {t("providers-requests-of", {
              asked: format.integer(asked),
              limited: allowed === null ? "no" : "yes",
              allowed: allowed === null ? "" : format.integer(allowed),
            })}
          </Fact>
        </Facts>
      </div>
    </Section>
  );
}
