import { setTimeout as wait } from "node:timers/promises";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { createBody, listen, message, openRoom } from "../store/contract/bench.ts";
import { openStore } from "../store/open-store.ts";
import { connectUpstash } from "../store/redis/rest-client.ts";
import { openRestSubscription } from "../store/redis/rest-subscription.ts";
import { createSubscriber } from "../store/redis/subscriber.ts";
import type { RoomStore } from "../store/room-store.ts";
import { openBench, openRoom as openRoomOverHttp, send } from "./http-bench.ts";
import { type RedisServer, startRedis } from "./redis-server.ts";
import { actsOn, expectBack, expectUnavailable } from "./store-away.ts";
import { openStream } from "./test-stream.ts";
import { startUpstashBridge, type UpstashBridge } from "./upstash-bridge.ts";

let server: RedisServer;
let bridge: UpstashBridge;
let store: RoomStore;

const open = (token = bridge.token) =>
	openStore({ rateLimits: false, store: { kind: "upstash", url: `${bridge.url}/`, token } });

beforeEach(async () => {
	server = await startRedis();
	bridge = await startUpstashBridge(server.url);
	store = await open();
});
afterEach(async () => {
	await store.close();
	await bridge.close();
	await server.close();
});

/** What a listener was told of a room, in order. */
async function hear(subscribe: RoomStore["subscribe"], roomId: string): Promise<string[]> {
	const heard: string[] = [];
	await subscribe(roomId, {
		publication: (publication) => heard.push("evict" in publication ? "evict" : "frame"),
		lost: () => heard.push("lost"),
	});
	return heard;
}

test.each(["broken", "complete"] as const)(
	"a listener whose subscription ends (%s) is told that it may have missed something, and hears what comes then",
	async (how) => {
		const { room } = await openRoom(store);
		const heard = await hear(store.subscribe, room.roomId);
		for (let round = 1; round <= 3; round++) {
			expect(bridge.cut(how)).toBe(1);
			await vi.waitFor(() => expect(heard.filter((what) => what === "lost")).toHaveLength(round), { timeout: 5_000 });
			await store.send(room, message());
			await vi.waitFor(() => expect(heard.filter((what) => what === "frame")).toHaveLength(round));
		}
		expect(heard).toEqual(["lost", "frame", "lost", "frame", "lost", "frame"]);
	},
);

test("a subscription on which nothing comes any more is found out and opened again", async () => {
	const { room } = await openRoom(store);
	const redis = connectUpstash(bridge);
	const probe = (channel: string) => redis.publish(channel, { type: "ping", timestamp: 0 });
	let opened = 0;
	const subscriber = createSubscriber((channel, options) => {
		opened++;
		const times = { quietMs: 100, answerMs: 200 };
		return openRestSubscription({ ...bridge, ...options, ...times, channel, fetch, probe: () => probe(channel) });
	});
	const heard = await hear(subscriber.subscribe, room.roomId);
	await wait(1_000);
	// A silent one that is alive stays.
	expect([opened, heard]).toEqual([1, []]);
	bridge.deafen();
	await vi.waitFor(() => expect(heard).toEqual(["lost"]), { timeout: 3_000 });
	await store.send(room, message());
	await vi.waitFor(() => expect(heard).toEqual(["lost", "frame"]));
	subscriber.close();
	await vi.waitFor(() => expect(bridge.subscriptions()).toBe(0));
});

test("subscriptions that end at once are opened again ever more slowly, and hold when they can", async () => {
	const { room } = await openRoom(store);
	const heard = await hear(store.subscribe, room.roomId);
	let cuts = 0;
	for (const end = Date.now() + 2_000; Date.now() < end; await wait(5)) cuts += bridge.cut();
	expect(cuts).toBeGreaterThan(3);
	expect(cuts).toBeLessThan(12);
	const roundsBefore = heard.length;
	await vi.waitFor(() => expect(heard.length).toBeGreaterThan(roundsBefore), { timeout: 5_000 });
	await store.send(room, message());
	await vi.waitFor(() => expect(heard.at(-1)).toBe("frame"));
});

test("one subscription serves a room's listeners and ends with the last of them", async () => {
	const { room } = await openRoom(store);
	const listeners = [await listen(store, room.roomId), await listen(store, room.roomId)];
	expect(bridge.subscriptions()).toBe(1);
	for (const { stop } of listeners) await stop();
	await vi.waitFor(() => expect(bridge.subscriptions()).toBe(0));
	const again = await listen(store, room.roomId);
	await again.settled(room);
});

test.each(["away", "silent"])(
	"while Upstash is %s every act is store-unavailable within 5 s, and works after",
	async (how) => {
		const { room } = await openRoom(store);
		if (how === "away") await bridge.stop();
		else server.freeze();
		await expectUnavailable(actsOn(store, room));
		if (how === "away") await bridge.start();
		else server.thaw();
		await expectBack(store);
	},
);

test("a token that does not let us in is refused at the start, without a word of it", async () => {
	await expect(open("hunter2")).rejects.toThrow(
		/^UPSTASH_REDIS_REST_TOKEN: Upstash refuses this token, or lets it only read\.$/,
	);
});

test("an Upstash that is away does not stop the start, and is used once it is there", async () => {
	await bridge.stop();
	const early = await open();
	await bridge.start();
	expect((await early.create(createBody())).created).toBe(true);
	await early.close();
});

test("streams whose subscriptions are cut again and again show every message once, in order", async () => {
	const config = { kind: "upstash", url: bridge.url, token: bridge.token } as const;
	const bench = await openBench({ pulseEveryMs: 500, storeConfig: config });
	const { starter, guests } = await openRoomOverHttp(bench, { guests: 1 });
	const streams = [await openStream(bench, [starter]), await openStream(bench, [guests[0]])];
	const sent: string[] = [];
	for (let cuts = 0; cuts < 5; await wait(5)) {
		sent.push((await send(bench, sent.length % 2 ? starter : guests[0])).id);
		if (sent.length % 10 === 0) cuts += bridge.cut();
	}
	for (const stream of streams) {
		await stream.until(({ messageIds }) => messageIds().length >= sent.length, 10_000);
		expect(stream.messageIds()).toEqual(sent);
		stream.cut();
	}
	expect(await (await fetch(`${bench.url}/healthz`)).json()).toEqual({ status: "ok", store: "upstash" });
	await bench.close();
});
