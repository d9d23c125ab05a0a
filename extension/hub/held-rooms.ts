import { importIdentity } from "../crypto/identity.ts";
import type { RoomKeys } from "../crypto/keys.ts";
import type { Random } from "../crypto/random.ts";
import { createApi } from "../room/api.ts";
import type { Receipts } from "../room/receipts.ts";
import type { Room } from "../room/room.ts";
import type { LiveState } from "../room/state.ts";
import type { Jitter } from "../room/stream/backoff.ts";
import type { Transport } from "../room/stream/transport.ts";
import type { Shows } from "../room/telling.ts";
import type { Time } from "../room/time.ts";
import type { Connections } from "./connections.ts";
import { skewOf } from "./entering.ts";
import type { RoomSnapshot } from "./rooms.ts";
import type { Remains, SavedEnd, SavedLive, SavedRoom, Shelf } from "./saved-rooms.ts";
import { endedSnapshot, invitedSnapshot, liveSnapshot } from "./snapshot.ts";

/** A room in any phase. `room` is there while it is live, `receipts` after I destroyed it. */
export type HeldRoom = { saved: SavedRoom; shelf: Shelf; room: Room | null; receipts: Receipts | null };

/** The rooms of this context in the order they were opened. */
export type HeldRooms = {
	get(roomId: string): HeldRoom | undefined;
	all(): HeldRoom[];
	/** Shows the room in a phase that needs no stream; in its old place if it was here. */
	hold(saved: SavedRoom, shelf: Shelf): HeldRoom;
	/** Follows a room in which there is a seat. */
	takeUp(saved: SavedLive, shelf: Shelf, left: Omit<Remains, "room">, keys: RoomKeys): Promise<void>;
	/** Leaves no trace of it. */
	forget(roomId: string): Promise<void>;
	nextOrder(): number;
	/** The same objects as long as what they show is the same. */
	snapshots(): RoomSnapshot[];
};

/** The guest page loads it by itself; the background has it all in its one file. */
const loadLive = () => import("./live-code.ts");

export function createHeldRooms(options: {
	fetch: typeof globalThis.fetch;
	WebSocket: typeof globalThis.WebSocket;
	transportTo?: ((server: string) => Transport) | undefined;
	connections: Connections;
	isForeign(server: string): boolean;
	time: Time;
	random: Random;
	jitter: Jitter;
	shows(): Shows;
	changed(): void;
}): HeldRooms {
	const { fetch, WebSocket, transportTo, connections, isForeign, time, random, jitter, shows, changed } = options;
	const held = new Map<string, HeldRoom>();
	const shown = new WeakMap<LiveState | SavedRoom | Receipts, RoomSnapshot>();

	function snapshotOf(held: HeldRoom): RoomSnapshot {
		const { saved, room, receipts } = held;
		const state = room?.getState();
		const source = state?.phase === "live" ? state : (receipts ?? saved);
		const snapshot = shown.get(source) ?? make(held, source);
		shown.set(source, snapshot);
		return snapshot;
	}

	function make({ saved, receipts }: HeldRoom, source: object): RoomSnapshot {
		if (saved.phase === "live") return liveSnapshot(saved, source as LiveState, isForeign(saved.server));
		return saved.phase === "invited" ? invitedSnapshot(saved, isForeign(saved.server)) : endedSnapshot(saved, receipts);
	}

	function hold(saved: SavedRoom, shelf: Shelf): HeldRoom {
		// Before it is joined: Firefox never asks again for a module that it could not have once.
		if (saved.phase === "invited") loadLive().catch(() => {});
		const entry: HeldRoom = { saved, shelf, room: null, receipts: null };
		held.set(saved.roomId, entry);
		changed();
		return entry;
	}

	return {
		get: (roomId) => held.get(roomId),
		all: () => [...held.values()],
		hold,
		async takeUp(saved, shelf, left, keys) {
			const { roomId, name, server, order, link, seat } = saved;
			const [identity, live] = await Promise.all([importIdentity(seat.identity), loadLive()]);
			const entry = hold(saved, shelf);
			const connect = () => {
				const transport = transportTo?.(server) ?? live.createBothWays({ server, fetch, WebSocket, time });
				return live.createConnection({ transport, time, jitter });
			};
			const room = live.createRoom({
				roomId,
				keys,
				identity,
				profile: seat.profile,
				state: live.startingState({ memberId: identity.memberId, saved, time, ...left }),
				outbox: left.outbox,
				files: left.files,
				ownKeys: left.ownKeys,
				formerKeys: left.formerKeys,
				keeper: {
					outbox: shelf.outbox,
					files: shelf.files,
					senderKeys: shelf.senderKeys,
					draft: shelf.draft,
					read: shelf.readCursor,
					compared: shelf.compared,
					invites: shelf.invites,
					facts(state) {
						const { createdAt, founder, expiresAt } = state;
						entry.saved = { ...saved, createdAt, founder, expiresAt, skewMs: skewOf(state, time) };
						return shelf.room(entry.saved);
					},
					wipe(ended) {
						const again = ended.reason === "seat-taken" ? { link, seat } : null;
						const rest: SavedEnd = { ...ended, roomId, name, server, order, again };
						entry.saved = rest;
						entry.room = null;
						return shelf.clear(rest);
					},
				},
				api: createApi({ server, fetch, time }),
				connection: connections.to(server, connect),
				time,
				random,
				jitter,
				shows,
				changed,
				receipts(receipts) {
					entry.receipts = receipts;
					changed();
				},
			});
			// Its time may have run out while nobody looked.
			if (room.getState().phase === "live") entry.room = room;
		},
		async forget(roomId) {
			const entry = held.get(roomId);
			held.delete(roomId);
			changed();
			await entry?.shelf.clear(null);
		},
		nextOrder: () => Math.max(0, ...Array.from(held.values(), ({ saved }) => saved.order)) + 1,
		snapshots: () => Array.from(held.values(), snapshotOf),
	};
}
