/** Rounds of two contenders that took turns, in ms. */
export type Rounds = { ours: number[][]; yardstick: number[][] };

/** The value below which the share `p` (0…1) of the values lies, by the nearest rank. */
export function percentile(values: readonly number[], p: number): number {
	const sorted = values.toSorted((a, b) => a - b);
	return sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(p * sorted.length) - 1))] ?? Number.NaN;
}

export const median = (values: readonly number[]): number => percentile(values, 0.5);

/** The median over the rounds of each round's percentile, for both, and how many times ours is the yardstick. */
export function compare({ ours, yardstick }: Rounds, p: number): { ours: number; yardstick: number; ratio: number } {
	const mine = median(ours.map((round) => percentile(round, p)));
	const theirs = median(yardstick.map((round) => percentile(round, p)));
	return { ours: mine, yardstick: theirs, ratio: mine / theirs };
}
