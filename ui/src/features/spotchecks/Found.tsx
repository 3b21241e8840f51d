import { Button as AriaButton, Disclosure, DisclosurePanel } from "react-aria-components";
import { Section } from "../../components/Page";
import type { BoundReport, MisstatedView, RoundResult, SpotcheckDetail } from "../../contract/types";
import { useFormat, useMessageOr, useTranslate } from "../../i18n";
import details from "../compare/DetailPage.module.css";
import { minus } from "../compare/decimals";
import styles from "./Result.module.css";
import { measureOf, roomOf, worse, wrongOf } from "./words";

interface FoundProps {
  detail: SpotcheckDetail;
  result: RoundResult;
}

/** The counts behind the sentence. Too much and too little stand apart: they do not make each other good. */
export function Found({ detail, result }: FoundProps) {
  const t = useTranslate();
  const format = useFormat();
  const { total, money, tolerable_items, tolerable_value } = result;
  const { currency, confidence } = detail;
  const isMoney = measureOf(result) === "money";
  const most = isMoney ? worse(result).at_most : null;
  const room = isMoney && most !== null && tolerable_value !== null ? minus(tolerable_value, most) : null;
  const itemsRoom = roomOf(result);
  return (
    <Section title={t("spotcheck-result")}>
      <dl className={styles.facts}>
        <Row name={t("spotcheck-checked")}>
          {t("spotcheck-of", { have: total.looked_at, all: total.population })}
        </Row>
        <Row name={t("spotcheck-errors")}>{format.integer(wrongOf(total))}</Row>
        {total.unknown > 0 && <Row name={t("spotcheck-unknown")}>{format.integer(total.unknown)}</Row>}
        {total.at_most !== null && (
          <Row name={t("spotcheck-upper-items", { confidence })}>{format.integer(total.at_most)}</Row>
        )}
        {tolerable_items !== null && (
          <Row name={t("spotcheck-tolerable-items")}>{format.integer(tolerable_items)}</Row>
        )}
        {tolerable_value !== null && (
          <Row name={t("spotcheck-tolerable-value")}>
            {format.money({ amount: tolerable_value, currency })}
          </Row>
        )}
        {room !== null && (
          <Row name={t(room.startsWith("-") ? "spotcheck-too-much" : "spotcheck-room")}>
            <b>{format.money({ amount: room.replace("-", ""), currency })}</b>
          </Row>
        )}
        {!isMoney && itemsRoom !== null && (
          <Row name={t(itemsRoom < 0 ? "spotcheck-too-much" : "spotcheck-room")}>
            <b>{format.integer(Math.abs(itemsRoom))}</b>
          </Row>
        )}
      </dl>
      <table className={styles.sides}>
        <thead>
          <tr>
            <th scope="col">{t("spotcheck-money")}</th>
            <th scope="col">{t("judged-over")}</th>
            <th scope="col">{t("judged-under")}</th>
          </tr>
        </thead>
        <tbody>
          <Side
            name={t("spotcheck-found")}
            money={money}
            of={({ found }) => format.payout(found, currency)}
          />
          <Side
            name={t("spotcheck-likely")}
            money={money}
            of={({ most_likely }) => format.money({ amount: most_likely, currency })}
          />
          <Side
            name={t("spotcheck-upper", { confidence })}
            money={money}
            of={({ at_most }) => (at_most === null ? "–" : format.money({ amount: at_most, currency }))}
          />
          <tr>
            <th scope="row">{t("spotcheck-column-payouts")}</th>
            <td>{format.integer(total.over)}</td>
            <td>{format.integer(total.under)}</td>
          </tr>
        </tbody>
      </table>
    </Section>
  );
}

function Row({ name, children }: { name: string; children: React.ReactNode }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </>
  );
}

interface SideProps {
  name: string;
  money: RoundResult["money"];
  of: (side: MisstatedView) => string;
}

function Side({ name, money, of }: SideProps) {
  return (
    <tr>
      <th scope="row">{name}</th>
      <td>{of(money.over)}</td>
      <td>{of(money.under)}</td>
    </tr>
  );
}

/** By which method, with the formula and the numbers that stand in it: anybody can work it out again. */
export function Methods({ result }: { result: RoundResult }) {
  const t = useTranslate();
  const messageOr = useMessageOr();
  const { total, money } = result;
  const refused = [money.over.refused, money.under.refused].filter((code) => code !== null);
  return (
    <Disclosure className={styles.methods}>
      <AriaButton slot="trigger" className={details.reveal ?? ""}>
        {t("spotcheck-method")}
      </AriaButton>
      <DisclosurePanel>
        {total.limit && <Method name={t("spotcheck-method-items")} limit={total.limit} />}
        {money.over.limit && <Method name={t("spotcheck-method-over")} limit={money.over.limit} />}
        {money.under.limit && <Method name={t("spotcheck-method-under")} limit={money.under.limit} />}
        {[...new Set(refused)].map((code) => (
          <p key={code}>{t("spotcheck-method-refused", { reason: messageOr(`reason-${code}`, {}, code) })}</p>
        ))}
      </DisclosurePanel>
    </Disclosure>
  );
}

function Method({ name, limit }: { name: string; limit: BoundReport }) {
  const t = useTranslate();
  return (
    <div className={styles.method}>
      <h3>{t("spotcheck-method-of", { name, method: limit.method, confidence: limit.confidence })}</h3>
      <pre>
        {[
          limit.formula,
          ...Object.entries(limit.numbers).map(([letter, value]) => `${letter} = ${value}`),
          `= ${limit.upper}`,
        ].join("\n")}
      </pre>
    </div>
  );
}
