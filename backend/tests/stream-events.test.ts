import { setTimeout as wait } from "node:timers/promises";
import { expect, test } from "vitest";
import { hashKey } from "../auth.ts";
import { limits } from "../protocol/limits.ts";
import type { RoomStore } from "../store/room-store.ts";
import {
	call,
	callerOf,
	createRoomBody,
	describeOnStores,
	join,
	type Member,
	newKey,
	newRoomId,
	openRoom,
	send,
} from "./http-bench.ts";
import { openStream, type TestStream } from "./test-stream.ts";

const presenceOf = (stream: TestStream, { memberId }: Member) =>
	stream.system("presence").flatMap((frame) => (frame.memberId === memberId ? [frame.online] : []));

describeOnStores(
	"what a stream tells",
	(bench) => {
		test("connected comes first, with the newest cursor and the room's times", async () => {
			const room = await openRoom(bench(), { ttlSeconds: 900 });
			const { cursor } = await send(bench(), room.starter);
			const stream = await openStream(bench(), [room.starter]);
			await stream.until(({ events }) => events().length === 2);
			const [connected] = stream.frames;
			const { now, expiresAt } = (connected ?? {}) as { now: number; expiresAt: number };
			expect(connected).toEqual({ type: "connected", channel: room.roomId, cursor, now, expiresAt });
			expect(expiresAt - now).toBeGreaterThan(890_000);
			stream.cut();
		});

		test("what every kind of act makes is told to all, with the acts' own cursors", async () => {
			const room = await openRoom(bench(), { guests: 1 });
			const { roomId, starter, guests } = room;
			const streams = await Promise.all([openStream(bench(), [starter]), openStream(bench(), [guests[0]])]);
			const message = await send(bench(), guests[0]);
			const late = await join(bench(), room);
			await call(bench(), "PATCH", `/api/rooms/${roomId}`, {
				...{ token: starter.token, body: { ttlSeconds: 1_000, locked: true } },
			});
			await call(bench(), "DELETE", `/api/rooms/${roomId}/members/me`, { token: late.token });
			for (const stream of streams) {
				await stream.until(({ events }) => events().length === 7);
				const told = stream.events().map(({ event, data }) => ({ event, data }));
				expect(told.map(({ event }) => event)).toEqual([
					...["room.joined", "room.joined", "chat.message", "room.joined"],
					...["room.extended", "room.locked", "room.left"],
				]);
				const { id, text, timestamp } = message;
				expect(told[2]?.data).toEqual({ id, text, timestamp, sender: guests[0].memberId, roomId });
				expect(stream.events()[2]?.id).toBe(message.cursor);
				expect(told[3]?.data).toMatchObject({ memberId: late.memberId });
				expect(told[4]?.data).toEqual({ expiresAt: expect.any(Number), by: starter.memberId });
				expect(told[5]?.data).toEqual({ locked: true });
				expect(told[6]?.data).toEqual({ memberId: late.memberId, reason: "left" });
			}
			// Live or replayed, for whomever: the same letters.
			const replay = await openStream(bench(), [guests[0]]);
			await replay.until(({ events }) => events().length === 7);
			const letters = ({ raw }: TestStream) => raw.filter((text) => text.includes('"event"'));
			expect(letters(replay)).toEqual(letters(streams[0]));
			expect(letters(streams[1])).toEqual(letters(streams[0]));
			for (const stream of [...streams, replay]) stream.cut();
		});

		test("a ping tells the time and the cursor each room has come to", async () => {
			const [one, two] = [await openRoom(bench()), await openRoom(bench())];
			const stream = await openStream(bench(), [one.starter, two.starter]);
			const { cursor } = await send(bench(), one.starter);
			await stream.until(({ messageIds }) => messageIds().length === 1);
			const before = stream.system("ping").length;
			await stream.until(({ system }) => system("ping").length > before + 1);
			const { timestamp, cursors } = stream.system("ping").at(-1) ?? {};
			expect(Math.abs((timestamp ?? 0) - Date.now())).toBeLessThan(2_000);
			expect(cursors).toEqual({ [one.roomId]: cursor, [two.roomId]: stream.events(two.roomId)[0]?.id });
			stream.cut();
		});

		test("who opens a stream is online for all, who cuts it is offline at once", async () => {
			const { starter, guests } = await openRoom(bench(), { guests: 1 });
			const watching = await openStream(bench(), [starter]);
			await watching.until((stream) => presenceOf(stream, starter).length === 1);
			const guest = await openStream(bench(), [guests[0]]);
			await watching.until((stream) => presenceOf(stream, guests[0]).length === 1);
			await guest.until(
				(stream) => presenceOf(stream, starter).length === 1 && presenceOf(stream, guests[0]).length === 1,
			);
			const second = await openStream(bench(), [guests[0]]);
			await second.until((stream) => presenceOf(stream, guests[0]).length === 1);
			guest.cut();
			await wait(200);
			expect(presenceOf(watching, guests[0])).toEqual([true]);
			second.cut();
			await watching.until((stream) => presenceOf(stream, guests[0]).length === 2, 2_000);
			expect(presenceOf(watching, guests[0])).toEqual([true, false]);
			expect(presenceOf(watching, starter)).toEqual([true]);
			watching.cut();
		});

		test("who leaves and comes back is online again for all", async () => {
			const room = await openRoom(bench());
			const { token, body } = createRoomBody();
			const { memberId, profile } = body;
			const path = `/api/rooms/${room.roomId}/members`;
			const seat = { memberId, profile, tokenHash: hashKey(token), accessKey: room.accessKey };
			const guest = { roomId: room.roomId, memberId, token };
			const watching = await openStream(bench(), [room.starter]);
			for (let round = 1; round <= 2; round++) {
				await call(bench(), "POST", path, { body: seat });
				const stream = await openStream(bench(), [guest]);
				await watching.until((stream) => presenceOf(stream, guest).filter((online) => online).length === round);
				await call(bench(), "DELETE", `${path}/me`, { token });
				await stream.ended;
			}
			watching.cut();
		});

		test("a signal goes to every stream of the room and to no other, and is not replayed", async () => {
			const room = await openRoom(bench(), { guests: 1 });
			const other = await openRoom(bench());
			const asked: Member[][] = [[room.starter], [room.guests[0]], [other.starter]];
			const streams = await Promise.all(asked.map((rooms) => openStream(bench(), rooms)));
			for (const stream of streams) await stream.until(({ system }) => system("presence").length > 0);
			await call(bench(), "POST", `/api/rooms/${room.roomId}/signals`, {
				...{ token: room.starter.token, body: { body: "c2VhbGVk" } },
			});
			const signal = { type: "signal", channel: room.roomId, sender: room.starter.memberId, body: "c2VhbGVk" };
			for (const stream of streams.slice(0, 2)) {
				await stream.until(({ system }) => system("signal").length === 1);
				expect(stream.system("signal")).toEqual([signal]);
			}
			const late = await openStream(bench(), [room.guests[0]]);
			await late.until(({ system }) => system("ping").length > 0);
			expect([late.system("signal"), streams[2]?.system("signal")]).toEqual([[], []]);
			for (const stream of [...streams, late]) stream.cut();
		});
	},
	{ pingEveryMs: 200, also: ["cluster", "sockets"] },
);

