/** `cloud = aws, site = Hamburg`. */
export const sharesText = (shares: { [key in string]: string }): string =>
  Object.entries(shares)
    .map(([key, value]) => `${key} = ${value}`)
    .join(", ");

/** The reverse; null where a part is not `what = which`. Empty is nothing shared. */
export function readShares(text: string): Record<string, string> | null {
  const parts = text
    .split(",")
    .map((part) => part.trim())
    .filter((part) => part !== "");
  const pairs = parts.map((part) => /^([^=]+?)\s*=\s*(.+)$/.exec(part));
  if (pairs.some((pair) => pair === null)) return null;
  return Object.fromEntries(pairs.map((pair) => [pair?.[1] ?? "", pair?.[2] ?? ""]));
}
