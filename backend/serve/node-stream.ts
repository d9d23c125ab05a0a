import type { ServerResponse } from "node:http";
import type { Socket } from "node:net";
import type { HttpBindings } from "@hono/node-server";
import { RESPONSE_ALREADY_SENT } from "@hono/node-server/utils/response";
import type { Context } from "hono";
import type { Session } from "../stream/session.ts";
import { sseBytes, sseHeaders, sseOpening } from "../stream/sse.ts";
import { chunksOf, drained } from "./node-bytes.ts";

/** Answers by server-sent events that go straight to the socket, without a web stream between. */
export function answerByNode(c: Context, session: Session): Response {
	const outgoing = (c.env as HttpBindings).outgoing as ServerResponse;
	outgoing.on("close", session.close);
	outgoing.writeHead(200, sseHeaders);
	outgoing.write(sseOpening);
	void pour(session, outgoing);
	return RESPONSE_ALREADY_SENT;
}

/** Nothing is taken from the session while the socket has not let go of what it was given. */
async function pour(session: Session, outgoing: ServerResponse): Promise<void> {
	const socket = outgoing.socket ?? (await socketOf(outgoing));
	// HTTP/1.0, which some proxies speak to what is behind them, knows no chunks.
	const bytesOf = outgoing.chunkedEncoding ? chunksOf : sseBytes;
	for (let frames = await session.take(); frames !== null; frames = await session.take()) {
		if (!socket?.writable) break;
		if (!socket.write(bytesOf(frames))) await drained(socket);
	}
	outgoing.end();
}

/** The socket of an answer that waits for one before it on the same connection; null when it is gone first. */
function socketOf(outgoing: ServerResponse): Promise<Socket | null> {
	return new Promise((resolve) => {
		outgoing.once("socket", resolve);
		outgoing.once("close", () => resolve(null));
	});
}
