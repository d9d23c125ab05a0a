import { compareCursors } from "../../../backend/protocol/ids.ts";
import type { LogEntry } from "../../room/state.ts";

/** How far the reader is. All cursors are entries of the log. */
export type Reading = {
	/** The newest entry that was in sight; messages of others after it are new. Null: nothing was read yet. */
	seen: string | null;
	/** The entry "New messages" stands before. It stays while the reader looks at it. */
	divider: string | null;
	unread: number;
};

/** A room that is opened: the divider marks where the reader left. In a room never read before nothing is "new". */
export function startReading(log: readonly LogEntry[], me: string, readCursor: string | null): Reading {
	return advance({ seen: readCursor, divider: null, unread: 0 }, { log, me, readCursor, looking: false });
}

/**
 * The next state. `looking`: the end of the log is in sight and the page is shown, so that all of it counts as read.
 * Returns the same object when nothing changed.
 */
export function advance(
	before: Reading,
	now: { log: readonly LogEntry[]; me: string; readCursor: string | null; looking: boolean },
): Reading {
	const { log, me, looking } = now;
	const last = log.at(-1)?.cursor ?? null;
	const seen = looking ? (last ?? before.seen) : later(before.seen, now.readCursor);
	const { unread, first } = looking ? { unread: 0, first: null } : unreadAfter(log, seen, me);
	let divider = before.divider;
	// My own words after the divider: I am past it.
	if (divider !== null && log.some((entry) => isMine(entry, me) && isAfter(entry.cursor, divider))) divider = null;
	// A divider that was read moves to what is new now; one that was not yet read stays.
	if (first !== null && (divider === null || !isAfter(divider, seen))) divider = first;
	if (seen === before.seen && divider === before.divider && unread === before.unread) return before;
	return { seen, divider, unread };
}

function unreadAfter(log: readonly LogEntry[], seen: string | null, me: string) {
	let unread = 0;
	let first: string | null = null;
	if (seen === null) return { unread, first };
	for (let at = log.length - 1; at >= 0; at--) {
		const entry = log[at];
		if (!entry || !isAfter(entry.cursor, seen)) break;
		if (entry.type !== "message" || entry.sender === me) continue;
		unread++;
		first = entry.cursor;
	}
	return { unread, first };
}

const isMine = (entry: LogEntry, me: string) => entry.type === "message" && entry.sender === me;

const isAfter = (cursor: string, than: string | null) => than === null || compareCursors(cursor, than) > 0;

function later(a: string | null, b: string | null): string | null {
	if (a === null || b === null) return a ?? b;
	return compareCursors(a, b) >= 0 ? a : b;
}
