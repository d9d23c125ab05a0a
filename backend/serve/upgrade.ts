import type { Server as HttpServer, IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import { type WebSocket, WebSocketServer } from "ws";
import { limits } from "../protocol/limits.ts";
import type { Streams } from "../stream/streams.ts";
import { type SocketEvents, type StreamSocket, serveSocket } from "../stream/ws.ts";
import { drained, socketFramesOf } from "./node-bytes.ts";

export type Sockets = {
	/** Closes those that carry no stream yet; the others close when their streams end. Takes no more. */
	close(): void;
	/** Cuts all that are left. */
	cut(): void;
};

/** Before a ping that a timer sends late breaks a promise, ms. */
const slackMs = 1_000;
/** How long a closing handshake may take, ms. */
const closeTimeoutMs = 3_000;

/** True when a request asks for the stream as a WebSocket; any other upgrade is passed over, as HTTP wants it. */
export function isStreamUpgrade({ method, url = "", headers }: IncomingMessage): boolean {
	return method === "GET" && url.split("?", 1)[0] === "/api/stream" && headers.upgrade?.toLowerCase() === "websocket";
}

/**
 * Accepts the WebSockets of `GET /api/stream`.
 * @param options.probeEveryMs how often a peer is asked for a sign of life; two missing ones cut it
 */
export function acceptSockets(
	server: HttpServer,
	streams: Streams,
	options: { log: (line: string) => void; firstFrameMs?: number | undefined; probeEveryMs?: number | undefined },
): Sockets {
	const { log, firstFrameMs = limits.firstFrameMs, probeEveryMs = limits.pingEveryMs - slackMs } = options;
	// Its maxPayload closes with 1009. No compression: what is sealed does not shrink, and what is not would tell.
	const accepting = new WebSocketServer({
		noServer: true,
		handleProtocols: () => false,
		...{ maxPayload: limits.bodyBytes, maxFragments: 64, maxBufferedChunks: 256 },
		...{ perMessageDeflate: false, closeTimeout: closeTimeoutMs },
	});
	/** Those that have not said yet what they are for. */
	const waiting = new Map<WebSocket, SocketEvents>();

	function accept(socket: WebSocket, raw: Duplex): void {
		const events = serveSocket(streams, portOf(socket, raw), { log, firstFrameMs });
		const stopProbing = probe(socket, probeEveryMs);
		waiting.set(socket, events);
		socket.on("message", (data: Buffer, isBinary) => {
			waiting.delete(socket);
			events.message(isBinary ? null : data.toString());
		});
		// It closes after an error; what the peer did wrong is nobody else's business.
		socket.on("error", () => {});
		socket.on("close", () => {
			waiting.delete(socket);
			stopProbing();
			events.closed();
		});
	}

	server.on("upgrade", (request: IncomingMessage, raw: Duplex, head: Buffer) => {
		raw.on("error", () => raw.destroy());
		// A Node without `shouldUpgradeCallback` brings every upgrade here.
		if (isStreamUpgrade(request)) accepting.handleUpgrade(request, raw, head, (socket) => accept(socket, raw));
		else raw.end("HTTP/1.1 400 Bad Request\r\nconnection: close\r\ncontent-length: 0\r\n\r\n", () => raw.destroy());
	});

	return {
		close() {
			accepting.close();
			for (const [socket, events] of waiting) {
				events.closed();
				socket.close(1001);
			}
		},
		cut() {
			for (const socket of accepting.clients) socket.terminate();
		},
	};
}

function portOf(socket: WebSocket, raw: Duplex): StreamSocket {
	return {
		async send(frames) {
			// As with any answer: while the system keeps up there is nothing to wait for.
			if (socket.readyState === socket.OPEN && !raw.write(socketFramesOf(frames))) await drained(raw);
		},
		close: (code, reason) => socket.close(code, reason),
	};
}

/** Pings a peer, for a connection that died without a word looks like one on which nothing is said. */
function probe(socket: WebSocket, everyMs: number): () => void {
	let unanswered = 0;
	socket.on("pong", () => {
		unanswered = 0;
	});
	const timer = setInterval(() => {
		if (unanswered === 2) socket.terminate();
		else socket.ping();
		unanswered++;
	}, everyMs);
	return () => clearInterval(timer);
}
