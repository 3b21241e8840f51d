/** The place in the head of the page for all ways to enter something: templates, questions, import. */
export function AddMenu() {
  return null;
}
