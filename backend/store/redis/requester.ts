import type { Requester, UpstashRequest, UpstashResponse } from "@upstash/redis";
import { Redis } from "ioredis";

/** Connects to a Redis over TCP so that a command never waits longer than 4 s, whatever became of the server. */
export function connectRedis(url: string): Redis {
	const redis = new Redis(url, {
		// Arrays as Upstash's REST answers them.
		protocol: 2,
		connectTimeout: 3_000,
		commandTimeout: 4_000,
		// A connection on which nothing comes back although something was asked is given up and made anew.
		socketTimeout: 5_000,
		// What was under way when a connection broke is answered at once: the client repeats it, idempotently.
		maxRetriesPerRequest: 0,
		autoResendUnfulfilledCommands: false,
		autoResubscribe: false,
		retryStrategy: (attempt) => Math.min(50 * 2 ** attempt, 1_000),
	});
	// Each command that fails says so itself; without a listener a lost connection would end the process.
	redis.on("error", () => {});
	return redis;
}

/** Lets `new Redis(requester)` of `@upstash/redis` run unchanged on any Redis. */
export function createRequester(redis: Redis): Requester {
	async function run([name, ...args]: unknown[]): Promise<UpstashResponse<unknown>> {
		try {
			return { result: await redis.call(String(name), ...args.map(String)) };
		} catch (error) {
			// What Redis itself answers travels as Upstash's REST would carry it; a broken connection is thrown.
			if (error instanceof Error && error.name === "ReplyError") return { error: error.message };
			throw error;
		}
	}

	async function request({ path = [], body }: UpstashRequest): Promise<UpstashResponse<unknown>> {
		if (path.length > 0 || !Array.isArray(body)) throw new Error(`Not spoken over TCP: ${path.join("/")}`);
		return run(body);
	}

	return { request: (asked) => request(asked) as Promise<UpstashResponse<never>> };
}
