import { setTimeout as wait } from "node:timers/promises";
import * as z from "zod/mini";
import { Problem } from "../../problems.ts";
import { type SystemEvent, streamEvent } from "../../protocol/events.ts";
import { memberId } from "../../protocol/ids.ts";
import type { Publication, RoomStore } from "../room-store.ts";

type Listener = Parameters<RoomStore["subscribe"]>[1];

/**
 * Opens one subscription. Resolves when nothing that is published from now on is missed, and rejects when that
 * cannot be had. `ended` resolves, and never rejects, when it is over.
 */
export type Connect = (channel: string, options: { signal: AbortSignal; message: Hear }) => Promise<Subscription>;
type Subscription = { ended: Promise<void> };
/** Hears what is published, as it is. Does not throw. */
type Hear = (payload: string) => void;

export type Subscriber = { subscribe: RoomStore["subscribe"]; close(): void };

/** Before a subscription that ended is opened again: doubled each time, ms. */
const againMs = { least: 50, most: 2_000 };
/** One that held for so long did not fail at once, ms. */
const steadyMs = 5_000;

/**
 * Hears rooms, one subscription a room. When one ended, it is opened again, and then every listener of the room
 * is told `lost`: what it reads from then on has no hole after it.
 */
export function createSubscriber(connect: Connect): Subscriber {
	const channels = new Map<string, ReturnType<typeof openChannel>>();

	async function subscribe(roomId: string, listener: Listener): Promise<() => Promise<void>> {
		const channel = channels.get(roomId) ?? openChannel(roomId, connect);
		channels.set(roomId, channel);
		channel.listeners.add(listener);

		async function stop(): Promise<void> {
			channel.listeners.delete(listener);
			if (channel.listeners.size > 0) return;
			if (channels.get(roomId) === channel) channels.delete(roomId);
			channel.closing.abort();
		}

		try {
			await channel.ready;
		} catch (cause) {
			void stop();
			throw new Problem("store-unavailable", { retryAfterSeconds: 2, cause });
		}
		return stop;
	}

	return {
		subscribe,
		close() {
			for (const { closing } of channels.values()) closing.abort();
			channels.clear();
		},
	};
}

function openChannel(roomId: string, connect: Connect) {
	const listeners = new Set<Listener>();
	const closing = new AbortController();
	const { signal } = closing;

	function message(payload: string): void {
		const publication = readPublication(roomId, payload);
		if (publication === null) return;
		for (const listener of [...listeners]) listener.publication(publication);
	}

	/** Opens again what ended, until nobody listens any more. */
	async function follow(first: Subscription): Promise<void> {
		let subscription: Subscription | null = first;
		for (let failures = 0; !signal.aborted; failures++) {
			const openedAt = performance.now();
			await subscription?.ended;
			if (performance.now() - openedAt > steadyMs) failures = 0;
			// Only `signal` makes it reject, and then nothing is opened.
			await wait(Math.min(againMs.least * 2 ** failures, againMs.most), undefined, { signal }).catch(() => {});
			if (signal.aborted) return;
			// What cannot be opened now is tried again later; meanwhile each room's pulse says what it has missed.
			subscription = await connect(roomId, { signal, message }).catch(() => null);
			if (subscription !== null) for (const listener of [...listeners]) listener.lost();
		}
	}

	const opening = connect(roomId, { signal, message });
	// A first one that fails is told to who asked for it.
	opening.then(follow, () => {});
	return { listeners, closing, ready: opening };
}

/**
 * Reads what a script published. Null for anything else: whoever shares the Redis may publish on a room's channel
 * (Upstash Realtime's own `subscribe` sends pings there), and none of that goes on to people.
 */
export function readPublication(roomId: string, raw: string): Publication | null {
	const value = parse(raw);
	const { data: evicted } = eviction.safeParse(value);
	if (evicted !== undefined) return { evict: { memberId: evicted.memberId, streamId: evicted.streamId } };
	const { data: event } = streamEvent.safeParse(value);
	if (event === undefined || !("event" in event || isPublished(event))) return null;
	return event.channel === roomId ? { raw, event } : null;
}

const publishedTypes = ["presence", "signal", "knock", "receipt"] as const;
type PublishedEvent = Extract<SystemEvent, { type: (typeof publishedTypes)[number] }>;

/** Whether it is one of the system events that come from a room; the others are a stream's own. */
const isPublished = (event: SystemEvent): event is PublishedEvent => publishedTypes.some((type) => type === event.type);

const eviction = z.object({ type: z.literal("evict"), memberId, streamId: z.string() });

/** Undefined for what is no JSON. */
function parse(raw: string): unknown {
	try {
		return JSON.parse(raw);
	} catch {
		return undefined;
	}
}
