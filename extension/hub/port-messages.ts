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
 * What changed in one room. Of a live room's log only those entries travel that changed, with their places, so that a
 * message in a long talk, or a reaction far up in it, costs one entry and not the talk; its times travel as distances, because the two sides'
 * monotonic clocks start at different moments.
 */
type RoomPatch = { roomId: string; same: true } | { roomId: string; same: false; room: RoomSnapshot; log: LogPatch };

/** Entries by their places, in order, and how many there are in all. */
type LogPatch = { length: number; changed: readonly (readonly [at: number, entry: LogEntry])[] };

type Patch = { ready: boolean; open: string | null; rooms: RoomPatch[]; errand: Errand | null };

const noLog: readonly LogEntry[] = [];

function logPatch(before: readonly LogEntry[], after: readonly LogEntry[]): LogPatch {
	const changed = after.flatMap((entry, at) => (entry === before[at] ? [] : [[at, entry] as const]));
	return { length: after.length, changed };
}

function patchedLog(before: readonly LogEntry[], { length, changed }: LogPatch): readonly LogEntry[] {
	if (changed.length === 0 && length === before.length) return before;
	const log = before.slice(0, length);
	for (const [at, entry] of changed) log[at] = entry;
	return log;
}

/** The way from `before` (null: nothing yet) to `after`; `now` is the sender's monotonic clock, ms. */
export function patchOf(before: RoomsSnapshot | null, after: RoomsSnapshot, now: number): Patch {
	const known = new Map(before?.rooms.map((room) => [room.roomId, room]));
	const rooms = after.rooms.map((room): RoomPatch => {
		const old = known.get(room.roomId);
		if (old === room) return { roomId: room.roomId, same: true };
		if (room.phase !== "live") return { roomId: room.roomId, same: false, room, log: logPatch(noLog, noLog) };
		return {
			roomId: room.roomId,
			same: false,
			room: shiftClock({ ...room, log: noLog }, -now),
			log: logPatch(old?.phase === "live" ? old.log : noLog, room.log),
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
			const log = patchedLog(old?.phase === "live" ? old.log : noLog, change.log);
			rooms.push(shiftClock({ ...change.room, log }, now));
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
