import { Link } from "@tanstack/react-router";
import links from "../../components/Links.module.css";
import { Fact, Facts, Section } from "../../components/Page";
import type { SpotcheckDetail } from "../../contract/types";
import { useFormat, useTranslate } from "../../i18n";

/** Who checks, how sure one wants to be, and what is looked at in any case. */
export function Plan({ detail }: { detail: SpotcheckDetail }) {
  const t = useTranslate();
  const format = useFormat();
  const { checkers, reviewer, always, confidence, tolerable, tolerance, currency } = detail;
  return (
    <Section
      title={t("spotcheck-plan-title")}
      aside={
        <Link to="/spotchecks/$id/edit" params={{ id: detail.row.id }} className={links.link}>
          {t("parallel-edit-link")}
        </Link>
      }
    >
      <Facts>
        <Fact name={t("spotcheck-checkers")}>{format.list(checkers)}</Fact>
        <Fact name={t("spotcheck-reviewer")}>{reviewer ?? t("spotcheck-reviewer-none")}</Fact>
        <Fact name={t("spotcheck-confidence")}>{confidence}</Fact>
        <Fact name={t("spotcheck-tolerable")}>{tolerable ?? t("spotcheck-tolerable-none")}</Fact>
        <Fact name={t("spotcheck-tolerance")}>{format.payout(tolerance, currency)}</Fact>
        {always.length > 0 && (
          <Fact name={t("spotcheck-always")}>
            {always.map((rule) => (
              <div key={rule}>
                <code>{rule}</code>
              </div>
            ))}
          </Fact>
        )}
      </Facts>
    </Section>
  );
}
