export interface Order {
  by: string;
  isUp: boolean;
}

/** What a row is sorted by; what nobody said stands last, whichever way. */
export type Keys<T> = Record<string, (row: T) => string | number | null>;

export function sorted<T>(rows: readonly T[], keys: Keys<T>, { by, isUp }: Order): T[] {
  const key = keys[by];
  if (!key) return [...rows];
  return [...rows].sort((first, second) => {
    const [a, b] = [key(first), key(second)];
    if (a === null || b === null) return Number(a === null) - Number(b === null);
    const order = typeof a === "number" && typeof b === "number" ? a - b : String(a).localeCompare(String(b));
    return isUp ? order : -order;
  });
}

/** A second press turns the order round. */
export const turned = (order: Order, by: string): Order =>
  order.by === by ? { by, isUp: !order.isUp } : { by, isUp: true };

export const hasWords = (texts: (string | null)[], wanted: string): boolean => {
  const text = texts.join(" ").toLowerCase();
  return wanted
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
};
