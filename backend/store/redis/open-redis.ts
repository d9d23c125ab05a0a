import { Redis as UpstashRedis } from "@upstash/redis";
import { Command, type Redis } from "ioredis";
import { ConfigError } from "../../config.ts";
import type { RoomStore } from "../room-store.ts";
import { createLateStore } from "./late-store.ts";
import { createNodeSubscriptions } from "./node-subscriptions.ts";
import { createRedisStore } from "./redis-store.ts";
import { connectCluster, connectOnce, connectRedis, createRequester } from "./requester.ts";
import { readScripts } from "./scripts.ts";
import { createSubscriber } from "./subscriber.ts";

const leastRedis = 7;

/**
 * Opens the Redis at this address, or the cluster of which it is a node. One that is away is looked at again with
 * each act.
 * @throws ConfigError for what no waiting mends
 */
export async function openRedis(url: string, rateLimits: boolean): Promise<RoomStore> {
	const open = () => openNow(url, rateLimits);
	try {
		return await open();
	} catch (error) {
		if (error instanceof ConfigError) throw error;
		return createLateStore("redis", open);
	}
}

async function openNow(url: string, rateLimits: boolean): Promise<RoomStore> {
	const connection = connectRedis(url);
	try {
		const info = await readInfo(connection);
		checkVersion(info);
		// Valkey says `server_mode`.
		if (!/^(redis|server)_mode:cluster/m.test(info)) {
			await checkDatabase(connection);
			return openSingle(connection, rateLimits);
		}
		if (connection.options.db) throw new ConfigError("REDIS_URL: a Redis Cluster has no numbered databases.");
		return await openCluster(connection, rateLimits);
	} catch (error) {
		connection.disconnect();
		throw error;
	}
}

/** Empty when this user may not ask. */
async function readInfo(connection: Redis): Promise<string> {
	return connection.info("server").catch((error: Error) => {
		if (/^(NOAUTH|WRONGPASS)\b/.test(error.message)) {
			throw new ConfigError("REDIS_URL: Redis refuses this user or password.");
		}
		if (error.name === "ReplyError") return "";
		throw error;
	});
}

function checkVersion(info: string): void {
	const [, version] = /^redis_version:(\S+)/m.exec(info) ?? [];
	if (version !== undefined && Number.parseInt(version, 10) < leastRedis) {
		throw new ConfigError(
			`REDIS_URL: this is Redis ${version}; Mayfly needs Redis ${leastRedis}.0 or newer, or Valkey.`,
		);
	}
}

/** The client itself would go on in database 0 when it is refused the one of its address. */
async function checkDatabase(connection: Redis): Promise<void> {
	const { db } = connection.options;
	if (!db) return;
	await connection.select(db).catch((error: Error) => {
		if (error.name === "ReplyError") throw new ConfigError(`REDIS_URL: Redis refuses database ${db}.`);
		throw error;
	});
}

function openSingle(connection: Redis, rateLimits: boolean): RoomStore {
	const subscriptions = createNodeSubscriptions({
		nodeOf: () => "",
		dial: () => connectOnce(connection),
		sharded: false,
	});
	const subscriber = createSubscriber(subscriptions.connect);
	return createRedisStore({
		kind: "redis",
		redis: new UpstashRedis(createRequester(connection)),
		scripts: readScripts({ rateLimits }),
		subscribe: subscriber.subscribe,
		async close() {
			subscriber.close();
			subscriptions.close();
			connection.disconnect();
		},
	});
}

/** @param node one that answers; needed no more afterwards, but for what is said of it */
async function openCluster(node: Redis, rateLimits: boolean): Promise<RoomStore> {
	const cluster = connectCluster(node);
	await cluster.connect().catch((error) => {
		cluster.disconnect();
		throw error;
	});
	node.disconnect();
	const subscriptions = createNodeSubscriptions({
		// Any node knows which one it is.
		nodeOf: (channel) =>
			cluster.slots[new Command("ssubscribe", [channel]).getSlot()]?.[0] ?? `${node.options.host}:${node.options.port}`,
		dial: (address) => connectOnce(node, readAddress(address)),
		sharded: true,
	});
	const subscriber = createSubscriber(subscriptions.connect);
	return createRedisStore({
		kind: "redis",
		redis: new UpstashRedis(createRequester(cluster)),
		scripts: readScripts({ rateLimits, publish: "SPUBLISH" }),
		subscribe: subscriber.subscribe,
		async close() {
			subscriber.close();
			subscriptions.close();
			cluster.disconnect();
		},
	});
}

/** The host may be an IPv6 address, which has no brackets here. */
function readAddress(address: string): { host: string; port: number } {
	const colon = address.lastIndexOf(":");
	return { host: address.slice(0, colon), port: Number(address.slice(colon + 1)) };
}
