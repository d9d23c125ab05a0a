import { limits } from "../protocol/limits.ts";
import type { Caller, RoomStore } from "../store/room-store.ts";
import type { FanOut } from "./fan-out.ts";
import { frameBytes, type OutFrame, systemFrame } from "./frame.ts";
import { openRoomFeed, type RoomFeed } from "./room-feed.ts";

/** One stream, whatever carries it: its rooms' frames, in one order, for one reader. */
export type Session = {
	/** The next frames, as soon as there are any; null when the stream is over. One call at a time. */
	take(): Promise<OutFrame[] | null>;
	/** The reader is gone. */
	close(): void;
	/** Tells the reader to come back, and ends. */
	sendAway(): void;
	/** Resolves when the session is over and its leases are given back. */
	readonly closed: Promise<void>;
};

/** About how much of a replay is taken at once. */
const batchBytes = 64 * 1024;
/** A reader that has taken nothing for so many pings is gone or stuck. */
const mostUnreadPings = 4;

export function openSession(options: {
	rooms: { caller: Caller; after: string | undefined }[];
	streamId: string;
	store: RoomStore;
	fanOut: FanOut;
	log: (line: string) => void;
	pingEveryMs: number;
	receiptsMs: number;
	/** Sends the reader away when the session is that old, ms. */
	lifeMs?: number | undefined;
}): Session {
	const { rooms, pingEveryMs, lifeMs, ...parts } = options;
	const { now } = parts.fanOut;
	const feeds = new Set<RoomFeed>();
	let settle = () => {};
	const closed = new Promise<void>((resolve) => {
		settle = resolve;
	});
	let queue: OutFrame[] = [];
	let queuedBytes = 0;
	let unreadPings = 0;
	let isOver = false;
	let wake = () => {};

	function push(frame: OutFrame): void {
		if (isOver) return;
		queue.push(frame);
		queuedBytes += frameBytes(frame);
		if (queuedBytes > limits.streamQueueBytes) dropReader();
		else wake();
	}

	/** What is queued is let go: the reader comes back with the cursors of what it has. */
	function dropReader(): void {
		queue = [];
		sendAway();
	}

	function sendAway(): void {
		finish({ type: "reconnect", timestamp: now() });
	}

	function ping(): void {
		if (queue.length > 0 && ++unreadPings >= mostUnreadPings) {
			dropReader();
			return;
		}
		const cursors = Object.fromEntries(
			[...feeds].flatMap((feed) => {
				const cursor = feed.cursor();
				return cursor === null ? [] : [[feed.roomId, cursor]];
			}),
		);
		push(systemFrame({ type: "ping", timestamp: now(), cursors }));
	}

	function finish(last?: Parameters<typeof systemFrame>[0]): void {
		if (isOver) return;
		isOver = true;
		if (last !== undefined) queue.push(systemFrame(last));
		clearInterval(pinger);
		clearTimeout(lifetime);
		void Promise.all([...feeds].map((feed) => feed.close())).then(settle);
		wake();
	}

	function pullBatch(): OutFrame[] {
		const batch: OutFrame[] = [];
		let bytes = 0;
		for (const feed of feeds) {
			for (let frame = feed.pull(); frame !== null; frame = bytes < batchBytes ? feed.pull() : null) {
				batch.push(frame);
				bytes += frameBytes(frame);
			}
			if (bytes >= batchBytes) break;
		}
		return batch;
	}

	function takeQueue(): OutFrame[] {
		const frames = queue;
		queue = [];
		queuedBytes = 0;
		return frames;
	}

	const pinger = setInterval(ping, pingEveryMs);
	const lifetime = lifeMs === undefined ? undefined : setTimeout(sendAway, lifeMs);
	for (const { caller, after } of rooms) {
		const feed = openRoomFeed({
			...parts,
			...{ caller, after },
			outlet: {
				push,
				ready: () => wake(),
				over() {
					feeds.delete(feed);
					if (feeds.size === 0) finish();
				},
				replaced: () => finish({ type: "replaced" }),
			},
		});
		feeds.add(feed);
	}

	return {
		async take() {
			for (;;) {
				unreadPings = 0;
				if (queue.length > 0) return takeQueue();
				if (isOver) return null;
				const batch = pullBatch();
				if (batch.length > 0) return batch;
				// Going over from a replay to what is live fills the queue.
				if (queue.length > 0 || isOver) continue;
				await new Promise<void>((resolve) => {
					wake = resolve;
				});
			}
		},
		close() {
			queue = [];
			finish();
		},
		sendAway,
		closed,
	};
}
