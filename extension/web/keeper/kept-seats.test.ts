import { beforeEach, expect, test, vi } from "vitest";
import { type Belongings, createKeptSeats, type KeptSeat, type KeptSeats } from "./kept-seats.ts";

const link = "https://mayfly.example/r/x#y";
const mine = (n: number): Belongings => ({ link, values: { n }, seats: [{ roomId: "x", token: `token-${n}` }] });
let there: Set<string>;
let left: KeptSeat[][];
let seats: KeptSeats;

beforeEach(() => {
	vi.useFakeTimers();
	there = new Set(["one", "two"]);
	left = [];
	seats = createKeptSeats({
		keepMs: 10_000,
		after(ms, run) {
			const timer = setTimeout(run, ms);
			return () => clearTimeout(timer);
		},
		isThere: async (page) => there.has(page),
		async leave(seat) {
			left.push(seat);
		},
	});
	return () => vi.useRealTimers();
});

test("the page that comes next has what was left, and the seat is not given back", async () => {
	const kept = seats.keep(mine(1));
	const claimed = await seats.claim(link, "one");
	expect(claimed).toMatchObject(mine(1));
	if (claimed) seats.took(claimed);
	await kept;
	await vi.advanceTimersByTimeAsync(60_000);
	expect(left).toEqual([]);
	expect(await seats.claim(link, "two")).toBeNull();
});

test("no page comes: the seat is given back, once its time is over and not before", async () => {
	const kept = seats.keep(mine(1));
	await vi.advanceTimersByTimeAsync(9_999);
	expect(seats.isEmpty()).toBe(false);
	expect(left).toEqual([]);
	await vi.advanceTimersByTimeAsync(1);
	await kept;
	expect(left).toEqual([mine(1).seats]);
	expect(seats.isEmpty()).toBe(true);
	expect(await seats.claim(link, "one")).toBeNull();
});

test("two pages that ask at once never get the same seat", async () => {
	void seats.keep(mine(1));
	expect(await Promise.all([seats.claim(link, "one"), seats.claim(link, "two")])).toEqual([
		expect.objectContaining(mine(1)),
		null,
	]);
});

test("two pages of one room that are loaded anew at once get a seat each", async () => {
	void seats.keep(mine(1));
	void seats.keep(mine(2));
	const claimed = await Promise.all([seats.claim(link, "one"), seats.claim(link, "two")]);
	expect(new Set(claimed.map((kept) => kept?.values.n))).toEqual(new Set([1, 2]));
});

test("a page that went before it had what it asked for leaves it to the next, and only one that went", async () => {
	void seats.keep(mine(1));
	await seats.claim(link, "one");
	expect(await seats.claim(link, "two")).toBeNull();
	there.delete("one");
	there.add("three");
	const claimed = await Promise.all([seats.claim(link, "two"), seats.claim(link, "three")]);
	expect(claimed.filter((kept) => kept !== null)).toHaveLength(1);
});

test("what a page never said it had is given back all the same", async () => {
	void seats.keep(mine(1));
	await seats.claim(link, "one");
	await vi.advanceTimersByTimeAsync(10_000);
	expect(left).toEqual([mine(1).seats]);
});

test("another address, be it only the secret, gets nothing", async () => {
	void seats.keep(mine(1));
	for (const other of [`${link}z`, link.replace("/x", "/z"), ""]) expect(await seats.claim(other, "one")).toBeNull();
});
