import type { Requester, UpstashRequest, UpstashResponse } from "@upstash/redis";
import { Cluster, Redis, type RedisOptions } from "ioredis";

/** So that a command never waits longer than 4 s, whatever became of the server. */
const limits = {
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
} satisfies RedisOptions;

const againAfter = (attempt: number) => Math.min(50 * 2 ** attempt, 1_000);

/** Connects to one Redis over TCP, again and again. */
export function connectRedis(url: string): Redis {
	return heedless(new Redis(url, { ...limits, retryStrategy: againAfter }));
}

/** One more connection with the same options and these, which ends for good when it breaks. */
export function connectOnce(redis: Redis, options: { host?: string; port?: number } = {}): Redis {
	return heedless(redis.duplicate({ ...options, retryStrategy: null }));
}

/** Connects to the cluster that this Redis is a node of, once `connect` is called. What it opens takes the same password. */
export function connectCluster({ options: { host, port, username, password, tls } }: Redis): Cluster {
	const cluster = new Cluster([{ host, port }], {
		redisOptions: { ...limits, username, password, tls },
		lazyConnect: true,
		// Nothing waits for a cluster or node that is not there; one that says it is down says so to each command.
		enableOfflineQueue: false,
		enableReadyCheck: false,
		clusterRetryStrategy: againAfter,
		slotsRefreshInterval: 5_000,
		// Names stay names: a certificate may be for them.
		dnsLookup: (name, done) => done(null, name),
	});
	return heedless(cluster);
}

/** Each command that fails says so itself; without a listener a lost connection would end the process. */
function heedless<Client extends Redis | Cluster>(client: Client): Client {
	client.on("error", () => {});
	return client;
}

/**
 * What is asked in one turn of the event loop leaves in one write: a write costs more than all else about a command.
 * Of a cluster each node has a stream of its own, and its commands go as they come.
 */
function gatherWrites(redis: Redis | Cluster): void {
	if (redis instanceof Cluster) return;
	const { stream } = redis;
	// There is none before the first connection, and one that is being closed lets go of what it has by itself.
	if (!stream?.writable || stream.writableCorked > 0) return;
	stream.cork();
	setImmediate(() => stream.uncork());
}

/** Lets `new Redis(requester)` of `@upstash/redis` run unchanged on any Redis or cluster. */
export function createRequester(redis: Redis | Cluster): Requester {
	async function run([name, ...args]: unknown[]): Promise<UpstashResponse<unknown>> {
		try {
			gatherWrites(redis);
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
