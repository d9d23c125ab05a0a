import { once } from "node:events";
import type { Server as HttpServer, ServerResponse } from "node:http";
import { fileURLToPath } from "node:url";
import { createAdaptorServer, type HttpBindings } from "@hono/node-server";
import type { Context } from "hono";
import { createMemoryStore } from "../store/memory.ts";
import type { RoomStore } from "../store/room-store.ts";
import { assemble } from "./assemble.ts";
import { createGuestPage } from "./guest-page.ts";
import { answerByNode } from "./node-stream.ts";
import { acceptSockets, isStreamUpgrade } from "./upgrade.ts";
import { webFolder } from "./web-folder.ts";

export type ServerOptions = {
	host?: string;
	/** 0 is any free one. */
	port?: number;
	/** Stays the caller's to close. Without one, rooms are in memory. */
	store?: RoomStore;
	now?: () => number;
	log?: (line: string) => void;
	/** False lifts the budget of creates; a given store has its own switch for the rest. */
	rateLimits?: boolean;
	createToken?: string | undefined;
	/** Takes the address of who asks from the last entry of X-Forwarded-For, which a proxy in front writes. */
	trustProxy?: boolean;
	/** Where the guest page was built. */
	webFolder?: string;
	/** For tests: see `createStreams`. */
	pingEveryMs?: number;
	pulseEveryMs?: number;
	receiptsMs?: number;
	streamLifeMs?: number;
	/** For tests: see `acceptSockets`. */
	firstFrameMs?: number;
	probeEveryMs?: number;
};

export type RunningServer = {
	/** "http://127.0.0.1:8787" */
	readonly url: string;
	/** How many streams are open. */
	streamCount(): number;
	/** Takes no more; sends streams away, lets requests finish. Resolves when every connection is closed. */
	close(): Promise<void>;
};

const builtPage = fileURLToPath(new URL("../../.output/web", import.meta.url));

/** A request's head and body must be there in this time, ms. */
const headersTimeoutMs = 10_000;
const requestTimeoutMs = 20_000;
/** A connection on which nothing moves, pings included, is dead, ms. */
const silenceMs = 60_000;
/** How long closing waits for requests to finish, ms. */
const drainMs = 8_000;

/** Serves the backend over HTTP by Node. Rejects when the port cannot be had. */
export async function startServer(options: ServerOptions = {}): Promise<RunningServer> {
	const { host = "127.0.0.1", port = 0, now = Date.now, log = console.error, rateLimits = true } = options;
	const store = options.store ?? createMemoryStore({ now, rateLimits });
	const { createToken, trustProxy = false } = options;
	const { app, streams } = assemble({
		...options,
		...{ store, now, log, rateLimits, createToken },
		answerStream: answerByNode,
		remoteAddress: (c) => remoteAddress(c, trustProxy),
		guestPage: createGuestPage(webFolder(options.webFolder ?? builtPage)),
	});
	const server = createAdaptorServer({
		fetch: app.fetch,
		hostname: host,
		serverOptions: {
			...{ headersTimeout: headersTimeoutMs, requestTimeout: requestTimeoutMs, keepAliveTimeout: 65_000 },
			shouldUpgradeCallback: isStreamUpgrade,
		},
	}) as HttpServer;
	const sockets = acceptSockets(server, streams, { ...options, log });
	server.timeout = silenceMs;
	const underWay = new Set<ServerResponse>();
	server.on("request", (_, response: ServerResponse) => {
		underWay.add(response);
		response.on("close", () => underWay.delete(response));
	});
	server.listen(port, host);
	await once(server, "listening");
	if (!rateLimits) log("RATE_LIMITS=off: no budgets are kept. For benches only.");

	return {
		url: urlOf(server),
		streamCount: streams.count,
		async close() {
			sockets.close();
			await Promise.all([drain(server, () => underWay.size === 0, sockets.cut), streams.close()]);
			if (options.store === undefined) await store.close();
		},
	};
}

function remoteAddress(c: Context, trustProxy: boolean): string {
	const forwarded = trustProxy ? c.req.header("x-forwarded-for")?.split(",").at(-1)?.trim() : undefined;
	return forwarded || ((c.env as HttpBindings).incoming.socket.remoteAddress ?? "");
}

function urlOf(server: HttpServer): string {
	const address = server.address();
	if (address === null || typeof address === "string") throw new Error("not listening");
	const isAny = address.address === "0.0.0.0" || address.address === "::";
	const name = isAny ? "127.0.0.1" : address.family === "IPv6" ? `[${address.address}]` : address.address;
	return `http://${name}:${address.port}`;
}

/** @param cutSockets cuts what the server no longer counts as its connections */
async function drain(server: HttpServer, isQuiet: () => boolean, cutSockets: () => void): Promise<void> {
	const closed = once(server, "close");
	server.close();
	const quiet = setInterval(() => {
		// Connections on which nothing was ever asked are not idle to Node; browsers open such in advance.
		if (isQuiet()) server.closeAllConnections();
		else server.closeIdleConnections();
	}, 50);
	const late = setTimeout(() => {
		server.closeAllConnections();
		cutSockets();
	}, drainMs);
	await closed;
	clearInterval(quiet);
	clearTimeout(late);
}
