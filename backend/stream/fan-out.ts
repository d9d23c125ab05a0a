import type { StreamEvent } from "../protocol/events.ts";
import { parseCursor } from "../protocol/ids.ts";
import type { Publication, Pulse, RoomStore } from "../store/room-store.ts";
import type { LiveFrame } from "./frame.ts";

/** One room on one stream, as the fan-out sees it. None of these may throw. */
export type RoomListener = {
	/** The lease to renew; null before the stream is attached. */
	lease(): { memberId: string; streamId: string } | null;
	frame(frame: LiveFrame): void;
	/** The room's newest event has this cursor: who has not seen it in a moment has missed something. */
	top(cursor: string): void;
	/** Publications may have been missed. */
	lost(): void;
	/** The member opened newer streams than it may hold beside this one. */
	evicted(): void;
	/** The room is no more, and nobody said so before. */
	gone(why: "expired" | "not-found"): void;
};

/** A listener's hold on a room. */
export type RoomSubscription = {
	/** Resolves when nothing that is published from now on is missed; rejects with a Problem. */
	ready: Promise<void>;
	/** Tells what an attach has told about the room's times. */
	learn(times: { now: number; expiresAt: number }): void;
	leave(): void;
};

/** One store subscription and one pulse a room, however many streams of this process follow it. */
export type FanOut = {
	join(roomId: string, listener: RoomListener): RoomSubscription;
	/** The store's clock, ms since the epoch, as far as attaches and pulses have told it; our own before that. */
	now(): number;
};

/** Before a pulse that failed is tried again, ms. */
const pulseAgainMs = 2_000;
/** How long after its time a room is asked for, ms: the store must have come to the end, too. */
const afterExpiryMs = 20;
/** A room gone so short before its time, ms, expired: our clock and the store's may run a little apart. */
const expiryToleranceMs = 1_000;
/** How long after another process's lease ends it is asked for, ms: not just before the end. */
const afterLeaseMs = 250;

/** How long the word that a room was destroyed may still be on its way, ms: it comes by another connection. */
const onItsWayMs = 500;

type Channel = ReturnType<typeof openChannel>;
type Options = { store: RoomStore; now: () => number; pulseEveryMs: number };
/** How far the store's clock is ahead of ours, ms: one for all rooms. */
type StoreClock = { ahead: number };

export function createFanOut(options: Options): FanOut {
	const channels = new Map<string, Channel>();
	const clock: StoreClock = { ahead: 0 };

	function open(roomId: string): Channel {
		const channel = openChannel(roomId, { ...options, clock, destroyed: () => forget(roomId, channel) });
		channels.set(roomId, channel);
		return channel;
	}

	/** Who joins from now on, perhaps a new room of that id, gets a channel of its own. */
	function forget(roomId: string, channel: Channel): void {
		if (channels.get(roomId) === channel) channels.delete(roomId);
	}

	return {
		now: () => options.now() + clock.ahead,
		join(roomId, listener) {
			const channel = channels.get(roomId) ?? open(roomId);
			const { listeners, ready, learn, close } = channel;
			listeners.add(listener);
			return {
				ready,
				learn,
				leave() {
					if (!listeners.delete(listener) || listeners.size > 0) return;
					forget(roomId, channel);
					close();
				},
			};
		},
	};
}

type ChannelOptions = Options & {
	clock: StoreClock;
	/** The room is no more; its listeners may stay for what is still published. */
	destroyed: () => void;
};

function openChannel(roomId: string, { store, now, pulseEveryMs, clock, destroyed }: ChannelOptions) {
	const listeners = new Set<RoomListener>();
	let expiresAt = Number.POSITIVE_INFINITY;
	/** Ordinal of the newest event we know of. */
	let top = 0;
	let timer: ReturnType<typeof setTimeout> | undefined;
	let longestWaitMs = pulseEveryMs;
	let nextPulseAt = now() + longestWaitMs;
	let isPulsing = false;
	let isOver = false;

	function publication(published: Publication): void {
		if ("evict" in published) {
			for (const listener of listeners) {
				if (listener.lease()?.streamId === published.evict.streamId) listener.evicted();
			}
			return;
		}
		note(published.event);
		const frame: LiveFrame = { event: published.event, out: { text: published.raw } };
		for (const listener of listeners) listener.frame(frame);
		if (!("event" in frame.event) || frame.event.event !== "chat.destroy") return;
		stop();
		destroyed();
	}

	/** The room is pulsed no more. */
	function stop(): void {
		isOver = true;
		clearTimeout(timer);
	}

	function note(event: StreamEvent): void {
		if (!("event" in event) || event.event === "chat.destroy") return;
		top = Math.max(top, parseCursor(event.id).n);
		if (event.event === "room.extended") {
			expiresAt = event.data.expiresAt;
			schedule();
		}
	}

	function learn(times: { now: number; expiresAt: number }): void {
		clock.ahead = times.now - now();
		expiresAt = times.expiresAt;
		schedule();
	}

	function schedule(): void {
		if (isPulsing || isOver) return;
		clearTimeout(timer);
		const dueInMs = Math.min(nextPulseAt, expiresAt - clock.ahead + afterExpiryMs) - now();
		// Not later than ever, also when the clock went back.
		timer = setTimeout(pulse, Math.min(Math.max(0, dueInMs), longestWaitMs));
	}

	async function pulse(): Promise<void> {
		isPulsing = true;
		const leases = [...listeners].flatMap((listener) => listener.lease() ?? []);
		const topBefore = top;
		const answer = await store.pulse(roomId, leases).catch(() => "failed" as const);
		if (isOver) return;
		if (answer === null) {
			conclude();
			return;
		}
		isPulsing = false;
		longestWaitMs = answer === "failed" ? pulseAgainMs : pulseEveryMs;
		nextPulseAt = now() + longestWaitMs;
		if (answer === "failed") {
			// Not before its turn, even if the room's time is up: nobody can say so now.
			expiresAt = Math.max(expiresAt, nextPulseAt + clock.ahead);
			return schedule();
		}
		hear(answer, topBefore);
		const { leaseEndsAt } = answer;
		if (leaseEndsAt !== null) nextPulseAt = Math.min(nextPulseAt, now() + leaseEndsAt - answer.now + afterLeaseMs);
		learn(answer);
	}

	/** The room is no more: it is pulsed no more either. */
	function conclude(): void {
		const tell = (why: "expired" | "not-found") => {
			for (const listener of listeners) listener.gone(why);
		};
		clearTimeout(timer);
		if (now() + clock.ahead >= expiresAt - expiryToleranceMs) tell("expired");
		else timer = setTimeout(() => tell("not-found"), onItsWayMs);
	}

	function hear({ cursor }: Pulse, topBefore: number): void {
		const { n } = parseCursor(cursor);
		// The store came back with less than it had.
		const isRewound = n < topBefore;
		top = isRewound ? n : Math.max(top, n);
		for (const listener of listeners) {
			if (isRewound) listener.lost();
			else listener.top(cursor);
		}
	}

	const subscribed = store.subscribe(roomId, {
		publication,
		lost() {
			for (const listener of listeners) listener.lost();
		},
	});
	schedule();

	return {
		listeners,
		learn,
		ready: subscribed.then(() => {}),
		close() {
			stop();
			// A subscription that never came, or that cannot be given up now, is gone with its connection.
			subscribed.then((unsubscribe) => unsubscribe()).catch(() => {});
		},
	};
}
