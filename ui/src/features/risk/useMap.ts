import { useMemo, useState } from "react";

export const SHOWS = ["everything", "single", "unproven"] as const;
export const VIEWS = ["map", "list", "weak"] as const;
export type Show = (typeof SHOWS)[number];
export type View = (typeof VIEWS)[number];

interface State {
  view: View;
  show: Show;
  search: string;
  selected: string | null;
  /** Only what this process needs is drawn. */
  zoomed: string | null;
  /** Switched off in the question. */
  off: string[];
  /** Options taken in the question. */
  taken: string[];
}

const START: State = {
  view: "map",
  show: "everything",
  search: "",
  selected: null,
  zoomed: null,
  off: [],
  taken: [],
};

const toggled = (list: string[], id: string) =>
  list.includes(id) ? list.filter((one) => one !== id) : [...list, id];

/** In the drawing a search and a selection light the same nodes; lists stay filtered while one looks at their rows. */
const seen = ({ view, search }: State) => ({ search: view === "map" ? "" : search });

/** What somebody looks at and asks. Nothing of it is kept. */
export function useMap() {
  const [state, set] = useState(START);
  const acts = useMemo(() => {
    const change = (part: Partial<State>) => set((old) => ({ ...old, ...part }));
    return {
      look: (view: View) => change({ view }),
      show: (show: Show) => change({ show, selected: null, search: "" }),
      search: (search: string) => change({ search }),
      select: (id: string | null) => set((old) => ({ ...old, ...seen(old), selected: id })),
      /** A second click on the same lets go of it. */
      press: (id: string) =>
        set((old) => ({ ...old, ...seen(old), selected: old.selected === id ? null : id })),
      zoom: (id: string | null) => change({ zoomed: id }),
      switch: (id: string) => set((old) => ({ ...old, off: toggled(old.off, id) })),
      take: (id: string) => set((old) => ({ ...old, taken: toggled(old.taken, id) })),
      leaveQuestion: () => change({ off: [], taken: [] }),
    };
  }, []);
  return { ...state, isQuestion: state.off.length > 0 || state.taken.length > 0, acts };
}

export type MapState = ReturnType<typeof useMap>;

/** One step back: out of the question, then out of the part, then out of the selection. */
export function stepBack({ isQuestion, zoomed, selected, acts }: MapState): boolean {
  if (isQuestion) acts.leaveQuestion();
  else if (zoomed !== null) acts.zoom(null);
  else if (selected !== null) acts.select(null);
  else return false;
  return true;
}
