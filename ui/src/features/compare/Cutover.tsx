import { Button as AriaButton, Disclosure, DisclosurePanel } from "react-aria-components";
import { useStart } from "../../app/start";
import { Button } from "../../components/Button";
import { Glyph } from "../../components/Glyph";
import { Section } from "../../components/Page";
import { Banner } from "../../components/States";
import type { CompareDetail, CutoverView, Signature } from "../../contract/types";
import { Sentence, useFormat, useTranslate } from "../../i18n";
import styles from "./Cutover.module.css";
import details from "./DetailPage.module.css";
import { CRITERION_GLYPH, criterionWords, DECISION_GLYPH, isNeeded } from "./words";

/** Whether the new system may replace the old one, why, and who says so. */
export function Cutover({ detail, onSign }: { detail: CompareDetail; onSign: () => void }) {
  const t = useTranslate();
  const { cutover } = detail;
  const needed = cutover.criteria.filter(isNeeded);
  const met = needed.filter(({ state }) => state === "met").length;
  return (
    <>
      <h2 className={`${styles.go} ${styles[cutover.decision]}`}>
        <Glyph state={DECISION_GLYPH[cutover.decision]} size={20} />
        {t(`parallel-decision-${cutover.decision}`)}
      </h2>
      <p className={styles.why}>
        <Why cutover={cutover} />
      </p>
      <Section title={t("parallel-criteria")} note={t("parallel-criteria-met", { met, all: needed.length })}>
        <ul className={styles.criteria}>
          {cutover.criteria.map((criterion) => (
            <Row key={`${criterion.code} ${criterion.params.column}`} criterion={criterion} />
          ))}
        </ul>
        <Sign cutover={cutover} onSign={onSign} />
      </Section>
    </>
  );
}

/** What a switch today would do, and when it could be. */
function Why({ cutover }: { cutover: CutoverView }) {
  const t = useTranslate();
  const format = useFormat();
  const [shift, ...more] = cutover.shift;
  const isGo = cutover.decision === "go";
  return (
    <>
      {shift ? (
        <Sentence
          id="parallel-why-shift"
          values={{ more: more.length }}
          nodes={{
            column: <code>{shift.column}</code>,
            difference: <b>{format.signed(shift.difference)}</b>,
          }}
        />
      ) : (
        t(`parallel-why-${cutover.decision}`)
      )}{" "}
      {!isGo && cutover.earliest !== null && (
        <Sentence id="parallel-why-earliest" nodes={{ date: <b>{format.dateInside(cutover.earliest)}</b> }} />
      )}
    </>
  );
}

function Row({ criterion }: { criterion: CutoverView["criteria"][number] }) {
  const t = useTranslate();
  const format = useFormat();
  const { title, note } = criterionWords(t, format, criterion);
  return (
    <li>
      <Glyph state={CRITERION_GLYPH[criterion.state]} />
      <span>
        <b>{title}</b>
        <small>
          <span className={styles.unseen}>{t(`parallel-criterion-is-${criterion.state}`)}. </span>
          {note}
        </small>
      </span>
    </li>
  );
}

const NEEDED = 2;

function Sign({ cutover, onSign }: { cutover: CutoverView; onSign: () => void }) {
  const t = useTranslate();
  const { signatures, decision, signed, criteria } = cutover;
  const go = signatures.filter((one) => one.decision === "go");
  return (
    <div className={styles.sign}>
      {(signatures.length > 0 || decision === "go") && (
        <ul className={styles.signatures}>
          {signatures.map((signature) => (
            <SignatureRow key={signature.seq} signature={signature} />
          ))}
          {!signed && decision === "go" && <Empty given={go.map(({ person }) => person)} />}
        </ul>
      )}
      {!signed && (
        <>
          <Button isDisabled={decision !== "go"} onPress={onSign}>
            {t("parallel-sign")}
          </Button>
          <p>
            {decision === "go"
              ? t("parallel-sign-open", { left: NEEDED - go.length })
              : t("parallel-sign-closed", { all: criteria.filter(isNeeded).length })}
          </p>
          {decision !== "go" && (
            <Button kind="quiet" small onPress={onSign}>
              {t("parallel-sign-no")}
            </Button>
          )}
          <Disclosure>
            <AriaButton slot="trigger" className={details.reveal ?? ""}>
              {t("parallel-sign-who")}
            </AriaButton>
            <DisclosurePanel>
              <p>{t("parallel-sign-who-two")}</p>
              <p>{t("parallel-sign-who-alone")}</p>
            </DisclosurePanel>
          </Disclosure>
        </>
      )}
    </div>
  );
}

/** Who is still to sign. */
function Empty({ given }: { given: string[] }) {
  const t = useTranslate();
  return Array.from({ length: NEEDED - given.length }, (_, index) => given.length + index).map((place) => (
    <li key={place}>
      <Glyph state="unproven" />
      <span>
        <b>{t(place === 0 ? "parallel-sign-first" : "parallel-sign-second")}</b>
        <small>
          {place === 0
            ? t("parallel-sign-anybody")
            : t("parallel-sign-another", { person: given[0] ?? "", known: given.length > 0 ? "yes" : "no" })}
        </small>
      </span>
    </li>
  ));
}

function SignatureRow({ signature }: { signature: Signature }) {
  const t = useTranslate();
  const format = useFormat();
  return (
    <li>
      <Glyph state={DECISION_GLYPH[signature.decision]} />
      <span>
        <b>
          {t("parallel-signature", {
            person: signature.person,
            decision: t(`parallel-decision-${signature.decision}`).toLowerCase(),
            when: format.past(signature.at),
          })}
        </b>
        <small>{signature.reason}</small>
      </span>
    </li>
  );
}

/** After the switch the same comparison, run again, is the way back. */
export function Signed({ detail }: { detail: CompareDetail }) {
  const t = useTranslate();
  const format = useFormat();
  const start = useStart();
  const people = detail.cutover.signatures
    .filter(({ decision }) => decision === "go")
    .map(({ person }) => person);
  return (
    <div className={styles.signed}>
      <Banner
        state="proven"
        title={t("parallel-signed", { people: format.list(people) })}
        action={
          <Button isDisabled={start.isStarting} onPress={() => start.compare(detail.id)}>
            {t("parallel-compare-again")}
          </Button>
        }
      >
        {t("parallel-signed-text")}
      </Banner>
    </div>
  );
}
