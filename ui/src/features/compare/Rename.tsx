import { useState } from "react";
import { Button as AriaButton } from "react-aria-components";
import { Button } from "../../components/Button";
import links from "../../components/Links.module.css";
import { useNotice } from "../../components/Notice";
import { Sheet, SheetActions } from "../../components/Sheet";
import { Banner, Loaded } from "../../components/States";
import type { CompareDetail, Drift } from "../../contract/types";
import { Sentence, useFormat, useTranslate } from "../../i18n";
import { useAnswer, useCommand } from "../../platform/context";
import styles from "./DetailPage.module.css";
import { ReasonSheet } from "./ReasonSheet";
import { Value } from "./Value";

const isProposed = (drift: Drift): drift is Drift & { from: string; to: string } =>
  drift.kind === "renamed" && !drift.accepted && drift.from !== null && drift.to !== null;

/** A column that seems to have another name now: a person decides. */
export function Rename({ detail }: { detail: CompareDetail }) {
  const t = useTranslate();
  const notice = useNotice();
  const format = useFormat();
  const [kept, setKept] = useState<string[]>([]);
  const [sheet, setSheet] = useState<"pairs" | "accept" | null>(null);
  // What is accepted by now stands in the rules; the newest run was before that.
  const isSettled = ({ from, to }: { from: string; to: string }) =>
    kept.includes(from) || detail.rules.rename[from] === to;
  const drift = detail.latest?.figures?.drift.filter(isProposed).find((one) => !isSettled(one));
  if (!drift) return null;
  const names = { from: drift.from, to: drift.to };
  const nodes = { from: <code>{drift.from}</code>, to: <code>{drift.to}</code> };
  const share = drift.of === 0 ? 0 : drift.matched / drift.of;
  const keep = () => {
    setKept([...kept, drift.from]);
    notice(t("parallel-rename-kept", names));
  };
  return (
    <div className={styles.banner}>
      <Banner
        state="stale"
        title={<Sentence id="parallel-rename" nodes={nodes} />}
        action={
          <>
            <Button onPress={keep}>{t("parallel-rename-keep")}</Button>
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

const PAIRS = 20;

/** Values of both columns that are not the same; where all are, it says so. */
function Pairs({ detail, drift, onClose }: { detail: CompareDetail; drift: Drift; onClose: () => void }) {
  const t = useTranslate();
  const pairs = useAnswer("compare_differences", {
    id: detail.id,
    ...(drift.from === null ? {} : { column: drift.from }),
    offset: 0,
    limit: PAIRS,
  });
  return (
    <Sheet title={t("parallel-pairs-title")} isOpen onClose={onClose} wide>
      <p>{t("parallel-pairs-text", { matched: drift.matched, of: drift.of })}</p>
      <Loaded query={pairs}>
        {({ rows, key }) =>
          rows.length === 0 ? (
            <p>{t("parallel-pairs-none")}</p>
          ) : (
            <table className={styles.table}>
              <thead>
                <tr>
                  {key.map((name) => (
                    <th key={name} scope="col">
                      {name}
                    </th>
                  ))}
                  <th scope="col">{drift.from}</th>
                  <th scope="col">{drift.to}</th>
                </tr>
              </thead>
              <tbody>
                {rows.map((row) => (
                  <tr key={row.number}>
                    {row.key.map((part, index) => (
                      // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a key keep their places
                      <td key={index}>
                        <Value text={part} />
                      </td>
                    ))}
                    <td>
                      <Value text={row.old} beside={row.new} side="old" />
                    </td>
                    <td>
                      <Value text={row.new} beside={row.old} side="new" />
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          )
        }
      </Loaded>
      <SheetActions>
        <Button onPress={onClose}>{t("action-close")}</Button>
      </SheetActions>
    </Sheet>
  );
}
