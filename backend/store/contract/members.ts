import { nanoid } from "nanoid";
import { expect, test } from "vitest";
import { limits } from "../../protocol/limits.ts";
import { type Bench, expectProblem, joinBody, listen, message, openRoom, storedEvents } from "./bench.ts";

const lefts = async (store: Bench["store"], caller: { roomId: string; tokenHash: string }) =>
	(await storedEvents(store, caller)).flatMap(({ event, data }) => (event === "room.left" ? [data] : []));

export function memberTests(bench: () => Bench): void {
	test("a join is answered, stored and published", async () => {
		const { store } = bench();
		const { room } = await openRoom(store, { capacity: 3 });
		const heard = await listen(store, room.roomId);
		const guest = joinBody(room);
		const { answer, created } = await store.join(guest);
		expect(created).toBe(true);
		expect(answer).toMatchObject({ roomId: room.roomId, memberId: guest.memberId, capacity: 3 });
		expect(answer.cursor.endsWith("-2")).toBe(true);
		await heard.settled(guest);
		const { memberId, profile } = guest;
		expect(heard.events()[0]).toEqual({
			...{ id: answer.cursor, channel: room.roomId, event: "room.joined" },
			data: { memberId, profile },
		});
	});

	test("the same join again is the same seat, also in a full room, and answers the newest cursor", async () => {
		const { store } = bench();
		const { room, guests } = await openRoom(store, { capacity: 2, guests: 1 });
		const { answer } = await store.send(room, message());
		const again = await store.join(guests[0]);
		expect(again).toMatchObject({ created: false, answer: { cursor: answer.cursor } });
		expect((await store.join({ ...room })).created).toBe(false);
		expect(await storedEvents(store, room)).toHaveLength(3);
	});

	test("nobody takes another member's id or token", async () => {
		const { store } = bench();
		const { room, guests } = await openRoom(store, { guests: 1 });
		await expectProblem(store.join({ ...guests[0], tokenHash: nanoid(43) }), "member-exists");
		await expectProblem(store.join({ ...guests[0], memberId: nanoid(22) }), "member-exists");
		await expectProblem(store.join({ ...guests[0], profile: nanoid(60) }), "member-exists");
		await expectProblem(store.join({ ...guests[0], memberId: room.memberId }), "member-exists");
		expect((await store.read(room)).members).toHaveLength(2);
	});

	test("a wrong access key says no more than a room that never was", async () => {
		const { store } = bench();
		const { room, guests } = await openRoom(store, { capacity: 2, guests: 1 });
		await expectProblem(store.join(joinBody(room, { accessHash: nanoid(43) })), "room-not-found");
		await expectProblem(store.join({ ...guests[0], accessHash: nanoid(43) }), "room-not-found");
	});

	test("a full room refuses, a leave frees the seat", async () => {
		const { store } = bench();
		const { room, guests } = await openRoom(store, { capacity: 3, guests: 2 });
		await expectProblem(store.join(joinBody(room)), "room-full");
		await store.leave(guests[0]);
		await expectProblem(store.read(guests[0]), "room-not-found");
		await store.join(joinBody(room));
		expect(await lefts(store, room)).toEqual([{ memberId: guests[0].memberId, reason: "left" }]);
	});

	test("who left comes back with the same token, and nobody else under that id or token", async () => {
		const { store } = bench();
		const { room, guests } = await openRoom(store, { guests: 1 });
		await store.leave(guests[0]);
		await expectProblem(store.join({ ...guests[0], tokenHash: nanoid(43) }), "member-exists");
		await expectProblem(store.join({ ...guests[0], memberId: nanoid(22) }), "member-exists");
		expect((await store.join({ ...guests[0], profile: nanoid(60) })).created).toBe(true);
		await store.send(guests[0], message());
		expect((await store.read(room)).members).toHaveLength(2);
	});

	test("a starter that left and came back is still the starter", async () => {
		const { store } = bench();
		const { room, guests } = await openRoom(store, { guests: 1 });
		await store.leave(room);
		await expectProblem(store.create(room), "room-exists");
		await expectProblem(store.join({ ...room, tokenHash: nanoid(43) }), "member-exists");
		await store.join(room);
		await store.remove(room, guests[0].memberId);
		expect((await store.create(room)).created).toBe(false);
	});

	test("a room whose members all left lives on for those who have its link", async () => {
		const { store } = bench();
		const { room, guests } = await openRoom(store, { guests: 1 });
		await store.send(room, message());
		await store.leave(guests[0]);
		await store.leave(room);
		const late = joinBody(room);
		await store.join(late);
		expect((await store.history(late, { limit: 10 })).messages).toHaveLength(1);
	});

	test("only the starter removes, and a removed id and token never come back", async () => {
		const { store } = bench();
		const { room, guests } = await openRoom(store, { guests: 2 });
		const [bad, good] = guests;
		await expectProblem(store.remove(good, bad.memberId), "not-allowed");
		await expectProblem(store.remove(room, nanoid(22)), "member-not-found");
		await store.remove(room, bad.memberId);
		await expectProblem(store.send(bad, message()), "room-not-found");
		await expectProblem(store.join(bad), "room-not-found");
		await expectProblem(store.join({ ...bad, memberId: nanoid(22) }), "room-not-found");
		await expectProblem(store.join({ ...bad, tokenHash: nanoid(43) }), "room-not-found");
		await expectProblem(store.remove(room, bad.memberId), "member-not-found");
		expect(await lefts(store, room)).toEqual([{ memberId: bad.memberId, reason: "removed" }]);
		await store.join(joinBody(room));
	});

	test("a starter that removes itself has left", async () => {
		const { store } = bench();
		const { room, guests } = await openRoom(store, { guests: 1 });
		await store.remove(room, room.memberId);
		expect(await lefts(store, guests[0])).toEqual([{ memberId: room.memberId, reason: "left" }]);
		await store.join(room);
	});

	test("a join into a full room takes the seat of the member that is gone the longest", async () => {
		const { store, advance } = bench();
		const { room, guests } = await openRoom(store, { capacity: 4, guests: 3 });
		const [first, second, third] = guests;
		for (const guest of guests) await store.attach(guest, { streamId: "s", limit: 1 });
		await store.detach(second, "s");
		await advance(1_000);
		await store.detach(first, "s");
		await advance(limits.seatMs - 10_000);
		await store.attach(third, { streamId: "s2", limit: 1 });
		await expectProblem(store.join(joinBody(room)), "room-full");
		await advance(10_001);

		const heard = await listen(store, room.roomId);
		const late = joinBody(room);
		const { answer } = await store.join(late);
		await heard.settled(room);
		expect(heard.events().slice(0, 2)).toMatchObject([
			{ event: "room.left", data: { memberId: second.memberId, reason: "replaced" } },
			{ event: "room.joined", data: { memberId: late.memberId }, id: answer.cursor },
		]);
		await store.attach(late, { streamId: "s", limit: 1 });
		await store.join(joinBody(room));
		expect((await lefts(store, room)).map(({ memberId }) => memberId)).toEqual([second.memberId, first.memberId]);
		// Left: the starter, offline since the beginning but never replaced, the third, and two newcomers.
		await expectProblem(store.join(second), "room-full");
	});

	test.each(["no pulse", "a late pulse"])(
		"a crashed member's seat is free two minutes after its lease ran out: %s",
		async (pulse) => {
			const { store, advance } = bench();
			const { room, guests } = await openRoom(store, { capacity: 2, guests: 1 });
			await advance(limits.seatMs);
			await store.attach(guests[0], { streamId: "s", limit: 1 });
			await advance(limits.leaseMs + 60_000);
			if (pulse === "a late pulse") await store.pulse(room.roomId, []);
			await advance(limits.seatMs - 60_000 - 5_000);
			await expectProblem(store.join(joinBody(room)), "room-full");
			await advance(5_001);
			await store.join(joinBody(room));
			await expectProblem(store.join(guests[0]), "room-full");
		},
	);

	test("a replaced member takes a seat again when one is free", async () => {
		const { store, advance } = bench();
		const { room, guests } = await openRoom(store, { capacity: 2, guests: 1 });
		await advance(limits.seatMs + 1);
		const late = joinBody(room);
		await store.join(late);
		await expectProblem(store.read(guests[0]), "room-not-found");
		await store.leave(late);
		expect((await store.join(guests[0])).created).toBe(true);
	});
}
