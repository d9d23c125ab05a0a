import { compareCursors, parseCursor } from "../../backend/protocol/ids.ts";
import { emptyHistory, extendHistory, type HistoryDigest, writeDigest } from "../crypto/history-digest.ts";
import type { Seen } from "./payload.ts";
import type { Comparison } from "./state.ts";
import type { StoredEvent } from "./stream/transport.ts";

/** The digest of what this browser was shown, after each event. Add the events in their order. */
export type History = {
	add(event: StoredEvent): void;
	/** What to tell others of it: the newest event that was added. Null before the first. */
	latest(): Promise<Seen | null>;
	/** Compares with what a message that came after all of these says its sender was shown. */
	compare(seen: Seen): Promise<Comparison>;
	/** All events follow again, from the first. */
	clear(): void;
};

export function createHistory(): History {
	let digests = new Map<string, Promise<HistoryDigest>>();
	let newest: { cursor: string; digest: Promise<HistoryDigest> } | null = null;
	let first: string | null = null;

	return {
		add(event) {
			const cursor = event.id;
			if (newest !== null && compareCursors(cursor, newest.cursor) <= 0) return;
			const before = newest?.digest ?? Promise.resolve(emptyHistory);
			const digest = digestAfter(before, event);
			digests.set(cursor, digest);
			newest = { cursor, digest };
			first ??= cursor;
		},
		async latest() {
			return newest && { cursor: newest.cursor, digest: writeDigest(await newest.digest) };
		},
		async compare({ cursor, digest }) {
			// The store lost what was before: that is told by a reset, and no fault of who wrote before it.
			if (first === null || parseCursor(cursor).ms < parseCursor(first).ms) return "unknown";
			const mine = await digests.get(cursor);
			return mine !== undefined && writeDigest(mine) === digest ? "same" : "differs";
		},
		clear() {
			digests = new Map();
			newest = null;
			first = null;
		},
	};
}

/** What an older version does not know changes nothing, here as there: so both compare the same. */
async function digestAfter(before: Promise<HistoryDigest>, event: StoredEvent): Promise<HistoryDigest> {
	const isLeftOut = event.event === "unknown" || event.event === "room.starter";
	return isLeftOut ? before : extendHistory(await before, event);
}
