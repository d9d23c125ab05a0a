import fc from "fast-check";
import { expect, test } from "vitest";
import { nextEpoch, nothingHanded, withoutKey } from "./sealing-plan.ts";
import type { Person } from "./state.ts";

const me = "me";
const person = (memberId: string, change: Partial<Person> = {}): Person => ({
	...{ memberId, name: memberId, order: 0, here: true, online: true },
	...change,
});

test("while nobody else has ever been here, the link is enough to read", () => {
	expect(nextEpoch([person(me)], me, nothingHanded)).toBe(0);
	expect(nextEpoch([person(me), person("ghost", { name: null })], me, nothingHanded)).toBe(0);
});

test("the first message in company goes under a key of my own, for all who are here, away or not", () => {
	const people = [person(me), person("ben"), person("carl", { online: false }), person("ghost", { name: null })];
	expect(nextEpoch(people, me, nothingHanded)).toBe(1);
	expect(withoutKey(people, me, 1, [])).toEqual(["ben", "carl"]);
});

test("a newcomer gets the key there is", () => {
	const people = [person(me), person("ben"), person("carl")];
	const mine = { epoch: 1, to: ["ben"] };
	expect(nextEpoch(people, me, mine)).toBe(1);
	expect(withoutKey(people, me, 1, [mine])).toEqual(["carl"]);
	expect(withoutKey(people, me, 1, [mine, { epoch: 1, to: ["carl"] }])).toEqual([]);
	expect(withoutKey(people, me, 2, [mine])).toEqual(["ben", "carl"]);
});

test("when one who had the key has gone, the next message goes under a new one", () => {
	const people = [person(me), person("ben"), person("carl", { here: false })];
	expect(nextEpoch(people, me, { epoch: 3, to: ["ben", "carl"] })).toBe(4);
	expect(withoutKey(people, me, 4, [{ epoch: 3, to: ["ben", "carl"] }])).toEqual(["ben"]);
});

test("who is alone again does not go back to what the link opens", () => {
	const people = [person(me), person("ben", { here: false })];
	expect(nextEpoch(people, me, { epoch: 1, to: ["ben"] })).toBe(2);
	expect(nextEpoch(people, me, nothingHanded)).toBe(1);
	expect(nextEpoch(people, me, { epoch: 2, to: [] })).toBe(2);
});

test("whatever came before, who has the key of the next message is here, and who is here gets it", () => {
	const seat = fc.record({ here: fc.boolean(), name: fc.option(fc.constant("x")) });
	fc.assert(
		fc.property(fc.array(seat, { maxLength: 6 }), fc.nat(3), fc.array(fc.nat(5)), (seats, epoch, numbers) => {
			const people = [person(me), ...seats.map((change, index) => person(`p${index}`, change))];
			const known = people.slice(1).map(({ memberId }) => memberId);
			const mine = epoch === 0 ? nothingHanded : { epoch, to: [...new Set(numbers)].flatMap((at) => known[at] ?? []) };
			const next = nextEpoch(people, me, mine);
			const company = people.slice(1).filter(({ name }) => name !== null);
			expect(next === 0).toBe(company.length === 0);
			if (next === 0) return;
			const have = [...(next === mine.epoch ? mine.to : []), ...withoutKey(people, me, next, [mine])];
			expect(have.sort()).toEqual(company.filter(({ here }) => here).map(({ memberId }) => memberId));
		}),
	);
});
