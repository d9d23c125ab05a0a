import { parseCursor } from "../../backend/protocol/ids.ts";
import { withoutDeeds } from "./deeds.ts";
import type { Fold, FoldEvent, LogEntry } from "./state.ts";

// A message may be given less time than the room. It goes by the server's clock, so from all screens at once and whether
// it was looked at or not, and goes again whenever its history is read again: nothing has to be remembered for it.

/** When a message goes, ms by the server's clock; null: with the room. */
export function passingOf({ cursor, goesAfter }: { cursor: string; goesAfter?: number | undefined }): number | null {
	return goesAfter === undefined ? null : parseCursor(cursor).ms + goesAfter * 1000;
}

/** When the first message goes, with those that the event brought. */
export function firstToPass(before: number | null, event: FoldEvent): number | null {
	if (event.type === "handed") return event.opened.reduce(firstToPass, before);
	return event.type === "message" ? earlier(before, passingOf(event)) : before;
}

/** The fold without what was to go by `now`: not a word of it is left. The same object when nothing was. */
export function withoutPassed<Folded extends Fold>(fold: Folded, now: number): Folded {
	if (fold.passesAt === null || fold.passesAt > now) return fold;
	let { deeds } = fold;
	let passesAt: number | null = null;
	const log = fold.log.map((entry): LogEntry => {
		if (entry.type !== "message") return entry;
		const at = passingOf(entry);
		if (at === null || at > now) {
			passesAt = earlier(passesAt, at);
			return entry;
		}
		const { cursor, id, sender, timestamp } = entry;
		deeds = withoutDeeds(deeds, id);
		return { type: "withdrawn", cursor, id, sender, timestamp, passed: true };
	});
	return { ...fold, log, deeds, passesAt };
}

const earlier = (a: number | null, b: number | null) => (a === null || b === null ? (a ?? b) : Math.min(a, b));
