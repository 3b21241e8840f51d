/** The place in the inspector for changing what people entered about this process or thing. */
export function EditEntry(_: { id: string }) {
  return null;
}
