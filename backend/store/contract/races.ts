import { expect, test } from "vitest";
import { parseCursor } from "../../protocol/ids.ts";
import { type Bench, createBody, joinBody, message, openRoom, storedEvents } from "./bench.ts";

const times = <T>(count: number, make: (i: number) => Promise<T>) => Array.from({ length: count }, (_, i) => make(i));

export function raceTests(bench: () => Bench): void {
	test("of 100 simultaneous joins into a room of 5 exactly 4 get a seat", async () => {
		const { store } = bench();
		const { room } = await openRoom(store, { capacity: 5 });
		const results = await Promise.allSettled(times(100, () => store.join(joinBody(room))));
		expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(4);
		for (const result of results) {
			if (result.status === "rejected") expect(result.reason).toMatchObject({ code: "room-full" });
		}
		expect((await store.read(room)).members).toHaveLength(5);
		expect(await storedEvents(store, room)).toHaveLength(5);
	});

	test("of 50 simultaneous equal creates one is done and all are answered", async () => {
		const { store } = bench();
		const room = createBody();
		const results = await Promise.all(times(50, () => store.create(room)));
		expect(results.filter(({ created }) => created)).toHaveLength(1);
		expect(new Set(results.map(({ answer }) => answer.cursor)).size).toBe(1);
	});

	test("of 50 simultaneous equal sends one is stored and all are answered the same", async () => {
		const { store } = bench();
		const { room } = await openRoom(store);
		const sent = message();
		const results = await Promise.all(times(50, () => store.send(room, sent)));
		expect(results.filter(({ created }) => created)).toHaveLength(1);
		expect(new Set(results.map(({ answer }) => answer.cursor)).size).toBe(1);
		expect(await storedEvents(store, room)).toHaveLength(2);
	});

	test("simultaneous sends of all members stand in one order without a gap", async () => {
		const { store } = bench();
		const { room, guests } = await openRoom(store, { guests: 3 });
		const members = [room, ...guests];
		const sent = await Promise.all(times(200, (i) => store.send(members[i % 4] ?? room, message())));
		const events = await storedEvents(store, room);
		expect(events.map(({ id }) => parseCursor(id).n)).toEqual(Array.from({ length: 204 }, (_, i) => i + 1));
		const stored = new Set(events.map(({ id }) => id));
		expect(sent.every(({ answer }) => stored.has(answer.cursor))).toBe(true);
	});

	test("whatever races with a destroy is done before it or finds no room, and leaves nothing", async () => {
		const { store, leftovers } = bench();
		const { room, guests } = await openRoom(store, { capacity: 50, guests: 3 });
		const acts = times(60, (i): Promise<unknown> => {
			const guest = guests[i % 3] ?? guests[0];
			if (i === 30) return store.destroy(room);
			if (i % 7 === 0) return store.join(joinBody(room));
			if (i % 7 === 1) return store.change(room, { ttlSeconds: 600 + i });
			if (i % 7 === 2) return store.attach(guest, { streamId: `s${i}`, limit: 10 });
			if (i % 7 === 3) return store.pulse(room.roomId, [{ memberId: guest.memberId, streamId: `s${i}` }]);
			if (i % 7 === 4) return store.signal(guest, "eA");
			if (i % 7 === 5) return store.receipt(room.roomId, "eA");
			return store.send(guest, message());
		});
		for (const result of await Promise.allSettled(acts)) {
			if (result.status === "rejected") expect(result.reason).toMatchObject({ code: "room-not-found" });
		}
		expect(await leftovers()).toEqual([]);
	});
}
