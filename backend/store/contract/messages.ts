import { nanoid } from "nanoid";
import { expect, test } from "vitest";
import { compareCursors, parseCursor } from "../../protocol/ids.ts";
import { limits } from "../../protocol/limits.ts";
import { type Bench, expectProblem, listen, message, openRoom, storedEvents } from "./bench.ts";

export function messageTests(bench: () => Bench): void {
	test("a message is answered, stored and published as one and the same", async () => {
		const { store } = bench();
		const { room, guests } = await openRoom(store, { guests: 1 });
		const heard = await listen(store, room.roomId);
		const sent = message();
		const { answer, created } = await store.send(guests[0], sent);
		expect(created).toBe(true);
		expect(answer).toEqual({ id: sent.id, cursor: `${answer.timestamp}-3`, timestamp: expect.any(Number) });
		const { roomId } = room;
		const data = { ...sent, sender: guests[0].memberId, roomId, timestamp: answer.timestamp };
		await heard.settled(room);
		expect(heard.events()[0]).toEqual({ id: answer.cursor, channel: roomId, event: "chat.message", data });
		expect((await storedEvents(store, room)).at(-1)).toEqual(heard.events()[0]);
		expect(await store.history(room, { limit: 10 })).toEqual({
			messages: [{ ...data, cursor: answer.cursor }],
			more: false,
		});
	});

	test("a published frame is the letters of its JSON and at most 230 bytes more than the sealed text", async () => {
		const { store } = bench();
		const { room } = await openRoom(store);
		const heard = await listen(store, room.roomId);
		const longest = message("x".repeat(limits.textBytes));
		await store.send(room, longest);
		await heard.settled(room);
		for (const { raw, event } of heard.frames()) expect(raw).toBe(JSON.stringify(event));
		const [frame] = heard.frames();
		const ordinalDigits = String(limits.roomEvents).length - 1;
		expect((frame?.raw.length ?? Infinity) + ordinalDigits - limits.textBytes).toBeLessThanOrEqual(230);
	});

	test("the same message again has the same answer and is not sent twice", async () => {
		const { store, advance } = bench();
		const { room } = await openRoom(store);
		const heard = await listen(store, room.roomId);
		const sent = message();
		const first = await store.send(room, sent);
		await store.send(room, message());
		await advance(5_000);
		expect(await store.send(room, sent)).toEqual({ answer: first.answer, created: false });
		await heard.settled(room);
		expect(heard.events().filter((event) => "event" in event)).toHaveLength(2);
		expect((await store.history(room, { limit: 10 })).messages).toHaveLength(2);
	});

	test("a message id is not taken for another text or by another member", async () => {
		const { store } = bench();
		const { room, guests } = await openRoom(store, { guests: 1 });
		const sent = message();
		await store.send(room, sent);
		await expectProblem(store.send(room, { ...sent, text: nanoid(40) }), "id-reused");
		await expectProblem(store.send(guests[0], sent), "id-reused");
		expect((await store.history(room, { limit: 10 })).messages).toHaveLength(1);
	});

	test("texts and ids that look like numbers or words of JSON come back as they went in", async () => {
		const { store } = bench();
		const { room } = await openRoom(store, { memberId: "1234567890123456789012", tokenHash: "9".repeat(43) });
		const texts = ["12345678", "1e5", "null", "true", "-0", "__proto__"];
		const ids = [
			"123456789012345678901",
			"000000000000000000001",
			"-00000000000000000000",
			...texts.map(() => nanoid(21)),
		];
		for (const [i, text] of texts.entries()) await store.send(room, { id: ids[i] ?? "", text });
		const { messages } = await store.history(room, { limit: 10 });
		expect(messages.map(({ text }) => text)).toEqual(texts);
		expect(messages.map(({ id }) => id)).toEqual(ids.slice(0, texts.length));
		expect(messages[0]?.sender).toBe("1234567890123456789012");
		expect((await store.send(room, { id: ids[0] ?? "", text: texts[0] ?? "" })).created).toBe(false);
	});

	test("cursors count every event from 1 without a gap, and their time never falls", async () => {
		const { store, advance } = bench();
		const { room, guests } = await openRoom(store, { guests: 2 });
		await store.send(room, message());
		await advance(-60_000);
		const late = await store.send(guests[0], message());
		expect(late.answer.timestamp).toBeGreaterThan((await store.read(room)).now + 30_000);
		await store.change(room, { ttlSeconds: 900, locked: true });
		await store.leave(guests[1]);
		await advance(120_000);
		await store.send(room, message());
		const events = await storedEvents(store, room);
		expect(events.map(({ id }) => parseCursor(id).n)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9].slice(0, events.length));
		expect(events.map(({ event }) => event)).toEqual([
			...["room.joined", "room.joined", "room.joined", "chat.message", "chat.message"],
			...["room.extended", "room.locked", "room.left", "chat.message"],
		]);
		expect(events.map(({ id }) => id)).toEqual(events.map(({ id }) => id).toSorted(compareCursors));
		const times = events.map(({ id }) => parseCursor(id).ms);
		expect(times).toEqual(times.toSorted((a, b) => a - b));
		expect(late.answer.timestamp).toBe(parseCursor(late.answer.cursor).ms);
	});

	test("history is read in pages, in order, messages only", async () => {
		const { store } = bench();
		const { room, guests } = await openRoom(store, { guests: 2 });
		const ids: string[] = [];
		for (let i = 0; i < 7; i++) {
			const sent = message();
			ids.push(sent.id);
			await store.send(i % 2 ? room : guests[0], sent);
			if (i === 3) await store.leave(guests[1]);
		}
		const read: string[] = [];
		const mores: boolean[] = [];
		for (let after: string | undefined; mores.at(-1) !== false; ) {
			const page = await store.history(room, { after, limit: 3 });
			read.push(...page.messages.map(({ id }) => id));
			mores.push(page.more);
			after = page.messages.at(-1)?.cursor;
		}
		expect(read).toEqual(ids);
		expect(mores).toEqual([true, true, false]);
		const whole = await store.history(room, { limit: 7 });
		expect(whole.more).toBe(false);
		const { cursor } = await store.read(room);
		expect(await store.history(room, { after: cursor, limit: 3 })).toEqual({ messages: [], more: false });
	});

	test("history after a cursor that is no event begins at the next one", async () => {
		const { store } = bench();
		const { room } = await openRoom(store);
		const { answer } = await store.send(room, message());
		const between = `${parseCursor(answer.cursor).ms}-1`;
		expect((await store.history(room, { after: between, limit: 3 })).messages).toHaveLength(1);
		expect((await store.history(room, { after: "9999999999999999-1", limit: 3 })).messages).toEqual([]);
	});

	test("a signal is published and never stored", async () => {
		const { store } = bench();
		const { room, guests } = await openRoom(store, { guests: 1 });
		const heard = await listen(store, room.roomId);
		await store.signal(guests[0], "dHlwaW5n");
		await heard.settled(room);
		expect(heard.events()[0]).toEqual({
			...{ type: "signal", channel: room.roomId, sender: guests[0].memberId, body: "dHlwaW5n" },
		});
		expect(await storedEvents(store, room)).toHaveLength(2);
	});
}
