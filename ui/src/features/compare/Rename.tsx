import { useState } from "react";
import { Button as AriaButton } from "react-aria-components";
import { Button } from "../../components/Button";
import links from "../../components/Links.module.css";
import { useNotice } from "../../components/Notice";
import { Banner } from "../../components/States";
import type { CompareDetail, Drift } from "../../contract/types";
import { Sentence, useFormat, useTranslate } from "../../i18n";
import { useCommand } from "../../platform/context";
import styles from "./DetailPage.module.css";
import { Pairs, type Proposed } from "./Pairs";
import { ReasonSheet } from "./ReasonSheet";

const isProposed = (drift: Drift): drift is Proposed =>
  drift.kind === "renamed" && !drift.accepted && drift.from !== null && drift.to !== null;

/** A column that seems to have another name now: a person decides. */
export function Rename({ detail }: { detail: CompareDetail }) {
  const t = useTranslate();
  const format = useFormat();
  const [later, setLater] = useState<string[]>([]);
  const [sheet, setSheet] = useState<"pairs" | "accept" | null>(null);
  // What is accepted by now stands in the rules; the newest run was before that.
  const isAccepted = ({ from, to }: Proposed) => detail.rules.rename[from] === to;
  const waiting = detail.latest?.figures?.drift.filter(isProposed).filter((one) => !isAccepted(one)) ?? [];
  const drift = waiting.find(({ from }) => !later.includes(from)) ?? waiting[0];
  if (!drift) return null;
  const names = { from: drift.from, to: drift.to };
  const nodes = { from: <code>{drift.from}</code>, to: <code>{drift.to}</code> };
  const share = drift.of === 0 ? 0 : drift.matched / drift.of;
  if (later.includes(drift.from)) {
    return (
      <p className={styles.later} role="status">
        <Sentence id="parallel-rename-waits" nodes={nodes} />{" "}
        <AriaButton className={links.link ?? ""} onPress={() => setLater([])}>
          {t("parallel-rename-now")}
        </AriaButton>
      </p>
    );
  }
  return (
    <div className={styles.banner}>
      <Banner
        state="stale"
        title={<Sentence id="parallel-rename" nodes={nodes} />}
        action={
          <>
            <Button onPress={() => setLater([...later, drift.from])}>{t("parallel-rename-later")}</Button>
            <Button kind="primary" onPress={() => setSheet("accept")}>
              {t("parallel-rename-accept")}
            </Button>
          </>
        }
      >
        {t("parallel-rename-match", {
          share: format.percent(share, share < 1 ? 1 : 0),
          of: drift.of,
          key: drift.key ? "yes" : "no",
        })}{" "}
        <AriaButton className={links.link ?? ""} onPress={() => setSheet("pairs")}>
          {t("parallel-rename-pairs")}
        </AriaButton>
      </Banner>
      {sheet === "accept" && <AcceptRename detail={detail} {...names} onClose={() => setSheet(null)} />}
      {sheet === "pairs" && <Pairs detail={detail} drift={drift} onClose={() => setSheet(null)} />}
    </div>
  );
}

function AcceptRename({
  detail,
  from,
  to,
  onClose,
}: {
  detail: CompareDetail;
  from: string;
  to: string;
  onClose: () => void;
}) {
  const t = useTranslate();
  const notice = useNotice();
  const accept = useCommand("compare_accept_rename");
  const act = (reason: string) =>
    void accept.mutateAsync({ id: detail.id, from, to, reason }).then(
      () => {
        onClose();
        notice(t("parallel-rename-accepted", { from, to }));
      },
      () => {},
    );
  return (
    <ReasonSheet
      title={t("parallel-rename-accept")}
      act={t("parallel-rename-accept")}
      onAct={act}
      error={accept.error}
      isBusy={accept.isPending}
      onClose={onClose}
    >
      <Sentence id="parallel-rename-means" nodes={{ from: <code>{from}</code>, to: <code>{to}</code> }} />
    </ReasonSheet>
  );
}
