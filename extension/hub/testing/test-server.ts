import type { Server } from "node:http";
import { serve } from "@hono/node-server";
import { createApp } from "../../../backend/app.ts";
import { acceptSockets, isStreamUpgrade } from "../../../backend/serve/upgrade.ts";
import { createMemoryStore } from "../../../backend/store/memory.ts";
import { createStreams } from "../../../backend/stream/streams.ts";

export type TestServer = {
	origin: string;
	/** Sets the server's clock ahead, ms. */
	skip(ms: number): void;
	/** The server loses everything it had. */
	forget(): Promise<void>;
	/** Rooms it holds. */
	roomCount(): number;
	streamCount(): number;
	close(): Promise<void>;
};

/** The real app on the memory store over real HTTP. */
export async function startTestServer(
	options: { rateLimits?: boolean; pulseEveryMs?: number } = {},
): Promise<TestServer> {
	const { rateLimits = true, pulseEveryMs = 200 } = options;
	let ahead = 0;
	const now = () => Date.now() + ahead;
	const random = (byteLength: number) => crypto.getRandomValues(new Uint8Array(byteLength));
	const log = (line: string) => console.error(line);
	const store = createMemoryStore({ now, rateLimits, sweepEveryMs: 50 });
	const streams = createStreams({ store, now, random, log, pingEveryMs: 500, pulseEveryMs });
	const app = createApp({ store, streams, now, random, log, remoteAddress: () => "", rateLimits });
	const server = await new Promise<Server>((listening) => {
		const serverOptions = { shouldUpgradeCallback: isStreamUpgrade };
		const place = { fetch: app.fetch, port: 0, hostname: "127.0.0.1", serverOptions };
		const started = serve(place, () => listening(started)) as Server;
	});
	const sockets = acceptSockets(server, streams, { log });
	const address = server.address();
	if (address === null || typeof address === "string") throw new Error("no port");
	return {
		origin: `http://127.0.0.1:${address.port}`,
		skip(ms) {
			ahead += ms;
		},
		forget: () => store.close(),
		roomCount: () => store.roomCount(),
		streamCount: () => streams.count(),
		async close() {
			await streams.close();
			sockets.close();
			sockets.cut();
			server.closeAllConnections();
			await new Promise((closed) => server.close(closed));
			await store.close();
		},
	};
}
