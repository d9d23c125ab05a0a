import { expect, test } from "vitest";
import type { Line, Shown } from "../history.ts";
import { planHistory } from "../plan.ts";
import { readFacts } from "./facts.ts";
import { passing } from "./passing.ts";

const ann = "A".repeat(22);
/** The server's clock at the beginning of the history, ms. */
const startedAt = 1_000_000;

const sends = (id: string, goesAfter?: number): Line => ({
	...{ type: "invoke", at: 1, op: 1, who: 0 },
	act: { type: "send", id, text: "said", ...(goesAfter !== undefined && { goesAfter }) },
});
const there: Shown = { type: "message", cursor: `${startedAt}-2`, id: "hi", sender: ann, text: "said" };
const gone: Shown = { type: "withdrawn", cursor: `${startedAt}-2`, id: "hi", sender: ann, passed: true };
const looks = (at: number, ...shown: Shown[]): Line => ({
	...{ type: "view", at, who: 0, life: 1, kept: 0, shown },
	view: { phase: "live", me: ann, caughtUp: true, locked: false, starter: ann, expiresAt: 2000, unsent: [], draft: "" },
});
const passed = (at: number, isCalm = true, again = false): Line => ({ type: "passed", at, isCalm, again });

const broken = (...lines: Line[]): string[] => {
	const plan = { ...planHistory(1, "memory", "ws"), serverClockOffMs: 0 };
	return passing(readFacts([{ type: "plan", plan, startedAt }, ...lines])).map(({ what }) => what);
};

test("a message that goes when its time is up, and stays away, is as it should be", () => {
	const lines = [
		looks(50, there),
		looks(10_100, gone),
		passed(10_200),
		looks(11_000, gone),
		passed(12_000, true, true),
	];
	expect(broken(sends("hi", 10), ...lines)).toEqual([]);
});

test("a message does not stay when its time is up", () => {
	expect(broken(sends("hi", 10), looks(20_000, there))).toEqual(["hi stays too long for 0"]);
	expect(broken(sends("hi", 10), passed(30_000, false))).toEqual(["something does not go"]);
});

test("a message does not go before its time is up, nor one that was given the room’s", () => {
	expect(broken(sends("hi", 10), looks(5_000, gone))).toEqual(["hi has gone too early for 0"]);
	expect(broken(sends("hi"), looks(5_000, gone))).toEqual(["hi has gone, and was given the room’s time for 0"]);
});

test("a message that has gone does not come back", () => {
	const lines = [looks(10_100, gone), passed(10_200), looks(11_000, there)];
	expect(broken(sends("hi", 10), ...lines)).toEqual(["hi has come back for 0"]);
	expect(broken(sends("hi", 10), passed(10_200), passed(12_000, false, true))).toEqual([
		"not everybody has read again what there was",
	]);
});

test("the server’s clock is another one while the room runs out", () => {
	expect(broken(sends("hi", 10), { type: "expiring", at: 4_000, inMs: 100 }, looks(5_000, gone))).toEqual([]);
});
