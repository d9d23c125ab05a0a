import { systemTime, type Time } from "../../room/time.ts";

/** A browser's clock and timers, a little in a hurry. */
export type HurriedTime = Time & {
	/** The wall clock jumps, as after sleep. */
	jump(ms: number): void;
};

/** Timers up to this long are kept as they are, ms; of what is longer, a fortieth. */
const keptMs = 1_000;

/**
 * Real time, but nobody waits long: what a client gives up after 45 s of silence it gives up after 2.1 s, what it
 * tries again in 10 s in 1.2 s. Timers alone are hurried; clocks run as they do, off by `wallOffMs`.
 */
export function createHurriedTime(wallOffMs: number): HurriedTime {
	let off = wallOffMs;
	return {
		...systemTime,
		wall: () => systemTime.wall() + off,
		after: (ms, run) => systemTime.after(ms <= keptMs ? ms : keptMs + (ms - keptMs) / 40, run),
		jump(ms) {
			off += ms;
		},
	};
}
