import { useNavigate } from "@tanstack/react-router";
import Dices from "lucide-react/icons/dices";
import FileInput from "lucide-react/icons/file-input";
import FileOutput from "lucide-react/icons/file-output";
import { type ReactNode, useState } from "react";
import { useStart } from "../../app/start";
import { Button } from "../../components/Button";
import { Glyph } from "../../components/Glyph";
import links from "../../components/Links.module.css";
import type { SpotcheckDetail, WorkOf } from "../../contract/types";
import { useFormat, useTranslate } from "../../i18n";
import { Answers } from "./Answers";
import { BringSheet } from "./BringSheet";
import carries from "./Carry.module.css";
import type { Decidable } from "./DecideSheet";
import styles from "./DetailPage.module.css";
import { PassphraseSheet } from "./PassphraseSheet";
import { usePeople } from "./Person";
import { TakeSheet } from "./TakeSheet";
import { openOf } from "./words";

interface NextProps {
  detail: SpotcheckDetail;
  onSeed?: () => void;
  onDecide?: (item: Decidable) => void;
}

/** What is to be done now: one thing, and who does it. */
export function Next(props: NextProps) {
  const t = useTranslate();
  const format = useFormat();
  const { detail } = props;
  const { stage } = detail.row;
  const values = {
    count: detail.disputes.length,
    days: Math.round(detail.valid_for_seconds / 86_400),
    when: detail.row.next_at === null ? "" : format.when(detail.row.next_at),
    planned: detail.row.next_at === null ? "no" : "yes",
  };
  return (
    <section className={styles.next} aria-label={t("spotcheck-next")}>
      <h2>{t(stage === null ? "spotcheck-next-none" : `spotcheck-next-${stage}`, values)}</h2>
      <p>{t(stage === null ? "spotcheck-next-none-text" : `spotcheck-next-${stage}-text`, values)}</p>
      <Act {...props} />
    </section>
  );
}

function Act({ detail, onSeed, onDecide }: NextProps): ReactNode {
  const t = useTranslate();
  const start = useStart();
  const { id, stage } = detail.row;
  switch (stage) {
    case null:
      return (
        <Button kind="primary" isDisabled={start.isStarting} onPress={() => start.freeze(id)}>
          {t("spotcheck-freeze")}
        </Button>
      );
    case "frozen":
      return (
        <Button kind="primary" icon={Dices} onPress={() => onSeed?.()}>
          {t("spotcheck-seed-enter")}
        </Button>
      );
    case "answering":
    case "second_review":
      return <Workers detail={detail} />;
    case "deciding":
      return <Disputes detail={detail} onDecide={(item) => onDecide?.(item)} />;
    case "evaluating":
      return (
        <Button kind="primary" isDisabled={start.isStarting} onPress={() => start.evaluate(id)}>
          {t("spotcheck-evaluate")}
        </Button>
      );
    case "judged":
      return null;
    case "signed":
      return (
        <Button isDisabled={start.isStarting} onPress={() => start.freeze(id)}>
          {t("spotcheck-freeze")}
        </Button>
      );
  }
}

/** Who has come how far; whoever sits here says who they are. */
function Workers({ detail }: { detail: SpotcheckDetail }) {
  const t = useTranslate();
  const { me, needsPassphrase } = usePeople(detail);
  const [setting, setSetting] = useState<string | null>(null);
  const waiting = detail.work.filter((work) => openOf(work) > 0);
  const first = waiting.find(({ person }) => person === me) ?? waiting[0];
  return (
    <>
      <ul className={styles.workers}>
        {detail.work.map((work) => (
          <Worker
            key={work.person}
            id={detail.row.id}
            work={work}
            isFirst={work === first}
            hasPassphrase={needsPassphrase(work.person)}
            onPassphrase={() => setSetting(work.person)}
          />
        ))}
      </ul>
      <p className={styles.quiet}>{t("spotcheck-work-tally")}</p>
      <Carry detail={detail} isOpen={waiting.length > 0} />
      {setting !== null && (
        <PassphraseSheet
          person={setting}
          hasOne={needsPassphrase(setting)}
          onClose={() => setSetting(null)}
        />
      )}
    </>
  );
}

/** Whoever checks at another computer takes a file there and brings it back. */
function Carry({ detail, isOpen }: { detail: SpotcheckDetail; isOpen: boolean }) {
  const t = useTranslate();
  const [open, setOpen] = useState<"take" | "bring" | null>(null);
  const close = () => setOpen(null);
  return (
    <div className={carries.carry}>
      <span>{t("spotcheck-carry")}</span>
      <Button icon={FileOutput} isDisabled={!isOpen} onPress={() => setOpen("take")}>
        {t("spotcheck-take")}
      </Button>
      <Button icon={FileInput} onPress={() => setOpen("bring")}>
        {t("spotcheck-bring")}
      </Button>
      {open === "take" && <TakeSheet detail={detail} onClose={close} />}
      {open === "bring" && <BringSheet detail={detail} onClose={close} />}
    </div>
  );
}

interface WorkerProps {
  id: string;
  work: WorkOf;
  isFirst: boolean;
  hasPassphrase: boolean;
  onPassphrase: () => void;
}

function Worker({ id, work, isFirst, hasPassphrase, onPassphrase }: WorkerProps) {
  const t = useTranslate();
  const navigate = useNavigate();
  const { person, given, done, second_given, second_done } = work;
  const [all, ready] = [given + second_given, done + second_done];
  const open = openOf(work);
  return (
    <li>
      <Glyph state={open > 0 ? "unproven" : all === 0 ? "paused" : "proven"} />
      <div>
        <b>{person}</b>
        <small>
          {all === 0
            ? t("spotcheck-worker-none")
            : t("spotcheck-worker", { done, given, second: second_given, second_done })}{" "}
          <button type="button" className={links.link} onClick={onPassphrase}>
            {t(hasPassphrase ? "spotcheck-passphrase-change" : "spotcheck-passphrase-set", { person })}
          </button>
        </small>
      </div>
      <span className={styles.meter} aria-hidden="true">
        <i style={{ width: `${all === 0 ? 0 : (ready / all) * 100}%` }} />
      </span>
      <Button
        kind={isFirst ? "primary" : "plain"}
        isDisabled={open === 0}
        onPress={() => void navigate({ to: "/spotchecks/$id/work", params: { id }, search: { person } })}
      >
        {t("spotcheck-check-as", { person })}
      </Button>
    </li>
  );
}

/** Two people found different figures: somebody decides, and says why. */
function Disputes({ detail, onDecide }: { detail: SpotcheckDetail; onDecide: (item: Decidable) => void }) {
  const t = useTranslate();
  return (
    <ul className={styles.disputes}>
      {detail.disputes.map((dispute, index) => (
        <li key={dispute.id}>
          <div className={styles.title}>
            <h3>{t("spotcheck-dispute", { item: dispute.id, person: dispute.person })}</h3>
            <Button kind={index === 0 ? "primary" : "plain"} onPress={() => onDecide(dispute)}>
              {t("spotcheck-decide", { item: dispute.id })}
            </Button>
          </div>
          <Answers item={dispute} currency={detail.currency} />
        </li>
      ))}
    </ul>
  );
}
