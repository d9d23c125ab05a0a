import { nanoid } from "nanoid";
import { expect, test } from "vitest";
import { limits } from "../../protocol/limits.ts";
import { type Bench, expectProblem, joinBody, listen, openRoom, storedEvents } from "./bench.ts";

export function inviteTests(bench: () => Bench): void {
	test("an invite lets one in though the room is locked, and no second one; the room is told which it was", async () => {
		const { store } = bench();
		const { room } = await openRoom(store);
		const inviteHash = nanoid(43);
		await store.invite(room, inviteHash);
		await store.change(room, { locked: true });
		await expectProblem(store.join(joinBody(room)), "room-locked");
		const guest = joinBody(room, { inviteHash });
		expect((await store.join(guest)).created).toBe(true);
		await expectProblem(store.join(joinBody(room, { inviteHash })), "invite-spent");
		const { memberId, profile } = guest;
		const joined = (await storedEvents(store, room)).findLast(({ event }) => event === "room.joined");
		expect(joined?.data).toEqual({ memberId, profile, invite: inviteHash });
	});

	test("the same join again is the same seat, and a repeated making opens no invite that is spent", async () => {
		const { store } = bench();
		const { room } = await openRoom(store);
		const inviteHash = nanoid(43);
		await store.invite(room, inviteHash);
		await store.invite(room, inviteHash);
		const guest = joinBody(room, { inviteHash });
		await store.join(guest);
		expect((await store.join(guest)).created).toBe(false);
		await store.invite(room, inviteHash);
		await expectProblem(store.join(joinBody(room, { inviteHash })), "invite-spent");
		expect((await store.read(room)).members).toHaveLength(2);
	});

	test("of many who come by one invite at once, one gets a seat", async () => {
		const { store } = bench();
		const { room } = await openRoom(store, { capacity: 20 });
		const inviteHash = nanoid(43);
		await store.invite(room, inviteHash);
		const joins = Array.from({ length: 12 }, () => store.join(joinBody(room, { inviteHash })));
		const settled = await Promise.allSettled(joins);
		expect(settled.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
		for (const join of settled) {
			if (join.status === "rejected") expect(join.reason).toMatchObject({ code: "invite-spent" });
		}
		expect((await store.read(room)).members).toHaveLength(2);
	});

	test("who leaves for another by an invite lets one in, into a locked and full room, and opens none that is spent", async () => {
		const { store } = bench();
		const { room, guests } = await openRoom(store, { capacity: 3, guests: 2 });
		await store.change(room, { locked: true });
		const inviteHash = nanoid(43);
		await store.leave(guests[0], inviteHash);
		await expectProblem(store.join(joinBody(room)), "room-locked");
		expect((await store.join(joinBody(room, { inviteHash }))).created).toBe(true);
		await expectProblem(store.join(joinBody(room, { inviteHash })), "invite-spent");
		await store.leave(guests[1], inviteHash);
		await expectProblem(store.join(joinBody(room, { inviteHash })), "invite-spent");
		await expectProblem(store.leave(guests[1], nanoid(43)), "room-not-found");
	});

	test("who leaves for another leaves, also when the room remembers no invite more", async () => {
		const { store } = bench();
		const { room, guests } = await openRoom(store, { guests: 1 });
		for (let n = 0; n < limits.invitesPerRoom; n++) await store.withdraw(room, nanoid(43));
		await store.change(room, { locked: true });
		const inviteHash = nanoid(43);
		await store.leave(guests[0], inviteHash);
		expect((await store.read(room)).members).toHaveLength(1);
		await expectProblem(store.join(joinBody(room, { inviteHash })), "room-locked");
	});

	test("a refused join spends nothing", async () => {
		const { store } = bench();
		const { room, guests } = await openRoom(store, { capacity: 2, guests: 1 });
		const inviteHash = nanoid(43);
		await store.invite(room, inviteHash);
		await expectProblem(store.join(joinBody(room, { inviteHash })), "room-full");
		await expectProblem(store.join(joinBody(room, { inviteHash, accessHash: nanoid(43) })), "room-not-found");
		await store.leave(guests[0]);
		expect((await store.join(joinBody(room, { inviteHash }))).created).toBe(true);
	});

	test("a withdrawn invite lets nobody in, and never comes back, also when it was withdrawn before it was made", async () => {
		const { store } = bench();
		const { room } = await openRoom(store);
		const [made, late] = [nanoid(43), nanoid(43)];
		await store.invite(room, made);
		for (const inviteHash of [made, late]) {
			await store.withdraw(room, inviteHash);
			await store.invite(room, inviteHash);
			await expectProblem(store.join(joinBody(room, { inviteHash })), "invite-spent");
		}
	});

	test("an invite that the room does not know is none", async () => {
		const { store } = bench();
		const { room } = await openRoom(store);
		const guest = joinBody(room, { inviteHash: nanoid(43) });
		await store.join(guest);
		const joined = (await storedEvents(store, room)).at(-1);
		expect(joined?.data).toEqual({ memberId: guest.memberId, profile: guest.profile });
		await store.change(room, { locked: true });
		await expectProblem(store.join(joinBody(room, { inviteHash: nanoid(43) })), "room-locked");
	});

	test("only the starter invites and withdraws, and a room remembers only so many", async () => {
		const { store } = bench();
		const { room, guests } = await openRoom(store, { guests: 1 });
		const inviteHash = nanoid(43);
		await expectProblem(store.invite(guests[0], inviteHash), "not-allowed");
		await store.invite(room, inviteHash);
		await expectProblem(store.withdraw(guests[0], inviteHash), "not-allowed");
		await expectProblem(store.invite({ ...room, tokenHash: nanoid(43) }, inviteHash), "room-not-found");
		for (let n = 1; n < limits.invitesPerRoom; n++) await store.invite(room, nanoid(43));
		await expectProblem(store.invite(room, nanoid(43)), "room-storage-full");
		// What is there can still be withdrawn.
		await store.withdraw(room, inviteHash);
		await expectProblem(store.join(joinBody(room, { inviteHash })), "invite-spent");
	});

	test("a knock is told to who listens, kept nowhere, and answered by making the invite it brings", async () => {
		const { store } = bench();
		const { room } = await openRoom(store);
		await store.change(room, { locked: true });
		const heard = await listen(store, room.roomId);
		const { memberId, profile, accessHash, ...rest } = joinBody(room, { inviteHash: nanoid(43) });
		const inviteHash = String(rest.inviteHash);
		const knock = { roomId: room.roomId, memberId, profile, accessHash, inviteHash };
		await expectProblem(store.knock({ ...knock, accessHash: nanoid(43) }), "room-not-found");
		await store.knock(knock);
		await heard.settled(room);
		const told = { type: "knock", channel: room.roomId, memberId, profile, invite: inviteHash };
		expect(heard.events().filter((event) => "type" in event && event.type === "knock")).toEqual([told]);
		expect(await storedEvents(store, room)).toHaveLength(2);
		await expectProblem(store.join(joinBody(room, { inviteHash })), "room-locked");
		await store.invite(room, inviteHash);
		expect((await store.join(joinBody(room, { inviteHash }))).created).toBe(true);
		await heard.stop();
	});

	test("who was removed can't knock by that id", async () => {
		const { store } = bench();
		const { room, guests } = await openRoom(store, { guests: 1 });
		const { memberId, profile, accessHash } = guests[0];
		await store.remove(room, memberId);
		const knock = { roomId: room.roomId, memberId, profile, accessHash, inviteHash: nanoid(43) };
		await expectProblem(store.knock(knock), "room-not-found");
	});

	test("nothing of an invite outlives the room", async () => {
		const { store, leftovers } = bench();
		const { room } = await openRoom(store);
		await store.invite(room, nanoid(43));
		await store.destroy(room);
		expect(await leftovers()).toEqual([]);
		await expectProblem(store.invite(room, nanoid(43)), "room-not-found");
		expect(await leftovers()).toEqual([]);
	});
}
