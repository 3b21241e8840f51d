import { useState } from "react";
import { Button } from "../../components/Button";
import { StatusLabel } from "../../components/Glyph";
import { useNotice } from "../../components/Notice";
import { Section } from "../../components/Page";
import type { CompareDetail, KnownView } from "../../contract/types";
import { useFormat, useTranslate } from "../../i18n";
import { useCommand } from "../../platform/context";
import styles from "./DetailPage.module.css";
import { ReasonSheet } from "./ReasonSheet";
import { Conditions } from "./words";

/** What a person has accepted, why, whose it is and until when. */
export function Known({ detail }: { detail: CompareDetail }) {
  const t = useTranslate();
  const [withdrawn, setWithdrawn] = useState<KnownView | null>(null);
  if (detail.known.length === 0) return null;
  return (
    <Section title={t("parallel-known")} note={t("parallel-known-note")}>
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">{t("parallel-known-what")}</th>
            <th scope="col">{t("parallel-reason")}</th>
            <th scope="col">{t("parallel-until")}</th>
            <th scope="col" className={styles.right}>
              {t("parallel-withdraw-column")}
            </th>
          </tr>
        </thead>
        <tbody>
          {detail.known.map((known) => (
            <Row key={known.id} known={known} onWithdraw={() => setWithdrawn(known)} />
          ))}
        </tbody>
      </table>
      {withdrawn && <Withdraw detail={detail} known={withdrawn} onClose={() => setWithdrawn(null)} />}
    </Section>
  );
}

function What({ known }: { known: KnownView }) {
  const t = useTranslate();
  return (
    <>
      {known.column === null ? t(`parallel-shape-${known.shape ?? "only_old"}`) : <code>{known.column}</code>}
      {known.conditions.length > 0 && (
        <small>
          <Conditions conditions={known.conditions} />
        </small>
      )}
    </>
  );
}

function Row({ known, onWithdraw }: { known: KnownView; onWithdraw: () => void }) {
  const t = useTranslate();
  const format = useFormat();
  const end = known.until === null ? t("parallel-known-no-end") : format.dateInside(known.until);
  return (
    <tr>
      <td>
        <What known={known} />
      </td>
      <td>
        {known.reason}
        <small>
          {t("parallel-known-owner", { owner: known.owner, when: format.past(known.accepted_at) })}
        </small>
      </td>
      <td>
        {known.expired ? (
          <StatusLabel state="stale">{t("parallel-known-expired", { when: end })}</StatusLabel>
        ) : (
          end
        )}
      </td>
      <td className={styles.right}>
        <Button small onPress={onWithdraw} aria-label={t("parallel-withdraw-of", { reason: known.reason })}>
          {t("parallel-withdraw")}
        </Button>
      </td>
    </tr>
  );
}

function Withdraw({
  detail,
  known,
  onClose,
}: {
  detail: CompareDetail;
  known: KnownView;
  onClose: () => void;
}) {
  const t = useTranslate();
  const notice = useNotice();
  const withdraw = useCommand("compare_withdraw");
  const act = (reason: string) =>
    void withdraw.mutateAsync({ id: detail.id, known: known.id, reason }).then(
      () => {
        onClose();
        notice(t("parallel-withdrawn"));
      },
      () => {},
    );
  return (
    <ReasonSheet
      title={t("parallel-withdraw-title")}
      act={t("parallel-withdraw-now")}
      onAct={act}
      error={withdraw.error}
      isBusy={withdraw.isPending}
      onClose={onClose}
    >
      {t("parallel-withdraw-text", { reason: known.reason })}
    </ReasonSheet>
  );
}
