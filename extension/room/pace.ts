import type { Time } from "./time.ts";

/** A token bucket, to keep below a budget of the server's. `take` gives 0 when it took one, else the ms until it can. */
export function createPace({
	perSecond,
	burst,
	time,
}: {
	perSecond: number;
	burst: number;
	time: Pick<Time, "monotonic">;
}): { take(): number } {
	const everyMs = 1000 / perSecond;
	/** When it is full again. */
	let fullAt = Number.NEGATIVE_INFINITY;

	return {
		take() {
			const now = time.monotonic();
			const next = Math.max(fullAt, now) + everyMs;
			const wait = next - now - burst * everyMs;
			if (wait > 0) return wait;
			fullAt = next;
			return 0;
		},
	};
}
