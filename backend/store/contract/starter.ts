import { nanoid } from "nanoid";
import { expect, test } from "vitest";
import { limits } from "../../protocol/limits.ts";
import { type Bench, createBody, expectProblem, joinBody, listen, openRoom, storedEvents } from "./bench.ts";

type Caller = Parameters<Bench["store"]["read"]>[0];
type Appointment = Parameters<Bench["store"]["appoint"]>[1];

const appointments = async (store: Bench["store"], caller: Caller) =>
	(await storedEvents(store, caller)).flatMap(({ event, data }) => (event === "room.starter" ? [data] : []));

/** Hands on what the room's starter has at this moment. */
async function wordTo({ memberId }: { memberId: string }, store: Bench["store"], caller: Caller): Promise<Appointment> {
	const events = await storedEvents(store, caller);
	const since = (events.findLast(({ event }) => event === "room.starter") ?? events[0])?.id ?? "";
	return { memberId, since, body: nanoid(60) };
}

export function starterTests(bench: () => Bench): void {
	test("the starter hands its rights on: they are the other's from then on, and all are told", async () => {
		const { store } = bench();
		const { room, guests } = await openRoom(store, { guests: 2 });
		const [next, third] = guests;
		expect((await store.read(next)).starter).toBe(room.memberId);
		const word = await wordTo(next, store, room);
		const heard = await listen(store, room.roomId);
		await store.appoint(room, word);
		await heard.settled(next);
		const data = { memberId: next.memberId, by: room.memberId, body: word.body };
		const id = expect.stringMatching(/-4$/);
		expect(heard.events()[0]).toEqual({ id, channel: room.roomId, event: "room.starter", data });
		expect(await appointments(store, third)).toEqual([data]);
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
		const word = await wordTo(next, store, room);
		await Promise.all([1, 2, 3].map(() => store.appoint(room, word)));
		expect(await appointments(store, room)).toHaveLength(1);
		// It was done, whatever has become of who got them.
		await store.leave(next);
		await store.appoint(room, word);
		await store.join(next);

		// What is not the newest is no repeat of it.
		const onward = await wordTo(third, store, room);
		await store.appoint(next, onward);
		await expectProblem(store.appoint(room, word), "not-allowed");
		await expectProblem(store.appoint(room, onward), "not-allowed");
		await store.appoint(next, onward);
		expect(await appointments(store, room)).toHaveLength(2);
	});

	test("nobody but the starter hands them on, to nobody but a member with a seat, and to itself it changes nothing", async () => {
		const { store } = bench();
		const { room, guests } = await openRoom(store, { guests: 3 });
		const [next, gone, removed] = guests;
		await store.leave(gone);
		await store.remove(room, removed.memberId);
		const to = (whom: { memberId: string }) => wordTo(whom, store, room);
		await expectProblem(store.appoint(next, await to(next)), "not-allowed");
		await expectProblem(store.appoint(next, await to(room)), "not-allowed");
		for (const nobody of [gone, removed, createBody()]) {
			await expectProblem(store.appoint(room, await to(nobody)), "member-not-found");
		}
		await store.appoint(room, await to(room));
		expect(await appointments(store, room)).toEqual([]);
		expect((await store.read(next)).starter).toBe(room.memberId);
	});

	test("a word that was given when they were last somebody's own does nothing once they have come back", async () => {
		const { store } = bench();
		const { room, guests } = await openRoom(store, { guests: 2 });
		const [next, third] = guests;
		const old = await wordTo(third, store, room);
		await store.appoint(room, await wordTo(next, store, room));
		await store.appoint(next, await wordTo(room, store, room));
		await expectProblem(store.appoint(room, old), "not-allowed");
		expect((await store.read(room)).starter).toBe(room.memberId);
		await store.appoint(room, await wordTo(third, store, room));
		expect((await store.read(room)).starter).toBe(third.memberId);
	});

	test("they can come back, and of two who are given them at once one has them", async () => {
		const { store } = bench();
		const { room, guests } = await openRoom(store, { guests: 2 });
		const [next, third] = guests;
		await store.appoint(room, await wordTo(next, store, room));
		await store.appoint(next, await wordTo(room, store, room));
		const words = await Promise.all([next, third].map((whom) => wordTo(whom, store, room)));
		const results = await Promise.allSettled(words.map((word) => store.appoint(room, word)));
		expect(results.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
		const told = await appointments(store, room);
		expect(told).toHaveLength(3);
		expect((await store.read(room)).starter).toBe(told.at(-1)?.memberId);
	});

	test("a create asked for again after that is the same create", async () => {
		const { store } = bench();
		const { room, guests } = await openRoom(store, { guests: 1 });
		await store.appoint(room, await wordTo(guests[0], store, room));
		expect((await store.create(room)).created).toBe(false);
		const { memberId, tokenHash, profile } = guests[0];
		await expectProblem(store.create({ ...room, memberId, tokenHash, profile }), "room-exists");
	});

	test("the seat of who has them is not lost by being away, and who had them loses it as anybody", async () => {
		const { store, advance } = bench();
		const { room, guests } = await openRoom(store, { capacity: 2, guests: 1 });
		await store.appoint(room, await wordTo(guests[0], store, room));
		await advance(limits.seatMs + 1);
		await store.join(joinBody(room));
		await expectProblem(store.read(room), "room-not-found");
		expect((await store.read(guests[0])).members).toHaveLength(2);
		await expectProblem(store.join(joinBody(room)), "room-full");
	});

	test("who has them and leaves has them again when it comes back", async () => {
		const { store } = bench();
		const { room, guests } = await openRoom(store, { guests: 1 });
		await store.appoint(room, await wordTo(guests[0], store, room));
		await store.leave(guests[0]);
		await store.join(guests[0]);
		await store.remove(guests[0], room.memberId);
	});
}