describeOnStores(
	"how a stream ends",
	(bench) => {
		test("a destroy is told to every stream at once, and those without another room end", async () => {
			const room = await openRoom(bench(), { guests: 3 });
			const other = await openRoom(bench());
			const both = await openStream(bench(), [room.starter, other.starter]);
			const streams = await Promise.all(room.guests.map((guest) => openStream(bench(), [guest])));
			for (const stream of [both, ...streams]) await stream.until(({ system }) => system("presence").length > 0);
			const begun = performance.now();
			await call(bench(), "DELETE", `/api/rooms/${room.roomId}`, { token: room.starter.token });
			await Promise.all(streams.map(({ ended }) => ended));
			expect(performance.now() - begun).toBeLessThan(1_000);
			for (const stream of streams) {
				expect(stream.frames.at(-1)).toMatchObject({ event: "chat.destroy", data: { isDestroyed: true } });
			}
			await both.until((stream) => stream.events(room.roomId).at(-1)?.event === "chat.destroy");
			const { id } = await send(bench(), other.starter);
			await both.until(({ messageIds }) => messageIds().includes(id));
			both.cut();
		});

		test("a room that was extended lives on past its first end", async () => {
			const { body, token } = createRoomBody({ ttlSeconds: 1 });
			await bench().store.create(body);
			const { roomId } = body;
			const stream = await openStream(bench(), [{ roomId, token }]);
			await call(bench(), "PATCH", `/api/rooms/${roomId}`, { token, body: { ttlSeconds: 60 } });
			await wait(1_500);
			const { id } = await send(bench(), { roomId, memberId: body.memberId, token });
			await stream.until(({ messageIds }) => messageIds().includes(id));
			expect(stream.system("ended")).toEqual([]);
			stream.cut();
		});

		test.each([
			["leaves", "left"],
			["is removed", "removed"],
		])("a member who %s is told why, then room-not-found, then nothing", async (_, reason) => {
			const { roomId, starter, guests } = await openRoom(bench(), { guests: 1 });
			const stream = await openStream(bench(), [guests[0]]);
			const others = await openStream(bench(), [starter]);
			await stream.until(({ system }) => system("presence").length > 0);
			const who = reason === "left" ? "me" : guests[0].memberId;
			const { token } = reason === "left" ? guests[0] : starter;
			await call(bench(), "DELETE", `/api/rooms/${roomId}/members/${who}`, { token });
			await send(bench(), starter);
			await stream.ended;
			expect(stream.frames.slice(-2)).toEqual([
				expect.objectContaining({ event: "room.left", data: { memberId: guests[0].memberId, reason } }),
				{ type: "error", channel: roomId, code: "room-not-found", error: expect.any(String) },
			]);
			await others.until(({ messageIds }) => messageIds().length === 1);
			others.cut();
		});

		test("one's own leaving in the past ends nothing when one is back", async () => {
			const room = await openRoom(bench());
			const { token, body } = createRoomBody();
			const { memberId, profile, tokenHash } = body;
			const path = `/api/rooms/${room.roomId}/members`;
			for (let i = 0; i < 2; i++) {
				await call(bench(), "POST", path, { body: { memberId, profile, tokenHash, accessKey: room.accessKey } });
				if (i === 0) await call(bench(), "DELETE", `${path}/me`, { token });
			}
			const stream = await openStream(bench(), [{ roomId: room.roomId, token }]);
			const { id } = await send(bench(), room.starter);
			await stream.until(({ messageIds }) => messageIds().includes(id));
			expect(stream.system("error")).toEqual([]);
			stream.cut();
		});

		test("wrong tokens and rooms that are not there get the same word, and a stream of nothing else closes", async () => {
			const room = await openRoom(bench());
			const unknown = newRoomId();
			const stream = await openStream(bench(), [
				{ roomId: room.roomId, token: newKey() },
				{ roomId: unknown, token: newKey(), after: "1-1" },
			]);
			await stream.ended;
			const errors = stream
				.system("error")
				.toSorted((a, b) => (a.channel === unknown ? 1 : b.channel === unknown ? -1 : 0));
			expect(stream.frames).toHaveLength(2);
			expect(errors.map(({ channel }) => channel)).toEqual([room.roomId, unknown]);
			expect({ ...errors[0], channel: "" }).toEqual({ ...errors[1], channel: "" });
			expect(errors[0]?.code).toBe("room-not-found");
			expect(bench().streamCount()).toBe(0);
		});

		test("a member's fourth stream ends its first with replaced, and only that", async () => {
			const { starter } = await openRoom(bench());
			const streams: TestStream[] = [];
			for (let i = 0; i < 4; i++) {
				const stream = await openStream(bench(), [starter]);
				await stream.until(({ system }) => system("connected").length === 1);
				streams.push(stream);
			}
			await streams[0]?.ended;
			expect(streams[0]?.frames.at(-1)).toEqual({ type: "replaced" });
			const { id } = await send(bench(), starter);
			for (const stream of streams.slice(1)) {
				await stream.until(({ messageIds }) => messageIds().includes(id));
				stream.cut();
			}
		});

		test("a stream that was cut leaves nothing behind", async () => {
			const { starter } = await openRoom(bench());
			const stream = await openStream(bench(), [starter]);
			await stream.until(({ system }) => system("presence").length > 0);
			stream.cut();
			await expect.poll(bench().streamCount).toBe(0);
			const { members } = await bench().store.read(callerOf(starter));
			expect(members[0]?.online).toBe(false);
		});
	},
	{ pulseEveryMs: 300, also: ["sockets"] },
);

