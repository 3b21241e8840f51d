import { useFormat, useTranslate } from "../../../i18n";
import styles from "./FirstMap.module.css";
import { type Answers, isAnswered, nodesOf, type Question } from "./firstmap";

interface Spot {
  question: Question;
  x: number;
  y: number;
}
const SIZE = { width: 128, height: 52 };
const PROCESS: Spot = { question: "process", x: 4, y: 84 };
const SYSTEM: Spot = { question: "system", x: 164, y: 34 };
const PEOPLE: Spot = { question: "people", x: 164, y: 134 };
const PROVIDER: Spot = { question: "provider", x: 324, y: 4 };
const SITE: Spot = { question: "site", x: 324, y: 74 };
const SPOTS: readonly Spot[] = [PROCESS, SYSTEM, PEOPLE, PROVIDER, SITE];
/** As many letters as a box holds. */
const LETTERS = 17;

const cut = (text: string) => (text.length > LETTERS ? `${text.slice(0, LETTERS - 1)}…` : text);

function edge(from: Spot, to: Spot): string {
  const [x1, y1] = [from.x + SIZE.width, from.y + SIZE.height / 2];
  const [x2, y2] = [to.x, to.y + SIZE.height / 2];
  const middle = (x1 + x2) / 2;
  return `M${x1} ${y1}C${middle} ${y1} ${middle} ${y2} ${x2} ${y2}`;
}

/** The map as far as it was told: five boxes, dashed while nobody has said what stands there. */
export function FirstPreview({ answers, asked }: { answers: Answers; asked: Question | null }) {
  const t = useTranslate();
  const format = useFormat();
  const nodes = nodesOf(answers);
  const named: Partial<Record<Question, string>> = {
    process: nodes.process,
    system: nodes.system,
    people: nodes.people.join(", "),
    provider: nodes.provider,
    site: nodes.site,
  };
  const known = SPOTS.map(({ question }) => named[question]).filter((name): name is string => Boolean(name));
  // Without a program the process needs what is behind it.
  const holder = answers.unknown.includes("system") ? PROCESS : SYSTEM;
  const sub = ({ question }: Spot) =>
    question === "people" && nodes.people.length > 1 ? t("first-node-one-of") : t(`first-node-${question}`);
  return (
    <figure className={styles.preview}>
      <svg
        viewBox="0 0 456 196"
        role="img"
        aria-label={
          known.length === 0
            ? t("first-preview-empty")
            : t("first-preview", { count: known.length, names: format.list(known) })
        }
      >
        {holder === SYSTEM && <path className={styles.edge} d={edge(PROCESS, SYSTEM)} />}
        <path className={styles.edge} d={edge(PROCESS, PEOPLE)} />
        <path className={styles.edge} d={edge(holder, PROVIDER)} />
        <path className={styles.edge} d={edge(holder, SITE)} />
        {SPOTS.map((spot) => {
          const name = named[spot.question] ?? "";
          const isUnknown = name === "" && isAnswered(answers, spot.question);
          const state = name !== "" ? styles.named : isUnknown ? styles.unknown : styles.open;
          return (
            <g key={spot.question} className={`${state} ${asked === spot.question ? styles.asked : ""}`}>
              <rect x={spot.x} y={spot.y} {...SIZE} rx="6" />
              <text x={spot.x + 12} y={spot.y + 21} className={styles.sub}>
                {sub(spot)}
              </text>
              <text x={spot.x + 12} y={spot.y + 39}>
                {name !== "" ? cut(name) : t(isUnknown ? "first-node-unknown" : "first-node-open")}
              </text>
            </g>
          );
        })}
      </svg>
      <figcaption>{t("first-preview-caption")}</figcaption>
    </figure>
  );
}
