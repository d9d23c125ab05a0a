import { type Config, ConfigError } from "../config.ts";
import { createMemoryStore } from "./memory.ts";
import { openRedis } from "./redis/open-redis.ts";
import { connectUpstash } from "./redis/rest-client.ts";
import { readScripts } from "./redis/scripts.ts";
import { createUpstashStore } from "./redis/upstash-store.ts";
import type { RoomStore } from "./room-store.ts";

/** The store the configuration asks for. A Redis that is away does not stop the start; one that is too old does. */
export async function openStore(
	{ store, rateLimits }: Pick<Config, "store" | "rateLimits">,
	now: () => number = Date.now,
): Promise<RoomStore> {
	switch (store.kind) {
		case "memory":
			return createMemoryStore({ now, rateLimits });
		case "redis":
			return openRedis(store.url, rateLimits);
		case "upstash":
			return openUpstashStore(store, rateLimits);
	}
}

/** Needs no version: Upstash has one for all. */
async function openUpstashStore(address: { url: string; token: string }, rateLimits: boolean): Promise<RoomStore> {
	await checkToken(() => connectUpstash(address).eval("return 1", [], []));
	return createUpstashStore({ ...address, scripts: readScripts({ rateLimits }) });
}

/** Refuses at the start a token that does not let us in, or not run scripts: one that may only read. */
async function checkToken(run: () => Promise<unknown>): Promise<void> {
	await run().catch((error: Error) => {
		if (/^(NOAUTH|WRONGPASS|NOPERM|Unauthorized)\b/i.test(error.message)) {
			throw new ConfigError("UPSTASH_REDIS_REST_TOKEN: Upstash refuses this token, or lets it only read.");
		}
	});
}
