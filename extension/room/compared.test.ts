import { expect, test } from "vitest";
import { comparedAfter, comparison, isNewNumber, nobodyCompared, toCompare } from "./compared.ts";
import type { Person } from "./state.ts";

const person = (memberId: string, change: Partial<Person> = {}): Person => ({
	memberId,
	name: memberId,
	order: 0,
	here: true,
	online: true,
	...change,
});
const me = person("me");
const [ann, ben] = [person("ann"), person("ben", { online: false })];

test("those count who hold a seat and have the link, whether or not they are online", () => {
	const gone = person("gone", { here: false });
	const stranger = person("stranger", { name: null });
	expect(toCompare([me, ann, gone, ben, stranger])).toEqual([me, ann, ben]);
});

test("it matched for those it was compared with; a newcomer makes it a part, who leaves takes nothing away", () => {
	expect(comparison([me, ann], "me", nobodyCompared)).toBe("not-yet");
	const compared = comparedAfter(nobodyCompared, { memberIds: ["me", "ann"], matches: true }, "5-5");
	expect(comparison([me, ann], "me", compared)).toBe("all");
	expect(comparison([me, ann, ben], "me", compared)).toBe("part");
	const all = comparedAfter(compared, { memberIds: ["me", "ann", "ben"], matches: true }, "9-9");
	expect(comparison([me, ann, ben], "me", all)).toBe("all");
	expect(comparison([me, { ...ann, here: false }, ben], "me", all)).toBe("all");
});

test("one that differs takes every mark away, and one is never one's own witness", () => {
	const compared = comparedAfter(nobodyCompared, { memberIds: ["me", "ann"], matches: true }, "5-5");
	expect(comparedAfter(compared, { memberIds: ["me", "ann", "ben"], matches: false }, "9-9")).toEqual({});
	expect(comparison([me], "me", compared)).toBe("not-yet");
	expect(comparison([me, ben], "me", compared)).toBe("not-yet");
});

test("a newcomer makes the number new once it was compared, and that stays said after the next comparison", () => {
	const first = comparedAfter(nobodyCompared, { memberIds: ["me", "ann"], matches: true }, "5-5");
	const second = comparedAfter(first, { memberIds: ["me", "ann", "ben"], matches: true }, "9-9");
	const cameIn = (memberId: string, cursor: string) => ({ memberId, cursor });
	for (const compared of [first, second]) {
		expect(isNewNumber(cameIn("ann", "4-4"), compared)).toBe(false);
		expect(isNewNumber(cameIn("ben", "7-7"), compared)).toBe(true);
		// The same member again, by the same key: the number is the one that was compared.
		expect(isNewNumber(cameIn("ann", "8-8"), compared)).toBe(false);
	}
	expect(isNewNumber(cameIn("ben", "10-10"), second)).toBe(false);
	expect(isNewNumber(cameIn("ben", "7-7"), nobodyCompared)).toBe(false);
});
