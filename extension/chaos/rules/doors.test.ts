import { expect, test } from "vitest";
import type { Line, Shown, Told, View } from "../history.ts";
import { type Act, planHistory } from "../plan.ts";
import { doors, invites, refusals, seats } from "./doors.ts";
import { readFacts } from "./facts.ts";

const [ann, ben, cat] = ["A".repeat(22), "B".repeat(22), "C".repeat(22)] as const;
const key = "i".repeat(43);

const event = (n: number, name: string, told: Told): Line => ({
	...{ type: "frame", at: n, who: 0, stream: 1, name, cursor: `${1000 + n}-${n}`, told },
});
const came = (n: number, memberId: string, invite?: string): Line =>
	event(n, "room.joined", { memberId, ...(invite !== undefined && { invite }) });
const asks = (at: number, who: number, memberId: string, invite?: string): Line => ({
	...{ type: "entering", at, who, memberId, ...(invite !== undefined && { invite }) },
});
const refused = (at: number, who: number, code: string): Line => ({
	...{ type: "call", at, until: at + 1, who, line: "POST /api/rooms/:room/members", status: 409, code },
});
/** From `at` on, for one ms. */
const does = (at: number, op: number, act: Act, invite?: string): Line[] => [
	{ type: "invoke", at, op, who: 0, act, ...(invite !== undefined && { invite }) },
	{ type: "ok", at: at + 1, op },
];
const making = (at: number) => does(at, at, { type: "make-invite", invite: "x" }, key);
const withdrawing = (at: number) => does(at, at, { type: "withdraw-invite", invite: "x" }, key);
const turningAway = (at: number) => does(at, at, { type: "answer-knock", letIn: false }, key);
const lock = (at: number, locked: boolean) => does(at, at, { type: "lock", locked });
const looks = (at: number, who: number, me: string, locked: boolean, ...shown: Shown[]): Line => ({
	...{ type: "view", at, who, life: 1, kept: 0, shown },
	view: {
		phase: "live",
		me,
		caughtUp: true,
		locked,
		starter: null,
		expiresAt: 2000,
		unsent: [],
		draft: "",
	} satisfies View,
});
const settled = (...live: number[]): Line => ({ type: "settled", at: 90, isCalm: true, live });
const lockShown: Shown = { type: "locked", cursor: "1002-2", locked: true };

const broken = (...lines: Line[]): string[] => {
	const facts = readFacts([{ type: "plan", plan: planHistory(1, "memory", "ws") }, ...lines]);
	return [doors, invites, refusals, seats].flatMap((rule) => rule(facts)).map(({ what }) => what);
};

test("a locked room that takes one by an invite, and another one once it is open, is as it should be", () => {
	const locked = [...lock(1, true), event(2, "room.locked", { locked: true })];
	const byInvite = [...making(3), asks(5, 1, ben, key), came(6, ben, key), ...withdrawing(7)];
	const byLink = [...lock(8, false), event(9, "room.locked", { locked: false }), asks(10, 2, cat), came(11, cat)];
	expect(broken(came(1, ann), ...locked, ...byInvite, ...byLink)).toEqual([]);
});

test("nobody comes into a locked room without an invite", () => {
	const locked = event(2, "room.locked", { locked: true });
	expect(broken(came(1, ann), locked, came(3, ben))).toEqual([`${ben} came into the locked room`]);
});

test("a screen says that the room is locked when it is", () => {
	expect(broken(looks(5, 0, ann, true, lockShown))).toEqual([]);
	expect(broken(looks(5, 0, ann, false, lockShown))).toEqual(["0 is told that the room is not locked"]);
});

test("a lock that was answered is seen by all, if it was the last thing done to it", () => {
	const end = [came(1, ann), looks(5, 0, ann, false), settled(0)];
	expect(broken(...lock(2, true), ...end)).toEqual(["0 does not see what was done to the lock last"]);
	expect(broken(...lock(2, true), ...lock(4, false), ...end)).toEqual([]);
	expect(broken(...lock(2, true), { type: "forgot", at: 4, again: true }, ...end)).toEqual([]);
	// The two were on their way at the same time.
	expect(broken(...lock(2, false), ...lock(2.5, true), ...end)).toEqual([]);
});

test("an invite lets one in", () => {
	const both = [asks(2, 1, ben, key), asks(2, 2, cat, key), came(3, ben, key), came(4, cat, key)];
	expect(broken(came(1, ann), ...making(1), ...both)).toEqual([`two came in by the invite ${key}`]);
});

test("nobody is said to have come by an invite that they did not bring", () => {
	expect(broken(came(1, ann), asks(2, 1, ben), came(3, ben, key))).toEqual([`${ben} never came by ${key}`]);
});

test.each([
	["withdrawn", withdrawing],
	["refused to who knocked", turningAway],
])("nobody comes in by an invite that was %s before they tried", (_, end) => {
	const came3 = [asks(4, 1, ben, key), came(5, ben, key)];
	expect(broken(came(1, ann), ...end(2), ...came3)).toEqual([`${ben} came in by an invite that was withdrawn`]);
	// Nobody can say what was first.
	expect(broken(came(1, ann), ...end(4.5), ...came3)).toEqual([]);
});

test("nobody is kept out for a lock that never was, or with an invite that was made", () => {
	const [asking, refusal] = [asks(5, 1, ben, key), refused(5, 1, "room-locked")];
	expect(broken(asking, refusal)).toEqual(["1 was refused: the room was never locked"]);
	expect(broken(...lock(2, true), asking, refusal)).toEqual([]);
	expect(broken(...lock(2, true), ...making(3), asking, refusal)).toEqual(["1 was refused: the invite had been made"]);
});

test("no invite is called spent that nobody has used or withdrawn", () => {
	const [asking, refusal] = [asks(5, 1, ben, key), refused(5, 1, "invite-spent")];
	expect(broken(asking, refusal)).toEqual(["1 was refused: nobody had used or withdrawn the invite"]);
	expect(broken(...withdrawing(3), asking, refusal)).toEqual([]);
	expect(broken(asks(4, 2, cat, key), asking, refusal)).toEqual([]);
});

test("nobody has two seats, however often they tried", () => {
	const twice = [asks(2, 1, ben, key), came(3, ben, key), asks(4, 1, cat, key)];
	expect(broken(came(1, ann), ...twice)).toEqual([]);
	expect(broken(came(1, ann), ...twice, came(5, cat))).toEqual(["1 has two seats"]);
	expect(
		broken(came(1, ann), ...twice, event(4, "room.left", { memberId: ben, reason: "left" }), came(5, cat)),
	).toEqual([]);
});

test("who is in the room when all is healed has a seat", () => {
	expect(broken(came(1, ann), looks(5, 0, ann, false), settled(0))).toEqual([]);
	expect(broken(came(1, ann), looks(5, 1, ben, false), settled(1))).toEqual(["1 is there without a seat"]);
});
