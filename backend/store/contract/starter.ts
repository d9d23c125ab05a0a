import { nanoid } from "nanoid";
import { expect, test } from "vitest";
import { limits } from "../../protocol/limits.ts";
import { type Bench, createBody, expectProblem, joinBody, listen, openRoom, storedEvents } from "./bench.ts";

const appointments = async (store: Bench["store"], caller: { roomId: string; tokenHash: string }) =>
	(await storedEvents(store, caller)).flatMap(({ event, data }) => (event === "room.starter" ? [data] : []));

const to = ({ memberId }: { memberId: string }, body = nanoid(60)) => ({ memberId, body });

export function starterTests(bench: () => Bench): void {
	test("the starter hands its rights on: they are the other's from then on, and all are told", async () => {
		const { store } = bench();
		const { room, guests } = await openRoom(store, { guests: 2 });
		const [next, third] = guests;
		expect((await store.read(next)).starter).toBe(room.memberId);
		const heard = await listen(store, room.roomId);
		const appointment = to(next);
		await store.appoint(room, appointment);
		await heard.settled(next);
		expect(heard.events()[0]).toEqual({
			...{ id: expect.stringMatching(/-4$/), channel: room.roomId, event: "room.starter" },
			data: { ...appointment, by: room.memberId },
		});
		expect(await appointments(store, third)).toEqual([{ ...appointment, by: room.memberId }]);
		expect((await store.read(third)).starter).toBe(next.memberId);

		await expectProblem(store.change(room, { locked: true }), "not-allowed");
		await expectProblem(store.remove(room, third.memberId), "not-allowed");
		await store.change(next, { locked: true });
		await store.remove(next, room.memberId);
		await expectProblem(store.join(room), "room-not-found");
		await expectProblem(store.create(room), "room-exists");
	});

	test("the same once more, after a lost answer, is heard as done and tells nobody twice", async () => {
		const { store } = bench();
		const { room, guests } = await openRoom(store, { guests: 2 });
		const [next, third] = guests;
		const appointment = to(next);
		await Promise.all([1, 2, 3].map(() => store.appoint(room, appointment)));
		expect(await appointments(store, room)).toHaveLength(1);
		// It was done, whatever has become of who got them.
		await store.leave(next);
		await store.appoint(room, appointment);
		await store.join(next);

		// What is not the newest is no repeat of it.
		await store.appoint(next, to(third));
		await expectProblem(store.appoint(room, appointment), "not-allowed");
		await expectProblem(store.appoint(room, to(third)), "not-allowed");
		await store.appoint(next, to(third));
		expect(await appointments(store, room)).toHaveLength(2);
	});

	test("nobody but the starter hands them on, to nobody but a member with a seat, and to itself it changes nothing", async () => {
		const { store } = bench();
		const { room, guests } = await openRoom(store, { guests: 3 });
		const [next, gone, removed] = guests;
		await store.leave(gone);
		await store.remove(room, removed.memberId);
		await expectProblem(store.appoint(next, to(next)), "not-allowed");
		await expectProblem(store.appoint(next, to(room)), "not-allowed");
		for (const nobody of [gone, removed, createBody()]) {
			await expectProblem(store.appoint(room, to(nobody)), "member-not-found");
		}
		await store.appoint(room, to(room));
		expect(await appointments(store, room)).toEqual([]);
		expect((await store.read(next)).starter).toBe(room.memberId);
	});

	test("they can come back, and of two who are given them at once one has them", async () => {
		const { store } = bench();
		const { room, guests } = await openRoom(store, { guests: 2 });
		const [next, third] = guests;
		await store.appoint(room, to(next));
		await store.appoint(next, to(room));
		const results = await Promise.allSettled([store.appoint(room, to(next)), store.appoint(room, to(third))]);
		expect(results.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
		const told = await appointments(store, room);
		expect(told).toHaveLength(3);
		expect((await store.read(room)).starter).toBe(told.at(-1)?.memberId);
	});

	test("a create asked for again after that is the same create", async () => {
		const { store } = bench();
		const { room, guests } = await openRoom(store, { guests: 1 });
		await store.appoint(room, to(guests[0]));
		expect((await store.create(room)).created).toBe(false);
		const { memberId, tokenHash, profile } = guests[0];
		await expectProblem(store.create({ ...room, memberId, tokenHash, profile }), "room-exists");
	});

	test("the seat of who has them is not lost by being away, and who had them loses it as anybody", async () => {
		const { store, advance } = bench();
		const { room, guests } = await openRoom(store, { capacity: 2, guests: 1 });
		await store.appoint(room, to(guests[0]));
		await advance(limits.seatMs + 1);
		await store.join(joinBody(room));
		await expectProblem(store.read(room), "room-not-found");
		expect((await store.read(guests[0])).members).toHaveLength(2);
		await expectProblem(store.join(joinBody(room)), "room-full");
	});

	test("who has them and leaves has them again when it comes back", async () => {
		const { store } = bench();
		const { room, guests } = await openRoom(store, { guests: 1 });
		await store.appoint(room, to(guests[0]));
		await store.leave(guests[0]);
		await store.join(guests[0]);
		await store.remove(guests[0], room.memberId);
	});
}
