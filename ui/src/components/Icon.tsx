import type { LucideIcon } from "lucide-react";

/** Lucide draws on 24 units; 1.4 px of stroke at 16 px is 2.1 of them. */
export function Icon({ of: Shape, size = 16 }: { of: LucideIcon; size?: number }) {
  return <Shape size={size} strokeWidth={2.1} aria-hidden="true" focusable="false" className="icon" />;
}
