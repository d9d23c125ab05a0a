import { afterAll, beforeAll } from "vitest";
import { describeRoomStore } from "../store/contract.ts";
import { createMemoryStore } from "../store/memory.ts";
import { openStore } from "../store/open-store.ts";
import { advanceRooms } from "./redis-clock.ts";
import { type RedisCluster, startRedisCluster } from "./redis-cluster.ts";
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
let cluster: RedisCluster;
beforeAll(async () => {
	[server, cluster] = await Promise.all([startRedis(), startRedisCluster()]);
});
afterAll(() => Promise.all([server.close(), cluster.close()]));

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

describeRoomStore("the Redis Cluster store", async ({ rateLimits }) => {
	await cluster.flush();
	const store = await openStore({ rateLimits, store: { kind: "redis", url: cluster.url } });
	return {
		store,
		async advance(ms) {
			for (const { admin } of cluster.nodes) await advanceRooms(admin, ms);
		},
		leftovers: () => cluster.keys(),
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
