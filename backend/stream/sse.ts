import type { OutFrame } from "./frame.ts";
import type { Session } from "./session.ts";

/** Of the answer that is a stream: no one on the way may keep or gather it. */
export const sseHeaders = {
	"content-type": "text/event-stream",
	"cache-control": "no-store, no-transform",
	"x-accel-buffering": "no",
};

const encoder = new TextEncoder();
/** Goes out at once, so that the client sees the stream open before the first room is attached. */
const opening = encoder.encode(": mayfly\n\n");

/** A session as server-sent events. Nothing is taken from it before the reader asks, so that its queue is the only one. */
export function sseBody(session: Session): ReadableStream<Uint8Array> {
	let isOpened = false;
	return new ReadableStream<Uint8Array>(
		{
			async pull(controller) {
				if (!isOpened) {
					isOpened = true;
					controller.enqueue(opening);
					return;
				}
				const frames = await session.take();
				if (frames === null) controller.close();
				else controller.enqueue(join(frames));
			},
			cancel() {
				session.close();
			},
		},
		{ highWaterMark: 0 },
	);
}

const encode = (frame: OutFrame): Uint8Array => {
	frame.sse ??= encoder.encode(`data: ${frame.text}\n\n`);
	return frame.sse;
};

function join(frames: OutFrame[]): Uint8Array {
	const [first] = frames;
	// The usual case: one message, the same bytes for every stream.
	if (first !== undefined && frames.length === 1) return encode(first);
	return Buffer.concat(frames.map(encode));
}
