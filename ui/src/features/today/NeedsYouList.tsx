import { Button } from "../../components/Button";
import type { NeedsYou } from "../../contract/types";
import { useFormat, useTranslate } from "../../i18n";
import styles from "./NeedsYouList.module.css";
import { isAboutRun, needValues, useNeedAction } from "./need";

/** Most money first; only the first has a primary button. */
export function NeedsYouList({ needs }: { needs: NeedsYou[] }) {
  const t = useTranslate();
  return (
    <section>
      <div className={styles.head}>
        <h2>{t("needs-title")}</h2>
        {needs.length > 0 && <span>{t("needs-order", { count: needs.length })}</span>}
      </div>
      {needs.length === 0 && <p className={styles.none}>{t("needs-none")}</p>}
      <ol className={styles.list}>
        {needs.map((need, index) => (
          <Row key={`${need.code} ${need.about.id}`} need={need} rank={index + 1} />
        ))}
      </ol>
    </section>
  );
}

function Row({ need, rank }: { need: NeedsYou; rank: number }) {
  const t = useTranslate();
  const format = useFormat();
  const act = useNeedAction();
  const values = needValues(need, format);
  // What a comparison finds has a price of its own, and its page names it.
  const isComparison = isAboutRun(need);
  return (
    <li>
      <span className={styles.rank}>{rank}</span>
      <div>
        <b>{t(`needs-${need.code}`, values)}</b>
        <p>{t(`needs-${need.code}-why`, values)}</p>
      </div>
      <div className={styles.gain}>
        <b>
          {need.before ? format.money(need.before) : !isComparison && t("needs-no-money")}
          {need.before && need.after && (
            <>
              <i>→</i>
              {format.money(need.after)}
            </>
          )}
        </b>
        {need.process && <span>{t("needs-per-failure", values)}</span>}
      </div>
      <Button kind={rank === 1 ? "primary" : "plain"} onPress={() => act.run(need)} isDisabled={act.isBusy}>
        {t(`needs-action-${need.action}`)}
      </Button>
    </li>
  );
}
