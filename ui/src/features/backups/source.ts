import type { SourceKind } from "../../contract/types";

const ADOPTED: readonly SourceKind[] = ["restic", "archives", "adopted_folder", "adopted_sqlite"];

/** Made by others: Ballast reads and tests it, and takes no copies of it. */
export const isAdopted = (source: SourceKind): boolean => ADOPTED.includes(source);

export type Piece = "packs" | "archives" | "files";

/** What a check of the content reads one by one. */
export const pieceOf = (source: SourceKind): Piece =>
  source === "archives"
    ? "archives"
    : source === "adopted_folder" || source === "adopted_sqlite"
      ? "files"
      : "packs";
