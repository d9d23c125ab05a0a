import type { LogEntry } from "../room/state.ts";
import type { Errand, Intent, LiveRoom, Outcome, RoomSnapshot, RoomsSnapshot } from "./rooms.ts";

/** The part of `runtime.Port` the hub needs. */
export interface PortLike {
	postMessage(message: unknown): void;
	disconnect(): void;
	onMessage: { addListener(listener: (message: unknown) => void): void };
	onDisconnect: { addListener(listener: () => void): void };
}

export type ToHub = { n: number; intent: Intent };
export type ToSurface = { type: "snapshot"; patch: Patch } | { type: "outcome"; n: number; outcome: Outcome };

/**
 * What changed in one room. A live room's log travels from its first changed entry on, so that a message in
 * a long talk costs one entry and not the talk; its times travel as distances, because the two sides'
 * monotonic clocks start at different moments.
 */
type RoomPatch =
	| { roomId: string; same: true }
	| { roomId: string; same: false; room: RoomSnapshot; logFrom: number; logTail: readonly LogEntry[] };

type Patch = { ready: boolean; open: string | null; rooms: RoomPatch[]; errand: Errand | null };

const noLog: readonly LogEntry[] = [];

function firstDifference(before: readonly LogEntry[], after: readonly LogEntry[]): number {
	const shared = Math.min(before.length, after.length);
	let index = 0;
	while (index < shared && before[index] === after[index]) index++;
	return index;
}

/** The way from `before` (null: nothing yet) to `after`; `now` is the sender's monotonic clock, ms. */
export function patchOf(before: RoomsSnapshot | null, after: RoomsSnapshot, now: number): Patch {
	const known = new Map(before?.rooms.map((room) => [room.roomId, room]));
	const rooms = after.rooms.map((room): RoomPatch => {
		const old = known.get(room.roomId);
		if (old === room) return { roomId: room.roomId, same: true };
		if (room.phase !== "live") return { roomId: room.roomId, same: false, room, logFrom: 0, logTail: noLog };
		const logFrom = old?.phase === "live" ? firstDifference(old.log, room.log) : 0;
		return {
			roomId: room.roomId,
			same: false,
			room: shiftClock({ ...room, log: noLog }, -now),
			logFrom,
			logTail: room.log.slice(logFrom),
		};
	});
	return { ready: after.ready, open: after.open, rooms, errand: after.errand ?? null };
}

/** Applies a patch on the receiving side, whose monotonic clock reads `now`. */
export function applyPatch(before: RoomsSnapshot, patch: Patch, now: number): RoomsSnapshot {
	const known = new Map(before.rooms.map((room) => [room.roomId, room]));
	const rooms: RoomSnapshot[] = [];
	for (const change of patch.rooms) {
		const old = known.get(change.roomId);
		if (change.same) {
			if (old) rooms.push(old);
		} else if (change.room.phase === "live") {
			const kept = old?.phase === "live" ? old.log.slice(0, change.logFrom) : noLog;
			rooms.push(shiftClock({ ...change.room, log: [...kept, ...change.logTail] }, now));
		} else rooms.push(change.room);
	}
	const { ready, open, errand } = patch;
	return { ready, open, rooms, ...(errand && { errand }) };
}

function shiftClock(room: LiveRoom, byMs: number): LiveRoom {
	const { connection, clock } = room;
	return {
		...room,
		clock: { server: clock.server, at: clock.at + byMs },
		connection: connection.name === "waiting" ? { ...connection, retryAt: connection.retryAt + byMs } : connection,
	};
}
