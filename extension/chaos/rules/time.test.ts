import { expect, test } from "vitest";
import type { Line } from "../history.ts";
import { planHistory } from "../plan.ts";
import { readFacts } from "./facts.ts";
import { time } from "./time.ts";

const ann = "A".repeat(22);
const looks = (at: number, who: number, expiresAt: number): Line => ({
	...{ type: "view", at, who, life: 1, kept: 0, shown: [] },
	view: { phase: "live", me: ann, caughtUp: true, locked: false, starter: ann, expiresAt, unsent: [], draft: "" },
});
const settled: Line = { type: "settled", at: 90, isCalm: true, live: [0, 1] };
const kept = (expiresAt: number): Line => ({ type: "kept", at: 91, messages: [], expiresAt });
const adding: Line[] = [
	{ type: "invoke", at: 10, op: 1, who: 0, act: { type: "extend", addSeconds: 60 } },
	looks(11, 0, 3_000),
	{ type: "ok", at: 12, op: 1 },
];

const broken = (...lines: Line[]): string[] =>
	time(readFacts([{ type: "plan", plan: planHistory(1, "redis", "ws") }, ...lines])).map(({ what }) => what);

test("time that was added, and that all know of, is as it should be", () => {
	expect(broken(looks(5, 1, 2_000), ...adding, looks(20, 1, 3_000), settled, kept(3_000))).toEqual([]);
});

test("all know the same end of the room as the server", () => {
	expect(broken(looks(5, 0, 2_000), looks(5, 1, 3_000), settled, kept(3_000))).toEqual([
		"the room ends at another time for 0",
	]);
});

test("time that was added is not lost", () => {
	const after = [looks(20, 0, 2_000), looks(20, 1, 2_000), settled, kept(2_000)];
	expect(broken(...adding, ...after)).toEqual(["0 added time that is gone"]);
	expect(broken(...adding, { type: "forgot", at: 15, again: true }, ...after)).toEqual([]);
});
