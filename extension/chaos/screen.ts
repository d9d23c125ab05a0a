import type { RoomSnapshot } from "../hub/rooms.ts";
import type { LogEntry } from "../room/state.ts";
import type { Shown, View } from "./history.ts";

/**
 * A line of a screen, as it is written down. That somebody is shown something else stands beside what they wrote, and
 * has no place of its own.
 */
export function shownOf(entry: LogEntry): Shown | [] {
	const { cursor } = entry;
	switch (entry.type) {
		case "differs":
			return [];
		case "handed":
			return { type: "handed", cursor, id: entry.id, sender: entry.sender };
		case "sealed":
			return { type: "sealed", cursor, id: entry.id, sender: entry.sender, lost: entry.lost };
		case "message":
			return {
				...{ type: "message", cursor, id: entry.id, sender: entry.sender, text: entry.text },
				...(entry.file && { file: { bytes: entry.file.bytes, arrived: entry.arrived ?? 0 } }),
				...(entry.once && { once: entry.once }),
				...(entry.viewed && { viewed: [...entry.viewed] }),
				...(entry.reactions && {
					reactions: entry.reactions.flatMap(({ emoji, members }) => members.map((by) => `${emoji} ${by}`)),
				}),
			};
		case "withdrawn":
			return {
				...{ type: "withdrawn", cursor, id: entry.id, sender: entry.sender },
				...(entry.passed && { passed: entry.passed }),
			};
		case "act":
			return { type: "act", cursor, id: entry.id, sender: entry.sender, mark: entry.mark };
		case "joined":
		case "left":
		case "appointed":
			return { type: entry.type, cursor, memberId: entry.memberId };
		case "locked":
			return { type: "locked", cursor, locked: entry.locked };
		default:
			return { type: entry.type, cursor };
	}
}

export const isSameLine = (a: Shown | undefined, b: Shown | undefined): boolean =>
	JSON.stringify(a) === JSON.stringify(b);

/** What else a browser holds of the room. */
export function viewOf(room: RoomSnapshot | undefined): View {
	const nothing = { me: null, caughtUp: false, locked: false, starter: null, expiresAt: null, unsent: [], draft: "" };
	if (room === undefined) return { ...nothing, phase: "none" };
	if (room.phase === "invited") return { ...nothing, phase: "invited" };
	if (room.phase === "ended") return { ...nothing, phase: "ended", end: { reason: room.reason, byMe: room.byMe } };
	const { me, caughtUp, locked, starter, expiresAt, unsent, draft, log } = room;
	const doings = Object.entries(room.doings).map(([memberId, { writing, seen }]) => [memberId, { writing, seen }]);
	const told = doings.length > 0 && { doings: Object.fromEntries(doings) };
	const differs = log.flatMap((entry) => (entry.type === "differs" ? [entry.sender] : []));
	const mine = { unsent: unsent.map(({ id }) => id), draft: draft.text };
	return {
		phase: "live",
		me,
		caughtUp,
		locked,
		starter,
		expiresAt,
		...mine,
		...told,
		...(differs.length > 0 && { differs }),
	};
}
