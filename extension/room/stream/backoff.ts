/** A number from 0 up to 1, drawn anew each time. */
export type Jitter = () => number;

/**
 * How long to wait before the try after `failures` failed ones, ms: "full jitter" of Marc Brooker's "Exponential
 * Backoff and Jitter" (AWS Architecture Blog, 2015), so that clients cut off together do not come back together.
 */
export function backoffMs(failures: number, jitter: Jitter, { baseMs = 500, mostMs = 30_000 } = {}): number {
	return jitter() * Math.min(mostMs, baseMs * 2 ** Math.min(failures, 30));
}
