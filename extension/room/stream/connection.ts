import { compareCursors, parseCursor } from "../../../backend/protocol/ids.ts";
import type { ApiError } from "../api-error.ts";
import type { Connection } from "../state.ts";
import type { Time } from "../time.ts";
import { backoffMs, type Jitter } from "./backoff.ts";
import type { OpenStream, StreamFrame, Transport } from "./transport.ts";

/** A room on the stream. Its callbacks hear each event of the room's order once, without a gap. */
export type Follower = {
	roomId: string;
	/** The bearer token, base64url. */
	token: string;
	/** `sentAt`: when the stream that brings it was asked for, monotonic ms. */
	frame(frame: StreamFrame, sentAt: number): void;
	connection(state: Connection): void;
};

/** The one stream to a server, for all rooms there (at most `limits.roomsPerStream`). */
export type StreamConnection = {
	/** Rooms on it. */
	size(): number;
	add(follower: Follower): void;
	/** The room is no more: no stream is opened for it again, but the one it is on brings what still comes of it. */
	stay(roomId: string): void;
	remove(roomId: string): void;
	/** Attaches all rooms anew, at once: "Try now", or a room that was let in again. */
	reconnect(): void;
	/** After sleep or when the network is back: reconnects if the stream may be dead. */
	wake(): void;
	close(): void;
};

/** One stream and what it was opened for. `stream` is null only until `open` has returned. */
type Leg = { stream: OpenStream | null; sentAt: number; roomIds: ReadonlySet<string> };
type Seat = Follower & { last: string | null; told: Connection | null; isOver: boolean };

/** A stream that lived so long, ms, was no failed try. */
const stableMs = 10_000;
/** Nothing heard for so long, ms, on waking: the server pings more often, so have a look. */
const quietMs = 20_000;
/** Somebody else holds this member's streams: do not fight for them, ms. */
const replacedMs = 60_000;

const connecting: Connection = { name: "connecting" };
const open: Connection = { name: "open" };

