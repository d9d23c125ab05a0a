import { expect, it } from "vitest";
import { compare, median, percentile } from "./ratios.ts";

it("takes the nearest rank", () => {
	const values = [5, 1, 4, 2, 3];
	expect(percentile(values, 0.5)).toBe(3);
	expect(percentile(values, 0.99)).toBe(5);
	expect(percentile(values, 0)).toBe(1);
	expect(median([1, 2])).toBe(1);
});

it("compares the medians of rounds, so that one bad round decides nothing, and tells how far the rounds lie apart", () => {
	expect(compare([2, 2, 90], [1, 1, 1])).toEqual({ ours: 2, yardstick: 1, ratio: 2, least: 2, most: 90 });
	expect(compare([4, 1, 6], [4, 2, 2])).toEqual({ ours: 4, yardstick: 2, ratio: 2, least: 0.5, most: 3 });
});
