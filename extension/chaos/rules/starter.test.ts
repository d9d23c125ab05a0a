import { expect, test } from "vitest";
import type { Line, Shown } from "../history.ts";
import { type Act, planHistory } from "../plan.ts";
import { readFacts } from "./facts.ts";
import { rights, starter } from "./starter.ts";

const [ann, ben] = ["A".repeat(22), "B".repeat(22)] as const;

const came = (n: number, who: number, memberId: string): Line[] => [
	{ type: "entering", at: n, who, memberId },
	{
		...{ type: "frame", at: n, who: 0, stream: 1, name: "room.joined", cursor: `${1000 + n}-${n}` },
		told: { memberId },
	},
];
const both = [...came(1, 0, ann), ...came(2, 1, ben)];
/** From `at` on, for one ms; failed with a code, or done. */
const does = (at: number, who: number, act: Act, code?: string): Line[] => [
	{ type: "invoke", at, op: at, who, act },
	code === undefined ? { type: "ok", at: at + 1, op: at } : { type: "failed", at: at + 1, op: at, code },
];
const hands = (at: number, who: number, whom: number) => does(at, who, { type: "hand-over", whom });
const locks = (at: number, who: number, code?: string) => does(at, who, { type: "lock", locked: true }, code);
const handed = (n: number, at: number, by: string, memberId: string): Line => ({
	...{ type: "frame", at, who: 0, stream: 1, name: "room.starter", cursor: `${1000 + n}-${n}`, told: { memberId, by } },
});
const toBen: Shown = { type: "appointed", cursor: "1003-3", memberId: ben };
const joined: Shown[] = [
	{ type: "joined", cursor: "1001-1", memberId: ann },
	{ type: "joined", cursor: "1002-2", memberId: ben },
];
const looks = (at: number, who: number, of: string, ...shown: Shown[]): Line => ({
	...{ type: "view", at, who, life: 1, kept: 0, shown: [...joined, ...shown] },
	view: {
		...{ phase: "live", me: who === 0 ? ann : ben, caughtUp: true },
		...{ locked: false, starter: of, expiresAt: 2000, unsent: [], draft: "" },
	},
});
const settled: Line = { type: "settled", at: 90, isCalm: true, live: [0, 1] };

const broken = (...lines: Line[]): string[] => {
	const facts = readFacts([{ type: "plan", plan: planHistory(1, "memory", "ws") }, ...lines]);
	return [starter, rights].flatMap((rule) => rule(facts)).map(({ what }) => what);
};

test("rights that were handed on, and used by who had them, are as they should be", () => {
	const reign = [...locks(5, 0), ...hands(10, 0, 1), handed(3, 11, ann, ben), ...locks(20, 0, "not-allowed")];
	const views = [looks(30, 0, ben, toBen), looks(30, 1, ben, toBen), settled];
	expect(broken(...both, ...reign, ...locks(25, 1), ...views)).toEqual([]);
	expect(broken({ type: "kept", at: 91, messages: [], starter: ben }, ...views)).toEqual([]);
});

test("every screen says who the starter is as its events make it", () => {
	expect(broken(looks(5, 0, ann, toBen))).toEqual([`${ann} is the starter for 0, not ${ben}`]);
});

test("nobody hands on what they have not", () => {
	expect(broken(...both, handed(3, 11, ben, ann))).toContain(`${ben} hands on what it has not`);
});

test("two who are in the room, and the server, know the same starter", () => {
	const apart = [looks(30, 0, ben, toBen), looks(30, 1, ann), settled];
	expect(broken(...apart)).toEqual(["1 and 0 have two starters"]);
	const kept: Line = { type: "kept", at: 91, messages: [], starter: ann };
	expect(broken(looks(30, 0, ben, toBen), looks(30, 1, ben, toBen), settled, kept)).toEqual([
		`${ann} is the starter for the server alone`,
	]);
});

test("nobody is obeyed before they have the rights, or after", () => {
	const reign = [...hands(10, 0, 1), handed(3, 12, ann, ben)];
	expect(broken(...both, ...locks(8, 1), ...reign)).toEqual(["1 is obeyed without being the starter"]);
	expect(broken(...both, ...reign, ...locks(13, 0))).toEqual(["0 is obeyed without being the starter"]);
	// Nobody can say when it was done.
	expect(broken(...both, ...locks(9.5, 1), ...reign, ...locks(11.5, 0))).toEqual([]);
});

test("the starter is obeyed", () => {
	const reign = [...hands(10, 0, 1), handed(3, 12, ann, ben)];
	expect(broken(...both, ...locks(5, 0, "not-allowed"), ...reign)).toEqual(["the starter 0 is not obeyed"]);
	expect(broken(...both, ...reign, ...locks(13, 1, "not-allowed"))).toEqual(["the starter 1 is not obeyed"]);
	expect(broken(...both, ...reign, ...locks(11, 1, "not-allowed"))).toEqual([]);
});

test("rights that were handed on by a word that was answered have gone over", () => {
	const views = [looks(5, 0, ann), looks(5, 1, ann)];
	expect(broken(...both, ...views, ...hands(10, 0, 1), settled)).toEqual(["0 handed nothing to 1"]);
	// Who sees that they have them already asks for nothing.
	expect(broken(...both, looks(5, 0, ben, toBen), looks(5, 1, ben, toBen), ...hands(10, 0, 1), settled)).toEqual([]);
});
