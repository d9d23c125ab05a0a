import type { Context, Hono } from "hono";
import { streamRequest } from "../protocol/events.ts";
import type { Session } from "../stream/session.ts";
import { sseAnswer } from "../stream/sse.ts";
import type { Streams } from "../stream/streams.ts";
import { serveAddress } from "./address.ts";
import { readBody } from "./body.ts";

/** How a platform answers a request by a session as server-sent events, which it closes when the reader goes. */
export type AnswerStream = (c: Context, session: Session) => Response;

/** By a web stream, which every platform has. */
const answerByWebStream: AnswerStream = (c, session) => {
	// Not every platform also cancels the body of the answer when the reader goes.
	c.req.raw.signal.addEventListener("abort", session.close, { once: true });
	return sseAnswer(session);
};

export function serveStream(app: Hono, streams: Streams, answer = answerByWebStream): void {
	serveAddress(app, "/api/stream", {
		async POST(c) {
			return answer(c, streams.open(await readBody(c, streamRequest)));
		},
	});
}
