import type { Hono } from "hono";
import { streamRequest } from "../protocol/events.ts";
import { sseBody, sseHeaders } from "../stream/sse.ts";
import type { Streams } from "../stream/streams.ts";
import { serveAddress } from "./address.ts";
import { readBody } from "./body.ts";

export function serveStream(app: Hono, streams: Streams): void {
	serveAddress(app, "/api/stream", {
		async POST(c) {
			const session = streams.open(await readBody(c, streamRequest));
			return c.body(sseBody(session), 200, sseHeaders);
		},
	});
}
