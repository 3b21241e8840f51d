import Search from "lucide-react/icons/search";
import { type FormEvent, useId, useState } from "react";
import { Button } from "../../components/Button";
import { TextInput } from "../../components/Fields";
import { Banner, Refusal } from "../../components/States";
import type { Reached, SpotcheckDetail, Targeted, WireError } from "../../contract/types";
import { type Format, type Translate, useFormat, useTranslate } from "../../i18n";
import { useAnswer } from "../../platform/context";
import { CloseSheet } from "./CloseSheet";
import styles from "./FullCheck.module.css";

/** A rule about a column that every list has. */
const EXAMPLE = "amount > 5000";

interface FullCheckProps {
  detail: SpotcheckDetail;
  targeted: Targeted;
  /** One primary in a view: the first cause that is open. */
  isFirst: boolean;
}

/** A cause that reaches further than the sample: which payouts it may have reached, and what came of looking at all. */
export function FullCheck({ detail, targeted: { cause, items }, isFirst }: FullCheckProps) {
  const t = useTranslate();
  const format = useFormat();
  const [text, setText] = useState("");
  const [rule, setRule] = useState("");
  const [isClosing, setClosing] = useState(false);
  const { id } = detail.row;
  const columns = useColumns(id);
  const look = useAnswer("spotcheck_reach", { id, rule }, { enabled: rule !== "" });
  const name = t(`cause-${cause}`).toLowerCase();
  const reached = rule !== "" && !look.error ? (look.data ?? null) : null;
  const problem = look.error && ruleProblem(t, format, look.error);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const asked = text.trim();
    if (asked === "") return;
    if (asked === rule) void look.refetch();
    else setRule(asked);
  };
  return (
    <section className={styles.check} aria-label={t("spotcheck-full", { cause: name })}>
      <Banner state="failing" title={t("spotcheck-reach", { cause: name })}>
        {t("spotcheck-reach-text", { count: items.length, items: format.list(items.slice(0, 4)) })}
      </Banner>
      <h2>{t("spotcheck-full", { cause: name })}</h2>
      <form className={styles.rule} onSubmit={submit}>
        <TextInput
          mono
          label={t("spotcheck-full-rule")}
          hint={t("spotcheck-full-rule-hint", {
            rule: detail.always[0] ?? EXAMPLE,
            columns: format.list(columns),
            known: columns.length > 0 ? "yes" : "no",
          })}
          value={text}
          onChange={setText}
          error={problem ?? undefined}
        />
        <div>
          <Button
            type="submit"
            icon={Search}
            kind={isFirst && reached === null ? "primary" : "plain"}
            isDisabled={text.trim() === "" || look.isFetching}
          >
            {t(look.isFetching ? "spotcheck-full-looking" : "spotcheck-full-look")}
          </Button>
        </div>
      </form>
      {problem === null && <Refusal error={look.error} />}
      {reached && <Payouts rule={rule} reached={reached} currency={detail.currency} />}
      <div className={styles.act}>
        <Button
          kind={isFirst && reached !== null && reached.count > 0 ? "primary" : "plain"}
          onPress={() => setClosing(true)}
        >
          {t("spotcheck-full-record")}
        </Button>
        <span>{t("spotcheck-full-record-means")}</span>
      </div>
      {isClosing && (
        <CloseSheet
          detail={detail}
          cause={cause}
          looked={reached && reached.count > 0 ? { rule, count: reached.count } : null}
          onClose={() => setClosing(false)}
        />
      )}
    </section>
  );
}

/** Columns that a rule may be about; none until they are known. */
function useColumns(id: string): string[] {
  const setup = useAnswer("spotcheck_edit", { id }).data;
  if (!setup) return [];
  const { meaning, show } = setup;
  const named = [meaning.id, meaning.amount, meaning.person, meaning.stratum, ...show];
  return [...new Set(named.filter((column) => column !== null))];
}

/** What is wrong about the rule, told at its field; null where it is not the rule. */
function ruleProblem(t: Translate, format: Format, { code, params, allowed }: WireError): string | null {
  if (code !== "invalid_call") return null;
  return params.reason === "unknown_column"
    ? t("spotcheck-full-no-column", { columns: format.list(allowed) })
    : t("spotcheck-full-no-rule");
}

/** So many are seen without asking for more. */
const SHOWN = 8;

interface PayoutsProps {
  rule: string;
  reached: Reached;
  currency: string;
}

/** The first of those that a rule takes, and how many and how much it takes in all. */
function Payouts({ rule, reached: { count, total, payouts }, currency }: PayoutsProps) {
  const t = useTranslate();
  const format = useFormat();
  const id = useId();
  const [all, setAll] = useState(false);
  if (count === 0) {
    return (
      <p className={styles.found} role="status">
        {t("spotcheck-full-none", { rule })}
      </p>
    );
  }
  const shown = all ? payouts : payouts.slice(0, SHOWN);
  const more = payouts.length - shown.length;
  return (
    <>
      <p className={styles.found} role="status" id={id}>
        {t("spotcheck-full-found", { rule, count, total: format.payout(total, currency) })}
      </p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard */}
      <section className={styles.scroll} tabIndex={0} aria-labelledby={id}>
        <table>
          <thead>
            <tr>
              <th scope="col">{t("spotcheck-wrong-item")}</th>
              <th scope="col">{t("spotcheck-full-person")}</th>
              <th scope="col">{t("spotcheck-stratum")}</th>
              <th scope="col" className={styles.right}>
                {t("spotcheck-full-paid")}
              </th>
            </tr>
          </thead>
          <tbody>
            {shown.map((payout) => (
              <tr key={payout.id}>
                <td>
                  <code>{payout.id}</code>
                </td>
                <td>{payout.person === "" ? "–" : payout.person}</td>
                <td>{payout.stratum === "" ? "–" : payout.stratum}</td>
                <td className={styles.right}>{format.payout(payout.paid, currency)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      <p className={styles.more}>
        {more > 0 ? (
          <Button small onPress={() => setAll(true)}>
            {t("spotcheck-full-more", { more })}
          </Button>
        ) : (
          payouts.length < count && t("spotcheck-full-first", { shown: payouts.length, count })
        )}
      </p>
    </>
  );
}
