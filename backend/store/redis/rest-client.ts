import { Redis } from "@upstash/redis";

/** However often it is tried, a command is given up after this, ms. */
const commandTimeoutMs = 4_000;

/**
 * Upstash's own client over HTTP, so that a command never waits longer than 4 s.
 * @param options.asked hears of each command before it goes out
 */
export function connectUpstash(options: { url: string; token: string; asked?: () => void }): Redis {
	const { url, token, asked = () => {} } = options;
	return new Redis({
		url,
		token,
		enableTelemetry: false,
		// Acts that come together stay requests of their own: none waits for, or fails with, another.
		enableAutoPipelining: false,
		// What scripts answer is JSON and needs no wrapping.
		responseEncoding: false,
		// A kept connection may be closed just as it is used. Who repeats a call is answered as before, so may we.
		retry: { retries: 1, backoff: () => 100 },
		signal: () => {
			asked();
			return AbortSignal.timeout(commandTimeoutMs);
		},
	});
}
