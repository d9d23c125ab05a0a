import { expect, test } from "vitest";
import { windowStart } from "./use-row-window.ts";

const at = (count: number, atEnd: boolean, divider = -1) => ({ count, atEnd, divider });

test("what is drawn stays drawn while the reader is above the end", () => {
	expect(windowStart(0, at(5000, false))).toBe(0);
	expect(windowStart(300, at(5000, false))).toBe(300);
});

test("at the end of a long room only the newest are drawn", () => {
	expect(windowStart(0, at(500, true))).toBe(0);
	expect(windowStart(0, at(5000, true))).toBe(4800);
});

test("the divider is always drawn, and what stands before it", () => {
	expect(windowStart(4800, at(5000, true, 4000))).toBe(3999);
	expect(windowStart(4800, at(5000, false, 0))).toBe(0);
});

test("a log that became shorter is still drawn", () => {
	expect(windowStart(800, at(20, false))).toBe(0);
	expect(windowStart(800, at(700, false))).toBe(500);
	expect(windowStart(0, at(0, true))).toBe(0);
});