export function createConnection(options: { transport: Transport; time: Time; jitter: Jitter }): StreamConnection {
	const { transport, time, jitter } = options;
	const seats = new Map<string, Seat>();
	/** The stream that delivers. */
	let current: Leg | null = null;
	/** The stream that is being opened; it takes over when the server has taken it, so that nothing is missed. */
	let next: Leg | null = null;
	let failures = 0;
	let waiting: { retryAt: number; cancel(): void } | null = null;
	let cancelStable = () => {};
	let isPlanned = false;
	/** When the server last asked to come back by a new stream, monotonic ms. */
	let sentAwayAt = Number.NEGATIVE_INFINITY;

	/** Rooms added together (a worker that wakes) go on one stream. */
	function plan(): void {
		if (isPlanned) return;
		isPlanned = true;
		queueMicrotask(() => {
			isPlanned = false;
			openNext();
		});
	}

	function openNext(): void {
		stopWaiting();
		next?.stream?.close();
		next = null;
		const asked = [...seats.values()].filter(({ isOver }) => !isOver);
		if (asked.length === 0) {
			if (seats.size === 0) drop();
			return;
		}
		// The flag before anything else: two wakes at once must not open two streams.
		const leg: Leg = { stream: null, sentAt: time.monotonic(), roomIds: new Set(asked.map(({ roomId }) => roomId)) };
		next = leg;
		const rooms = asked.map(({ roomId, token, last }) =>
			last === null ? { roomId, token } : { roomId, token, after: last },
		);
		leg.stream = transport.open(
			{ rooms },
			{
				opened: () => takeOver(leg),
				frame: (frame) => leg === current && deliver(frame, leg.sentAt),
				closed: (failure) => fail(leg, failure),
			},
		);
		publish();
	}

	function takeOver(leg: Leg): void {
		if (leg !== next) return;
		current?.stream?.close();
		current = leg;
		next = null;
		cancelStable();
		cancelStable = time.after(stableMs, () => {
			failures = 0;
		});
		publish();
	}

	function fail(leg: Leg, failure: ApiError | null): void {
		if (leg === current) current = null;
		else if (leg === next) next = null;
		else return;
		// While a handover is under way the new stream decides.
		if (next === null) retryLater(failure?.retryAfterMs);
		publish();
	}

	function retryLater(leastMs = 0): void {
		if (waiting) return;
		cancelStable();
		const delay = Math.max(leastMs, backoffMs(failures++, jitter));
		waiting = { retryAt: time.monotonic() + delay, cancel: time.after(delay, openNext) };
		publish();
	}

	function stopWaiting(): void {
		waiting?.cancel();
		waiting = null;
	}

	/** Cuts the stream that delivers. */
	function drop(): void {
		cancelStable();
		current?.stream?.close();
		current = null;
	}

	function deliver(frame: StreamFrame, sentAt: number): void {
		if ("event" in frame) deliverEvent(frame, sentAt);
		else if ("channel" in frame) deliverNews(frame, sentAt);
		else if (frame.type === "ping") for (const seat of [...seats.values()]) seat.frame(frame, sentAt);
		else if (frame.type === "reconnect" && next === null) comeBack();
		else if (frame.type === "replaced") cutAndRetry(replacedMs);
	}

	/** At once, for the server means well with it; but not again and again. */
	function comeBack(): void {
		const isRepeated = time.monotonic() - sentAwayAt < stableMs;
		sentAwayAt = time.monotonic();
		if (isRepeated) cutAndRetry();
		else openNext();
	}

	function deliverNews(frame: Extract<StreamFrame, { type: string; channel: string }>, sentAt: number): void {
		const seat = seats.get(frame.channel);
		if (!seat) return;
		if (frame.type === "reset") seat.last = null;
		// Any other code is the server's own trouble with this room: attach it again.
		if (frame.type === "error" && frame.code !== "room-not-found") retryLater();
		else seat.frame(frame, sentAt);
	}

	function deliverEvent(frame: Extract<StreamFrame, { event: string }>, sentAt: number): void {
		const seat = seats.get(frame.channel);
		if (!seat) return;
		// `chat.destroy` is told, but not stored: it stands outside the order.
		if (frame.event !== "chat.destroy") {
			if (seat.last !== null && compareCursors(frame.id, seat.last) <= 0) return;
			const expected = seat.last === null ? 1 : parseCursor(seat.last).n + 1;
			if (parseCursor(frame.id).n !== expected) {
				// The server mends gaps before it delivers; if it did not, read on from where we are.
				cutAndRetry();
				return;
			}
			seat.last = frame.id;
		}
		seat.frame(frame, sentAt);
	}

	function cutAndRetry(leastMs?: number): void {
		drop();
		if (next === null) retryLater(leastMs);
		publish();
	}

	function stateOf(roomId: string): Connection {
		if (current?.roomIds.has(roomId)) return open;
		return waiting ? { name: "waiting", retryAt: waiting.retryAt } : connecting;
	}

	function publish(): void {
		for (const seat of [...seats.values()]) {
			const state = stateOf(seat.roomId);
			const { told } = seat;
			if (told?.name === state.name && (state.name !== "waiting" || isSameWait(told, state))) continue;
			seat.told = state;
			seat.connection(state);
		}
	}

	return {
		size: () => seats.size,
		add(follower) {
			seats.set(follower.roomId, { ...follower, last: null, told: null, isOver: false });
			plan();
			publish();
		},
		stay(roomId) {
			const seat = seats.get(roomId);
			if (seat) seat.isOver = true;
		},
		remove(roomId) {
			if (seats.delete(roomId)) plan();
		},
		reconnect: openNext,
		wake() {
			const lastHeardAt = current?.stream?.lastHeardAt() ?? 0;
			if (waiting || (current && !next && time.wall() - lastHeardAt > quietMs)) openNext();
		},
		close() {
			seats.clear();
			openNext();
		},
	};
}

const isSameWait = (a: Connection, b: Connection): boolean =>
	a.name === "waiting" && b.name === "waiting" && a.retryAt === b.retryAt;
