import type { Time } from "../time.ts";
import { createFallbackTransport } from "./fallback.ts";
import { createSseTransport } from "./sse.ts";
import type { Transport } from "./transport.ts";
import { createWsTransport } from "./ws.ts";

/** A server's stream by WebSocket, and by server-sent events where that does not open. */
export function createBothWays(options: {
	server: string;
	fetch: typeof globalThis.fetch;
	WebSocket: typeof globalThis.WebSocket;
	time: Time;
}): Transport {
	const [first, second] = [createWsTransport(options), createSseTransport(options)];
	return createFallbackTransport({ first, second, time: options.time });
}
