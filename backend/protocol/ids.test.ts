import { expect, test } from "vitest";
import { compareCursors, cursor, parseCursor } from "./ids.ts";

test("every cursor has a time that can be shown, whatever a server makes up", () => {
	const latest = `${"9".repeat(15)}-${"9".repeat(10)}`;
	expect(cursor.safeParse(latest).success).toBe(true);
	expect(() => new Date(parseCursor(latest).ms).toISOString()).not.toThrow();
	for (const text of [`${"9".repeat(16)}-1`, "-1-1", "1e3-1", "1.0-1", "1-", "-1", "١-1", "1-1\n", " 1-1", "0x1-1"]) {
		expect([text, cursor.safeParse(text).success]).toEqual([text, false]);
	}
});

test("cursors are compared as two integers", () => {
	expect(compareCursors("9-1", "10-1")).toBeLessThan(0);
	expect(compareCursors("10-9", "10-10")).toBeLessThan(0);
	expect(compareCursors("010-1", "10-1")).toBe(0);
});
