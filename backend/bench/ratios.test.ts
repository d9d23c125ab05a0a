import { expect, it } from "vitest";
import { compare, median, percentile } from "./ratios.ts";

it("takes the nearest rank", () => {
	const values = [5, 1, 4, 2, 3];
	expect(percentile(values, 0.5)).toBe(3);
	expect(percentile(values, 0.99)).toBe(5);
	expect(percentile(values, 0)).toBe(1);
	expect(median([1, 2])).toBe(1);
});

it("compares the medians of rounds, so that one bad round decides nothing", () => {
	const rounds = { ours: [[2], [2], [90]], yardstick: [[1], [1], [1]] };
	expect(compare(rounds, 0.5)).toEqual({ ours: 2, yardstick: 1, ratio: 2 });
});
