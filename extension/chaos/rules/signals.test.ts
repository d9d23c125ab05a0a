import { expect, test } from "vitest";
import { roomKeys } from "../../../backend/store/redis/keys.ts";
import type { Line, Shown, View } from "../history.ts";
import { type Act, planHistory } from "../plan.ts";
import { readFacts } from "./facts.ts";
import { signals } from "./signals.ts";

const [ann, ben] = ["A".repeat(22), "B".repeat(22)] as const;
const room = `r${"x".repeat(21)}`;
const hi: Shown = { type: "message", cursor: "1003-3", id: "hi", sender: ann, text: "said" };
const ho: Shown = { type: "message", cursor: "1004-4", id: "ho", sender: ben, text: "said" };
const joined: Shown[] = [
	{ type: "joined", cursor: "1001-1", memberId: ann },
	{ type: "joined", cursor: "1002-2", memberId: ben },
];

const looks = (at: number, who: number, shown: Shown[], doings?: View["doings"]): Line => ({
	...{ type: "view", at, who, life: 1, kept: 0, shown: [...joined, ...shown] },
	view: {
		...{ phase: "live", me: who === 0 ? ann : ben, caughtUp: true, locked: false, starter: ann, expiresAt: 2000 },
		...{ unsent: [], draft: "", ...(doings && { doings }) },
	},
});
const does = (at: number, who: number, act: Act, cursor?: string): Line => ({
	...{ type: "invoke", at, op: at, who, act, ...(cursor !== undefined && { cursor }) },
});
const reads = (at: number, cursor: string) => does(at, 1, { type: "read", butFor: 0 }, cursor);
const tells = (seen: string | null, writing = false) => ({ [ben]: { writing, seen } });

const broken = (...lines: Line[]): string[] =>
	signals(readFacts([{ type: "plan", plan: planHistory(1, "redis", "ws") }, ...lines])).map(({ what }) => what);

test("who has seen what they looked at, and writes when a key was pressed, is as it should be", () => {
	const ben1 = [looks(5, 1, [hi]), reads(6, "1003-3"), does(7, 1, { type: "write", isWriting: true })];
	expect(broken(...ben1, looks(9, 0, [hi], tells("1003-3", true)))).toEqual([]);
});

test("nobody has seen what was not shown to them, what they did not look at, or their own", () => {
	const what = (cursor: string) => [`0 is told that 1 has seen ${cursor}, who has not`];
	const told = (seen: string) => looks(9, 0, [hi, ho], tells(seen));
	expect(broken(looks(5, 1, []), reads(6, "1003-3"), told("1003-3"))).toEqual(what("1003-3"));
	expect(broken(looks(5, 1, [hi]), reads(6, "1002-2"), told("1003-3"))).toEqual(what("1003-3"));
	expect(broken(looks(5, 1, [hi]), reads(10, "1003-3"), told("1003-3"))).toEqual(what("1003-3"));
	expect(broken(looks(5, 1, [hi, ho]), reads(6, "1004-4"), told("1004-4"))).toEqual(what("1004-4"));
});

test("nobody writes who has pressed no key", () => {
	const told = looks(9, 0, [], tells(null, true));
	expect(broken(looks(5, 1, []), told)).toEqual(["0 is told that 1 writes, who does not"]);
	expect(broken(looks(5, 1, []), does(6, 1, { type: "write", isWriting: false }), told)).toEqual([
		"0 is told that 1 writes, who does not",
	]);
});

test("nothing is told of who has gone", () => {
	const left: Shown = { type: "left", cursor: "1004-4", memberId: ben };
	const lines = [looks(5, 1, [hi]), reads(6, "1003-3"), looks(9, 0, [hi, left], tells("1003-3"))];
	expect(broken(...lines)).toEqual([`0 is told that ${ben} does something, who is not here`]);
});

test("a store keeps no signal, and no key but those of a room", () => {
	const signal: Line = { type: "signal", at: 1, who: 0, body: "sealedbody" };
	const left: Line = { type: "left", at: 99, room, keys: [] };
	const store = (text: string, keys: string[]): Line => ({ type: "store", at: 50, text, keys });
	expect(broken(signal, store("messages", roomKeys(room)), left)).toEqual([]);
	expect(broken(signal, store("a sealedbody", roomKeys(room)), left)).toEqual(["the store keeps a signal"]);
	const other = `{${room}}:signals`;
	expect(broken(signal, store("", [...roomKeys(room), other]), left)).toEqual([
		`the store holds ${other}, which no room needs`,
	]);
});
