import { expect, test } from "vitest";
import { drawnOf } from "./use-row-window.ts";

/** Where drawing starts, after the log grew from `was` to `count` rows. */
const start = (from: number, was: number, count: number, atEnd: boolean, divider = -1) =>
	drawnOf({ start: from, count: was }, { count, atEnd, divider }).start;

test("what is drawn stays drawn while the reader is above the end", () => {
	expect(start(0, 4999, 5000, false)).toBe(0);
	expect(start(300, 4999, 5000, false)).toBe(300);
});

test("as a long log grows at its end only the newest stay drawn", () => {
	expect(start(0, 179, 180, true)).toBe(0);
	expect(start(0, 4999, 5000, true)).toBe(4940);
	// All was asked for: it is drawn until something comes.
	expect(start(0, 5000, 5000, true)).toBe(0);
});

test("the divider is always drawn, and what stands before it", () => {
	expect(start(4940, 4999, 5000, true, 4000)).toBe(3999);
	expect(start(4940, 4999, 5000, false, 0)).toBe(0);
});

test("a log that became shorter is still drawn", () => {
	expect(start(800, 1000, 20, false)).toBe(0);
	expect(start(800, 1000, 700, false)).toBe(640);
});

test("nothing changed is the same object", () => {
	const drawn = { start: 300, count: 500 };
	expect(drawnOf(drawn, { count: 500, atEnd: true, divider: -1 })).toBe(drawn);
});
