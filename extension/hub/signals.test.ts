import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import type { Shows } from "../room/telling.ts";
import { createLyingServer, type LyingServer } from "./testing/lying-server.ts";
import { createPerson, meet, type Person, sendAllHome } from "./testing/person.ts";
import { createSkippingTime } from "./testing/skipping-time.ts";
import { startTestServer, type TestServer } from "./testing/test-server.ts";

// Waits for real timers of client and server: a busy machine takes its time.
vi.setConfig({ testTimeout: 60_000 });

let server: TestServer;
beforeAll(async () => {
	server = await startTestServer();
});
afterAll(() => server.close());
afterEach(sendAllHome);

type Watched = Person & { signals: string[]; shows: Shows };

/** Somebody of whom it is known which signals they sent. */
function person(origin = server.origin): Watched {
	const signals: string[] = [];
	const shows = { writing: true, seen: true };
	const watched: typeof fetch = (input, init) => {
		if (String(input).endsWith("/signals")) signals.push(JSON.parse(String(init?.body)).body);
		return fetch(input, init);
	};
	return { ...createPerson({ server: origin, options: { fetch: watched, shows: () => shows } }), signals, shows };
}

const writing = (who: Person, roomId: string) => {
	const { people, doings } = who.live(roomId);
	return people.flatMap(({ memberId, name }) => (doings[memberId]?.writing ? [name] : []));
};
/** Names of those who have seen this message, as `who` is told. */
const seenBy = (who: Person, roomId: string, text: string) => {
	const { people, doings, log } = who.live(roomId);
	const message = log.find((entry) => entry.type === "message" && entry.text === text);
	const cursor = message?.cursor ?? "9-9";
	return people.flatMap(({ memberId, name }) => (doings[memberId]?.seen === cursor ? [name] : []));
};
/** The panel shows the room to its end. */
const look = (who: Person, roomId: string) =>
	who.do({ type: "read", roomId, cursor: who.live(roomId).log.at(-1)?.cursor ?? "1-1" });
const press = (who: Person, roomId: string, isWriting = true) => who.do({ type: "write", roomId, isWriting });

/** Both have heard of what was sent before this: it went the same way. */
async function settled(roomId: string, ...people: Person[]): Promise<void> {
	const [first] = people as [Person];
	const text = `settled ${Math.random()}`;
	await first.do({ type: "send", roomId, text });
	const hears = (who: Person) => who.live(roomId).log.some((entry) => entry.type === "message" && entry.text === text);
	await Promise.all(people.map((who) => who.until(() => hears(who))));
}

async function three(origin?: string): Promise<{ ann: Watched; ben: Watched; cat: Watched; roomId: string }> {
	const [ann, ben, cat] = [person(), person(), person(origin)];
	const { roomId, link } = await meet(ann, ben, { capacity: 5 });
	await cat.do({ type: "invite", link: link.replace(ann.server, cat.server) });
	await cat.do({ type: "join", roomId, name: "Cat" });
	const allHere = (who: Person) => () => {
		const room = who.room(roomId);
		return room?.phase === "live" && room.caughtUp && room.people.filter(({ online }) => online).length === 3;
	};
	await Promise.all([ann, ben, cat].map((who) => who.until(allHere(who))));
	return { ann, ben, cat, roomId };
}

