import { Link } from "@tanstack/react-router";
import Hourglass from "lucide-react/icons/hourglass";
import { useControlPlace } from "../../app/control";
import { useDialogs } from "../../app/dialogs";
import { Button } from "../../components/Button";
import { Glyph } from "../../components/Glyph";
import { Icon } from "../../components/Icon";
import { useNotice } from "../../components/Notice";
import { Section } from "../../components/Page";
import { Loaded, Refusal } from "../../components/States";
import type { DeadLetter, WaitingJob } from "../../contract/types";
import { useErrorWords, useFormat, useTranslate } from "../../i18n";
import { useAnswer, useCommand } from "../../platform/context";
import styles from "./SchedulePage.module.css";
import { useScheduleWords } from "./words";

/** What is due and cannot start yet, and what was tried until it made no sense any more. */
export function GivenUp() {
  const t = useTranslate();
  const status = useAnswer("schedule_status", {});
  const dead = useAnswer("dead_list", {});
  return (
    <>
      <Section title={t("dead-title")} note={t("dead-note")}>
        <Loaded query={dead}>
          {({ letters }) =>
            letters.length === 0 ? (
              <p className={styles.none}>{t("dead-none")}</p>
            ) : (
              <ul className={styles.letters}>
                {letters.map((letter) => (
                  <Letter key={letter.id} letter={letter} />
                ))}
              </ul>
            )
          }
        </Loaded>
      </Section>
      <Section title={t("waiting-title")} note={t("waiting-note")}>
        <Loaded query={status}>
          {({ waiting }) =>
            waiting.length === 0 ? (
              <p className={styles.none}>{t("waiting-none")}</p>
            ) : (
              <ul className={styles.letters}>
                {waiting.map((job) => (
                  <Waiting key={`${job.control.id} ${job.kind} ${job.level}`} job={job} />
                ))}
              </ul>
            )
          }
        </Loaded>
      </Section>
    </>
  );
}

function Letter({ letter }: { letter: DeadLetter }) {
  const t = useTranslate();
  const format = useFormat();
  const words = useScheduleWords();
  const errorWords = useErrorWords();
  const notice = useNotice();
  const { open } = useDialogs();
  const retry = useCommand("dead_retry");
  const place = useControlPlace();
  const what = words.letter(letter);
  const why = letter.error && errorWords(letter.error);
  return (
    <li>
      <Glyph state="failing" />
      <div>
        <b>
          {letter.control ? (
            <Link {...place(letter.control.id)} data-row>
              {what}
            </Link>
          ) : (
            what
          )}
        </b>
        {why && (
          <p className={styles.why}>
            {why.message} {why.hint}
          </p>
        )}
        <p>
          {t("dead-tried", {
            count: letter.attempts,
            first: format.past(letter.first_at),
            last: format.past(letter.last_at),
          })}
        </p>
      </div>
      <div className={styles.acts}>
        <Button
          small
          isDisabled={retry.isPending}
          aria-label={t("dead-retry-of", { what })}
          onPress={() =>
            retry.mutate({ id: letter.id }, { onSuccess: () => notice(t("dead-retried", { what })) })
          }
        >
          {t("dead-retry")}
        </Button>
        <Button
          small
          kind="quiet"
          aria-label={t("dead-settle-of", { what })}
          onPress={() => open({ name: "settle", letter })}
        >
          {t("dead-settle")}
        </Button>
      </div>
      {retry.error && (
        <div className={styles.refusal}>
          <Refusal error={retry.error} />
        </div>
      )}
    </li>
  );
}

function Waiting({ job }: { job: WaitingJob }) {
  const t = useTranslate();
  const place = useControlPlace();
  const format = useFormat();
  const words = useScheduleWords();
  return (
    <li>
      <Icon of={Hourglass} size={14} />
      <div>
        <b>
          <Link {...place(job.control.id)} data-row>
            {words.job(job)}
          </Link>
        </b>
        <p className={styles.why}>
          {t(`waits-${job.reason}`, {
            when: job.until === null ? "" : format.when(job.until),
            known: job.until === null ? "no" : "yes",
          })}
        </p>
        <p>{t("waiting-since", { when: format.past(job.slot) })}</p>
      </div>
    </li>
  );
}
