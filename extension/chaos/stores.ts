import { setTimeout as wait } from "node:timers/promises";
import type { Config } from "../../backend/config.ts";
import { createMemoryStore, type MemoryStore } from "../../backend/store/memory.ts";
import { openStore } from "../../backend/store/open-store.ts";
import { roomKeys } from "../../backend/store/redis/keys.ts";
import type { RoomStore } from "../../backend/store/room-store.ts";
import { startRedisCluster } from "../../backend/tests/redis-cluster.ts";
import { type RedisServer, startRedis } from "../../backend/tests/redis-server.ts";
import { startUpstashBridge, type UpstashBridge } from "../../backend/tests/upstash-bridge.ts";
import type { Fault, StoreKind } from "./plan.ts";

/** A store of one history's own, and what can be done to it from behind. */
export type StoreSite = {
	/** How a process of its own opens it. */
	config: Config["store"];
	/** The clock of the servers in this process, ms since the epoch; the store's as well where it has no other. */
	now(): number;
	/** For one server, which does not close what is shared. */
	open(): Promise<{ store: RoomStore; close(): Promise<void> }>;
	/** Begins a fault; what comes back heals it. Null for a fault that is none of a store's. */
	fail(fault: Fault): Promise<(() => Promise<void>) | null>;
	/** Loses everything. A store in memory loses its servers with it: open anew. */
	forget(): Promise<void>;
	/** Lets the room's time be up in `inMs`; `expiresAt` is its end so far. */
	expire(roomId: string, inMs: number, expiresAt: number): Promise<void>;
	/** Names of all that is in it. */
	keys(): Promise<string[]>;
	/** All that is in it, as one text. */
	dump(): Promise<string>;
	close(): Promise<void>;
};

const nothing = async () => {};

/** @param clockOffMs how far the servers' clock is off */
export async function openStoreSite(kind: StoreKind, clockOffMs: number): Promise<StoreSite> {
	if (kind === "memory") return openMemorySite(clockOffMs);
	if (kind === "cluster") {
		const { nodes, nodeOf } = await startRedisCluster();
		return openRedisSite({ nodes, nodeOf, bridge: null }, clockOffMs);
	}
	const redis = await startRedis();
	const bridge = kind === "upstash" ? await startUpstashBridge(redis.url) : null;
	return openRedisSite({ nodes: [redis], nodeOf: () => redis, bridge }, clockOffMs);
}

function openMemorySite(clockOffMs: number): StoreSite {
	let off = clockOffMs;
	const now = () => Date.now() + off;
	const create = (): MemoryStore => createMemoryStore({ now, sweepEveryMs: 50 });
	let store = create();
	return {
		config: { kind: "memory" },
		now,
		open: async () => ({ store, close: nothing }),
		fail: async () => null,
		async forget() {
			await store.close();
			store = create();
		},
		async expire(_roomId, inMs, expiresAt) {
			off += Math.max(0, expiresAt - now() - inMs);
		},
		keys: async () => Array.from({ length: store.roomCount() }, () => "a room"),
		dump: async () => "",
		close: () => store.close(),
	};
}

/** At the same address, which a connection of somebody's may have for a moment. */
async function startAgain(bridge: UpstashBridge | null): Promise<void> {
	for (let tries = 1; ; tries++) {
		try {
			await bridge?.start();
			return;
		} catch (error) {
			if (tries === 50) throw error;
			await wait(100);
		}
	}
}

/** Sets the end of a room as if its time had run, also in a full store; nothing where there is no room. */
const expireScript = `#!lua flags=allow-oom
if redis.call('EXISTS', KEYS[2]) == 0 then return 0 end
local time = redis.call('TIME')
local ends = time[1] * 1000 + math.floor(time[2] / 1000) + tonumber(ARGV[1])
redis.call('HSET', KEYS[2], 'expires', ends)
for _, key in ipairs(KEYS) do
	if redis.call('PTTL', key) > 0 then redis.call('PEXPIREAT', key, ends) end
end
return 1`;

/** Redis, alone, as a cluster, or behind Upstash's REST. */
type RedisParts = {
	nodes: readonly RedisServer[];
	/** Where a room is. */
	nodeOf(roomId: string): RedisServer;
	bridge: UpstashBridge | null;
};

function openRedisSite({ nodes, nodeOf, bridge }: RedisParts, clockOffMs: number): StoreSite {
	/** Two faults may overlap: it is back when both are healed. */
	let timesAway = 0;
	const now = () => Date.now() + clockOffMs;
	const config: StoreSite["config"] = bridge
		? { kind: "upstash", url: bridge.url, token: bridge.token }
		: { kind: "redis", url: nodes[0]?.url ?? "" };
	const onAll = (act: (node: RedisServer) => unknown) => Promise.all(nodes.map(act));

	async function read({ admin }: RedisServer, key: string): Promise<unknown> {
		const type = await admin.type(key);
		// No room needs a string: one that is there all the same is to be seen.
		if (type === "string") return admin.get(key);
		return type === "stream" ? admin.xrange(key, "-", "+") : admin.hgetall(key);
	}

	return {
		config,
		now,
		async open() {
			const store = await openStore({ store: config, rateLimits: true }, now);
			return { store, close: () => store.close() };
		},
		async fail(fault) {
			switch (fault.type) {
				case "kill-subscriptions":
					await onAll(({ admin }) => admin.call("CLIENT", "KILL", "TYPE", "pubsub"));
					return nothing;
				case "cut-subscriptions":
					bridge?.cut(fault.how);
					return nothing;
				case "deafen-subscriptions":
					bridge?.deafen();
					return nothing;
				case "freeze-store":
					await onAll((node) => node.freeze());
					return async () => void (await onAll((node) => node.thaw()));
				case "store-full":
					await onAll(({ admin }) => admin.config("SET", "maxmemory", "1"));
					return async () => void (await onAll(({ admin }) => admin.config("SET", "maxmemory", "0")));
				case "store-away":
					if (++timesAway === 1) await bridge?.stop();
					return async () => {
						if (--timesAway === 0) await startAgain(bridge);
					};
				default:
					return null;
			}
		},
		async forget() {
			await onAll(async (node) => {
				node.thaw();
				await node.kill();
				await node.start();
			});
		},
		async expire(roomId, inMs) {
			const keys = roomKeys(roomId);
			await nodeOf(roomId).admin.eval(expireScript, keys.length, ...keys, inMs);
		},
		keys: async () => (await Promise.all(nodes.map(({ admin }) => admin.keys("*")))).flat(),
		async dump() {
			const all = await onAll(async (node) => {
				const keys = await node.admin.keys("*");
				return Promise.all(keys.map(async (key) => [key, await read(node, key)]));
			});
			return JSON.stringify(all);
		},
		async close() {
			await bridge?.close();
			await onAll((node) => {
				node.thaw();
				return node.close();
			});
		},
	};
}