describe("writing", () => {
	test("the others see who writes, until the words are there", async () => {
		const { ann, ben, cat, roomId } = await three();
		await press(ann, roomId);
		for (const who of [ben, cat]) await who.until(() => writing(who, roomId).join() === "Ann");
		expect(writing(ann, roomId)).toEqual([]);
		await press(ben, roomId);
		await cat.until(() => writing(cat, roomId).join() === "Ann,Ben");
		await ann.do({ type: "send", roomId, text: "here it is" });
		await cat.until(() => writing(cat, roomId).join() === "Ben");
		expect([ann.signals.length, ben.signals.length, cat.signals.length]).toEqual([1, 1, 0]);
	});

	test("it is taken back when the box is emptied, when they leave, and by time alone", async () => {
		const { ann, ben, cat, roomId } = await three();
		await press(ann, roomId);
		await ben.until(() => writing(ben, roomId).join() === "Ann");
		await press(ann, roomId, false);
		await ben.until(() => writing(ben, roomId).length === 0);
		await press(cat, roomId);
		await ben.until(() => writing(ben, roomId).join() === "Cat");
		await cat.do({ type: "leave", roomId });
		await ben.until(() => writing(ben, roomId).length === 0);
		await press(ann, roomId);
		await ben.until(() => writing(ben, roomId).join() === "Ann");
		// Nothing more is heard of Ann.
		await ben.until(() => writing(ben, roomId).length === 0, 30_000);
		expect(ann.signals).toHaveLength(3);
	});

	test("all signals have one size, and none is like another", async () => {
		const { ann, ben, roomId } = await three();
		await press(ann, roomId);
		await ben.until(() => writing(ben, roomId).join() === "Ann");
		await press(ann, roomId, false);
		await ben.until(() => writing(ben, roomId).length === 0);
		await ben.do({ type: "send", roomId, text: "look" });
		await ann.until(() => ann.live(roomId).log.some(({ type }) => type === "message"));
		await look(ann, roomId);
		await ben.until(() => seenBy(ben, roomId, "look").join() === "Ann");
		expect(ann.signals.map(({ length }) => length)).toEqual([512, 512, 512]);
		expect(new Set(ann.signals).size).toBe(3);
	});
});

describe("what was seen", () => {
	test("each tells it of themselves, and it never goes back", async () => {
		const { ann, ben, cat, roomId } = await three();
		for (const text of ["one", "two"]) await ann.do({ type: "send", roomId, text });
		for (const who of [ann, ben, cat]) await who.reads(roomId, ["one", "two"]);
		const [first, second] = ann.live(roomId).log.flatMap((entry) => (entry.type === "message" ? [entry.cursor] : []));
		await ben.do({ type: "read", roomId, cursor: first ?? "" });
		await ann.until(() => seenBy(ann, roomId, "one").join() === "Ben");
		await ben.do({ type: "read", roomId, cursor: second ?? "" });
		await cat.do({ type: "read", roomId, cursor: second ?? "" });
		await ann.until(() => seenBy(ann, roomId, "two").join() === "Ben,Cat");
		await ben.do({ type: "read", roomId, cursor: first ?? "" });
		await press(ben, roomId);
		await ann.until(() => writing(ann, roomId).join() === "Ben");
		expect(seenBy(ann, roomId, "two")).toEqual(["Ben", "Cat"]);
		expect([ben.signals.length, cat.signals.length]).toEqual([3, 1]);
	});

	test("twenty messages that are read as they come cost far fewer signals, and one's own cost none", async () => {
		const { ann, ben, roomId } = await three();
		const texts = Array.from({ length: 20 }, (_, n) => `message ${n}`);
		for (const text of texts) await ann.do({ type: "send", roomId, text });
		await ben.reads(roomId, texts);
		for (const { cursor } of ben.live(roomId).log) await ben.do({ type: "read", roomId, cursor });
		await ann.until(() => seenBy(ann, roomId, "message 19").join() === "Ben");
		expect(ben.signals.length).toBeLessThanOrEqual(3);
		await look(ann, roomId);
		await settled(roomId, ann, ben);
		expect(ann.signals).toEqual([]);
	});

	test("who was away hears it again, once the room is next in sight of who has seen it; a newcomer does not", async () => {
		const { ann, ben, cat, roomId } = await three();
		await ann.do({ type: "send", roomId, text: "hello?" });
		for (const who of [ben, cat]) await who.reads(roomId, ["hello?"]);
		await look(ben, roomId);
		await ann.until(() => seenBy(ann, roomId, "hello?").join() === "Ben");
		const later = cat.restart();
		await later.reads(roomId, ["hello?"]);
		await ben.until(() => ben.live(roomId).people.every(({ online }) => online));
		await look(ben, roomId);
		const again = ann.restart();
		await again.reads(roomId, ["hello?"]);
		expect(seenBy(again, roomId, "hello?")).toEqual([]);
		await vi.waitFor(
			async () => {
				await look(ben, roomId);
				expect(seenBy(again, roomId, "hello?")).toEqual(["Ben"]);
			},
			{ timeout: 20_000, interval: 100 },
		);
		expect(ben.signals).toHaveLength(2);
	});
});

