import { nanoid } from "nanoid";
import { expect, test, vi } from "vitest";
import type { RoomStore } from "../room-store.ts";
import { type Bench, createBody, expectProblem, joinBody, listen, message, openRoom, storedEvents } from "./bench.ts";

/** Every act that takes a caller. */
const acts: Record<string, (store: RoomStore, caller: { roomId: string; tokenHash: string }) => Promise<unknown>> = {
	read: (store, caller) => store.read(caller),
	change: (store, caller) => store.change(caller, { ttlSeconds: 600 }),
	destroy: (store, caller) => store.destroy(caller),
	leave: (store, caller) => store.leave(caller),
	remove: (store, caller) => store.remove(caller, nanoid(22)),
	appoint: (store, caller) => store.appoint(caller, { memberId: nanoid(22), since: "1-1", body: "aGVyZQ" }),
	send: (store, caller) => store.send(caller, message()),
	history: (store, caller) => store.history(caller, { limit: 10 }),
	signal: (store, caller) => store.signal(caller, "typing"),
	attach: (store, caller) => store.attach(caller, { streamId: "s", limit: 10 }),
};

export function roomTests(bench: () => Bench): void {
	test("a new room seats its starter, and that is event 1", async () => {
		const { store } = bench();
		const room = createBody({ ttlSeconds: 90, capacity: 3 });
		const { answer, created } = await store.create(room);
		expect(created).toBe(true);
		expect(answer).toEqual({
			...{ roomId: room.roomId, memberId: room.memberId, capacity: 3 },
			expiresAt: answer.now + 90_000,
			now: expect.any(Number),
			cursor: `${answer.now}-1`,
		});
		expect(await storedEvents(store, room)).toEqual([
			{
				...{ id: answer.cursor, channel: room.roomId, event: "room.joined" },
				data: { memberId: room.memberId, profile: room.profile },
			},
		]);
	});

	test("the same create again is the same room, and answers the newest cursor", async () => {
		const { store } = bench();
		const { room } = await openRoom(store);
		const sent = await store.send(room, message());
		const again = await store.create(room);
		expect(again.created).toBe(false);
		expect(again.answer.cursor).toBe(sent.answer.cursor);
		expect(await storedEvents(store, room)).toHaveLength(2);
	});

	test.each(["memberId", "tokenHash", "accessHash", "profile", "ttlSeconds", "capacity"] as const)(
		"a create under a taken id with another %s is refused",
		async (field) => {
			const { store } = bench();
			const { room } = await openRoom(store);
			const other = createBody({ ttlSeconds: 601, capacity: 6 });
			await expectProblem(store.create({ ...room, [field]: other[field] }), "room-exists");
			expect((await store.read(room)).members).toHaveLength(1);
		},
	);

	test.each(Object.keys(acts))("%s with a wrong token says no more than for a room that never was", async (name) => {
		const { store } = bench();
		const { room } = await openRoom(store);
		const act = acts[name];
		if (act === undefined) throw new Error(name);
		await expectProblem(act(store, { ...room, tokenHash: nanoid(43) }), "room-not-found");
		await expectProblem(act(store, { ...room, roomId: `r${nanoid(21)}` }), "room-not-found");
		const { room: foreign } = await openRoom(store);
		await expectProblem(act(store, { roomId: room.roomId, tokenHash: foreign.tokenHash }), "room-not-found");
		expect(await storedEvents(store, room)).toHaveLength(1);
	});

	test("a room is read with its members in the order of their joining", async () => {
		const { store } = bench();
		const { room, guests } = await openRoom(store, { guests: 4 });
		await store.attach(guests[1], { streamId: "s", limit: 1 });
		const view = await store.read(guests[0]);
		expect(view).toMatchObject({ roomId: room.roomId, capacity: 5, expiresAt: expect.any(Number) });
		expect(view.cursor.endsWith("-5")).toBe(true);
		expect(view.members.map(({ memberId, profile, online }) => ({ memberId, profile, online }))).toEqual(
			[room, ...guests].map(({ memberId, profile }) => ({
				memberId,
				profile,
				online: memberId === guests[1].memberId,
			})),
		);
		for (const { joinedAt } of view.members) expect(Math.abs(view.now - joinedAt)).toBeLessThan(20_000);
	});

	test("when its time is up a room is as one that never was, and nothing of it is left", async () => {
		const { store, advance, leftovers } = bench();
		const { room, guests } = await openRoom(store, { guests: 1, ttlSeconds: 60 });
		await store.send(guests[0], message());
		await store.attach(room, { streamId: "s", limit: 10 });
		await advance(45_000);
		await store.read(room);
		await advance(15_001);
		for (const act of Object.values(acts)) await expectProblem(act(store, room), "room-not-found");
		await expectProblem(store.join(joinBody(room)), "room-not-found");
		expect(await store.pulse(room.roomId, [{ memberId: room.memberId, streamId: "s" }])).toBeNull();
		await store.detach(room, "s");
		expect(await leftovers()).toEqual([]);
	});

	test("a room's id is free again after its end", async () => {
		const { store, advance } = bench();
		const { room } = await openRoom(store, { ttlSeconds: 60 });
		await store.send(room, message());
		await advance(60_001);
		const { created, answer } = await store.create({ ...room, capacity: 2 });
		expect(created).toBe(true);
		expect(answer.cursor.endsWith("-1")).toBe(true);
		expect((await store.history(room, { limit: 10 })).messages).toEqual([]);
	});

	test("an extension counts from now and carries every part of the room", async () => {
		const { store, advance } = bench();
		const { room, guests } = await openRoom(store, { guests: 1, ttlSeconds: 60 });
		const sent = message();
		await store.send(room, sent);
		await advance(30_000);
		const heard = await listen(store, room.roomId);
		const change = await store.change(guests[0], { ttlSeconds: 120 });
		expect(change).toEqual({ expiresAt: change.now + 120_000, now: expect.any(Number), locked: false });
		await advance(100_000);
		expect((await store.send(room, sent)).created).toBe(false);
		expect((await store.history(guests[0], { limit: 10 })).messages).toHaveLength(1);
		await store.join(joinBody(room));
		await heard.settled(room);
		expect(heard.events()[0]).toMatchObject({
			event: "room.extended",
			data: { expiresAt: change.expiresAt, by: guests[0].memberId },
		});
		await advance(20_001);
		await expectProblem(store.read(room), "room-not-found");
	});

	test("nobody takes time away: less than there is left changes nothing, tells nobody, and is answered with the end", async () => {
		const { store } = bench();
		const { room, guests } = await openRoom(store, { guests: 1, ttlSeconds: 600 });
		const { expiresAt } = await store.read(room);
		for (const ttlSeconds of [60, 599]) {
			expect(await store.change(guests[0], { ttlSeconds })).toMatchObject({ expiresAt, locked: false });
		}
		// Two add time at once, of whom one has not heard of the other's.
		const changes = await Promise.all([
			store.change(room, { ttlSeconds: 1_800 }),
			store.change(guests[0], { ttlSeconds: 1_200 }),
		]);
		const end = changes[0].expiresAt;
		expect((await store.read(room)).expiresAt).toBe(end);
		expect((await store.change(room, { ttlSeconds: 60, locked: true })).expiresAt).toBe(end);
		const told = (await storedEvents(store, room)).flatMap(({ event, data }) =>
			event === "room.extended" ? [data.expiresAt] : [],
		);
		expect(told).toEqual([...new Set(told)].sort((a, b) => a - b));
		expect(told.at(-1)).toBe(end);
	});

	test("no extension reaches past a day from the creation", async () => {
		const { store, advance } = bench();
		const { room } = await openRoom(store, { ttlSeconds: 7200 });
		await advance(3_600_000);
		const { expiresAt, now } = await store.change(room, { ttlSeconds: 86_400 });
		expect(Math.abs(expiresAt - now - 82_800_000)).toBeLessThan(20_000);
		expect((await store.change(room, { ttlSeconds: 86_400 })).expiresAt).toBe(expiresAt);
		expect(await storedEvents(store, room)).toHaveLength(2);
	});

	test("a locked room takes nobody new until it is unlocked, and only the starter locks", async () => {
		const { store } = bench();
		const { room, guests } = await openRoom(store, { guests: 2 });
		await expectProblem(store.change(guests[0], { locked: true, ttlSeconds: 3600 }), "not-allowed");
		const before = (await store.read(room)).expiresAt;
		expect((await store.change(room, { locked: true })).locked).toBe(true);
		await store.change(room, { locked: true });
		await expectProblem(store.join(joinBody(room)), "room-locked");
		await expectProblem(store.join(joinBody(room, { accessHash: nanoid(43) })), "room-not-found");
		expect((await store.join(guests[0])).created).toBe(false);
		await store.leave(guests[0]);
		await expectProblem(store.join(guests[0]), "room-locked");
		expect(await store.change(room, { locked: false })).toMatchObject({ locked: false, expiresAt: before });
		await store.join(guests[0]);
		const locks = (await storedEvents(store, room)).flatMap(({ event, data }) =>
			event === "room.locked" ? [data] : [],
		);
		expect(locks).toEqual([{ locked: true }, { locked: false }]);
	});

	test("a destroyed room says so once, and nothing of it is left", async () => {
		const { store, leftovers } = bench();
		const { room, guests } = await openRoom(store, { guests: 1 });
		await store.attach(room, { streamId: "s", limit: 10 });
		const { answer } = await store.send(room, message());
		const heard = await listen(store, room.roomId);
		await store.destroy(guests[0]);
		await vi.waitFor(() => expect(heard.events()).toHaveLength(1));
		const [event] = heard.events();
		expect(event).toEqual({
			...{ channel: room.roomId, event: "chat.destroy", data: { isDestroyed: true } },
			id: expect.stringMatching(/^\d+-4$/),
		});
		expect(answer.cursor.endsWith("-3")).toBe(true);
		for (const act of Object.values(acts)) await expectProblem(act(store, room), "room-not-found");
		expect(await store.pulse(room.roomId, [])).toBeNull();
		expect(await leftovers()).toEqual([]);
	});

	test("a receipt is told to who listens, and kept nowhere, whether there was such a room or not", async () => {
		const { store, leftovers } = bench();
		const { room } = await openRoom(store);
		const never = createBody();
		const heard = [await listen(store, room.roomId), await listen(store, never.roomId)];
		await store.destroy(room);
		for (const { roomId } of [room, never]) await store.receipt(roomId, "d2lwZWQ");
		await vi.waitFor(() => expect(heard.map(({ events }) => events().length)).toEqual([2, 1]));
		expect(heard.map(({ events }) => events().at(-1))).toEqual(
			[room, never].map(({ roomId }) => ({ type: "receipt", channel: roomId, body: "d2lwZWQ" })),
		);
		expect(await leftovers()).toEqual([]);
		for (const { stop } of heard) await stop();
	});
}
