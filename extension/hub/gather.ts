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

	return {
		now,
		soon() {
			cancel ??= time.after(Math.max(0, ranAt + leastGapMs - time.monotonic()), now);
		},
	};
}
