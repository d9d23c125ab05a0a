import { Problem } from "../problems.ts";
import { compareCursors, parseCursor } from "../protocol/ids.ts";
import { limits } from "../protocol/limits.ts";
import type { Message } from "../protocol/messages.ts";
import type { Seat } from "../protocol/rooms.ts";
import {
	firstLeaseEnd,
	giveLeaseBack,
	isOnline,
	type LeaseNews,
	renewLeases,
	replaceableSeat,
	takeLease,
} from "./memory-leases.ts";
import * as memory from "./memory-room.ts";
import type { Caller, Publication, RoomStore } from "./room-store.ts";

type Room = memory.MemoryRoom;
type Listener = Parameters<RoomStore["subscribe"]>[1];

/** What a room takes of the heap without its events, and an event beside its text, bytes; both were measured. */
const roomOverhead = 1_600;
const eventOverhead = 250;
/** An event is kept as its JSON and as an object. */
const eventBytes = (rawLength: number) => 2 * rawLength + eventOverhead;
const heldBytes = (room: Room) => roomOverhead + 2 * room.bytes + room.events.length * eventOverhead;

const knockRate = { perSecond: limits.knocksPerMinute / 60, burst: limits.knocksPerMinute };
const joinRate = { perSecond: limits.joinsPerMinute / 60, burst: limits.joinsPerMinute };

export type MemoryStore = RoomStore & {
	/** Rooms held at this moment, expired ones that were not swept yet included. */
	roomCount(): number;
};

/**
 * Rooms in this process, gone with it. Every act runs to its end before the next begins, which makes it atomic.
 * @param options.now the clock, ms since the epoch
 * @param options.rateLimits false lifts the budgets of messages, signals and joins
 * @param options.mostBytes what all rooms together may take of the heap, nearly; beyond it creates, joins and sends
 * are `store-full`
 * @param options.sweepEveryMs how often rooms past their time are dropped, besides never being served
 */