describe("nothing is sent", () => {
	test("by somebody who is alone, however much they write", async () => {
		const ann = person();
		const { roomId = "" } = await ann.do({ type: "start", ttlSeconds: 600, capacity: 2, name: "Ann" });
		await ann.until(() => ann.live(roomId).caughtUp);
		await press(ann, roomId);
		await ann.do({ type: "send", roomId, text: "anybody?" });
		await ann.reads(roomId, ["anybody?"]);
		await look(ann, roomId);
		await press(ann, roomId, false);
		expect(ann.signals).toEqual([]);
	});

	test("while no panel shows the room: what comes is not seen, and what others do asks nothing of this browser", async () => {
		const { ann, ben, cat, roomId } = await three();
		await ben.do({ type: "send", roomId, text: "look" });
		await Promise.all([ann, ben, cat].map((who) => who.reads(roomId, ["look"])));
		await press(ben, roomId);
		await look(cat, roomId);
		await ann.until(() => writing(ann, roomId).join() === "Ben" && seenBy(ann, roomId, "look").join() === "Cat");
		expect(ann.signals).toEqual([]);
	});

	test("of what is switched off, and others are seen all the same", async () => {
		const { ann, ben, roomId } = await three();
		Object.assign(ben.shows, { writing: false, seen: false });
		await ann.do({ type: "send", roomId, text: "look" });
		await ben.reads(roomId, ["look"]);
		await look(ben, roomId);
		await press(ben, roomId);
		await press(ben, roomId, false);
		await press(ann, roomId);
		await ben.until(() => writing(ben, roomId).join() === "Ann");
		await settled(roomId, ben, ann);
		expect(ben.signals).toEqual([]);
		expect(ann.live(roomId).doings).toEqual({});
	});
});

test("what is heard is in memory alone: nothing is stored, and nothing counts as new", async () => {
	const { ann, ben, roomId } = await three();
	await ann.do({ type: "send", roomId, text: "look" });
	await ben.reads(roomId, ["look"]);
	await settled(roomId, ann, ben);
	const before = JSON.stringify(await ann.storage.all());
	await press(ben, roomId);
	await ann.until(() => writing(ann, roomId).join() === "Ben");
	expect(JSON.stringify(await ann.storage.all())).toBe(before);
	expect(ann.rooms.unreadCount()).toBe(0);
});

describe("a server that shows signals again", () => {
	let liar: LyingServer;
	afterEach(() => liar.close());

	test("changes nothing, whether at once, much later, or in another's name", async () => {
		liar = await createLyingServer(server.origin);
		const time = createSkippingTime();
		const [ann, ben] = [person(), createPerson({ server: liar.origin, transport: "sse", options: { time } })];
		const { roomId } = await meet(ann, ben);
		const told: Parameters<LyingServer["say"]> = [];
		liar.tell((frame) => {
			if (frame.type === "signal") told.push(frame);
			return [frame];
		});
		await press(ann, roomId);
		await ben.until(() => writing(ben, roomId).join() === "Ann");
		await press(ann, roomId, false);
		await ben.until(() => writing(ben, roomId).length === 0);
		const changes: string[] = [];
		const watch = (who: Person) => who.rooms.subscribe(() => changes.push(...writing(who, roomId).map(String)));
		watch(ben);
		const me = ben.live(roomId).me;
		const again = () => liar.say(...told, ...told.map((frame) => ({ ...frame, sender: me })));
		again();
		await settled(roomId, ann, ben);
		// A worker that has just begun knows of no newer signal, but that this one is old.
		const later = ben.restart();
		await later.until(() => later.room(roomId)?.phase === "live" && later.live(roomId).caughtUp);
		watch(later);
		server.skip(20_000);
		time.skip(20_000);
		again();
		await settled(roomId, ann, later);
		expect(changes).toEqual([]);
		expect(writing(later, roomId)).toEqual([]);
		server.skip(-20_000);
	});
});
