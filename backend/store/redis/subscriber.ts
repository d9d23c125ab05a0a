import type { Redis } from "ioredis";
import * as z from "zod/mini";
import { Problem } from "../../problems.ts";
import { streamEvent } from "../../protocol/events.ts";
import { memberId } from "../../protocol/ids.ts";
import type { Publication, RoomStore } from "../room-store.ts";

type Listener = Parameters<RoomStore["subscribe"]>[1];
type Channel = { listeners: Set<Listener>; subscribed: Promise<unknown> };

/** How often the connection is asked whether it is alive: a half-open one would be silent for ever. */
const pingEveryMs = 10_000;

export type Subscriber = { subscribe: RoomStore["subscribe"]; close(): void };

/**
 * Hears rooms over one connection of its own, one subscription a room. When the connection broke, every listener
 * is told `lost` after its channel is subscribed again: what it reads from then on has no hole after it.
 * @param connection made for this alone; closed by `close`
 */
export function createSubscriber(connection: Redis): Subscriber {
	const channels = new Map<string, Channel>();
	let isFirst = true;

	connection.on("message", (roomId: string, raw: string) => {
		const publication = readPublication(roomId, raw);
		if (publication === null) return;
		for (const listener of [...(channels.get(roomId)?.listeners ?? [])]) listener.publication(publication);
	});

	connection.on("ready", () => {
		if (isFirst) {
			isFirst = false;
			return;
		}
		for (const [roomId, channel] of channels) {
			channel.subscribed = connection.subscribe(roomId).then(() => {
				for (const listener of [...channel.listeners]) listener.lost();
			});
			// A connection that broke again is ready again later, and then this is repeated.
			channel.subscribed.catch(() => {});
		}
	});

	// A ping without an answer ends the connection by its socket timeout, and a new one is made.
	const pinger = setInterval(() => {
		if (connection.status === "ready") connection.ping().catch(() => {});
	}, pingEveryMs);
	pinger.unref();

	function open(roomId: string): Channel {
		const channel = { listeners: new Set<Listener>(), subscribed: connection.subscribe(roomId) };
		channels.set(roomId, channel);
		return channel;
	}

	async function subscribe(roomId: string, listener: Listener): Promise<() => Promise<void>> {
		const channel = channels.get(roomId) ?? open(roomId);
		channel.listeners.add(listener);

		async function stop(): Promise<void> {
			channel.listeners.delete(listener);
			if (channel.listeners.size > 0 || channels.get(roomId) !== channel) return;
			channels.delete(roomId);
			// A connection that is gone holds no subscription either, and one that does not answer is given up soon.
			if (connection.status === "ready") await connection.unsubscribe(roomId).catch(() => {});
		}

		try {
			await channel.subscribed;
		} catch (cause) {
			void stop();
			throw new Problem("store-unavailable", { retryAfterSeconds: 2, cause });
		}
		return stop;
	}

	return {
		subscribe,
		close() {
			clearInterval(pinger);
			connection.disconnect();
		},
	};
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
	if (event === undefined || !("event" in event || event.type === "presence" || event.type === "signal")) return null;
	return event.channel === roomId ? { raw, event } : null;
}

const eviction = z.object({ type: z.literal("evict"), memberId, streamId: z.string() });

/** Undefined for what is no JSON. */
function parse(raw: string): unknown {
	try {
		return JSON.parse(raw);
	} catch {
		return undefined;
	}
}