export function createMemoryStore(options: {
	now: () => number;
	rateLimits?: boolean;
	mostBytes?: number;
	sweepEveryMs?: number;
}): MemoryStore {
	const { now, rateLimits = true, mostBytes = 512 * 1024 * 1024, sweepEveryMs = 1000 } = options;
	const rooms = new Map<string, Room>();
	const listeners = new Map<string, Set<Listener>>();
	let totalBytes = 0;

	const sweeper = setInterval(() => {
		for (const roomId of rooms.keys()) find(roomId, now());
	}, sweepEveryMs);
	sweeper.unref();

	function drop(room: Room): void {
		rooms.delete(room.roomId);
		totalBytes -= heldBytes(room);
	}

	/** The room, unless its time is up: then nothing of it is left after this. */
	function find(roomId: string, at: number): Room | undefined {
		const room = rooms.get(roomId);
		if (room === undefined || room.expiresAt > at) return room;
		drop(room);
		return undefined;
	}

	/** The caller's room and seat, and the one moment at which the whole act happens. */
	function authorize({ roomId, tokenHash }: Caller): { room: Room; seat: memory.MemorySeat; at: number } {
		const at = now();
		const room = find(roomId, at);
		const seat = room?.seats.get(room.owners.get(tokenHash) ?? "");
		if (room === undefined || seat?.tokenHash !== tokenHash) throw new Problem("room-not-found");
		return { room, seat, at };
	}

	/** The same for what is the starter's alone. */
	function authorizeStarter(caller: Caller): ReturnType<typeof authorize> {
		const authorized = authorize(caller);
		if (authorized.seat.memberId !== authorized.room.starter) throw new Problem("not-allowed");
		return authorized;
	}

	function setInvite(caller: Caller, inviteHash: string, state: "open" | "spent"): void {
		const { room } = authorizeStarter(caller);
		if (!memory.setInvite(room, inviteHash, state)) throw new Problem("room-storage-full");
	}

	/** After the act is done, in order: a listener never sees half an act, nor can it fail one. */
	function publish(roomId: string, publication: Publication): void {
		queueMicrotask(() => {
			for (const listener of [...(listeners.get(roomId) ?? [])]) listener.publication(publication);
		});
	}

	function publishNews(channel: string, news: LeaseNews[]): void {
		for (const item of news) {
			if ("evict" in item) {
				publish(channel, item);
			} else {
				const event = { type: "presence", channel, ...item } as const;
				publish(channel, { raw: JSON.stringify(event), event });
			}
		}
	}

	function commit(room: Room, stored: memory.StoredEvent): void {
		memory.store(room, stored);
		totalBytes += eventBytes(stored.raw.length);
		publish(room.roomId, stored);
	}

	function checkMemory(): void {
		if (totalBytes >= mostBytes) throw new Problem("store-full", { retryAfterSeconds: 10 });
	}

	function spend(fullAt: number, at: number, rate: Parameters<typeof memory.spend>[2]): number {
		return rateLimits ? memory.spend(fullAt, at, rate) : 0;
	}

	function seatAnswer(room: Room, memberId: string, at: number): Seat {
		const { roomId, expiresAt, capacity } = room;
		return { roomId, memberId, expiresAt, now: at, capacity, cursor: memory.topCursor(room) };
	}

	function endSeat(room: Room, seat: memory.MemorySeat, reason: memory.Reason, at: number): void {
		memory.freeSeat(room, seat, reason);
		commit(room, memory.placed(room, { event: "room.left", data: { memberId: seat.memberId, reason } }, at));
	}

	return {
		kind: "memory",
		roomCount: () => rooms.size,

		async create(asked) {
			const { roomId, memberId } = asked;
			const at = now();
			const old = find(roomId, at);
			if (old !== undefined) {
				if (!memory.isSameCreate(old, asked)) throw new Problem("room-exists");
				return { answer: seatAnswer(old, memberId, at), created: false };
			}
			checkMemory();
			const room = memory.newRoom(asked, at);
			rooms.set(roomId, room);
			totalBytes += heldBytes(room);
			const joined = memory.seatMember(room, asked, at);
			room.since = joined.event.id;
			commit(room, joined);
			return { answer: seatAnswer(room, memberId, at), created: true };
		},

		async join(asked) {
			const { roomId, memberId, tokenHash } = asked;
			const at = now();
			const room = find(roomId, at);
			if (room === undefined || room.accessHash !== asked.accessHash || memory.isBanned(room, asked)) {
				throw new Problem("room-not-found");
			}
			const seat = room.seats.get(memberId);
			if (seat?.tokenHash === tokenHash && seat.profile === asked.profile) {
				return { answer: seatAnswer(room, memberId, at), created: false };
			}
			if (seat !== undefined || memory.isOthers(room, asked)) throw new Problem("member-exists");
			const invite = room.invites.get(asked.inviteHash ?? "");
			if (invite === "spent") throw new Problem("invite-spent");
			if (room.isLocked && invite === undefined) throw new Problem("room-locked");
			const member = { ...asked, inviteHash: invite && asked.inviteHash };
			const replaced = room.seats.size < room.capacity ? undefined : replaceableSeat(room, at);
			if (replaced === undefined && room.seats.size >= room.capacity) throw new Problem("room-full");
			const joinsFullAt = spend(room.joinsFullAt, at, joinRate);
			memory.checkSpace(room, [memory.joinedEvent(room, member, at)]);
			checkMemory();
			room.joinsFullAt = joinsFullAt;
			if (replaced !== undefined) endSeat(room, replaced, "replaced", at);
			if (member.inviteHash !== undefined) room.invites.set(member.inviteHash, "spent");
			commit(room, memory.seatMember(room, member, at));
			return { answer: seatAnswer(room, memberId, at), created: true };
		},

		async read(caller) {
			const { room, at } = authorize(caller);
			const { roomId, expiresAt, capacity, starter } = room;
			const members = [...room.seats.values()].map((seat) => ({
				memberId: seat.memberId,
				profile: seat.profile,
				joinedAt: parseCursor(seat.joined).ms,
				online: isOnline(seat, at),
			}));
			return { roomId, expiresAt, now: at, capacity, cursor: memory.topCursor(room), starter, members };
		},

		async change(caller, { ttlSeconds, locked }) {
			const { room, seat, at } = authorize(caller);
			const by = seat.memberId;
			if (locked !== undefined && by !== room.starter) throw new Problem("not-allowed");
			const latest = room.createdAt + limits.ttlSeconds.most * 1000;
			// Who asks for less than there is by now, perhaps because another has just added time, takes nothing away.
			const asked = ttlSeconds === undefined ? 0 : Math.min(at + ttlSeconds * 1000, latest);
			const expiresAt = Math.max(room.expiresAt, asked);
			const isLocked = locked ?? room.isLocked;
			const drafts: memory.EventDraft[] = [];
			if (expiresAt !== room.expiresAt) drafts.push({ event: "room.extended", data: { expiresAt, by } });
			if (isLocked !== room.isLocked) drafts.push({ event: "room.locked", data: { locked: isLocked } });
			if (drafts.length > 0) {
				const fullAt = spend(seat.messagesFullAt, at, limits.messages);
				const events = drafts.map((draft, ahead) => memory.placed(room, draft, at, ahead));
				memory.checkSpace(room, events);
				seat.messagesFullAt = fullAt;
				Object.assign(room, { expiresAt, isLocked });
				for (const event of events) commit(room, event);
			}
			return { expiresAt, now: at, locked: isLocked };
		},

		async destroy(caller) {
			const { room, at } = authorize(caller);
			publish(room.roomId, memory.placed(room, { event: "chat.destroy", data: { isDestroyed: true } }, at));
			drop(room);
		},

		async leave(caller, inviteHash) {
			const { room, seat, at } = authorize(caller);
			endSeat(room, seat, "left", at);
			if (inviteHash !== undefined) memory.setInvite(room, inviteHash, "open");
		},

		async remove(caller, memberId) {
			const { room, seat, at } = authorizeStarter(caller);
			const target = room.seats.get(memberId);
			if (target === undefined) throw new Problem("member-not-found");
			endSeat(room, target, target === seat ? "left" : "removed", at);
		},

		async knock({ roomId, accessHash, memberId, profile, inviteHash: invite }) {
			const at = now();
			const room = find(roomId, at);
			if (room === undefined || room.accessHash !== accessHash || room.former.get(memberId) === null) {
				throw new Problem("room-not-found");
			}
			room.knocksFullAt = spend(room.knocksFullAt, at, knockRate);
			const event = { type: "knock", channel: roomId, memberId, profile, invite } as const;
			publish(roomId, { raw: JSON.stringify(event), event });
		},

		async invite(caller, inviteHash) {
			setInvite(caller, inviteHash, "open");
		},

		async withdraw(caller, inviteHash) {
			setInvite(caller, inviteHash, "spent");
		},

		async appoint(caller, { memberId, since, body }) {
			const { room, seat, at } = authorize(caller);
			const by = seat.memberId;
			// Who had the rights and asks the same again did not hear the answer; who has them has nothing to hand to itself.
			if (room.starter === memberId && (room.appointer === by || room.starter === by)) return;
			// A word that was given when they were last its own says nothing of today.
			if (by !== room.starter || since !== room.since) throw new Problem("not-allowed");
			if (!room.seats.has(memberId)) throw new Problem("member-not-found");
			const fullAt = spend(seat.messagesFullAt, at, limits.messages);
			const stored = memory.placed(room, { event: "room.starter", data: { memberId, by, body } }, at);
			memory.checkSpace(room, [stored]);
			seat.messagesFullAt = fullAt;
			Object.assign(room, { starter: memberId, since: stored.event.id, appointer: by });
			commit(room, stored);
		},

		async send(caller, { id, text }) {
			const { room, seat, at } = authorize(caller);
			const known = room.messages.get(id);
			if (known !== undefined) {
				const { timestamp, ...sent } = known.data;
				if (sent.text !== text || sent.sender !== seat.memberId) throw new Problem("id-reused");
				return { answer: { id, cursor: known.id, timestamp }, created: false };
			}
			const fullAt = spend(seat.messagesFullAt, at, limits.messages);
			const timestamp = Math.max(at, room.lastMs);
			const data: Message = { id, sender: seat.memberId, text, roomId: room.roomId, timestamp };
			const stored = memory.placed(room, { event: "chat.message", data }, at);
			memory.checkSpace(room, [stored]);
			checkMemory();
			seat.messagesFullAt = fullAt;
			commit(room, stored);
			return { answer: { id, cursor: stored.event.id, timestamp }, created: true };
		},

		async history(caller, { after = "0-0", limit }) {
			const { room } = authorize(caller);
			const messages = [...room.messages.values()].filter(({ id }) => compareCursors(id, after) > 0);
			return {
				messages: messages.slice(0, limit).map(({ id, data }) => ({ ...data, cursor: id })),
				more: messages.length > limit,
			};
		},

		async signal(caller, body) {
			const { room, seat, at } = authorize(caller);
			seat.signalsFullAt = spend(seat.signalsFullAt, at, limits.signals);
			const event = { type: "signal", channel: room.roomId, sender: seat.memberId, body } as const;
			publish(room.roomId, { raw: JSON.stringify(event), event });
		},

		async receipt(roomId, body) {
			const event = { type: "receipt", channel: roomId, body } as const;
			publish(roomId, { raw: JSON.stringify(event), event });
		},

		async attach(caller, { streamId, after, limit }) {
			const { room, seat, at } = authorize(caller);
			publishNews(room.roomId, takeLease(seat, streamId, at));
			const n = after === undefined ? 0 : parseCursor(after).n;
			const reset = after !== undefined && room.events[n - 1]?.event.id !== after;
			const rest = room.events.slice(reset ? 0 : n);
			return {
				memberId: seat.memberId,
				now: at,
				expiresAt: room.expiresAt,
				cursor: memory.topCursor(room),
				reset,
				events: rest.slice(0, limit).map(({ event }) => event),
				more: rest.length > limit,
				online: [...room.seats.values()].filter((other) => isOnline(other, at)).map((other) => other.memberId),
			};
		},

		async detach({ roomId, tokenHash }, streamId) {
			const at = now();
			const room = find(roomId, at);
			const seat = room?.seats.get(room.owners.get(tokenHash) ?? "");
			if (seat?.tokenHash === tokenHash) publishNews(roomId, giveLeaseBack(seat, streamId, at));
		},

		async pulse(roomId, streams) {
			const at = now();
			const room = find(roomId, at);
			if (room === undefined) return null;
			publishNews(roomId, renewLeases(room, streams, at));
			const leaseEndsAt = firstLeaseEnd(room, streams, at);
			return { now: at, expiresAt: room.expiresAt, cursor: memory.topCursor(room), leaseEndsAt };
		},

		async subscribe(roomId, listener) {
			const set = listeners.get(roomId) ?? new Set();
			listeners.set(roomId, set.add(listener));
			return async () => {
				set.delete(listener);
				if (set.size === 0 && listeners.get(roomId) === set) listeners.delete(roomId);
			};
		},

		async ping() {},

		async close() {
			clearInterval(sweeper);
			rooms.clear();
			listeners.clear();
			totalBytes = 0;
		},
	};
}
