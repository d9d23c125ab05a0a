import { Problem } from "../problems.ts";
import type { UserEvent } from "../protocol/events.ts";
import { parseCursor } from "../protocol/ids.ts";
import { limits } from "../protocol/limits.ts";
import type { CreateRoomBody } from "../protocol/rooms.ts";
import { type Rate, takeFromBudget } from "./budget.ts";
import type { Frame, Join } from "./room-store.ts";

/** One member's seat. All times in ms since the epoch. */
export type MemorySeat = {
	readonly memberId: string;
	readonly tokenHash: string;
	readonly profile: string;
	/** Cursor of its `room.joined`. */
	readonly joined: string;
	/** Since when it is offline, as far as no lease says otherwise. */
	goneSince: number;
	/** Stream id → when its lease runs out; in the order the streams were opened. */
	readonly leases: Map<string, number>;
	/** Budgets as {@link takeFromBudget} keeps them. */
	messagesFullAt: number;
	signalsFullAt: number;
};

/** An event with its place in the room. */
export type StoredEvent<Event extends UserEvent = UserEvent> = Frame & { event: Event };

/** Why a seat was freed. */
export type Reason = "left" | "removed" | "replaced";

type MessageEvent = Extract<UserEvent, { event: "chat.message" }>;
/** `inviteHash`: the one that lets them in. */
type Member = Pick<Join, "memberId" | "tokenHash" | "profile" | "inviteHash">;

/** A stored event before it has its place in the room. */
export type EventDraft = UserEvent extends infer Event
	? Event extends UserEvent
		? Omit<Event, "id" | "channel">
		: never
	: never;

/** One room's whole state. */
export type MemoryRoom = {
	readonly roomId: string;
	readonly createdAt: number;
	readonly ttlSeconds: number;
	readonly capacity: number;
	readonly accessHash: string;
	/** Who made the room. */
	readonly creator: string;
	/** Who may lock the room and remove people. */
	starter: string;
	/** The cursor of the event by which it is. */
	since: string;
	/** Who has last handed that on; null: nobody has. */
	appointer: string | null;
	expiresAt: number;
	isLocked: boolean;
	/** In the order of joining. */
	readonly seats: Map<string, MemorySeat>;
	/** Who ever had which token; a former member's token is not handed to another. */
	readonly owners: Map<string, string>;
	/** Who was a member and is not now: its token's hash, or null when it was removed for good. */
	readonly former: Map<string, string | null>;
	/** Event n stands at index n - 1. */
	readonly events: StoredEvent[];
	/** The messages among `events` by their ids, in order. */
	readonly messages: Map<string, MessageEvent>;
	/** Invites for one person, by the hashes of their keys: used or withdrawn ones are spent. */
	readonly invites: Map<string, "open" | "spent">;
	bytes: number;
	lastMs: number;
	joinsFullAt: number;
	knocksFullAt: number;
};

export function newRoom(asked: CreateRoomBody, now: number): MemoryRoom {
	const { roomId, memberId, accessHash, ttlSeconds, capacity } = asked;
	return {
		...{ roomId, ttlSeconds, capacity, accessHash, createdAt: now },
		...{ creator: memberId, starter: memberId, since: "", appointer: null },
		expiresAt: now + ttlSeconds * 1000,
		isLocked: false,
		seats: new Map(),
		owners: new Map(),
		former: new Map(),
		events: [],
		messages: new Map(),
		invites: new Map(),
		...{ bytes: 0, lastMs: 0, joinsFullAt: 0, knocksFullAt: 0 },
	};
}

/** Whether a create repeats the one that made the room. */
export function isSameCreate(room: MemoryRoom, asked: CreateRoomBody): boolean {
	const seat = room.seats.get(room.creator);
	return (
		room.creator === asked.memberId &&
		room.accessHash === asked.accessHash &&
		room.ttlSeconds === asked.ttlSeconds &&
		room.capacity === asked.capacity &&
		seat?.tokenHash === asked.tokenHash &&
		seat.profile === asked.profile
	);
}

