import type { StreamEvent, UserEvent } from "../protocol/events.ts";
import type { HistoryPage, HistoryQuery, SendMessageBody, SentMessage } from "../protocol/messages.ts";
import type { AppointBody, ChangeRoomBody, CreateRoomBody, RoomChange, RoomView, Seat } from "../protocol/rooms.ts";

/** Who asks: the room, and base64url(SHA-256(the 32 raw bytes of the bearer token)). */
export type Caller = { roomId: string; tokenHash: string };

/** A join as the store takes it: the access key, and the key of an invite, are already hashed. */
export type Join = {
	roomId: string;
	memberId: string;
	tokenHash: string;
	accessHash: string;
	profile: string;
	inviteHash?: string | undefined;
};

/** A knock as the store takes it. */
export type Knock = { roomId: string; accessHash: string; memberId: string; profile: string; inviteHash: string };

/** `created` is false when the same act had been done before (a repeat after a lost answer). */
export type Done<Answer> = { answer: Answer; created: boolean };

/** What a stream learns when it attaches to a room. */
export type Attachment = {
	memberId: string;
	now: number;
	expiresAt: number;
	/** The newest event's cursor. */
	cursor: string;
	/** True when `after` is not an event of this room: the page starts from event 1 instead. */
	reset: boolean;
	/** Stored events after `after`, in order, at most `limit`. */
	events: UserEvent[];
	more: boolean;
	/** Who is online at this moment. */
	online: string[];
};

/** One round of keeping a room's streams true, asked by each process that serves it. */
export type Pulse = {
	now: number;
	expiresAt: number;
	cursor: string;
	/**
	 * When the first lease ends that this pulse did not renew, null when there is none: unless another process renews
	 * it, its member is offline then, and the pulse that comes next tells.
	 */
	leaseEndsAt: number | null;
};

/** One published frame of a room: `raw` is its JSON exactly as it goes on the wire, `event` the same parsed. */
export type Frame = { raw: string; event: StreamEvent };

/**
 * Never on the wire: this one stream of a member must end with `replaced`, because the member opened more than
 * it may hold. (That all streams of a member must end is said by the frame `room.left`.)
 */
export type Eviction = { evict: { memberId: string; streamId: string } };

/** What `subscribe` delivers; tell them apart by `"evict" in publication`. */
export type Publication = Frame | Eviction;

/**
 * Rooms, wherever they are kept. Each method but `subscribe` is one atomic act and one round trip. What is handed
 * in has passed the schemas of `protocol/`; the store checks no shapes again.
 * All reject with a {@link Problem}: `room-not-found` for everything a stranger could probe,
 * `store-unavailable` or `store-full` when the store failed. Times are the store's clock, ms since the epoch.
 */
export interface RoomStore {
	readonly kind: "memory" | "redis" | "upstash";
	/** Makes the room and seats its starter; `room.joined` of the starter is event 1. Only this makes keys. */
	create(room: CreateRoomBody): Promise<Done<Seat>>;
	join(join: Join): Promise<Done<Seat>>;
	read(caller: Caller): Promise<RoomView>;
	change(caller: Caller, change: ChangeRoomBody): Promise<RoomChange>;
	/** Publishes `chat.destroy`, deletes every key. */
	destroy(caller: Caller): Promise<void>;
	/**
	 * Frees the seat. With `inviteHash`, for one who comes in its place by that invite, also while the room is locked; not
	 * if that one is spent, or the room remembers as many as it can.
	 */
	leave(caller: Caller, inviteHash?: string): Promise<void>;
	remove(caller: Caller, memberId: string): Promise<void>;
	/**
	 * Publishes `knock`, from somebody who has the link and no seat; stores nothing but the room's budget of them. Whoever
	 * started the room lets them in by making the invite they brought.
	 */
	knock(knock: Knock): Promise<void>;
	/** Lets whoever knows the key of that hash in, once, also while the room is locked. By the starter only. */
	invite(caller: Caller, inviteHash: string): Promise<void>;
	/** That invite lets nobody in any more, and never again. By the starter only. */
	withdraw(caller: Caller, inviteHash: string): Promise<void>;
	/**
	 * Hands the starter's rights on, to a member with a seat; `room.starter` says so. The newest such act, asked for
	 * again by who did it, is the same act.
	 */
	appoint(caller: Caller, appointment: AppointBody): Promise<void>;
	send(caller: Caller, message: SendMessageBody): Promise<Done<SentMessage>>;
	history(caller: Caller, query: HistoryQuery): Promise<HistoryPage>;
	/** Publishes `signal`; stores nothing. */
	signal(caller: Caller, body: string): Promise<void>;
	/**
	 * Publishes `receipt` on a room's channel, whether there is such a room or not; stores nothing. The one act that
	 * asks for no token: who posts a receipt has wiped it.
	 */
	receipt(roomId: string, body: string): Promise<void>;
	/** Checks the token, takes the member's lease for `streamId`, publishes `presence` if it was offline, and reads a page. */
	attach(caller: Caller, stream: { streamId: string; after?: string | undefined; limit: number }): Promise<Attachment>;
	/**
	 * Gives the lease of one cleanly closed stream back; publishes `presence` when it was the member's last.
	 * Resolves also when the room, the member or the lease is gone: there is nothing to give back then.
	 */
	detach(caller: Caller, streamId: string): Promise<void>;
	/**
	 * Renews the leases of the streams this process holds, publishes `presence` of members whose leases ran
	 * out, and tells the newest cursor. Null when the room is gone. A stream that was evicted unheard is
	 * published as an eviction once more; streams of members that are gone are passed over.
	 */
	pulse(roomId: string, streams: { memberId: string; streamId: string }[]): Promise<Pulse | null>;
	/** Hears every publication of the room from the moment it resolves. `lost` says that some may have been missed. */
	subscribe(
		roomId: string,
		listener: { publication(publication: Publication): void; lost(): void },
	): Promise<() => Promise<void>>;
	/** Resolves when the store answers; rejects with `store-unavailable`. */
	ping(): Promise<void>;
	close(): Promise<void>;
}
