import { compareCursors } from "../../backend/protocol/ids.ts";
import type { LiveRoom, RoomsSnapshot } from "../hub/rooms.ts";
import { isSame } from "../room/same-value.ts";

/** Room by room, the cursor up to which a notification has spoken or had no need to. Holds live rooms alone. */
export type Told = Readonly<Record<string, string>>;

/** A room that rings. `mentioned`: somebody named me in what I have not read. */
export type Ringing = { roomId: string; name: string; mentioned: boolean };

export type Plan = {
	/** Rooms with a message that nobody saw and no notification has spoken of. */
	show: Ringing[];
	/** Of `standing`, those whose room was read, is shown, or is over. */
	clear: string[];
	/** What to remember; the same object when it is as before. */
	told: Told;
};

/**
 * Which notifications to show and which to take away. A message rings when it is somebody else's, new, and no panel
 * shows its room. What was there when this browser came in is history and rings for nobody.
 * @param shown rooms that a panel shows to somebody now
 * @param standing rooms whose notification stands
 */
export function planNotifications(
	{ rooms, ready }: RoomsSnapshot,
	before: { told: Told; shown: ReadonlySet<string>; standing: readonly string[] },
): Plan {
	const { shown, standing } = before;
	// A worker that wakes does not know its rooms yet.
	if (!ready) return { show: [], clear: [], told: before.told };
	const live = rooms.filter((room) => room.phase === "live");
	const told: Record<string, string> = {};
	const show: Plan["show"] = [];
	for (const room of live) {
		const { roomId, name } = room;
		const last = before.told[roomId];
		const newest = room.caughtUp ? (room.log.at(-1)?.cursor ?? null) : null;
		if (last !== undefined) told[roomId] = last;
		if (newest === null || (last !== undefined && compareCursors(newest, last) <= 0)) continue;
		told[roomId] = newest;
		if (last !== undefined && !shown.has(roomId) && hasNews(room, last)) {
			show.push({ roomId, name, mentioned: isMentioned(room, last) });
		}
	}
	// Until a room has caught up, nobody knows what is unread in it.
	const mayStand = new Set(live.filter((room) => room.unreadCount > 0 || !room.caughtUp).map(({ roomId }) => roomId));
	const clear = standing.filter((roomId) => shown.has(roomId) || !mayStand.has(roomId));
	return { show, clear, told: isSame(before.told, told) ? before.told : told };
}

/** A message of somebody else that came after `told` and that nobody has read. */
function hasNews({ log, me, readCursor }: LiveRoom, told: string): boolean {
	for (let at = log.length - 1; at >= 0; at--) {
		const entry = log[at];
		if (!entry || compareCursors(entry.cursor, told) <= 0) return false;
		if (readCursor !== null && compareCursors(entry.cursor, readCursor) <= 0) return false;
		if (entry.type === "message" && entry.sender !== me) return true;
	}
	return false;
}

/** In what is unread: a later message must not hide behind its own notification that somebody named me before. */
function isMentioned({ log, me, readCursor }: LiveRoom, told: string): boolean {
	// Without anything read, what was there when this browser came in is history.
	const after = readCursor ?? told;
	return log.some(
		(entry) =>
			entry.type === "message" &&
			entry.sender !== me &&
			entry.mentions?.includes(me) === true &&
			compareCursors(entry.cursor, after) > 0,
	);
}
