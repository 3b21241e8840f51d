import { useDialogs } from "../../app/dialogs";
import { Button } from "../../components/Button";
import { StatusLabel } from "../../components/Glyph";
import { Section } from "../../components/Page";
import type { BackupDetail, RepositoryView } from "../../contract/types";
import { useFormat, useTranslate } from "../../i18n";
import styles from "./Repositories.module.css";

/** Every place a copy lies, and whether it holds. */
export function Repositories({ detail }: { detail: BackupDetail }) {
  const t = useTranslate();
  return (
    <Section title={t("repositories-title")}>
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">{t("repositories-place")}</th>
            <th scope="col" className={styles.right}>
              {t("repositories-size")}
            </th>
            <th scope="col">{t("repositories-newest")}</th>
            <th scope="col">{t("repositories-state")}</th>
            <th scope="col">{t("repositories-sheet")}</th>
          </tr>
        </thead>
        <tbody>
          {detail.repositories.map((repository) => (
            <Row
              key={repository.id}
              repository={repository}
              title={detail.row.repositories.find(({ id }) => id === repository.id)?.title ?? repository.id}
            />
          ))}
        </tbody>
      </table>
    </Section>
  );
}

function Row({ repository, title }: { repository: RepositoryView; title: string }) {
  const t = useTranslate();
  const format = useFormat();
  const { open } = useDialogs();
  const state = !repository.intact ? "failing" : repository.newest_copy_at === null ? "unproven" : "proven";
  const traits = [
    repository.media,
    repository.offsite && t("repositories-offsite"),
    repository.immutable && t("repositories-immutable"),
  ].filter(Boolean);
  return (
    <tr>
      <td>
        <b>{title}</b>
        <small title={repository.location}>
          <code>{repository.location}</code>
          {traits.length > 0 && `, ${traits.join(", ")}`}
        </small>
      </td>
      <td className={styles.right}>{format.bytes(repository.bytes)}</td>
      <td>
        {repository.newest_copy_at === null ? (
          t("backups-no-copy")
        ) : (
          <time dateTime={repository.newest_copy_at} title={format.full(repository.newest_copy_at)}>
            {format.past(repository.newest_copy_at)}
          </time>
        )}
      </td>
      <td>
        <StatusLabel state={state}>{t(`repositories-is-${state}`)}</StatusLabel>
      </td>
      <td>
        {!repository.made_by_ballast ? (
          t("repositories-sheet-foreign")
        ) : repository.recovery_sheet_kept_at ? (
          t("repositories-sheet-kept", { date: format.dayMonth(repository.recovery_sheet_kept_at) })
        ) : (
          <Button small onPress={() => open({ name: "sheet", repository: repository.id, title })}>
            {t("repositories-save-sheet")}
          </Button>
        )}
      </td>
    </tr>
  );
}
