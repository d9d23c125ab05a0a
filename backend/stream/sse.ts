import { commonHeaders } from "../answers.ts";
import type { OutFrame } from "./frame.ts";
import type { Session } from "./session.ts";

/** Of the answer that is a stream: no one on the way may keep or gather it. */
export const sseHeaders = {
	...commonHeaders,
	"content-type": "text/event-stream",
	"cache-control": "no-store, no-transform",
	"x-accel-buffering": "no",
};

const encoder = new TextEncoder();
/** Goes out at once, so that the client sees the stream open before the first room is attached. */
export const sseOpening: Uint8Array = encoder.encode(": mayfly\n\n");

/**
 * A session as server-sent events in a web stream, for a platform that has no faster way. Nothing is taken from it
 * before the reader asks, so that its queue is the only one.
 */
export function sseAnswer(session: Session): Response {
	let isOpened = false;
	const body = new ReadableStream<Uint8Array>(
		{
			async pull(controller) {
				if (!isOpened) {
					isOpened = true;
					controller.enqueue(sseOpening);
					return;
				}
				const frames = await session.take();
				if (frames === null) controller.close();
				else controller.enqueue(sseBytes(frames));
			},
			cancel() {
				session.close();
			},
		},
		{ highWaterMark: 0 },
	);
	return new Response(body, { headers: sseHeaders });
}

const encode = (frame: OutFrame): Uint8Array => {
	frame.sse ??= encoder.encode(`data: ${frame.text}\n\n`);
	return frame.sse;
};

/** Frames as server-sent events. */
export function sseBytes(frames: OutFrame[]): Uint8Array {
	const [first] = frames;
	// The usual case: one message, the same bytes for every stream.
	if (first !== undefined && frames.length === 1) return encode(first);
	return Buffer.concat(frames.map(encode));
}
