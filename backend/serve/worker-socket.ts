import type { Streams } from "../stream/streams.ts";
import { serveSocket } from "../stream/ws.ts";

/** What a Worker has beyond a browser's WebSocket. */
type WorkerSocket = WebSocket & { accept(): void };
declare const WebSocketPair: new () => [client: WebSocket, server: WorkerSocket];

/** True when a request asks for the stream as a WebSocket. */
export function isStreamUpgrade({ method, url, headers }: Request): boolean {
	const isUpgrade = headers.get("upgrade")?.toLowerCase() === "websocket";
	return isUpgrade && method === "GET" && new URL(url).pathname === "/api/stream";
}

/** Answers it: this end carries the stream, as long as the request lives. */
export function acceptSocket(streams: Streams, log: (line: string) => void): Response {
	const { 0: client, 1: socket } = new WebSocketPair();
	socket.accept();
	const { message, closed } = serveSocket(
		streams,
		{
			// How much of it has left, a Worker does not know.
			async send(frames) {
				for (const { text } of frames) whileOpen(() => socket.send(text));
			},
			close: (code, reason) => whileOpen(() => socket.close(code, reason)),
		},
		{ log },
	);
	socket.addEventListener("message", ({ data }) => message(typeof data === "string" ? data : null));
	socket.addEventListener("error", closed);
	socket.addEventListener("close", () => {
		closed();
		whileOpen(() => socket.close());
	});
	return new Response(null, { status: 101, webSocket: client } as ResponseInit);
}

/** A socket that is closed throws, and there is nothing to be done about it. */
function whileOpen(act: () => void): void {
	try {
		act();
	} catch {
		// Its `close` event tells, or has told.
	}
}
