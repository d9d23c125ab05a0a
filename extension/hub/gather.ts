import type { Time } from "../room/time.ts";

/** Runs that follow each other closer than this (ms) become one: a frame at 60 Hz. */
const leastGapMs = 16;

/** Gathers many calls of `soon` into few runs; `now` runs at once what is due. */
export function gather(time: Time, run: () => void): { soon(): void; now(): void } {
	let cancel: (() => void) | null = null;
	let ranAt = Number.NEGATIVE_INFINITY;

	function now(): void {
		cancel?.();
		cancel = null;
		ranAt = time.monotonic();
		run();
	}

	/** After whatever is going on, which may not be whole yet; no timer, whose least delay is more than a message's way. */
	function afterThis(): () => void {
		let isCancelled = false;
		queueMicrotask(() => isCancelled || now());
		return () => {
			isCancelled = true;
		};
	}

	return {
		now,
		soon() {
			if (cancel !== null) return;
			const wait = ranAt + leastGapMs - time.monotonic();
			cancel = wait > 0 ? time.after(wait, now) : afterThis();
		},
	};
}
