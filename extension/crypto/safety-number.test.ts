import fc from "fast-check";
import { expect, test } from "vitest";
import { safetyNumber } from "./safety-number.ts";

const ids = fc.uniqueArray(fc.string({ minLength: 1, unit: "binary-ascii" }), { minLength: 1, maxLength: 6 });

test("is eight groups of five digits, whoever lists the members in whatever order", async () => {
	await fc.assert(
		fc.asyncProperty(ids, async (memberIds) => {
			const number = await safetyNumber("room", memberIds);
			expect(number).toMatch(/^[0-9]{5}( [0-9]{5}){7}$/);
			expect(await safetyNumber("room", memberIds.toReversed())).toBe(number);
		}),
	);
});

test("is another one in another room, and with one more, fewer or other among the members", async () => {
	const numbers = await Promise.all([
		safetyNumber("room", ["ann", "ben"]),
		safetyNumber("other", ["ann", "ben"]),
		safetyNumber("room", ["ann"]),
		safetyNumber("room", ["ann", "ben", "cat"]),
		safetyNumber("room", ["ann", "cat"]),
		// Where one id ends and the next begins is part of it.
		safetyNumber("room", ["annb", "en"]),
	]);
	expect(new Set(numbers).size).toBe(numbers.length);
});