describeOnStores("a room whose time is up", (bench) => {
	test("says ended at once, between two pulses, and the stream closes", async () => {
		const { body, token } = createRoomBody({ ttlSeconds: 1 });
		const { answer } = await bench().store.create(body);
		const stream = await openStream(bench(), [{ roomId: body.roomId, token }]);
		await stream.ended;
		expect(Date.now() - answer.expiresAt).toBeLessThan(900);
		expect(stream.frames.at(-1)).toEqual({ type: "ended", channel: body.roomId, reason: "expired" });
	});
});

/** Publishes nothing but what is stored: the end of a room goes unheard. */
const deafToEnds = (store: RoomStore): RoomStore => ({
	...store,
	subscribe: (roomId, listener) =>
		store.subscribe(roomId, {
			publication: (publication) => {
				if ("event" in publication && "event" in publication.event && publication.event.event === "chat.destroy")
					return;
				listener.publication(publication);
			},
			lost: listener.lost,
		}),
});

describeOnStores(
	"a destroy that was not heard",
	(bench) => {
		test("is noticed by the next pulse", async () => {
			const { roomId, starter } = await openRoom(bench());
			const stream = await openStream(bench(), [starter]);
			await stream.until(({ system }) => system("connected").length === 1);
			await call(bench(), "DELETE", `/api/rooms/${roomId}`, { token: starter.token });
			await stream.ended;
			expect(stream.frames.at(-1)).toMatchObject({ type: "error", channel: roomId, code: "room-not-found" });
		});
	},
	{ wrap: deafToEnds, pulseEveryMs: 200, also: ["sockets"] },
);

test("the limits keep what the design promises", () => {
	expect(limits.pingEveryMs).toBeLessThanOrEqual(15_000);
	// A loss that nobody told of is noticed in half a minute, and a crashed stream told offline in one.
	expect(limits.pulseEveryMs).toBeLessThan(30_000);
	expect(limits.leaseMs).toBeLessThanOrEqual(55_000);
	expect(60_000 / limits.pulseEveryMs).toBeLessThan(2.1);
});
