import { afterAll, beforeAll } from "vitest";
import { describeRoomStore } from "../store/contract.ts";
import { createMemoryStore } from "../store/memory.ts";
import { openStore } from "../store/open-store.ts";
import { advanceRooms } from "./redis-clock.ts";
import { type RedisServer, startRedis } from "./redis-server.ts";
import { startUpstashBridge } from "./upstash-bridge.ts";

describeRoomStore("the memory store", async ({ rateLimits }) => {
	let time = 1_800_000_000_000;
	const store = createMemoryStore({ now: () => time, rateLimits });
	return {
		store,
		advance: async (ms) => {
			time += ms;
		},
		leftovers: async () => Array.from({ length: store.roomCount() }, (_, i) => `room ${i + 1}`),
		close: () => store.close(),
	};
});

let server: RedisServer;
beforeAll(async () => {
	server = await startRedis();
});
afterAll(() => server.close());

describeRoomStore("the Redis store", async ({ rateLimits }) => {
	const { admin, url } = server;
	await admin.flushall();
	const config = { host: "", port: 0, createToken: undefined, rateLimits };
	const store = await openStore({ ...config, store: { kind: "redis", url } });
	return {
		store,
		advance: (ms) => advanceRooms(admin, ms),
		leftovers: () => admin.keys("*"),
		close: () => store.close(),
	};
});

describeRoomStore("the Upstash store", async ({ rateLimits }) => {
	const { admin, url } = server;
	await admin.flushall();
	const bridge = await startUpstashBridge(url);
	const store = await openStore({ rateLimits, store: { kind: "upstash", url: bridge.url, token: bridge.token } });
	return {
		store,
		advance: (ms) => advanceRooms(admin, ms),
		leftovers: () => admin.keys("*"),
		async close() {
			await store.close();
			await bridge.close();
		},
	};
});
