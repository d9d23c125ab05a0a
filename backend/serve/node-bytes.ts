import type { Duplex } from "node:stream";
import type { OutFrame } from "../stream/frame.ts";
import { sseBytes } from "../stream/sse.ts";

// Frames as they go onto the wire, made once for all streams and written to the socket itself: `response.write` and the
// `send` of ws frame each write anew and gather its pieces, which makes a delivery a third dearer.

/** Server-sent events as chunks of HTTP/1.1 (RFC 9112, 7.1). */
export const chunksOf = (frames: OutFrame[]): Buffer =>
	join(frames, (frame) => {
		frame.chunk ??= chunk(sseBytes([frame]));
		return frame.chunk;
	});

/** Each frame as a frame of a WebSocket. */
export const socketFramesOf = (frames: OutFrame[]): Buffer =>
	join(frames, (frame) => {
		frame.socketFrame ??= socketFrame(frame.text);
		return frame.socketFrame;
	});

/** Resolves when the socket has let go of what it was given, or is gone. */
export function drained(socket: Duplex): Promise<void> {
	return new Promise((resolve) => {
		const done = () => {
			socket.off("drain", done).off("close", done);
			resolve();
		};
		socket.on("drain", done).on("close", done);
	});
}

function join(frames: OutFrame[], encode: (frame: OutFrame) => Buffer): Buffer {
	const [first] = frames;
	return first !== undefined && frames.length === 1 ? encode(first) : Buffer.concat(frames.map(encode));
}

const chunk = (bytes: Uint8Array): Buffer =>
	Buffer.concat([Buffer.from(`${bytes.byteLength.toString(16)}\r\n`), bytes, Buffer.from("\r\n")]);

/** A text frame as servers send it, whole and without a mask (RFC 6455, 5.2). */
function socketFrame(text: string): Buffer {
	const bytes = Buffer.from(text);
	const size = bytes.byteLength;
	if (size < 126) return Buffer.concat([Buffer.of(0x81, size), bytes]);
	if (size < 65_536) return Buffer.concat([Buffer.of(0x81, 126, size >> 8, size & 0xff), bytes]);
	const head = Buffer.of(0x81, 127, 0, 0, 0, 0, 0, 0, 0, 0);
	head.writeBigUInt64BE(BigInt(size), 2);
	return Buffer.concat([head, bytes]);
}
