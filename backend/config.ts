/** Everything the backend is told from outside. */
export type Config = {
	host: string;
	port: number;
	store: { kind: "memory" } | { kind: "redis"; url: string } | { kind: "upstash"; url: string; token: string };
	/** False lifts every budget; for benches only. */
	rateLimits: boolean;
	/** Who creates a room must show this, when it is set. */
	createToken: string | undefined;
	/** True when a proxy in front writes who asks as the last entry of X-Forwarded-For. */
	trustProxy: boolean;
};

/** Names the variable and what is wrong with it, in one line; never its value, which may hold a password. */
export class ConfigError extends Error {
	override readonly name = "ConfigError";
}

/**
 * Reads the environment. An empty variable is as one that is not set.
 * @throws ConfigError
 */
export function readConfig(env: Record<string, string | undefined>): Config {
	return {
		host: env.HOST || "127.0.0.1",
		port: readPort(env.PORT || "8787"),
		store: readStore(env),
		rateLimits: readSwitch("RATE_LIMITS", env.RATE_LIMITS || "on"),
		createToken: env.CREATE_TOKEN || undefined,
		trustProxy: readSwitch("TRUST_PROXY", env.TRUST_PROXY || "off"),
	};
}

function readPort(text: string): number {
	const port = Number(text);
	if (/^\d{1,5}$/.test(text) && port <= 65_535) return port;
	throw new ConfigError("PORT: a number from 0 to 65535 is needed.");
}

function readStore(env: Record<string, string | undefined>): Config["store"] {
	const { REDIS_URL: redis, UPSTASH_REDIS_REST_URL: url, UPSTASH_REDIS_REST_TOKEN: token } = env;
	if (redis && (url || token)) throw new ConfigError("REDIS_URL: not beside UPSTASH_REDIS_REST_URL; set one of them.");
	if (redis) return { kind: "redis", url: readRedisUrl(redis) };
	if (!url && !token) return { kind: "memory" };
	return { kind: "upstash", url: readRestUrl(url ?? ""), token: readRestToken(token ?? "") };
}

function readRestUrl(text: string): string {
	const url = URL.parse(text);
	if (url !== null && /^https?:$/.test(url.protocol) && !`${url.username}${url.password}${url.search}${url.hash}`) {
		return text;
	}
	throw new ConfigError("UPSTASH_REDIS_REST_URL: an address like https://name.upstash.io is needed.");
}

function readRestToken(text: string): string {
	if (/^[!-~]+$/.test(text)) return text;
	throw new ConfigError("UPSTASH_REDIS_REST_TOKEN: the token of UPSTASH_REDIS_REST_URL is needed, without spaces.");
}

function readRedisUrl(text: string): string {
	const url = URL.parse(text);
	if (url !== null && /^rediss?:$/.test(url.protocol) && url.hostname !== "" && /^(\/\d*)?$/.test(url.pathname)) {
		return text;
	}
	throw new ConfigError("REDIS_URL: an address like redis://[user:password@]host[:port][/database] is needed.");
}

function readSwitch(name: string, text: string): boolean {
	if (text === "on") return true;
	if (text === "off") return false;
	throw new ConfigError(`${name}: either "on" or "off" is needed.`);
}
