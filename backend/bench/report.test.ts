import { expect, it } from "vitest";
import { ratioCells, table, verdict } from "./report.ts";

it("says whether a target is met, and by how much it is missed", () => {
	expect(verdict(1.5, { most: 1.5 })).toBe("≤ 1.50×: met");
	expect(verdict(1.81, { most: 1.5 })).toBe("≤ 1.50×: missed by 0.31");
	expect(verdict(0.7, { least: 0.7 })).toBe("≥ 0.70×: met");
	expect(verdict(0.5, { least: 0.7 })).toBe("≥ 0.70×: missed by 0.20");
	expect(verdict(17, { most: 16 }, " KB")).toBe("≤ 16.00 KB: missed by 1.00");
});

it("judges what it prints: what rounds to the goal has met it", () => {
	expect(verdict(1.504, { most: 1.5 })).toBe("≤ 1.50×: met");
});

it("writes a ratio with its rounds and without a target where there is none", () => {
	const ratio = { ours: 3, yardstick: 2, ratio: 1.5, least: 1.2, most: 2 };
	expect(ratioCells(ratio, (ms) => `${ms} ms`)).toEqual(["3 ms", "2 ms", "1.50×", "1.20–2.00", "–"]);
});

it("makes tables whose columns stand under each other", () => {
	expect(table(["", "ours"], [["a long name", "1"]])).toBe(
		["|             | ours |", "| ----------- | ---- |", "| a long name | 1    |"].join("\n"),
	);
});
