/** A token bucket: `burst` acts at once, then `perSecond`. */
export type Rate = { perSecond: number; burst: number };

/**
 * Takes one act from a bucket that is kept as a single number: the time (ms) at which it will be full again
 * (GCRA). The Lua scripts reckon the same way.
 * @returns the bucket after the act, or in how many ms the act would be allowed.
 */
export function takeFromBudget(
	fullAt: number,
	now: number,
	{ perSecond, burst }: Rate,
): { fullAt: number } | { retryAfterMs: number } {
	const interval = 1000 / perSecond;
	// Emptier than empty: the clock went back, and nothing is known. (One act more, for what floats round.)
	const isUnknown = fullAt > now + interval * (burst + 1);
	const base = isUnknown ? now : Math.max(fullAt, now);
	const tooEarlyMs = base - now - interval * (burst - 1);
	return tooEarlyMs > 0 ? { retryAfterMs: tooEarlyMs } : { fullAt: base + interval };
}
