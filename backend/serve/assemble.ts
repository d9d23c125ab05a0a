import { type AppParts, createApp } from "../app.ts";
import { createStreams, type Streams } from "../stream/streams.ts";

type StreamOptions = Parameters<typeof createStreams>[0];
type Own = "now" | "random" | "log";

export type AssembleOptions = Omit<AppParts, "streams" | Own> &
	Partial<Pick<AppParts, Own>> &
	Pick<StreamOptions, "pingEveryMs" | "pulseEveryMs" | "receiptsMs" | "streamLifeMs"> & {
		/** Keeps the platform from stopping what a request has begun, beyond its answer. */
		waitUntil?: (promise: Promise<unknown>) => void;
	};

export const secureRandom = (byteLength: number) => crypto.getRandomValues(new Uint8Array(byteLength));

/** Puts the parts above a store together, the same on every platform. */
export function assemble(options: AssembleOptions): { app: ReturnType<typeof createApp>; streams: Streams } {
	const { now = Date.now, random = secureRandom, log = console.error, ...rest } = options;
	const shared = { ...rest, now, random, log };
	const opened = createStreams(shared);
	const streams: Streams = {
		...opened,
		open(request) {
			const session = opened.open(request);
			// A reader that is gone leaves leases to give back.
			options.waitUntil?.(session.closed);
			return session;
		},
	};
	return { app: createApp({ ...shared, streams }), streams };
}