/** Whether this id or this token belonged to a member that was removed. */
export function isBanned(room: MemoryRoom, { memberId, tokenHash }: Member): boolean {
	return room.former.get(memberId) === null || room.former.get(room.owners.get(tokenHash) ?? "") === null;
}

/** Whether this id was once taken with another token, or this token with another id. */
export function isOthers(room: MemoryRoom, { memberId, tokenHash }: Member): boolean {
	return (
		(room.former.get(memberId) ?? tokenHash) !== tokenHash || (room.owners.get(tokenHash) ?? memberId) !== memberId
	);
}

/** Gives the member its seat. @returns the event that says so, to be stored. */
export function seatMember(room: MemoryRoom, member: Member, now: number): StoredEvent {
	const { memberId, tokenHash, profile } = member;
	const joined = joinedEvent(room, member, now);
	room.owners.set(tokenHash, memberId);
	room.former.delete(memberId);
	room.seats.set(memberId, {
		...{ memberId, tokenHash, profile, joined: joined.event.id },
		...{ goneSince: now, leases: new Map(), messagesFullAt: 0, signalsFullAt: 0 },
	});
	return joined;
}

export function joinedEvent(
	room: MemoryRoom,
	{ memberId, profile, inviteHash: invite }: Member,
	now: number,
): StoredEvent {
	const data = { memberId, profile, ...(invite !== undefined && { invite }) };
	return placed(room, { event: "room.joined", data }, now);
}

/** Makes an invite, or withdraws it; one that is spent stays so. False: the room remembers no more of them. */
export function setInvite(room: MemoryRoom, inviteHash: string, state: "open" | "spent"): boolean {
	const known = room.invites.get(inviteHash);
	if (known === undefined && room.invites.size >= limits.invitesPerRoom) return false;
	if (known !== "spent") room.invites.set(inviteHash, state);
	return true;
}

/** The cursor of the newest event. */
export function topCursor(room: MemoryRoom): string {
	return `${room.lastMs}-${room.events.length}`;
}

/** Gives a draft its cursor, `ahead` places after the next one. Stores nothing. */
export function placed(room: MemoryRoom, draft: EventDraft, now: number, ahead = 0): StoredEvent {
	const id = `${Math.max(now, room.lastMs)}-${room.events.length + 1 + ahead}`;
	const event = { id, channel: room.roomId, event: draft.event, data: draft.data } as UserEvent;
	return { raw: JSON.stringify(event), event };
}

/**
 * Rejects with `room-storage-full` what would not fit. A leave is stored without asking, also beyond the limit:
 * there are never more of them to come than members in the room.
 */
export function checkSpace(room: MemoryRoom, events: StoredEvent[]): void {
	const bytes = events.reduce((sum, { raw }) => sum + raw.length, room.bytes);
	if (room.events.length + events.length > limits.roomEvents || bytes > limits.roomBytes) {
		throw new Problem("room-storage-full");
	}
}

export function store(room: MemoryRoom, stored: StoredEvent): void {
	const { event } = stored;
	room.events.push(stored);
	if (event.event === "chat.message") room.messages.set(event.data.id, event);
	room.bytes += stored.raw.length;
	room.lastMs = parseCursor(event.id).ms;
}

/** Frees a seat for good (`removed`) or until the same token joins again. */
export function freeSeat(room: MemoryRoom, seat: MemorySeat, reason: Reason): void {
	room.seats.delete(seat.memberId);
	room.former.set(seat.memberId, reason === "removed" ? null : seat.tokenHash);
}

/** One act from a budget; rejects with `too-fast`. @returns the budget afterwards. */
export function spend(fullAt: number, now: number, rate: Rate): number {
	const taken = takeFromBudget(fullAt, now, rate);
	if ("fullAt" in taken) return taken.fullAt;
	throw new Problem("too-fast", { retryAfterSeconds: Math.ceil(taken.retryAfterMs / 1000) });
}
