import { Redis as UpstashRedis } from "@upstash/redis";
import { type Config, ConfigError } from "../config.ts";
import { createMemoryStore } from "./memory.ts";
import { createRedisStore } from "./redis/redis-store.ts";
import { connectRedis, createRequester } from "./redis/requester.ts";
import { readScripts } from "./redis/scripts.ts";
import { createSubscriber } from "./redis/subscriber.ts";
import type { RoomStore } from "./room-store.ts";

const leastRedis = 7;

/** The store the configuration asks for. A Redis that is away does not stop the start; one that is too old does. */
export async function openStore(
	{ store, rateLimits }: Pick<Config, "store" | "rateLimits">,
	now: () => number = Date.now,
): Promise<RoomStore> {
	switch (store.kind) {
		case "memory":
			return createMemoryStore({ now, rateLimits });
		case "redis":
			return openRedisStore(store.url, rateLimits);
	}
}

async function openRedisStore(url: string, rateLimits: boolean): Promise<RoomStore> {
	const connection = connectRedis(url);
	const subscriber = createSubscriber(connectRedis(url));
	async function close(): Promise<void> {
		subscriber.close();
		connection.disconnect();
	}
	try {
		await checkVersion(() => connection.info("server"));
	} catch (error) {
		await close();
		throw error;
	}
	return createRedisStore({
		kind: "redis",
		redis: new UpstashRedis(createRequester(connection)),
		scripts: readScripts({ rateLimits }),
		subscribe: subscriber.subscribe,
		close,
	});
}

/** Refuses at the start what no waiting mends: a Redis that is too old, or that does not let us in. */
async function checkVersion(info: () => Promise<string>): Promise<void> {
	const text = await info().catch((error: Error) => {
		if (/^(NOAUTH|WRONGPASS)\b/.test(error.message)) {
			throw new ConfigError("REDIS_URL: Redis refuses this user or password.");
		}
		return "";
	});
	const [, version] = /^redis_version:(\S+)/m.exec(text) ?? [];
	if (version !== undefined && Number.parseInt(version, 10) < leastRedis) {
		throw new ConfigError(
			`REDIS_URL: this is Redis ${version}; Mayfly needs Redis ${leastRedis}.0 or newer, or Valkey.`,
		);
	}
}
