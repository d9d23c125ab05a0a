import { expect, test } from "vitest";
import { limits } from "../../protocol/limits.ts";
import { type Bench, listen, message, openRoom } from "./bench.ts";

export function streamTests(bench: () => Bench): void {
	test("a stream without a cursor starts at event 1 and is told who is there", async () => {
		const { store } = bench();
		const { room, guests } = await openRoom(store, { guests: 2 });
		await store.attach(guests[1], { streamId: "other", limit: 1 });
		const { answer } = await store.send(room, message());
		const attached = await store.attach(guests[0], { streamId: "s", limit: 200 });
		expect(attached).toMatchObject({ memberId: guests[0].memberId, cursor: answer.cursor, reset: false, more: false });
		expect(attached.events).toHaveLength(4);
		expect(attached.online.toSorted()).toEqual([guests[0].memberId, guests[1].memberId].toSorted());
		expect(attached.expiresAt - attached.now).toBeGreaterThan(590_000);
	});

	test("a stream resumes after its cursor, page by page", async () => {
		const { store } = bench();
		const { room } = await openRoom(store);
		const cursors: string[] = [];
		for (let i = 0; i < 6; i++) cursors.push((await store.send(room, message())).answer.cursor);
		const first = await store.attach(room, { streamId: "s", after: cursors[0], limit: 3 });
		expect(first).toMatchObject({ reset: false, more: true, cursor: cursors[5] });
		expect(first.events.map(({ id }) => id)).toEqual(cursors.slice(1, 4));
		const second = await store.attach(room, { streamId: "s", after: cursors[3], limit: 3 });
		expect(second).toMatchObject({ reset: false, more: false });
		expect(second.events.map(({ id }) => id)).toEqual(cursors.slice(4));
		const exact = await store.attach(room, { streamId: "s", after: cursors[2], limit: 3 });
		expect(exact.more).toBe(false);
		const none = await store.attach(room, { streamId: "s", after: cursors[5], limit: 3 });
		expect(none).toMatchObject({ reset: false, more: false, events: [] });
	});

	test("a cursor that is no event of the room starts again from event 1 and says so", async () => {
		const { store } = bench();
		const { room } = await openRoom(store);
		const { answer } = await store.send(room, message());
		const [ms] = answer.cursor.split("-");
		for (const after of ["0-0", "1-1", `${ms}-3`, `${Number(ms) + 1}-2`, "9999999999999999-9999999999"]) {
			const attached = await store.attach(room, { streamId: "s", after, limit: 10 });
			expect(attached).toMatchObject({ reset: true, more: false });
			expect(attached.events.map(({ id }) => id.split("-")[1])).toEqual(["1", "2"]);
		}
	});

	test("presence is told when the first stream opens and the last one closes", async () => {
		const { store } = bench();
		const { room, guests } = await openRoom(store, { guests: 1 });
		const { memberId } = guests[0];
		const heard = await listen(store, room.roomId);
		await store.attach(guests[0], { streamId: "a", limit: 1 });
		await store.attach(guests[0], { streamId: "a", limit: 1 });
		await store.attach(guests[0], { streamId: "b", limit: 1 });
		await store.detach(guests[0], "a");
		await store.detach(guests[0], "a");
		await heard.settled(room);
		expect(heard.presence()).toEqual([{ memberId, online: true }]);
		await store.detach(guests[0], "b");
		await store.detach(guests[0], "never");
		await heard.settled(room);
		expect(heard.presence()).toEqual([
			{ memberId, online: true },
			{ memberId, online: false },
		]);
		expect((await store.read(room)).members[1]?.online).toBe(false);
	});

	test("a stream can be closed whatever became of its room and member", async () => {
		const { store } = bench();
		const { room, guests } = await openRoom(store, { guests: 1 });
		await store.attach(guests[0], { streamId: "a", limit: 1 });
		await store.leave(guests[0]);
		await store.detach(guests[0], "a");
		await store.destroy(room);
		await store.detach(room, "a");
	});

	test("a pulse keeps members online, and one without it is told offline once", async () => {
		const { store, advance } = bench();
		const { room, guests } = await openRoom(store, { guests: 2 });
		const [alive, crashed] = guests;
		await store.attach(alive, { streamId: "a", limit: 1 });
		await store.attach(crashed, { streamId: "c", limit: 1 });
		await store.attach(crashed, { streamId: "d", limit: 1 });
		const heard = await listen(store, room.roomId);
		const pulse = () => store.pulse(room.roomId, [{ memberId: alive.memberId, streamId: "a" }]);
		for (let i = 0; i < 4; i++) {
			await advance(limits.pulseEveryMs);
			await pulse();
		}
		await heard.settled(room);
		expect(heard.presence()).toEqual([{ memberId: crashed.memberId, online: false }]);
		const { members } = await store.read(room);
		expect(members.map(({ online }) => online)).toEqual([false, true, false]);
	});

	test("a pulse tells the newest cursor and the room's end", async () => {
		const { store } = bench();
		const { room } = await openRoom(store);
		const { answer } = await store.send(room, message());
		const { expiresAt } = await store.read(room);
		const pulse = { now: expect.any(Number), expiresAt, cursor: answer.cursor, leaseEndsAt: null };
		expect(await store.pulse(room.roomId, [])).toEqual(pulse);
	});

	test("a pulse tells when the first lease ends that it did not renew", async () => {
		const { store, advance } = bench();
		const { room, guests } = await openRoom(store, { guests: 1 });
		await store.attach(guests[0], { streamId: "b", limit: 1 });
		await advance(20_000);
		await store.attach(room, { streamId: "a", limit: 1 });
		const left = async (streams: { memberId: string; streamId: string }[]) => {
			const pulse = await store.pulse(room.roomId, streams);
			return pulse?.leaseEndsAt == null ? null : pulse.leaseEndsAt - pulse.now;
		};
		const [ours, theirs] = [
			{ memberId: room.memberId, streamId: "a" },
			{ memberId: guests[0].memberId, streamId: "b" },
		];
		const rest = limits.leaseMs - 20_000;
		expect(await left([ours])).toSatisfy((ms: number) => ms <= rest && ms > rest - 5_000);
		expect(await left([ours, theirs])).toBeNull();
		await advance(limits.leaseMs + 1);
		expect(await left([])).toBeNull();
	});

	test("a stream whose lease ran out while its process slept is online again with its next pulse", async () => {
		const { store, advance } = bench();
		const { room } = await openRoom(store);
		const { memberId } = room;
		await store.attach(room, { streamId: "a", limit: 1 });
		const heard = await listen(store, room.roomId);
		await advance(limits.leaseMs + 1);
		await store.pulse(room.roomId, []);
		await store.pulse(room.roomId, [{ memberId, streamId: "a" }]);
		await heard.settled(room);
		expect(heard.presence()).toEqual([
			{ memberId, online: false },
			{ memberId, online: true },
		]);
	});

	test("a member's fourth stream ends its oldest, and only that", async () => {
		const { store } = bench();
		const { room, guests } = await openRoom(store, { guests: 1 });
		const { memberId } = room;
		const heard = await listen(store, room.roomId);
		await store.attach(guests[0], { streamId: "z", limit: 1 });
		for (const streamId of ["d", "c", "b"]) await store.attach(room, { streamId, limit: 1 });
		await store.pulse(room.roomId, [{ memberId, streamId: "d" }]);
		await store.attach(room, { streamId: "c", limit: 1 });
		await heard.settled(room);
		expect(heard.evictions()).toEqual([]);
		await store.attach(room, { streamId: "a", limit: 1 });
		await heard.settled(room);
		expect(heard.evictions()).toEqual([{ memberId, streamId: "d" }]);
	});

	test("an eviction that was not heard is said again with the next pulse", async () => {
		const { store } = bench();
		const { room } = await openRoom(store);
		const { memberId } = room;
		for (const streamId of ["d", "c", "b", "a"]) await store.attach(room, { streamId, limit: 1 });
		const heard = await listen(store, room.roomId);
		await store.pulse(
			room.roomId,
			["d", "c", "b", "a"].map((streamId) => ({ memberId, streamId })),
		);
		await heard.settled(room);
		expect(heard.evictions()).toEqual([{ memberId, streamId: "d" }]);
		expect(heard.presence()).toEqual([]);
	});

	test("a pulse for a member that is gone brings nobody back", async () => {
		const { store } = bench();
		const { room, guests } = await openRoom(store, { guests: 1 });
		await store.attach(guests[0], { streamId: "a", limit: 1 });
		await store.leave(guests[0]);
		await store.pulse(room.roomId, [{ memberId: guests[0].memberId, streamId: "a" }]);
		expect((await store.attach(room, { streamId: "s", limit: 1 })).online).toEqual([room.memberId]);
		await store.join(guests[0]);
		expect((await store.read(room)).members[1]?.online).toBe(false);
	});

	test("who stopped listening hears nothing more, who listens hears only its room", async () => {
		const { store } = bench();
		const { room } = await openRoom(store);
		const { room: other } = await openRoom(store);
		const [stopped, heard] = [await listen(store, room.roomId), await listen(store, room.roomId)];
		await stopped.stop();
		await store.send(other, message());
		await store.send(room, message());
		await heard.settled(room);
		expect(stopped.frames()).toEqual([]);
		expect(heard.events().every((event) => "channel" in event && event.channel === room.roomId)).toBe(true);
	});
}
