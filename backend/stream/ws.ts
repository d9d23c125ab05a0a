import { parseJson } from "../parse.ts";
import { describeError, Problem, problemOf } from "../problems.ts";
import type { ProblemCode } from "../protocol/errors.ts";
import { streamRequest } from "../protocol/events.ts";
import { limits } from "../protocol/limits.ts";
import type { OutFrame } from "./frame.ts";
import type { Session } from "./session.ts";
import type { Streams } from "./streams.ts";

/** A WebSocket that was accepted, as a platform has it. Nothing here throws; once it is closed, nothing does anything. */
export type StreamSocket = {
	/**
	 * Sends each as a frame of its own. Resolves when they have left, and never rejects; a platform that cannot
	 * know resolves at once.
	 */
	send(frames: OutFrame[]): Promise<void>;
	/** Begins the closing handshake. */
	close(code: number, reason: string): void;
};

/** What the platform tells of the socket. */
export type SocketEvents = {
	/** A frame came; null for a binary one. */
	message(text: string | null): void;
	/** It is closed, in whatever way. */
	closed(): void;
};

/** The close code (RFC 6455, 7.4.1) for a frame that makes no sense; any other problem of it is against the contract. */
const closeCodes: Partial<Record<ProblemCode, number>> = {
	"unsupported-media-type": 1003,
	"invalid-json": 1007,
	"body-too-large": 1009,
	internal: 1011,
};
/** Against the contract. */
const policyViolation = 1008;

/**
 * Streams over a WebSocket: its first frame says which rooms to follow, a later one replaces them. Nothing is taken
 * from a session before the socket has let go of what it was given, so that the session's queue is the only one.
 */
export function serveSocket(
	streams: Pick<Streams, "open">,
	socket: StreamSocket,
	options: { log: (line: string) => void; firstFrameMs?: number },
): SocketEvents {
	const { log, firstFrameMs = limits.firstFrameMs } = options;
	let session: Session | null = null;
	/** The one before, kept until the new one speaks, so that nobody sees the member go and come. */
	let previous: Session | null = null;
	let drained = Promise.resolve();
	let isOver = false;
	const tooLate = setTimeout(() => end(policyViolation, "no first frame"), firstFrameMs);

	/** With no code it is closed already. */
	function end(code?: number, reason = ""): void {
		if (isOver) return;
		isOver = true;
		clearTimeout(tooLate);
		for (const open of [session, previous]) open?.close();
		if (code !== undefined) socket.close(code, reason);
	}

	async function follow(mine: Session): Promise<void> {
		for (;;) {
			await drained;
			const frames = await mine.take();
			if (isOver || mine !== session) return;
			previous?.close();
			previous = null;
			if (frames === null) return end(1000);
			drained = socket.send(frames);
		}
	}

	return {
		message(text) {
			if (isOver) return;
			try {
				const request = read(text);
				previous?.close();
				previous = session;
				session = streams.open(request);
				clearTimeout(tooLate);
				void follow(session);
			} catch (error) {
				const { code, field } = problemOf(error);
				if (code === "internal") log(`a frame of a WebSocket failed: ${describeError(error)}`);
				end(closeCodes[code] ?? policyViolation, field ? `${code} ${field}` : code);
			}
		},
		closed: () => end(),
	};
}

function read(text: string | null) {
	if (text === null) throw new Problem("unsupported-media-type");
	if (Buffer.byteLength(text) > limits.bodyBytes) throw new Problem("body-too-large");
	return parseJson(streamRequest, text);
}
