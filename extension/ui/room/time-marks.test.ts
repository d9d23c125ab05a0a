import { expect, test } from "vitest";
import { fadeAt, leftWords, markPassed } from "./time-marks.ts";

test("each mark is said once, as it is passed", () => {
	const said: string[] = [];
	for (let left = 600_000; left > 0; left -= 1000) {
		const words = markPassed(left, left - 1000);
		if (words) said.push(words);
	}
	expect(said).toEqual(["5 minutes left", "One minute left", "10 seconds left"]);
});

test("a room opened below a mark does not say it, added time lets it be said again", () => {
	expect(markPassed(59_000, 58_000)).toBe(null);
	expect(markPassed(58_000, 658_000)).toBe(null);
	expect(markPassed(300_500, 299_500)).toBe("5 minutes left");
});

test("after a sleep only the nearest mark is said, and none at the end", () => {
	expect(markPassed(400_000, 50_000)).toBe("One minute left");
	expect(markPassed(400_000, 0)).toBe(null);
});

test("the words settle in the last minute alone", () => {
	expect([90_000, 60_000, 52_500, 45_000, 1000].map(fadeAt)).toEqual([0, 0, 0.5, 1, 1]);
});

test("what is left is said in whole minutes, in hours above", () => {
	expect([372_000, 119_000, 42_000, 18_720_000].map(leftWords)).toEqual([
		"6 minutes left",
		"1 minute left",
		"Less than a minute left",
		"5h 12m left",
	]);
});
