/** The value below which the share `p` (0…1) of the values lies, by the nearest rank. */
export function percentile(values: readonly number[], p: number): number {
	const sorted = values.toSorted((a, b) => a - b);
	return sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(p * sorted.length) - 1))] ?? Number.NaN;
}

export const median = (values: readonly number[]): number => percentile(values, 0.5);

/** How many times ours is the yardstick: of the medians, and the least and the most of any one round. */
export type Ratio = { ours: number; yardstick: number; ratio: number; least: number; most: number };

/** One value a round of each; the rounds were taken in turns, so those of one round belong together. */
export function compare(ours: readonly number[], yardstick: readonly number[]): Ratio {
	const [mine, theirs] = [median(ours), median(yardstick)];
	const each = ours.map((value, round) => value / (yardstick[round] ?? Number.NaN));
	return { ours: mine, yardstick: theirs, ratio: mine / theirs, least: Math.min(...each), most: Math.max(...each) };
}
