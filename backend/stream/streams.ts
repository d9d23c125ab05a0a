import { hashKey } from "../auth.ts";
import type { StreamRequest } from "../protocol/events.ts";
import { limits } from "../protocol/limits.ts";
import type { RoomStore } from "../store/room-store.ts";
import { createFanOut } from "./fan-out.ts";
import { openSession, type Session } from "./session.ts";

/** Every stream of this process. */
export type Streams = {
	open(request: StreamRequest): Session;
	/** How many are open. */
	count(): number;
	/** Sends every reader away; resolves when the leases are given back. */
	close(): Promise<void>;
};

/** The interval of a timer that is late now and then, ms: the promise is the longest silence. */
const pingSlackMs = 1_000;

/**
 * @param options.random random bytes, for the streams' ids
 * @param options.pingEveryMs how often each stream is pinged
 * @param options.pulseEveryMs how often each room is pulsed
 * @param options.receiptsMs how long a stream passes on receipts after its room was destroyed
 * @param options.streamLifeMs how long a stream may last where the platform cuts it at some time; its reader is told
 * to come back then, and finds the next event by its cursors
 */
export function createStreams(options: {
	store: RoomStore;
	now: () => number;
	random: (byteLength: number) => Uint8Array;
	log: (line: string) => void;
	pingEveryMs?: number;
	pulseEveryMs?: number;
	receiptsMs?: number;
	streamLifeMs?: number;
}): Streams {
	const { store, now, random, log, streamLifeMs } = options;
	const { pingEveryMs = limits.pingEveryMs - pingSlackMs, pulseEveryMs = limits.pulseEveryMs } = options;
	const { receiptsMs = limits.receiptsMs } = options;
	const fanOut = createFanOut({ store, now, pulseEveryMs });
	const sessions = new Set<Session>();
	let isClosing = false;

	return {
		open({ rooms }) {
			const session = openSession({
				rooms: rooms.map(({ roomId, token, after }) => ({ caller: { roomId, tokenHash: hashKey(token) }, after })),
				streamId: Buffer.from(random(12)).toString("base64url"),
				...{ store, fanOut, log, pingEveryMs, receiptsMs, lifeMs: streamLifeMs },
			});
			sessions.add(session);
			void session.closed.then(() => sessions.delete(session));
			if (isClosing) session.sendAway();
			return session;
		},
		count: () => sessions.size,
		async close() {
			isClosing = true;
			const open = [...sessions];
			for (const session of open) session.sendAway();
			await Promise.all(open.map((session) => session.closed));
		},
	};
}
