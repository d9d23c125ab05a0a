import { CursorUnavailableError, isRealtimeCursor } from "@upstash/realtime";
import { Redis, type Requester } from "@upstash/redis";
import { afterEach, beforeEach, expect, expectTypeOf, test, vi } from "vitest";
import type { eventSchema } from "../protocol/events.ts";
import type { Message } from "../protocol/messages.ts";
import { message, openRoom } from "../store/contract/bench.ts";
import { openStore } from "../store/open-store.ts";
import { createRealtime, type RealtimeEvents } from "../store/redis/realtime.ts";
import { connectRedis, createRequester } from "../store/redis/requester.ts";
import type { RoomStore } from "../store/room-store.ts";
import { type RedisServer, startRedis } from "./redis-server.ts";

/** Our requester, and for `subscribe` what Upstash's REST does: lines of an event stream, a connection for each. */
function streamingRequester(url: string): Requester & { close(): void } {
	const connection = connectRedis(url);
	const { request } = createRequester(connection);
	return {
		async request(asked) {
			const [verb, channel] = asked.path ?? [];
			if (verb !== "subscribe" || channel === undefined) return request(asked);
			const subscription = connectRedis(url);
			subscription.on("message", (_channel, text) => asked.onMessage?.(`data: message,${channel},${text}`));
			await subscription.subscribe(channel);
			asked.signal?.addEventListener("abort", () => subscription.disconnect());
			asked.onMessage?.(`data: subscribe,${channel},1`);
			return { result: 1 as never };
		},
		close: () => connection.disconnect(),
	};
}

let server: RedisServer;
let store: RoomStore;
let requester: ReturnType<typeof streamingRequester>;
let realtime: ReturnType<typeof createRealtime>;

beforeEach(async () => {
	server = await startRedis();
	const config = { host: "", port: 0, createToken: undefined, rateLimits: false };
	store = await openStore({ ...config, store: { kind: "redis", url: server.url } });
	requester = streamingRequester(server.url);
	realtime = createRealtime(new Redis(requester));
});
afterEach(async () => {
	requester.close();
	await store.close();
	await server.close();
});

test("the official history reads every event as it was sent", async () => {
	const { room, guests } = await openRoom(store, { guests: 1 });
	const texts = ["eA", "12345678", "x".repeat(16_384)];
	for (const text of texts) await store.send(guests[0], message(text));
	await store.change(room, { locked: true });
	await store.leave(guests[0]);
	const { events } = await store.attach(room, { streamId: "s", limit: 200 });
	expect(await realtime.channel(room.roomId).history()).toEqual(events);
	expect(events).toHaveLength(7);
});

test("the official subscribe replays after a cursor and goes on live, typed, nothing twice", async () => {
	const { room, guests } = await openRoom(store, { guests: 1 });
	const sent = [await store.send(room, message("one")), await store.send(room, message("two"))];
	const after = sent[0]?.answer.cursor ?? "";
	if (!isRealtimeCursor(after)) throw new Error("not a cursor of Upstash Realtime");
	const heard: { cursor: string; data: Message }[] = [];
	let isDestroyed = false;
	const stop = await realtime.channel(room.roomId).subscribe({
		events: ["chat.message", "chat.destroy", "room.left"],
		after,
		onData(event) {
			if (event.event === "chat.message") {
				expectTypeOf(event.data).toEqualTypeOf<Message>();
				heard.push({ cursor: event.cursor, data: event.data });
			}
			if (event.event === "chat.destroy") isDestroyed = event.data.isDestroyed;
		},
	});
	for (const text of ["three", "four"]) await store.send(guests[0], message(text));
	const { messages } = await store.history(room, { after, limit: 10 });
	await store.destroy(room);
	await vi.waitFor(() => expect(isDestroyed).toBe(true));
	expect(heard).toEqual(messages.map(({ cursor, ...data }) => ({ cursor, data })));
	expect(messages.map(({ text }) => text)).toEqual(["two", "three", "four"]);
	stop();
});

test("the official subscribe refuses a cursor that is no event of the room", async () => {
	const { room } = await openRoom(store);
	const after = "1-1";
	if (!isRealtimeCursor(after)) throw new Error("not a cursor of Upstash Realtime");
	const subscribing = realtime.channel(room.roomId).subscribe({ events: ["chat.message"], after, onData: () => {} });
	await expect(subscribing).rejects.toBeInstanceOf(CursorUnavailableError);
});

test("a message that breaks the schema is refused before anything is asked of Redis", async () => {
	const { room } = await openRoom(store);
	await expect(store.send(room, { id: "short", text: "eA" })).rejects.toThrow();
	await expect(store.send(room, message('"}'))).rejects.toThrow();
	expect((await store.history(room, { limit: 10 })).messages).toEqual([]);
});

test("the official event types are the protocol's schema", () => {
	expectTypeOf<RealtimeEvents>().toEqualTypeOf<typeof eventSchema>();
});
