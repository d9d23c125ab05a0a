import { expect, test } from "vitest";
import { hashKey } from "../auth.ts";
import { historyPage, sentMessage } from "../protocol/messages.ts";
import { roomChange, roomView, seat } from "../protocol/rooms.ts";
import {
	call,
	createRoomBody,
	describeOnStores,
	join,
	newKey,
	newMember,
	newMessage,
	newRoomId,
	openRoom,
	send,
} from "./http-bench.ts";

describeOnStores("the HTTP contract", (bench) => {
	test("a create answers 201 with the room, the same create 200 with the same, another 409", async () => {
		const { body } = createRoomBody({ ttlSeconds: 3600, capacity: 3 });
		const created = await call(bench(), "POST", "/api/rooms", { body });
		expect(created.status).toBe(201);
		const { roomId, memberId } = body;
		expect(seat.parse(created.json)).toEqual({
			...{ roomId, memberId, capacity: 3 },
			...{ now: expect.any(Number), expiresAt: expect.any(Number), cursor: expect.stringMatching(/-1$/) },
		});
		const { now, expiresAt } = seat.parse(created.json);
		expect(expiresAt - now).toBe(3_600_000);
		const again = await call(bench(), "POST", "/api/rooms", { body });
		expect(again.status).toBe(200);
		expect(again.json).toEqual({ ...created.json, now: expect.any(Number) });
		const { body: other } = createRoomBody({ roomId });
		const refused = await call(bench(), "POST", "/api/rooms", { body: other });
		expect([refused.status, refused.json.code]).toEqual([409, "room-exists"]);
	});

	test("a create without time and capacity gets ten minutes and two seats", async () => {
		const { body } = createRoomBody({ ttlSeconds: undefined, capacity: undefined });
		const { json } = await call(bench(), "POST", "/api/rooms", { body });
		const { now, expiresAt, capacity } = seat.parse(json);
		expect([expiresAt - now, capacity]).toEqual([600_000, 2]);
	});

	test("a join answers 201, the same join 200, a full room 409, another's id 409", async () => {
		const room = await openRoom(bench(), { capacity: 2 });
		const path = `/api/rooms/${room.roomId}/members`;
		const { accessKey } = room;
		const taken = { ...newMember().seat, memberId: room.starter.memberId, accessKey };
		const refused = await call(bench(), "POST", path, { body: taken });
		expect([refused.status, refused.json.code]).toEqual([409, "member-exists"]);
		const body = { ...newMember().seat, accessKey };
		const joined = await call(bench(), "POST", path, { body });
		expect(joined.status).toBe(201);
		expect(seat.parse(joined.json)).toMatchObject({ roomId: room.roomId, memberId: body.memberId, capacity: 2 });
		const again = await call(bench(), "POST", path, { body });
		expect(again.status).toBe(200);
		expect(again.json).toEqual({ ...joined.json, now: expect.any(Number) });
		const late = await call(bench(), "POST", path, { body: { ...newMember().seat, accessKey } });
		expect([late.status, late.json.code]).toEqual([409, "room-full"]);
	});

	test("a member reads the room and who is in it", async () => {
		const { roomId, starter, guests } = await openRoom(bench(), { guests: 1 });
		const { status, json } = await call(bench(), "GET", `/api/rooms/${roomId}`, { token: guests[0].token });
		expect(status).toBe(200);
		const view = roomView.parse(json);
		expect(view).toMatchObject({ roomId, capacity: 10, cursor: expect.stringMatching(/-2$/) });
		expect(view.members.map(({ memberId }) => memberId)).toEqual([starter.memberId, guests[0].memberId]);
		expect(view.members.map(({ online }) => online)).toEqual([false, false]);
	});

	test("any member extends the room, from now and to a day at most; only the starter locks it", async () => {
		const room = await openRoom(bench(), { guests: 1 });
		const path = `/api/rooms/${room.roomId}`;
		const { token } = room.guests[0];
		const extended = await call(bench(), "PATCH", path, { token, body: { ttlSeconds: 86_400 } });
		expect(extended.status).toBe(200);
		const { expiresAt, now, locked } = roomChange.parse(extended.json);
		expect(expiresAt - now).toBeGreaterThan(86_390_000);
		expect(expiresAt - now).toBeLessThanOrEqual(86_400_000);
		expect(locked).toBe(false);
		const refused = await call(bench(), "PATCH", path, { token, body: { locked: true } });
		expect([refused.status, refused.json.code]).toEqual([403, "not-allowed"]);
		const done = await call(bench(), "PATCH", path, { token: room.starter.token, body: { locked: true } });
		expect([done.status, done.json.locked]).toEqual([200, true]);
		const { accessKey } = room;
		const late = await call(bench(), "POST", `${path}/members`, { body: { ...newMember().seat, accessKey } });
		expect([late.status, late.json.code]).toEqual([409, "room-locked"]);
		await call(bench(), "PATCH", path, { token: room.starter.token, body: { locked: false } });
		await join(bench(), room);
	});

	test("the key of an invite opens a locked room once; making and withdrawing one answers 204 without a body", async () => {
		const room = await openRoom(bench(), { guests: 1 });
		const path = `/api/rooms/${room.roomId}`;
		const { token } = room.starter;
		const invite = newKey();
		const address = `${path}/invites/${hashKey(invite)}`;
		const refused = await call(bench(), "PUT", address, { token: room.guests[0].token });
		expect([refused.status, refused.json.code]).toEqual([403, "not-allowed"]);
		const made = await call(bench(), "PUT", address, { token });
		expect([made.status, made.text]).toEqual([204, ""]);
		await call(bench(), "PATCH", path, { token, body: { locked: true } });
		const come = (by: string) =>
			call(bench(), "POST", `${path}/members`, {
				body: { ...newMember().seat, accessKey: room.accessKey, invite: by },
			});
		expect((await come(hashKey(invite))).json.code).toBe("room-locked");
		expect((await come(invite)).status).toBe(201);
		const second = await come(invite);
		expect([second.status, second.json.code]).toEqual([409, "invite-spent"]);
		const other = newKey();
		await call(bench(), "PUT", `${path}/invites/${hashKey(other)}`, { token });
		const withdrawn = await call(bench(), "DELETE", `${path}/invites/${hashKey(other)}`, { token });
		expect([withdrawn.status, withdrawn.text]).toEqual([204, ""]);
		expect((await come(other)).json.code).toBe("invite-spent");
		const malformed = await call(bench(), "PUT", `${path}/invites/short`, { token });
		expect([malformed.status, malformed.json.code, malformed.json.field]).toEqual([400, "invalid-field", "inviteHash"]);
	});

	test("a destroy answers 204 without a body, and the room is gone", async () => {
		const { roomId, starter } = await openRoom(bench());
		const { token } = starter;
		const destroyed = await call(bench(), "DELETE", `/api/rooms/${roomId}`, { token });
		expect([destroyed.status, destroyed.text]).toEqual([204, ""]);
		const after = await call(bench(), "GET", `/api/rooms/${roomId}`, { token });
		expect([after.status, after.json.code]).toEqual([404, "room-not-found"]);
	});

	test("who leaves gives the seat to another and may come back the same", async () => {
		const room = await openRoom(bench(), { capacity: 2 });
		const path = `/api/rooms/${room.roomId}/members`;
		const { token, seat: guest } = newMember();
		const body = { ...guest, accessKey: room.accessKey };
		await call(bench(), "POST", path, { body });
		expect((await call(bench(), "DELETE", `${path}/me`, { token })).status).toBe(204);
		expect((await call(bench(), "DELETE", `${path}/me`, { token })).status).toBe(404);
		expect((await call(bench(), "POST", path, { body })).status).toBe(201);
	});

	test("the starter alone removes, and the removed never come back", async () => {
		const room = await openRoom(bench(), { guests: 1 });
		const path = `/api/rooms/${room.roomId}/members`;
		const { token, seat: guest } = newMember();
		const body = { ...guest, accessKey: room.accessKey };
		await call(bench(), "POST", path, { body });
		const remove = (memberId: string, by: { token: string }) =>
			call(bench(), "DELETE", `${path}/${memberId}`, { token: by.token });
		const refused = await remove(guest.memberId, room.guests[0]);
		expect([refused.status, refused.json.code]).toEqual([403, "not-allowed"]);
		expect((await remove(guest.memberId, room.starter)).status).toBe(204);
		for (const unknown of [guest.memberId, newMember().seat.memberId, "x"]) {
			const missing = await remove(unknown, room.starter);
			expect([missing.status, missing.json.code]).toEqual([404, "member-not-found"]);
		}
		const again = await call(bench(), "POST", path, { body });
		expect([again.status, again.json.code]).toEqual([404, "room-not-found"]);
		expect((await call(bench(), "GET", `/api/rooms/${room.roomId}`, { token })).status).toBe(404);
	});

	test("the starter hands its rights on with 204; the same again is 204; nobody else does, nor to nobody, nor by an old word", async () => {
		const room = await openRoom(bench(), { guests: 2 });
		const path = `/api/rooms/${room.roomId}/starter`;
		const [next, third] = room.guests.map(({ memberId, token }) => ({ memberId, token }));
		if (!next || !third) throw new Error("nobody came");
		const appoint = (memberId: string, { token }: { token: string }, since = room.since) =>
			call(bench(), "PUT", path, { token, body: { memberId, since, body: "AAAA" } });
		const refused = await appoint(next.memberId, third);
		expect([refused.status, refused.json.code]).toEqual([403, "not-allowed"]);
		const missing = await appoint(newMember().seat.memberId, room.starter);
		expect([missing.status, missing.json.code]).toEqual([404, "member-not-found"]);
		for (let times = 0; times < 2; times++) {
			const done = await appoint(next.memberId, room.starter);
			expect([done.status, done.text]).toEqual([204, ""]);
		}
		const { json } = await call(bench(), "GET", `/api/rooms/${room.roomId}`, { token: third.token });
		const { starter, cursor } = roomView.parse(json);
		expect(starter).toBe(next.memberId);
		for (const late of [await appoint(third.memberId, room.starter, cursor), await appoint(third.memberId, next)]) {
			expect([late.status, late.json.code]).toEqual([403, "not-allowed"]);
		}
		expect((await appoint(third.memberId, next, cursor)).status).toBe(204);
	});

	test("a send answers 201, the same send 200 with the same answer, and stands in the history once", async () => {
		const { roomId, starter, guests } = await openRoom(bench(), { guests: 1 });
		const path = `/api/rooms/${roomId}/messages`;
		const body = newMessage();
		const { token } = starter;
		const sent = await call(bench(), "POST", path, { token, body });
		expect(sent.status).toBe(201);
		const { cursor, timestamp } = sentMessage.parse(sent.json);
		expect(sent.json.id).toBe(body.id);
		const repeats = await Promise.all([1, 2, 3].map(() => call(bench(), "POST", path, { token, body })));
		for (const repeat of repeats) expect([repeat.status, repeat.json]).toEqual([200, sent.json]);
		const other = await call(bench(), "POST", path, { token, body: { ...body, text: "other" } });
		expect([other.status, other.json.code]).toEqual([409, "id-reused"]);
		const { json } = await call(bench(), "GET", path, { token: guests[0].token });
		const message = { ...body, sender: starter.memberId, roomId, timestamp, cursor };
		expect(historyPage.parse(json)).toEqual({ messages: [message], more: false });
	});

	test("the history is read page by page, after a cursor, in order", async () => {
		const { roomId, starter } = await openRoom(bench());
		const sent = [];
		for (let i = 0; i < 5; i++) sent.push(await send(bench(), starter));
		const read = async (query: string) => {
			const answer = await call(bench(), "GET", `/api/rooms/${roomId}/messages${query}`, { token: starter.token });
			const { messages, more } = historyPage.parse(answer.json);
			return { ids: messages.map(({ id }) => id), more };
		};
		const ids = sent.map(({ id }) => id);
		expect(await read("?limit=2")).toEqual({ ids: ids.slice(0, 2), more: true });
		expect(await read(`?limit=2&after=${sent[1]?.cursor}`)).toEqual({ ids: ids.slice(2, 4), more: true });
		expect(await read(`?limit=2&after=${sent[2]?.cursor}`)).toEqual({ ids: ids.slice(3), more: false });
		expect(await read(`?after=${sent[4]?.cursor}`)).toEqual({ ids: [], more: false });
	});

	test("a signal answers 202 without a body and is not in the history", async () => {
		const { roomId, starter } = await openRoom(bench());
		const signal = await call(bench(), "POST", `/api/rooms/${roomId}/signals`, {
			...{ token: starter.token, body: { body: "AAAA" } },
		});
		expect([signal.status, signal.text]).toEqual([202, ""]);
		const { json } = await call(bench(), "GET", `/api/rooms/${roomId}/messages`, { token: starter.token });
		expect(json.messages).toEqual([]);
	});

	test("health names the store", async () => {
		const { status, json } = await call(bench(), "GET", "/healthz");
		expect([status, json]).toEqual([200, { status: "ok", store: bench().store.kind }]);
	});

	test("a stranger cannot tell a room that is there from one that is not", async () => {
		const { roomId, accessKey, starter, guests } = await openRoom(bench(), { guests: 1 });
		const { roomId: ended, starter: itsStarter } = await openRoom(bench());
		await call(bench(), "DELETE", `/api/rooms/${ended}`, { token: itsStarter.token });
		const other = await openRoom(bench());
		const calls: [string, string, unknown?][] = [
			...([
				["GET", ""],
				["PATCH", "", { ttlSeconds: 60 }],
				["DELETE", ""],
			] as [string, string, unknown?][]),
			["DELETE", "/members/me"],
			["DELETE", `/members/${guests[0].memberId}`],
			["DELETE", "/members/malformed"],
			["POST", "/messages", newMessage()],
			["GET", "/messages"],
			["POST", "/signals", { body: "AAAA" }],
			["PUT", "/starter", { memberId: guests[0].memberId, since: "1-1", body: "AAAA" }],
			["POST", "/members", { ...newMember().seat, accessKey: newKey() }],
		];
		for (const [method, path, body] of calls) {
			const answers = [];
			for (const id of [roomId, ended, newRoomId()]) {
				const { status, text, headers } = await call(bench(), method, `/api/rooms/${id}${path}`, {
					...{ token: other.starter.token, body },
				});
				const names = [...headers].filter(([name]) => name !== "date");
				answers.push({ status, text, headers: names });
			}
			expect(answers[0]?.status, `${method} ${path}`).toBe(404);
			expect(answers[1]).toEqual(answers[0]);
			expect(answers[2]).toEqual(answers[0]);
		}
		const { json } = await call(bench(), "GET", `/api/rooms/${roomId}`, { token: starter.token });
		expect(json.members).toHaveLength(2);
		expect((await call(bench(), "GET", `/api/rooms/${other.roomId}`, { token: starter.token })).status).toBe(404);
		expect(accessKey).not.toBe(other.accessKey);
	});

	test("a token opens its room, and its hash does not", async () => {
		const token = newKey();
		const { body } = createRoomBody({ tokenHash: hashKey(token) });
		await call(bench(), "POST", "/api/rooms", { body });
		expect((await call(bench(), "GET", `/api/rooms/${body.roomId}`, { token })).status).toBe(200);
		expect((await bench().store.read({ roomId: body.roomId, tokenHash: hashKey(token) })).roomId).toBe(body.roomId);
		expect((await call(bench(), "GET", `/api/rooms/${body.roomId}`, { token: hashKey(token) })).status).toBe(404);
	});
});
