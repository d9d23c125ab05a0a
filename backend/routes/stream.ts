import type { Hono } from "hono";
import { commonHeaders } from "../answers.ts";
import { streamRequest } from "../protocol/events.ts";
import { sseBody, sseHeaders } from "../stream/sse.ts";
import type { Streams } from "../stream/streams.ts";
import { serveAddress } from "./address.ts";
import { readBody } from "./body.ts";

export function serveStream(app: Hono, streams: Streams): void {
	serveAddress(app, "/api/stream", {
		async POST(c) {
			const session = streams.open(await readBody(c, streamRequest));
			// Not every platform also cancels the body of the answer when the reader goes.
			c.req.raw.signal.addEventListener("abort", session.close, { once: true });
			return new Response(sseBody(session), { headers: { ...commonHeaders, ...sseHeaders } });
		},
	});
}
