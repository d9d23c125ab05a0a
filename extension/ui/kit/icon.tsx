import type { LucideIcon } from "lucide-react";

/** A line icon beside words; it says nothing of its own to a screen reader. */
export function Icon({ of: Drawing, small = false }: { of: LucideIcon; small?: boolean }) {
	return <Drawing className={small ? "icon small" : "icon"} aria-hidden="true" />;
}
