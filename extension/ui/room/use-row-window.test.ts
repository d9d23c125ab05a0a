import { expect, test } from "vitest";
import { drawnOf, drawnWith } from "./use-row-window.ts";

/** Where drawing starts, after the log grew from `was` to `count` rows. */
const start = (from: number, was: number, count: number, atEnd: boolean, divider = -1) =>
	drawnOf({ start: from, end: null, count: was }, { count, atEnd, divider }).start;

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
	const drawn = { start: 300, end: null, count: 500 };
	expect(drawnOf(drawn, { count: 500, atEnd: true, divider: -1 })).toBe(drawn);
});

test("a row far above is drawn with those around it alone, whatever lies between it and the end", () => {
	const atEnd = { start: 4940, end: null, count: 5000 };
	expect(drawnWith(atEnd, 1234)).toEqual({ start: 1204, end: 1264, count: 5000 });
	expect(drawnWith({ start: 1204, end: 1264, count: 5000 }, 4999)).toEqual({ start: 4969, end: null, count: 5000 });
	expect(drawnWith(atEnd, 0)).toEqual({ start: 0, end: 30, count: 5000 });
});

test("a row that is near is drawn with all that lies between, and one that is drawn changes nothing", () => {
	const atEnd = { start: 4940, end: null, count: 5000 };
	expect(drawnWith(atEnd, 4900)).toEqual({ start: 4899, end: null, count: 5000 });
	expect(drawnWith(atEnd, 4950)).toBe(atEnd);
});

test("rows around one far up stay as they are while others come", () => {
	const far = { start: 1204, end: 1264, count: 5000 };
	expect(drawnOf(far, { count: 5001, atEnd: false, divider: 5000 })).toEqual({ ...far, count: 5001 });
	expect(drawnOf(far, { count: 5000, atEnd: true, divider: -1 })).toBe(far);
	// A rebuilt log may be shorter than that.
	expect(drawnOf(far, { count: 20, atEnd: false, divider: -1 })).toEqual({ start: 0, end: null, count: 20 });
});
