import { CursorUnavailableError, isRealtimeCursor } from "@upstash/realtime";
import { Redis } from "@upstash/redis";
import { afterEach, beforeEach, describe, expect, expectTypeOf, test, vi } from "vitest";
import type { eventSchema } from "../protocol/events.ts";
import type { Message } from "../protocol/messages.ts";
import { message, openRoom } from "../store/contract/bench.ts";
import { openStore } from "../store/open-store.ts";
import { createRealtime, type RealtimeEvents } from "../store/redis/realtime.ts";
import type { RoomStore } from "../store/room-store.ts";
import { type RedisServer, startRedis } from "./redis-server.ts";
import { startUpstashBridge, type UpstashBridge } from "./upstash-bridge.ts";

describe.each(["redis", "upstash"] as const)("over the store %s", (kind) => {
	let server: RedisServer;
	let bridge: UpstashBridge;
	let store: RoomStore;
	let realtime: ReturnType<typeof createRealtime>;

	beforeEach(async () => {
		server = await startRedis();
		bridge = await startUpstashBridge(server.url);
		const { url, token } = bridge;
		const config = kind === "redis" ? { kind, url: server.url } : { kind, url, token };
		store = await openStore({ rateLimits: false, store: config });
		// The official client just as it comes, over its own protocol.
		realtime = createRealtime(new Redis({ url, token }));
	});
	afterEach(async () => {
		await store.close();
		await bridge.close();
		await server.close();
	});

	test("the official history reads every event as it was sent", async () => {
		const { room, guests, since } = await openRoom(store, { guests: 1 });
		const texts = ["eA", "12345678", "x".repeat(16_384)];
		for (const text of texts) await store.send(guests[0], message(text));
		await store.change(room, { locked: true });
		await store.appoint(room, { memberId: guests[0].memberId, since, body: "aGVyZQ" });
		await store.leave(guests[0]);
		const { events } = await store.attach(room, { streamId: "s", limit: 200 });
		expect(await realtime.channel(room.roomId).history()).toEqual(events);
		expect(events).toHaveLength(8);
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
});

test("the official event types are the protocol's schema", () => {
	expectTypeOf<RealtimeEvents>().toEqualTypeOf<typeof eventSchema>();
});
