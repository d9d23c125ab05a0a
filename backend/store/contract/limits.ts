import { expect, test } from "vitest";
import { limits } from "../../protocol/limits.ts";
import { type Bench, expectProblem, joinBody, message, openRoom } from "./bench.ts";

/** How many of the acts were done; the rest must have been told to slow down. */
async function countDone(acts: Promise<unknown>[]): Promise<number> {
	const results = await Promise.allSettled(acts);
	const refused = results.flatMap((result) => (result.status === "rejected" ? [result.reason] : []));
	for (const reason of refused)
		expect(reason).toMatchObject({ code: "too-fast", retryAfterSeconds: expect.any(Number) });
	return results.length - refused.length;
}

const times = <T>(count: number, make: () => Promise<T>) => Array.from({ length: count }, make);

/** What a real clock may add to a budget while a test runs. */
const slack = 8;

export function limitTests(bench: () => Bench): void {
	test("a member sends in bursts of 20 and then 10 a second; others are not slowed by it", async () => {
		const { store, advance } = bench();
		const { room, guests } = await openRoom(store, { guests: 1 });
		const sent = message();
		await store.send(room, sent);
		const first = await countDone(times(60, () => store.send(room, message())));
		expect(first).toBeGreaterThanOrEqual(limits.messages.burst - 1);
		expect(first).toBeLessThan(limits.messages.burst + slack);
		expect((await store.send(room, sent)).created).toBe(false);
		await expect(store.send(room, message())).rejects.toMatchObject({ code: "too-fast", retryAfterSeconds: 1 });
		await store.send(guests[0], message());
		await advance(1_000);
		const second = await countDone(times(60, () => store.send(room, message())));
		expect(second).toBeGreaterThanOrEqual(limits.messages.perSecond);
		expect(second).toBeLessThan(limits.messages.perSecond + slack);
	});

	test("changes of a room are on the member's budget too", async () => {
		const { store } = bench();
		const { room } = await openRoom(store);
		let ttlSeconds = 600;
		const done = await countDone(times(60, () => store.change(room, { ttlSeconds: ++ttlSeconds })));
		expect(done).toBeLessThan(limits.messages.burst + slack);
	});

	test("a member sends 5 signals a second", async () => {
		const { store, advance } = bench();
		const { room } = await openRoom(store);
		const done = await countDone(times(40, () => store.signal(room, "c2Vlbg")));
		expect(done).toBeGreaterThanOrEqual(limits.signals.burst);
		expect(done).toBeLessThan(limits.signals.burst + slack);
		await advance(200);
		await store.signal(room, "c2Vlbg");
	});

	test("20 members a minute join a room", async () => {
		const { store, advance } = bench();
		const { room } = await openRoom(store, { capacity: 50 });
		const done = await countDone(times(40, () => store.join(joinBody(room))));
		expect(done).toBe(limits.joinsPerMinute);
		await expect(store.join(joinBody(room))).rejects.toMatchObject({ code: "too-fast", retryAfterSeconds: 3 });
		await advance(3_000);
		await store.join(joinBody(room));
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
		const { room, guests } = await openRoom(store, { guests: 2 });
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
