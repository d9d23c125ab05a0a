import { nanoid } from "nanoid";
import { expect, test } from "vitest";
import { limits } from "../../protocol/limits.ts";
import { type Bench, expectProblem, joinBody, message, openRoom } from "./bench.ts";

const times = <T>(count: number, make: () => Promise<T>) => Array.from({ length: count }, make);

/**
 * Does more acts at once than the budget holds. Exactly its burst must be done, and what it refilled `since`
 * (a real clock does not stand still); the rest must have been told how long to wait.
 */
async function expectBudget(
	rate: { perSecond: number; burst: number },
	longestWaitSeconds: number,
	act: () => Promise<unknown>,
	since = performance.now(),
): Promise<void> {
	const results = await Promise.allSettled(times(rate.burst * 3, act));
	const refilled = Math.ceil(((performance.now() - since) / 1000) * rate.perSecond);
	const refused = results.flatMap((result) => (result.status === "rejected" ? [result.reason] : []));
	for (const reason of refused) {
		expect(reason).toMatchObject({ code: "too-fast", retryAfterSeconds: expect.any(Number) });
		expect(reason.retryAfterSeconds).toBeGreaterThanOrEqual(1);
		expect(reason.retryAfterSeconds).toBeLessThanOrEqual(longestWaitSeconds);
	}
	const done = results.length - refused.length;
	expect(done).toBeGreaterThanOrEqual(rate.burst);
	expect(done).toBeLessThanOrEqual(rate.burst + refilled);
}

export function limitTests(bench: () => Bench): void {
	test("a member sends in bursts of 20 and then 10 a second; others are not slowed by it", async () => {
		const { store, advance } = bench();
		const { room, guests } = await openRoom(store, { guests: 1 });
		const begun = performance.now();
		const sent = message();
		await store.send(guests[0], sent);
		await expectBudget(limits.messages, 1, () => store.send(room, message()));
		await expectBudget({ perSecond: 10, burst: 19 }, 1, () => store.send(guests[0], message()), begun);
		expect((await store.send(guests[0], sent)).created).toBe(false);
		await advance(1_000);
		await expectBudget({ perSecond: 10, burst: 10 }, 1, () => store.send(room, message()), begun);
	});

	test("changes of a room are on the member's budget too", async () => {
		const { store } = bench();
		const { room } = await openRoom(store);
		let ttlSeconds = 600;
		await expectBudget(limits.messages, 1, () => store.change(room, { ttlSeconds: ++ttlSeconds }));
	});

	test("so is handing the starter's rights on", async () => {
		const { store } = bench();
		const { room, guests, since } = await openRoom(store, { guests: 1 });
		for (let i = 0; i < limits.messages.burst; i++) await store.send(room, message());
		const { memberId } = guests[0];
		await expectProblem(store.appoint(room, { memberId, since, body: "eA" }), "too-fast");
	});

	test("a member sends 5 signals a second", async () => {
		const { store, advance } = bench();
		const { room } = await openRoom(store);
		const begun = performance.now();
		await expectBudget(limits.signals, 1, () => store.signal(room, "c2Vlbg"));
		await advance(1_000);
		await expectBudget(limits.signals, 1, () => store.signal(room, "c2Vlbg"), begun);
	});

	test("a clock that goes back an hour makes nobody wait for an hour", async () => {
		const { store, advance } = bench();
		const { room } = await openRoom(store);
		await store.send(room, message());
		await store.signal(room, "c2Vlbg");
		await store.join(joinBody(room));
		await advance(-3_600_000);
		await store.send(room, message());
		await store.signal(room, "c2Vlbg");
		await store.join(joinBody(room));
		await expectBudget({ perSecond: 5, burst: 4 }, 1, () => store.signal(room, "c2Vlbg"));
	});

	test("20 members a minute join a room", async () => {
		const { store, advance } = bench();
		const { room } = await openRoom(store, { capacity: 50 });
		const perSecond = limits.joinsPerMinute / 60;
		const begun = performance.now();
		await expectBudget({ perSecond, burst: limits.joinsPerMinute }, 3, () => store.join(joinBody(room)));
		await advance(6_000);
		await expectBudget({ perSecond, burst: 2 }, 3, () => store.join(joinBody(room)), begun);
	});

	test("20 knocks a minute are told to a room", async () => {
		const { store } = bench();
		const { room } = await openRoom(store);
		const { memberId, profile, accessHash } = joinBody(room);
		const knock = { roomId: room.roomId, memberId, profile, accessHash, inviteHash: nanoid(43) };
		const perSecond = limits.knocksPerMinute / 60;
		await expectBudget({ perSecond, burst: limits.knocksPerMinute }, 3, () => store.knock(knock));
	});

	test("refused joins cost no budget", async () => {
		const { store } = bench();
		const { room, guests } = await openRoom(store, { capacity: 2, guests: 1 });
		for (const result of await Promise.allSettled(times(60, () => store.join(joinBody(room))))) {
			expect(result).toMatchObject({ reason: { code: "room-full" } });
		}
		await store.leave(guests[0]);
		await store.join(joinBody(room));
	});
}

/** These fill a room and so need the budgets lifted. */
export function storageTests(bench: () => Bench): void {
	test("a room of 5,000 events takes no more, but can be left, read and destroyed", async () => {
		const { store, leftovers } = bench();
		const { room, guests, since } = await openRoom(store, { guests: 2 });
		const sent = message();
		await store.send(room, sent);
		for (let stored = 4; stored < limits.roomEvents; ) {
			const batch = Math.min(200, limits.roomEvents - stored);
			await Promise.all(times(batch, () => store.send(room, message("eA"))));
			stored += batch;
		}
		await expectProblem(store.send(guests[0], message()), "room-storage-full");
		await expectProblem(store.join(joinBody(room)), "room-storage-full");
		await expectProblem(store.change(room, { ttlSeconds: 900 }), "room-storage-full");
		const { memberId } = guests[0];
		await expectProblem(store.appoint(room, { memberId, since, body: "eA" }), "room-storage-full");
		expect((await store.send(room, sent)).created).toBe(false);
		await store.leave(guests[0]);
		await store.remove(room, guests[1].memberId);
		const { cursor } = await store.read(room);
		expect(cursor.endsWith("-5002")).toBe(true);
		const page = await store.attach(room, { streamId: "s", limit: 200 });
		expect(page).toMatchObject({ cursor, more: true });
		await store.destroy(room);
		expect(await leftovers()).toEqual([]);
	});

	test("a room of 8 MiB takes no more", async () => {
		const { store } = bench();
		const { room, guests } = await openRoom(store, { guests: 1 });
		const text = "x".repeat(limits.textBytes);
		let done = 0;
		for (; ; done++) {
			const result = await store.send(room, message(text)).catch((problem) => problem);
			if (!("answer" in result)) {
				expect(result).toMatchObject({ code: "room-storage-full" });
				break;
			}
		}
		expect(done).toBe(Math.floor(limits.roomBytes / (limits.textBytes + 226)));
		await store.leave(guests[0]);
	});
}
