import { Button } from "../../components/Button";
import { Glyph, type GlyphState } from "../../components/Glyph";
import { Section } from "../../components/Page";
import { Refusal } from "../../components/States";
import type { LoginView, PairDetail } from "../../contract/types";
import { useFormat, useTranslate } from "../../i18n";
import { useCommand } from "../../platform/context";
import styles from "./PairPage.module.css";

/** The cheapest proof there is: somebody logs in to the backup and says so. */
export function Logins({ pair }: { pair: PairDetail }) {
  const t = useTranslate();
  const format = useFormat();
  const say = useCommand("provider_login");
  const { row, logins, login_every_seconds: every } = pair;
  return (
    <Section
      title={t("providers-logins", { backup: row.backup.title })}
      note={t("providers-logins-note", { every: format.duration(every) })}
    >
      {logins.length === 0 ? (
        <p className={styles.quiet}>{t("providers-logins-none")}</p>
      ) : (
        <ul className={styles.people}>
          {logins.map((login) => (
            <Login
              key={login.person}
              login={login}
              isBusy={say.isPending}
              onSay={(worked) => say.mutate({ id: row.id, as: login.person, worked, note: "" })}
            />
          ))}
        </ul>
      )}
      <Refusal error={say.error} />
    </Section>
  );
}

const glyphOf = ({ worked, due }: LoginView): GlyphState =>
  worked === null ? "unproven" : !worked ? "failing" : due ? "stale" : "proven";

interface LoginProps {
  login: LoginView;
  isBusy: boolean;
  onSay: (worked: boolean) => void;
}

function Login({ login, isBusy, onSay }: LoginProps) {
  const t = useTranslate();
  const format = useFormat();
  const { person, at, worked, due } = login;
  const outcome = worked === null || at === null ? "never" : worked ? "worked" : "refused";
  return (
    <li>
      <div className={styles.who}>
        <Glyph state={glyphOf(login)} />
        <div>
          <b>{person}</b>
          <small>
            {t(`providers-login-${outcome}`, {
              when: at === null ? "" : format.sentenceDay(at),
              due: due ? "yes" : "no",
            })}
          </small>
        </div>
      </div>
      {due && (
        <div className={styles.buttons}>
          <Button
            small
            isDisabled={isBusy}
            onPress={() => onSay(true)}
            aria-label={t("providers-login-yes-of", { person })}
          >
            {t("providers-login-yes")}
          </Button>
          <Button
            small
            kind="quiet"
            isDisabled={isBusy}
            onPress={() => onSay(false)}
            aria-label={t("providers-login-no-of", { person })}
          >
            {t("providers-login-no")}
          </Button>
        </div>
      )}
    </li>
  );
}
