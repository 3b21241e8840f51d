import { createContext, useContext, useLayoutEffect, useState, useSyncExternalStore } from "react";

/** What the question makes of the map; the places stay the same. */
export interface Marks {
  selected: string | null;
  /** The node that the Tab key reaches; null on paper. */
  reached: string | null;
  /** What is lit; null where everything is. */
  lit: ReadonlySet<string> | null;
  gone: ReadonlySet<string>;
  /** Stands still because of what is gone. */
  still: ReadonlySet<string>;
  ringed: ReadonlySet<string>;
}

export interface NodeMarks {
  isSelected: boolean;
  isReached: boolean;
  isLit: boolean;
  isGone: boolean;
  isStill: boolean;
  isRinged: boolean;
}

const NODE_BITS: (keyof NodeMarks)[] = ["isSelected", "isReached", "isLit", "isGone", "isStill", "isRinged"];

/**
 * Each part of the drawing asks for its own marks and is drawn again only when those change: what a selection costs
 * follows what it touches, not how large the map is.
 */
export class MarkStore {
  private readonly listeners = new Set<() => void>();

  constructor(private marks: Marks) {}

  set(marks: Marks): void {
    if (marks === this.marks) return;
    this.marks = marks;
    for (const listener of this.listeners) listener();
  }

  subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  /** Whether some are lit and the others dimmed. */
  isLighting = (): boolean => this.marks.lit !== null;
  isLit = (id: string): boolean => this.marks.lit?.has(id) ?? false;
  /** It lies on the way of what stands still to what is gone. */
  isCut(from: string, to: string): boolean {
    const { gone, still } = this.marks;
    return still.has(from) && (gone.has(to) || still.has(to));
  }

  /** One number, because what is compared must be one value. */
  node(id: string): number {
    const { selected, reached, gone, still, ringed } = this.marks;
    const marks: NodeMarks = {
      isSelected: selected === id,
      isReached: reached === id,
      isLit: this.isLit(id),
      isGone: gone.has(id),
      isStill: still.has(id),
      isRinged: ringed.has(id),
    };
    return NODE_BITS.reduce((bits, name, place) => bits | (Number(marks[name]) << place), 0);
  }
}

const MarksContext = createContext<MarkStore | null>(null);
export const MarksProvider = MarksContext;

/** Keeps these marks for what is drawn below the provider. */
export function useMarkStore(marks: Marks): MarkStore {
  const [store] = useState(() => new MarkStore(marks));
  useLayoutEffect(() => store.set(marks), [store, marks]);
  return store;
}

function useStore<T extends boolean | number>(read: (store: MarkStore) => T): T {
  const store = useContext(MarksContext);
  if (!store) throw new Error("marks outside MarksProvider");
  return useSyncExternalStore(store.subscribe, () => read(store));
}

export const useIsLighting = (): boolean => useStore((store) => store.isLighting());
export const useIsLit = (ids: readonly string[], all: boolean): boolean =>
  useStore((store) => (all ? ids.every(store.isLit) : ids.some(store.isLit)));
export const useIsCut = (from: string, to: string): boolean => useStore((store) => store.isCut(from, to));

export function useNodeMarks(id: string): NodeMarks {
  const bits = useStore((store) => store.node(id));
  const has = (name: keyof NodeMarks) => ((bits >> NODE_BITS.indexOf(name)) & 1) === 1;
  return Object.fromEntries(NODE_BITS.map((name) => [name, has(name)])) as unknown as NodeMarks;
}
