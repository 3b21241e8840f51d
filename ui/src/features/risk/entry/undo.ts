import type { MapSave, MapSaved } from "../../../contract/types";

/** One save that can be taken back. */
export interface Step {
  /** What takes it back. */
  undo: MapSave;
  /** The revision that it was made from, and the one that it made. */
  from: number;
  to: number;
  /** What was done, for the button. */
  what: string;
}
/** The last save stands last. */
export type Stack = readonly Step[];

/** More than anybody takes back. */
const DEEPEST = 100;

export const pushed = (stack: Stack, step: Step): Stack => [...stack, step].slice(-DEEPEST);

/** What takes the last save back. A change that somebody else made since has it refused, and nothing is lost. */
export const undoing = (step: Step): MapSave => ({ ...step.undo, revision: step.to });

/**
 * The stack once its last step was taken back. The map is again as the step below left it if the last one was made on
 * top of that; then the revision of taking back stands for it.
 */
export function popped(stack: Stack, { revision }: Pick<MapSaved, "revision">): Stack {
  const last = stack.at(-1);
  const below = stack.at(-2);
  if (!last || !below || below.to !== last.from) return stack.slice(0, -1);
  return [...stack.slice(0, -2), { ...below, to: revision }];
}
