import type { Hono } from "hono";
import { Problem } from "../problems.ts";
import { type StreamRequest, streamRequest } from "../protocol/events.ts";
import { sseBody, sseHeaders } from "../stream/sse.ts";
import type { Streams } from "../stream/streams.ts";
import { serveAddress } from "./address.ts";
import { readBody } from "./body.ts";

export function serveStream(app: Hono, streams: Streams): void {
	serveAddress(app, "/api/stream", {
		async POST(c) {
			const request = await readBody(c, streamRequest);
			checkRoomsDiffer(request);
			return c.body(sseBody(streams.open(request)), 200, sseHeaders);
		},
	});
}

/** @throws Problem `invalid-field`: frames name their room alone, so two seats of one room could not be told apart */
function checkRoomsDiffer({ rooms }: StreamRequest): void {
	const seen = new Set<string>();
	for (const [index, { roomId }] of rooms.entries()) {
		if (seen.has(roomId)) throw new Problem("invalid-field", { field: `rooms.${index}.roomId` });
		seen.add(roomId);
	}
}
