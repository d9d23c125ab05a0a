import type { Seat } from "../../backend/protocol/rooms.ts";
import type { Clocked } from "./api.ts";
import { ApiError, isPassing } from "./api-error.ts";
import { backoffMs, type Jitter } from "./stream/backoff.ts";
import { sleep, type Time } from "./time.ts";

/** The seat: held again, somebody else's now, or gone with the room. Null: the room was over before we knew. */
export type SeatVerdict = Clocked<Seat> | "seat-taken" | "gone" | null;

/** Checks closer together than this, ms, wait longer each time. */
const recentMs = 30_000;

/**
 * Finds out what a `room-not-found` means, which the server says of a lost seat and of an ended room alike:
 * joins once more as the same member. Asks until it is told; callers at the same time share one answer.
 */
export function createSeatCheck(options: {
	/** The very join that was made first; rejects with an ApiError. */
	join(): Promise<Clocked<Seat>>;
	isOver(): boolean;
	time: Time;
	jitter: Jitter;
}): () => Promise<SeatVerdict> {
	const { join, isOver, time, jitter } = options;
	let running: Promise<SeatVerdict> | null = null;
	let lastCheckAt = Number.NEGATIVE_INFINITY;
	let failures = 0;

	async function check(): Promise<SeatVerdict> {
		// A server that lets us in and knows nothing of it the next moment must not keep us busy.
		const isRecent = time.monotonic() - lastCheckAt < recentMs;
		lastCheckAt = time.monotonic();
		if (isRecent) await sleep(time, backoffMs(failures++, jitter));
		else failures = 0;
		for (; !isOver(); failures++) {
			try {
				return await join();
			} catch (error) {
				if (!(error instanceof ApiError)) throw error;
				if (error.code === "room-not-found") return "gone";
				if (!isPassing(error)) return "seat-taken";
				await sleep(time, Math.max(error.retryAfterMs ?? 0, backoffMs(failures, jitter)));
			}
		}
		return null;
	}

	return () => {
		running ??= check().finally(() => {
			running = null;
		});
		return running;
	};
}
