import { useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { type FormEvent, useState } from "react";
import { useReady } from "../../app/ready";
import { Button } from "../../components/Button";
import { TextInput } from "../../components/Fields";
import { ErrorState, Refusal, Waiting } from "../../components/States";
import type { AnsweredItem, NextItem, RoundStage, WireError, WorkItem } from "../../contract/types";
import { useTranslate } from "../../i18n";
import { useAnswer, useCommand, usePlatform } from "../../platform/context";
import { Compared } from "./Compared";
import { Entry } from "./Entry";
import { type Checking, type Desk, useNext } from "./useWork";
import styles from "./Work.module.css";
import { usePace } from "./WorkFrame";

/** The program says so to a wrong passphrase, and to none. */
const isUnprovedBy = (error: WireError) =>
  error.code === "not_allowed" && (error.params.reason ?? "").startsWith("passphrase");

/** One person works through their items, one at a time. */
export function WorkPage() {
  const { id = "" } = useParams({ strict: false });
  const { person = "" }: { person?: string } = useSearch({ strict: false });
  const people = useAnswer("person_list", {});
  // Asked once a visit, and forgotten with the page.
  const [{ passphrase, attempt }, setGiven] = useState<{ passphrase?: string; attempt: number }>({
    attempt: 0,
  });
  const needsOne = people.data?.people.find((one) => one.name === person)?.has_passphrase ?? false;
  const isAsked = needsOne && passphrase === undefined;
  const checking: Checking = { id, person, ...(passphrase === undefined ? {} : { passphrase }) };
  const next = useNext(checking, attempt, !people.isPending && !isAsked);
  const isUnproved = needsOne && next.error !== null && isUnprovedBy(next.error);
  useReady(!people.isPending && (isAsked || !next.isPending));

  if (people.isPending) return <Waiting />;
  if (isAsked || isUnproved) {
    return (
      <Gate
        key={isUnproved ? "again" : "first"}
        id={id}
        person={person}
        error={isUnproved ? next.error : null}
        onGiven={(given) => setGiven({ passphrase: given, attempt: attempt + 1 })}
      />
    );
  }
  if (next.data) return <Work checking={checking} next={next.data} />;
  if (next.error) return <ErrorState error={next.error} onRetry={() => void next.refetch()} />;
  return <Waiting />;
}

interface GateProps {
  id: string;
  person: string;
  error: WireError | null;
  onGiven: (passphrase: string) => void;
}

/** Whoever has a passphrase gives it once, before anything is shown. */
function Gate({ id, person, error, onGiven }: GateProps) {
  const t = useTranslate();
  const navigate = useNavigate();
  const [text, setText] = useState("");
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (text !== "") onGiven(text);
  };
  return (
    <form className={styles.gate} onSubmit={submit}>
      <h1>{t("spotcheck-gate-title", { person })}</h1>
      <p>{t("spotcheck-gate-text")}</p>
      <TextInput
        autoFocus
        type="password"
        label={t("spotcheck-passphrase")}
        value={text}
        onChange={setText}
      />
      <Refusal error={error} />
      <div className={styles.row}>
        <Button kind="primary" type="submit" isDisabled={text === ""}>
          {t("spotcheck-gate-now")}
        </Button>
        <Button onPress={() => void navigate({ to: "/spotchecks/$id", params: { id } })}>
          {t("action-cancel")}
        </Button>
      </div>
    </form>
  );
}

interface Locked {
  item: WorkItem;
  answered: AnsweredItem;
}

function Work({ checking, next }: { checking: Checking; next: NextItem }) {
  const platform = usePlatform();
  const navigate = useNavigate();
  const answer = useCommand("spotcheck_answer");
  const [locked, setLocked] = useState<Locked | null>(null);
  const [last, setLast] = useState<string | null>(null);
  // While an answer is on its way the page stays where it is, whatever was changed meanwhile.
  const [sent, setSent] = useState<WorkItem | null>(null);
  const { left, finished } = usePace(next.of - next.done);
  const stop = () => void navigate({ to: "/spotchecks/$id", params: { id: checking.id } });
  // After an answer is locked the next item is read again; until then the old one is still there.
  const isOld = next.item !== null && next.item.id === last;
  const done = locked !== null && (next.item === null || !isOld) ? next.done - 1 : next.done;
  const place = { done: Math.max(0, done), of: next.of };
  const desk: Desk = {
    title: next.title,
    person: checking.person,
    currency: next.currency,
    reveals: true,
    keep: (item, draft) => platform.invoke("spotcheck_draft", { ...checking, item, draft }),
    lock: async (item, given) => {
      setSent(item);
      try {
        const answered = await answer.mutateAsync({ ...checking, item: item.id, ...given });
        setLast(item.id);
        setLocked({ item, answered });
      } finally {
        setSent(null);
      }
    },
    isLocking: answer.isPending,
    error: answer.error,
  };
  if (locked) {
    return (
      <Compared
        key={locked.item.id}
        checking={checking}
        next={next}
        place={place}
        left={left}
        item={locked.item}
        answered={locked.answered}
        onStop={stop}
        onNext={() => {
          finished();
          setLocked(null);
        }}
      />
    );
  }
  if (isOld && sent === null) return <Waiting />;
  const item = sent ?? next.item;
  if (item === null) return <AllDone next={next} person={checking.person} onStop={stop} />;
  return <Entry key={item.id} desk={desk} place={place} left={left} item={item} onStop={stop} />;
}

/** Stages of which there is something to say to somebody who has nothing to do. */
const IN_WORK: readonly RoundStage[] = ["answering", "second_review", "deciding", "evaluating"];

interface AllDoneProps {
  next: NextItem;
  person: string;
  onStop: () => void;
}

function AllDone({ next, person, onStop }: AllDoneProps) {
  const t = useTranslate();
  return (
    <div className={styles.gate}>
      <h1>{t("spotcheck-work-none", { person, of: next.of })}</h1>
      {IN_WORK.includes(next.stage) && <p>{t(`spotcheck-next-${next.stage}-text`)}</p>}
      <div className={styles.row}>
        <Button kind="primary" onPress={onStop} autoFocus>
          {t("spotcheck-work-back", { title: next.title })}
        </Button>
      </div>
    </div>
  );
}
