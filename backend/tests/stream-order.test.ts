import { setTimeout as wait } from "node:timers/promises";
import { expect, test } from "vitest";
import { parseCursor } from "../protocol/ids.ts";
import type { RoomStore } from "../store/room-store.ts";
import {
	type Bench,
	call,
	callerOf,
	describeOnStores,
	type Member,
	newKey,
	newMessage,
	openRoom,
	send,
} from "./http-bench.ts";
import { openStream, type TestStream } from "./test-stream.ts";

/** Who reads a room for long: over as many streams as it takes, each from where the one before was cut. */
class Reader {
	readonly cursors: string[] = [];
	readonly ids: string[] = [];
	#stream: TestStream | undefined;
	#taken = 0;
	readonly #bench: Bench;
	readonly #member: Member;

	constructor(bench: Bench, member: Member) {
		this.#bench = bench;
		this.#member = member;
	}

	async open(): Promise<void> {
		this.#taken = 0;
		this.#stream = await openStream(this.#bench, [{ ...this.#member, after: this.cursors.at(-1) }]);
	}

	/** Takes what came, as a client would: for good. */
	take(): void {
		const events = this.#stream?.events() ?? [];
		for (const event of events.slice(this.#taken)) {
			if (event.event === "chat.message") this.ids.push(event.data.id);
			this.cursors.push(event.id);
		}
		this.#taken = events.length;
	}

	cut(): void {
		this.#stream?.cut();
		this.take();
	}
}

function expectContiguous(cursors: string[]): void {
	expect(cursors.map((cursor) => parseCursor(cursor).n)).toEqual(cursors.map((_, index) => index + 1));
}

async function waitFor(holds: () => boolean, timeoutMs = 10_000): Promise<void> {
	for (const deadline = Date.now() + timeoutMs; !holds(); await wait(20)) {
		if (Date.now() > deadline) throw new Error("it did not come to hold");
	}
}

describeOnStores(
	"the order of a stream",
	(bench) => {
		test("every message is seen once, in one order, by all, whatever streams are cut at whatever moment", async () => {
			const room = await openRoom(bench(), { guests: 3 });
			const members = [room.starter, ...room.guests];
			const readers = members.map((member) => new Reader(bench(), member));
			await Promise.all(readers.map((reader) => reader.open()));
			let isSending = true;
			const cutting = readers.map(async (reader) => {
				while (isSending) {
					await wait(Math.random() * 60);
					reader.cut();
					if (Math.random() < 0.3) await wait(Math.random() * 40);
					await reader.open();
				}
			});
			const sent: string[] = [];
			await Promise.all(
				members.map(async (member) => {
					for (let i = 0; i < 25; i++) {
						sent.push((await send(bench(), member)).id);
						await wait(Math.random() * 20);
					}
				}),
			);
			isSending = false;
			await Promise.all(cutting);
			await waitFor(() => {
				for (const reader of readers) reader.take();
				return readers.every(({ ids }) => ids.length >= sent.length);
			});
			const { json } = await call(bench(), "GET", `/api/rooms/${room.roomId}/messages`, { token: room.starter.token });
			const history = (json.messages as { id: string }[]).map(({ id }) => id);
			expect(history.toSorted()).toEqual(sent.toSorted());
			for (const reader of readers) {
				expect(reader.ids).toEqual(history);
				expectContiguous(reader.cursors);
				reader.cut();
			}
		});

		test("a stream without a cursor replays the room from event 1, over many pages, and goes on live", async () => {
			const room = await openRoom(bench(), { guests: 1 });
			const before: string[] = [];
			for (let i = 0; i < 450; i++) {
				const message = newMessage();
				before.push(message.id);
				await bench().store.send(callerOf(room.starter), message);
			}
			const stream = await openStream(bench(), [room.guests[0]]);
			const live = await send(bench(), room.starter);
			await stream.until(({ messageIds }) => messageIds().at(-1) === live.id);
			expect(stream.messageIds()).toEqual([...before, live.id]);
			expectContiguous(stream.events().map(({ id }) => id));
			expect(stream.frames[0]).toMatchObject({ type: "connected", channel: room.roomId });
			stream.cut();
		});

		test("a stream opened while others write loses nothing between replay and live", async () => {
			const room = await openRoom(bench(), { guests: 1 });
			let isSending = true;
			const sending = (async () => {
				const ids: string[] = [];
				for (; isSending; await wait(2)) ids.push((await send(bench(), room.starter)).id);
				return ids;
			})();
			const streams: TestStream[] = [];
			for (let i = 0; i < 12; i++) {
				await wait(30);
				streams.at(-2)?.cut();
				streams.push(await openStream(bench(), [room.guests[0]]));
			}
			isSending = false;
			const ids = await sending;
			for (const stream of streams.slice(-2)) {
				await stream.until(({ messageIds }) => messageIds().length >= ids.length);
				expect(stream.messageIds()).toEqual(ids);
				expectContiguous(stream.events().map(({ id }) => id));
				stream.cut();
			}
		});

		test("a cursor that is no event of the room is answered with a reset and everything", async () => {
			const room = await openRoom(bench());
			const { id, cursor } = await send(bench(), room.starter);
			const known = await openStream(bench(), [{ ...room.starter, after: cursor }]);
			const unknown = await openStream(bench(), [{ ...room.starter, after: `1-${parseCursor(cursor).n}` }]);
			await unknown.until(({ events }) => events().length === 2);
			const kinds = unknown.frames.map((frame) => ("event" in frame ? frame.event : frame.type));
			expect(kinds.slice(0, 4)).toEqual(["connected", "reset", "room.joined", "chat.message"]);
			const next = await send(bench(), room.starter);
			for (const stream of [known, unknown]) await stream.until(({ messageIds }) => messageIds().at(-1) === next.id);
			expect(known.messageIds()).toEqual([next.id]);
			expect(known.system("reset")).toEqual([]);
			expect(unknown.messageIds()).toEqual([id, next.id]);
			for (const stream of [known, unknown]) stream.cut();
		});

		test("one stream carries many rooms, each in its own order; a wrong token hinders none of the others", async () => {
			const rooms = await Promise.all(Array.from({ length: 5 }, () => openRoom(bench())));
			const [{ starter: stranger }] = rooms as [(typeof rooms)[0]];
			const wrong = await openRoom(bench());
			const asked = [...rooms.map(({ starter }) => starter), { ...stranger, roomId: wrong.roomId }];
			const stream = await openStream(bench(), asked);
			for (let i = 0; i < 5; i++) await Promise.all(rooms.map(({ starter }) => send(bench(), starter)));
			await stream.until(({ messageIds }) => messageIds().length === 25);
			for (const { roomId } of rooms) expectContiguous(stream.events(roomId).map(({ id }) => id));
			expect(stream.system("error")).toEqual([
				{ type: "error", channel: wrong.roomId, code: "room-not-found", error: expect.any(String) },
			]);
			expect(stream.events(wrong.roomId)).toEqual([]);
			stream.cut();
		});
	},
	{ also: ["cluster", "upstash", "sockets"] },
);

/** Loses this share of its publications, and nobody is told. */
const lossy =
	(share: number) =>
	(store: RoomStore): RoomStore => {
		return {
			...store,
			subscribe: (roomId, listener) =>
				store.subscribe(roomId, {
					publication(publication) {
						if (Math.random() >= share) listener.publication(publication);
					},
					lost: listener.lost,
				}),
		};
	};

describeOnStores(
	"a stream whose store loses half of what it publishes",
	(bench) => {
		test("shows every event once, in order, and the last ones too though nothing comes after them", async () => {
			const room = await openRoom(bench(), { guests: 2 });
			const members = [room.starter, ...room.guests];
			const streams = await Promise.all(members.map((member) => openStream(bench(), [member])));
			const sent: string[] = [];
			for (let i = 0; i < 150; i++) sent.push((await send(bench(), members[i % 3] ?? room.starter)).id);
			for (const stream of streams) {
				await stream.until(({ messageIds }) => messageIds().length >= sent.length);
				expect(stream.messageIds()).toEqual(sent);
				expectContiguous(stream.events().map(({ id }) => id));
				stream.cut();
			}
		});
	},
	{ wrap: lossy(0.5), pulseEveryMs: 300, also: ["upstash", "sockets"] },
);

describeOnStores(
	"a stream whose store publishes nothing any more",
	(bench) => {
		test("learns of what it missed by the next pulse", async () => {
			const { starter } = await openRoom(bench());
			const stream = await openStream(bench(), [starter]);
			await stream.until(({ system }) => system("presence").length > 0);
			const { id } = await send(bench(), starter);
			await stream.until(({ messageIds }) => messageIds().includes(id), 3_000);
			stream.cut();
		});
	},
	{ wrap: lossy(1), pulseEveryMs: 300, also: ["upstash", "sockets"] },
);

/** Takes its time for an attach, before it reads and after. */
const slowToAttach = (store: RoomStore): RoomStore => ({
	...store,
	async attach(caller, stream) {
		await wait(150);
		const attachment = await store.attach(caller, stream);
		await wait(150);
		return attachment;
	},
});

describeOnStores(
	"a message sent while a stream attaches",
	(bench) => {
		test.each([
			["before it has read", 50],
			["after it has read", 200],
		])("%s comes once, and at once", async (_, whenMs) => {
			const { starter } = await openRoom(bench());
			const stream = await openStream(bench(), [starter]);
			await wait(whenMs);
			const { id } = await send(bench(), starter);
			await stream.until(({ messageIds }) => messageIds().includes(id), 1_000);
			await wait(100);
			expect(stream.messageIds()).toEqual([id]);
			stream.cut();
		});

		test("more than is held back meanwhile comes all the same", async () => {
			const { starter } = await openRoom(bench());
			const stream = await openStream(bench(), [starter]);
			await wait(200);
			const ids: string[] = [];
			for (let i = 0; i < 10; i++) ids.push((await send(bench(), starter, newMessage("A".repeat(16_000)))).id);
			await stream.until(({ messageIds }) => messageIds().length >= ids.length, 3_000);
			expect(stream.messageIds()).toEqual(ids);
			stream.cut();
		});
	},
	{ wrap: slowToAttach, also: ["upstash", "sockets"] },
);

describeOnStores(
	"a room that is destroyed while a stream attaches",
	(bench) => {
		test.each([
			["its member", "after it has read", true, 200],
			["a stranger", "before it has read", false, 50],
			["a stranger", "after it has read", false, 200],
		])("%s, %s, hears what it may", async (_, __, isMember, whenMs) => {
			const { roomId, starter } = await openRoom(bench());
			const stream = await openStream(bench(), [isMember ? starter : { roomId, token: newKey() }]);
			await wait(whenMs);
			await call(bench(), "DELETE", `/api/rooms/${roomId}`, { token: starter.token });
			await stream.ended;
			const told = stream.frames.map((frame) => ("event" in frame ? frame.event : frame.type));
			if (isMember) expect(told.at(-1)).toBe("chat.destroy");
			else expect(told).toEqual(["error"]);
		});
	},
	{ wrap: slowToAttach, also: ["upstash", "sockets"] },
);
