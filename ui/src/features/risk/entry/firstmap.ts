import type { ComponentEntry, Group, MapSave, MapSheet, ProcessEntry } from "../../../contract/types";
import { moneyOf, spanOf } from "./amounts";
import { freeId, newComponent, newProcess, single, thingsOf, titleOf } from "./entries";

/** In this order; each is asked alone. */
export const QUESTIONS = [
  "process",
  "damage",
  "outage",
  "system",
  "provider",
  "people",
  "site",
  "recovery",
] as const;
export type Question = (typeof QUESTIONS)[number];

/** How one gets back in when every device is gone. */
export const WAYS_BACK = ["paper", "person", "nothing"] as const;
export type WayBack = (typeof WAYS_BACK)[number];

export interface Answers {
  process: string;
  damage: string;
  outage: string;
  system: string;
  provider: string;
  person: string;
  deputy: string;
  site: string;
  recovery: WayBack | "";
  /** Where the paper lies. */
  paper: string;
  /** Asked and not known: that is an answer too. */
  unknown: Question[];
}

export const NO_ANSWERS: Answers = {
  process: "",
  damage: "",
  outage: "",
  system: "",
  provider: "",
  person: "",
  deputy: "",
  site: "",
  recovery: "",
  paper: "",
  unknown: [],
};

/** What stands in the fields that a process cannot be without, until somebody knows. */
export const UNTIL_KNOWN = { damage: "0", outage: "1d" } as const;

export interface MapWords {
  /** What the process is called while nobody said it. */
  process: string;
  paper: string;
}

const FIELD: Record<Question, Exclude<keyof Answers, "unknown">> = {
  process: "process",
  damage: "damage",
  outage: "outage",
  system: "system",
  provider: "provider",
  people: "person",
  site: "site",
  recovery: "recovery",
};

export const isAnswered = (answers: Answers, question: Question): boolean =>
  answers.unknown.includes(question) || answers[FIELD[question]].trim() !== "";

/** An answer takes back that one does not know it. */
export const answered = (answers: Answers, question: Question, more: Partial<Answers>): Answers => ({
  ...answers,
  ...more,
  unknown: answers.unknown.filter((one) => one !== question),
});

/** Not known; what was typed before stays in its field, for whoever comes back. */
export const notKnown = (answers: Answers, question: Question): Answers => ({
  ...answers,
  unknown: [...answers.unknown.filter((one) => one !== question), question],
});

const said = (answers: Answers, question: Question, field = FIELD[question]): string =>
  answers.unknown.includes(question) ? "" : answers[field].trim();

/** The names that stand in the picture; none where nobody knows. */
export const nodesOf = (answers: Answers) => ({
  process: said(answers, "process"),
  system: said(answers, "system"),
  provider: said(answers, "provider"),
  people: [said(answers, "people"), said(answers, "people", "deputy")].filter((name) => name !== ""),
  site: said(answers, "site"),
});

/**
 * The first map: the process needs its system and one of the people; the system needs who provides it and the line or
 * site. Where there is no system, the process needs those itself. What is in the map already by the same name is
 * not made a second time.
 */
export function mapOf(answers: Answers, sheet: MapSheet, words: MapWords, today: string): MapSave {
  const make = new Maker(sheet, today);
  const names = nodesOf(answers);
  const provider = make.component(names.provider, "provider");
  const site = make.component(names.site, "site");
  const people = names.people.map((name) => make.component(name, "person")).filter((id) => id !== null);
  const below = [provider, site].filter((id) => id !== null).map(single);
  const system = make.component(names.system, "system", {
    needs: below,
    recovery_needs: wayBack(answers, make, people, words),
  });
  const process = make.process(names.process || words.process, {
    damage_per_hour: moneyOf(said(answers, "damage")) || UNTIL_KNOWN.damage,
    worst_case_outage: spanOf(said(answers, "outage")) || UNTIL_KNOWN.outage,
    owner: names.people[0] ?? null,
    deputy: names.people[1] ?? null,
    needs: [
      ...(system === null ? below : [single(system)]),
      ...(people.length > 0 ? [{ any_of: [...new Set(people)], need: 1 }] : []),
    ],
    // What was guessed for them is not what they said.
    confirmed: said(answers, "damage") && said(answers, "outage") ? today : null,
  });
  return { processes: [process], components: make.components(), revision: sheet.revision };
}

/** None: nobody answered. Empty: nothing is needed. */
function wayBack(answers: Answers, make: Maker, people: string[], words: MapWords): Group[] | null {
  switch (said(answers, "recovery")) {
    case "paper": {
      const paper = make.component(answers.paper.trim() || words.paper, "document", { recovery_needs: [] });
      return paper === null ? null : [single(paper)];
    }
    case "person":
      return people.length > 0 ? [{ any_of: people, need: 1 }] : null;
    case "nothing":
      return [];
    default:
      return null;
  }
}

/** Makes entries with ids that are free, and takes those that are there. */
class Maker {
  private readonly made = new Map<string, ComponentEntry>();
  private readonly taken: Set<string>;

  constructor(
    private readonly sheet: MapSheet,
    private readonly today: string,
  ) {
    this.taken = new Set([...thingsOf(sheet), ...sheet.options].map(({ id }) => id));
  }

  component(title: string, kind: ComponentEntry["kind"], more: Partial<ComponentEntry> = {}): string | null {
    if (title === "") return null;
    const isSame = (one: ComponentEntry) => titleOf(one).toLowerCase() === title.toLowerCase();
    const known = this.sheet.components.find(isSame);
    const twin = [...this.made.values()].find(isSame);
    if (twin) return twin.id;
    if (known && more.needs === undefined) return known.id;
    const id = known?.id ?? this.free(title);
    this.made.set(
      id,
      known ? joined(known, more) : newComponent(id, title, kind, { ...more, confirmed: this.today }),
    );
    return id;
  }

  process(title: string, more: Partial<ProcessEntry>): ProcessEntry {
    return newProcess(this.free(title), title, more);
  }

  components = (): ComponentEntry[] => [...this.made.values()];

  private free(title: string): string {
    const id = freeId(title, this.taken);
    this.taken.add(id);
    return id;
  }
}

/** What it needs already stays; what is new is added. */
function joined(known: ComponentEntry, { needs = [], recovery_needs = null }: Partial<ComponentEntry>) {
  const has = (group: Group) => known.needs.some((one) => one.any_of.join() === group.any_of.join());
  return {
    ...known,
    needs: [...known.needs, ...needs.filter((group) => !has(group))],
    recovery_needs: recovery_needs ?? known.recovery_needs,
  };
}

/** What was named and is on the map already. */
export const knownIn = (answers: Answers, sheet: MapSheet): string[] => {
  const { system, provider, people, site } = nodesOf(answers);
  const there = new Set(sheet.components.map((one) => titleOf(one).toLowerCase()));
  return [system, provider, ...people, site].filter((name) => there.has(name.toLowerCase()));
};
