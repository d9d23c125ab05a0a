import { expect, test } from "vitest";
import type { Status } from "./status.ts";
import { createTelling } from "./telling.ts";
import { createFakeTime } from "./testing/fake-time.ts";

function setUp() {
	const time = createFakeTime();
	const told: (Status & { after: number })[] = [];
	const world = { shows: { writing: true, seen: true }, canTell: true, fails: false, serverAhead: 0 };
	const telling = createTelling({
		post: async (status) => {
			told.push({ ...status, after: time.monotonic() });
			if (world.fails) throw new Error("lost");
		},
		now: () => time.wall() + world.serverAhead,
		time,
		shows: () => world.shows,
		canTell: () => world.canTell,
	});
	/** A key every 200 ms for so many seconds. */
	async function type(seconds: number): Promise<void> {
		for (let key = 0; key < seconds * 5; key++) {
			telling.write(true);
			await time.advance(200);
		}
	}
	return { time, told, world, telling, type };
}
const inShort = (told: readonly Status[]) =>
	told.map(({ writing, seen }) => [writing, seen].filter((part) => part !== undefined));

test("who writes for a minute tells so at once, and 15 times in all", async () => {
	const { told, type, time } = setUp();
	await type(60);
	await time.advance(60_000);
	expect(told).toHaveLength(15);
	expect(told[0]?.after).toBe(0);
	expect(told.every(({ writing, seen }) => writing && seen === undefined)).toBe(true);
	const waits = told.slice(1).map(({ after }, n) => after - (told[n]?.after ?? 0));
	expect(Math.max(...waits)).toBeLessThan(5_000);
});

test("a word and a pause cost one signal, and nothing is told later by itself", async () => {
	const { told, type, time } = setUp();
	await type(1);
	await time.advance(600_000);
	expect(inShort(told)).toEqual([[true]]);
});

test("a box that was emptied is told once; one that nobody heard of is not told of", async () => {
	const { told, telling, type, time } = setUp();
	telling.write(false);
	await time.advance(5_000);
	expect(told).toEqual([]);
	await type(1);
	telling.write(false);
	telling.write(false);
	await time.advance(60_000);
	expect(inShort(told)).toEqual([[true], [false]]);
	// By then nobody believes it any more.
	await type(1);
	await time.advance(8_000);
	telling.write(false);
	await time.advance(60_000);
	expect(inShort(told)).toEqual([[true], [false], [true]]);
});

test("what was sent says by itself that its writing is over, and what is written next is told anew", async () => {
	const { told, telling, type, time } = setUp();
	await type(1);
	telling.wrote();
	telling.write(false);
	await time.advance(2_000);
	expect(inShort(told)).toEqual([[true]]);
	await type(1);
	expect(inShort(told)).toEqual([[true], [true]]);
});

test("what was seen is told when it moves, once a second at most, and never back", async () => {
	const { told, telling, time } = setUp();
	telling.see(null);
	await time.advance(2_000);
	expect(told).toEqual([]);
	for (let n = 1; n <= 30; n++) {
		telling.see(`${n}-${n}`);
		await time.advance(100);
	}
	await time.advance(5_000);
	expect(told.length).toBeLessThanOrEqual(4);
	expect(told.at(-1)?.seen).toBe("30-30");
	const before = told.length;
	for (const cursor of ["30-30", "12-12"]) {
		telling.see(cursor);
		await time.advance(5_000);
	}
	expect(told).toHaveLength(before);
});

test("one signal tells both, and all are told apart by their time", async () => {
	const { told, telling, world, type, time } = setUp();
	telling.see("1-1");
	telling.write(true);
	await time.advance(100);
	world.serverAhead = -5_000;
	await type(9);
	expect(inShort(told)).toEqual([
		[true, "1-1"],
		[true, "1-1"],
		[true, "1-1"],
	]);
	const times = told.map(({ at }) => at);
	expect(times).toEqual([...new Set(times)].sort((a, b) => a - b));
});

test("with the switches off nothing is sent; with one of them off nothing of it", async () => {
	const { told, telling, world, type, time } = setUp();
	world.shows = { writing: false, seen: false };
	telling.see("1-1");
	await type(10);
	telling.write(false);
	await time.advance(60_000);
	expect(told).toEqual([]);
	world.shows = { writing: true, seen: false };
	telling.see("2-2");
	await type(1);
	expect(inShort(told)).toEqual([[true]]);
	world.shows = { writing: false, seen: true };
	telling.see("3-3");
	await type(2);
	expect(inShort(told)).toEqual([[true], [false, "3-3"]]);
});

test("while nobody is there nothing is sent, and what was seen is told when the room is next in sight", async () => {
	const { told, telling, world, type, time } = setUp();
	world.canTell = false;
	telling.see("1-1");
	await type(10);
	world.canTell = true;
	await time.advance(60_000);
	expect(told).toEqual([]);
	telling.see("1-1");
	await time.advance(0);
	expect(inShort(told)).toEqual([[false, "1-1"]]);
});

test("what somebody may have missed is told again once, when the room is next in sight", async () => {
	const { told, telling, time } = setUp();
	telling.see("1-1");
	await time.advance(5_000);
	telling.owe();
	telling.owe();
	await time.advance(60_000);
	expect(told).toHaveLength(1);
	telling.see("1-1");
	telling.see("1-1");
	await time.advance(60_000);
	expect(inShort(told)).toEqual([
		[false, "1-1"],
		[false, "1-1"],
	]);
});

test("one that was lost is not tried again by itself, and what it told is in the next", async () => {
	const { told, telling, world, time } = setUp();
	world.fails = true;
	telling.see("1-1");
	await time.advance(60_000);
	expect(told).toHaveLength(1);
	world.fails = false;
	telling.see("1-1");
	await time.advance(2_000);
	expect(inShort(told)).toEqual([
		[false, "1-1"],
		[false, "1-1"],
	]);
});

test("once stopped it says nothing more", async () => {
	const { told, telling, time } = setUp();
	telling.see("1-1");
	telling.stop();
	await time.advance(60_000);
	expect(told).toEqual([]);
});
