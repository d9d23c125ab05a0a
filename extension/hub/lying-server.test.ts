import { gzipSync } from "node:zlib";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { parseCursor } from "../../backend/protocol/ids.ts";
import { encodeBase64url } from "../crypto/base64url.ts";
import { createIdentity } from "../crypto/identity.ts";
import { deriveRoomKeys } from "../crypto/keys.ts";
import { handshakeKey, openKeys } from "../crypto/message.ts";
import { openProfile, sealProfile } from "../crypto/profile.ts";
import { secureRandom } from "../crypto/random.ts";
import { epochOf, handshakeEpoch } from "../crypto/seal.ts";
import { systemTime } from "../room/time.ts";
import { linkOf } from "./entrance.ts";
import { createLyingServer, type Frame, type LyingServer } from "./testing/lying-server.ts";
import { createPerson, meet, type Person, sendAllHome, textsOf } from "./testing/person.ts";
import { startTestServer, type TestServer } from "./testing/test-server.ts";

// Ann is told the truth. Ben is told lies: the server is an honest one, and between it and Ben stands one that lies.

let server: TestServer;
let liar: LyingServer;
let ann: Person;
let ben: Person;

beforeEach(async () => {
	server = await startTestServer({ rateLimits: false });
	liar = await createLyingServer(server.origin);
	ann = createPerson({ server: server.origin });
	ben = createPerson({ server: liar.origin, transport: "sse" });
});
afterEach(async () => {
	sendAllHome();
	await liar.close();
	await server.close();
});

const say = (who: Person, roomId: string, text: string) => who.do({ type: "send", roomId, text });
const textOf = ({ event, data }: Frame): string => (event === "chat.message" ? String(data?.text) : "");
/** A message that somebody wrote, and no key that is handed over. */
const isWords = (frame: Frame): boolean => textOf(frame) !== "" && epochOf(textOf(frame)) !== handshakeEpoch;
const isHandover = (frame: Frame): boolean => textOf(frame) !== "" && epochOf(textOf(frame)) === handshakeEpoch;
/** The cursor so many events and milliseconds later. */
function later(cursor: unknown, events: number, ms = 0): string {
	const parts = parseCursor(String(cursor));
	return `${parts.ms + ms}-${parts.n + events}`;
}
/** What stands in the log beside messages: what failed its check, and whose view differs, by name. */
function marks(who: Person, roomId: string): string[] {
	const { people, log } = who.live(roomId);
	const nameOf = (memberId: string | null) => people.find((person) => person.memberId === memberId)?.name ?? "nobody";
	return log.flatMap((entry) =>
		entry.type === "caught" || entry.type === "differs" ? [`${entry.type} ${nameOf(entry.sender)}`] : [],
	);
}
const marked = (who: Person, roomId: string, wanted: string[]) =>
	who.until(() => JSON.stringify(marks(who, roomId)) === JSON.stringify(wanted));

/** Lies about the nth message of words that passes, and tells the truth of all else. */
function lieAbout(nth: number, lie: (frame: Frame) => Frame[]): void {
	let seen = 0;
	liar.tell((frame) => (isWords(frame) && ++seen === nth ? lie(frame) : [frame]));
}

describe("a server that", { timeout: 60_000 }, () => {
	test("drops a message and leaves a gap is not read on from: it is asked again", async () => {
		const { roomId } = await meet(ann, ben);
		let isHidden = true;
		liar.tell((frame) => (isHidden && isWords(frame) && frame.data?.id === "hidden".padEnd(21, "_") ? [] : [frame]));
		await say(ann, roomId, "one");
		await ann.do({ type: "send", roomId, text: "two", id: "hidden".padEnd(21, "_") });
		await say(ann, roomId, "three");
		await ann.reads(roomId, ["one", "two", "three"]);
		await ben.until(() => ben.live(roomId).connection.name === "waiting");
		await ben.reads(roomId, ["one"]);
		isHidden = false;
		await ben.do({ type: "reconnect" });
		await ben.reads(roomId, ["one", "two", "three"]);
		expect(marks(ben, roomId)).toEqual([]);
	});

	test("drops a message and closes the gap up is told of by the next one", async () => {
		const { roomId } = await meet(ann, ben);
		let seen = 0;
		liar.tell((frame) => {
			if (isWords(frame) && ++seen === 2) return [];
			return seen > 1 && frame.id ? [{ ...frame, id: later(frame.id, -1) }] : [frame];
		});
		for (const text of ["one", "two"]) await say(ann, roomId, text);
		await ann.reads(roomId, ["one", "two"]);
		await ben.reads(roomId, ["one"]);
		expect(marks(ben, roomId)).toEqual([]);
		await say(ann, roomId, "three");
		await ben.reads(roomId, ["one", "three"]);
		expect(marks(ben, roomId)).toEqual(["differs Ann"]);
		// And Ann, who was shown all, is told so by Ben.
		await say(ben, roomId, "four");
		await ann.reads(roomId, ["one", "two", "three", "four"]);
		expect(marks(ann, roomId)).toEqual(["differs Ben"]);
	});

	test("replays a message under a new cursor is caught, and it is shown once", async () => {
		const { roomId } = await meet(ann, ben);
		let old: Frame = {};
		liar.tell((frame) => {
			if (isWords(frame) && !old.id) old = frame;
			else if (isWords(frame))
				return [
					{ ...old, id: frame.id },
					{ ...frame, id: later(frame.id, 1) },
				];
			return [frame];
		});
		for (const text of ["yes, do it", "and now wait"]) await say(ann, roomId, text);
		await ben.reads(roomId, ["yes, do it", "and now wait"]);
		expect(marks(ben, roomId)).toEqual(["caught Ann"]);
	});

	test("replays a message under a new id is caught", async () => {
		const { roomId } = await meet(ann, ben);
		lieAbout(1, (frame) => [frame, { ...frame, id: later(frame.id, 1), data: { ...frame.data, id: "x".repeat(21) } }]);
		await say(ann, roomId, "yes, do it");
		await marked(ben, roomId, ["caught Ann"]);
		await ben.reads(roomId, ["yes, do it"]);
	});

	test("shows two messages in another order is told of by the next one", async () => {
		const { roomId } = await meet(ann, ben);
		let first: Frame | null = null;
		liar.tell((frame) => {
			if (!isWords(frame) || first?.id === "told") return [frame];
			if (first === null) {
				first = frame;
				return [];
			}
			const [one, two] = [first, frame];
			first = { id: "told" };
			return [
				{ ...two, id: one.id },
				{ ...one, id: two.id },
			];
		});
		for (const text of ["shall we?", "no"]) await say(ann, roomId, text);
		await ben.reads(roomId, ["no", "shall we?"]);
		await say(ann, roomId, "so be it");
		await ben.reads(roomId, ["no", "shall we?", "so be it"]);
		expect(marks(ben, roomId).at(-1)).toBe("differs Ann");
	});

	test("puts a message in another's mouth is caught, and it is shown as nobody's", async () => {
		const { roomId } = await meet(ann, ben);
		const me = ben.live(roomId).me;
		await say(ben, roomId, "hello");
		await ann.reads(roomId, ["hello"]);
		lieAbout(1, (frame) => [{ ...frame, data: { ...frame.data, sender: me } }]);
		await say(ann, roomId, "I owe you 100");
		await marked(ben, roomId, ["caught Ben"]);
		await ben.reads(roomId, ["hello"]);
	});

	test("shows a message of another room is caught, though the same people are in both", async () => {
		const { roomId } = await meet(ann, ben);
		const { roomId: other } = await meet(ann, ben);
		for (const id of [roomId, other]) await say(ann, id, "hello");
		for (const id of [roomId, other]) await ben.reads(id, ["hello"]);
		const sender = ben.live(roomId).people[0]?.memberId;
		liar.tell((frame) => {
			if (!isWords(frame) || frame.channel !== other) return [frame];
			const id = later(ben.live(roomId).log.at(-1)?.cursor, 1);
			return [frame, { ...frame, id, channel: roomId, data: { ...frame.data, roomId, sender } }];
		});
		await say(ann, other, "yes");
		await ben.reads(other, ["hello", "yes"]);
		await marked(ben, roomId, ["caught Ann"]);
		await ben.reads(roomId, ["hello"]);
	});

	test.each([
		["back", -5],
		["ahead", 3_600_000],
	])("dates messages %s is told of by the next one", async (_, ms) => {
		const { roomId } = await meet(ann, ben);
		// So that there is a time before it in which nothing was.
		await new Promise((passed) => setTimeout(passed, 50));
		let seen = 0;
		liar.tell((frame) => {
			if (textOf(frame) !== "") seen++;
			return seen > 0 && frame.id ? [{ ...frame, id: later(frame.id, 0, ms) }] : [frame];
		});
		for (const text of ["at six", "certainly"]) {
			await say(ann, roomId, text);
			await ann.until(() => textsOf(ann.room(roomId)).includes(text));
		}
		await ben.reads(roomId, ["at six", "certainly"]);
		expect(marks(ben, roomId)).toEqual(["differs Ann"]);
	});

	test("gives a member another's profile is caught, and the name is not taken", async () => {
		let bens = "";
		liar.tell((frame) => {
			if (frame.event !== "room.joined") return [frame];
			const { data } = frame;
			bens = String(JSON.parse(liar.calls.find(({ line }) => line.endsWith("/members"))?.body ?? "{}").profile);
			return parseCursor(String(frame.id)).n === 1 ? [{ ...frame, data: { ...data, profile: bens } }] : [frame];
		});
		const { roomId } = await meet(ann, ben);
		expect(bens).toHaveLength(512);
		expect(ben.live(roomId).people.map(({ name }) => name)).toEqual([null, "Ben"]);
		expect(marks(ben, roomId)).toEqual(["caught nobody"]);
		// What she writes can't be checked, so it is not shown.
		await say(ann, roomId, "hello");
		await ben.until(() => marks(ben, roomId).length > 1);
		expect(textsOf(ben.room(roomId))).toEqual([]);
	});

	test("gives a member a new profile in mid-room, another's, does not take the name or the keys", async () => {
		const { roomId } = await meet(ann, ben);
		const [first, second] = ben.live(roomId).people;
		const bens = JSON.parse(liar.calls.find(({ line }) => line.endsWith("/members"))?.body ?? "{}").profile;
		const again = { memberId: first?.memberId, profile: bens };
		let moved = 0;
		liar.tell((frame) => (frame.id ? [{ ...frame, id: later(frame.id, moved) }] : [frame]));
		const id = later(ben.live(roomId).log.at(-1)?.cursor, 1);
		moved = 1;
		liar.say({ id, channel: roomId, event: "room.joined", data: again });
		await marked(ben, roomId, ["caught Ann"]);
		await say(ann, roomId, "still me");
		await ben.reads(roomId, ["still me"]);
		expect(ben.live(roomId).people.map(({ memberId, name }) => [memberId, name])).toEqual([
			[first?.memberId, "Ann"],
			[second?.memberId, "Ben"],
		]);
	});

	test("puts other keys in place of those that are handed over is caught, and what is under the true ones waits", async () => {
		const { roomId } = await meet(ann, ben);
		await say(ben, roomId, "from Ben");
		await ann.reads(roomId, ["from Ben"]);
		const bens = liar.calls.map(({ body }) => body).find((body) => body.includes('"text"')) ?? "{}";
		liar.tell((frame) =>
			isHandover(frame) && frame.data?.sender !== ben.live(roomId).me
				? [{ ...frame, data: { ...frame.data, text: JSON.parse(bens).text } }]
				: [frame],
		);
		await say(ann, roomId, "from Ann");
		await ben.until(() => ben.live(roomId).log.some(({ type }) => type === "sealed"));
		expect(marks(ben, roomId)).toEqual(["caught Ann"]);
		await ben.reads(roomId, ["from Ben"]);
	});

	test.each(["noise", "the profile of somebody else"])(
		"inserts a ghost with %s is caught, and nobody hands it a key",
		async (what) => {
			const { roomId, link } = await meet(ann, ben, { capacity: 3 });
			const bens = JSON.parse(liar.calls.find(({ line }) => line.endsWith("/members"))?.body ?? "{}").profile;
			const profile = what === "noise" ? `AQAA${encodeBase64url(secureRandom(381))}` : bens;
			const ghost = encodeBase64url(secureRandom(16));
			const id = later(ben.live(roomId).log.at(-1)?.cursor, 1);
			liar.tell((frame) => (frame.id ? [{ ...frame, id: later(frame.id, 1) }] : [frame]));
			liar.say({ id, channel: roomId, event: "room.joined", data: { memberId: ghost, profile } });
			await ben.until(() => ben.live(roomId).people.length === 3);
			expect(ben.live(roomId).people[2]).toMatchObject({ memberId: ghost, name: null });
			expect(marks(ben, roomId)).toEqual(["caught nobody"]);
			await say(ben, roomId, "who is there?");
			await ann.reads(roomId, ["who is there?"]);
			// Told only to Ben: Ann hears of it by his message.
			expect(marks(ann, roomId)).toEqual(["differs Ben"]);
			const keys = await deriveRoomKeys(linkOf(link));
			const [annId, memberId] = ben.live(roomId).people.map((person) => person.memberId);
			const sender = await openProfile({ keys, roomId, memberId: memberId ?? "", text: bens });
			const handedTo: string[] = [];
			for (const { body } of liar.calls.filter(({ line }) => line.endsWith("/messages"))) {
				const { id: messageId, text } = JSON.parse(body);
				if (epochOf(text) !== handshakeEpoch) continue;
				const opened = await openKeys({ under: handshakeKey(keys), roomId, sender, id: messageId, text });
				handedTo.push(...(opened as { wraps: [string, string][] }).wraps.map(([to]) => to));
			}
			expect(handedTo).toEqual([annId]);
		},
	);

	test("tells one that somebody left who is there is told of by what they write", async () => {
		const { roomId } = await meet(ann, ben);
		const [first] = ben.live(roomId).people;
		const id = later(ben.live(roomId).log.at(-1)?.cursor, 1);
		liar.tell((frame) => (frame.id ? [{ ...frame, id: later(frame.id, 1) }] : [frame]));
		liar.say({ id, channel: roomId, event: "room.left", data: { memberId: first?.memberId, reason: "left" } });
		await ben.until(() => ben.live(roomId).people[0]?.here === false);
		// The first was written before she could have been shown that.
		for (const text of ["I am here", "here!"]) {
			await say(ann, roomId, text);
			await ben.until(() => textsOf(ben.room(roomId)).includes(text));
		}
		expect(marks(ben, roomId)).toEqual(["differs Ann"]);
		// What Ben writes is for nobody then: Ann is told that she has no key for it.
		await say(ben, roomId, "is anybody here?");
		await ann.until(() => ann.live(roomId).log.some(({ type }) => type === "sealed"));
	});

	test("makes up that the room was handed over, or shows again that it was, is caught, and it is whose it was", async () => {
		const { roomId } = await meet(ann, ben);
		const [annId, benId] = [ann.live(roomId).me, ben.live(roomId).me];
		const shown: Frame[] = [];
		liar.tell((frame) => {
			if (frame.event === "room.starter") shown.push(frame);
			return frame.id ? [{ ...frame, id: later(frame.id, 1) }] : [frame];
		});
		const id = later(ben.live(roomId).log.at(-1)?.cursor, 1);
		const data = { memberId: benId, by: annId, body: "A".repeat(512) };
		liar.say({ id, channel: roomId, event: "room.starter", data });
		await marked(ben, roomId, ["caught Ann"]);
		expect(ben.live(roomId).starter).toBe(annId);

		liar.tell((frame) => {
			if (frame.event === "room.starter") shown.push(frame);
			return [frame];
		});
		const there = ben.restart();
		await there.until(() => there.room(roomId)?.phase === "live" && there.live(roomId).caughtUp);
		await ann.do({ type: "hand-over", roomId, memberId: benId });
		await there.until(() => there.live(roomId).starter === benId);
		await there.do({ type: "hand-over", roomId, memberId: annId });
		await there.until(() => there.live(roomId).starter === annId);
		// She did sign it, but of another time.
		const [first, back] = shown;
		if (!first || !back) throw new Error("nothing was handed over");
		liar.say({ ...first, id: later(back.id, 1) });
		await marked(there, roomId, ["caught Ann"]);
		expect(there.live(roomId).starter).toBe(annId);
	});

	test("withholds a destroy, and answers for the room as if it lived, can't keep it beyond its time", async () => {
		let aheadMs = 0;
		const early: (() => void)[] = [];
		const time = {
			...systemTime,
			monotonic: () => performance.now() + aheadMs,
			after(ms: number, run: () => void) {
				if (ms > 30_000) early.push(run);
				return systemTime.after(ms, run);
			},
		};
		ben = createPerson({ server: liar.origin, transport: "sse", options: { time } });
		const { roomId } = await meet(ann, ben, { ttlSeconds: 60 });
		await say(ann, roomId, "burn this");
		await ben.reads(roomId, ["burn this"]);
		const seat = { roomId, memberId: ben.live(roomId).me, cursor: "1-1", capacity: 2 };
		const { expiresAt } = ben.live(roomId);
		liar.answer(/^POST .*\/members$/, () => ({
			...{ status: 200, type: "application/json" },
			body: JSON.stringify({ ...seat, expiresAt, now: expiresAt - 55_000 }),
		}));
		liar.tell((frame) => (frame.event === "chat.destroy" || frame.type === "error" ? [] : [frame]));
		await ann.do({ type: "destroy", roomId });
		aheadMs = 50_000;
		for (const run of early.splice(0)) run();
		expect(ben.room(roomId)?.phase).toBe("live");
		aheadMs = 61_000;
		ben.rooms.wake();
		await ben.until(() => ben.room(roomId)?.phase === "ended");
		expect(ben.room(roomId)).toMatchObject({ reason: "expired" });
		await expect.poll(async () => Object.keys(await ben.storage.all())).toEqual([`room/${roomId}`]);
	});

	test("answers for a room that ended as if it lived does not bring it back", async () => {
		const { roomId, link } = await meet(ann, ben);
		await ann.do({ type: "destroy", roomId });
		await ben.until(() => ben.room(roomId)?.phase === "ended");
		const now = Date.now();
		const seat = { roomId, memberId: "m".repeat(22), cursor: "1-1", capacity: 2, now, expiresAt: now + 600_000 };
		liar.answer(/members$/, () => ({ status: 200, type: "application/json", body: JSON.stringify(seat) }));
		const asked = liar.calls.length;
		await ben.do({ type: "invite", link: link.replace(ann.server, ben.server) });
		expect(await ben.rooms.do({ type: "join", roomId, name: "Ben" })).toEqual({ ok: false, code: "room-not-found" });
		expect(ben.room(roomId)).toMatchObject({ phase: "ended", reason: "destroyed" });
		expect(liar.calls).toHaveLength(asked);
	});

	test.each(["in mid-stream", "while nobody looked"])(
		"has the room made anew by another under the same id, %s, shows nothing of it: it is over",
		async (when) => {
			const { roomId, link } = await meet(ann, ben);
			await say(ann, roomId, "between us");
			await ben.reads(roomId, ["between us"]);
			if (when === "while nobody looked") ben.rooms.close();
			await server.forget();
			// Who has the link is all it takes: Mal starts a room of the same id, by the same link, and lets Ben in.
			const { accessHash, ...keys } = await deriveRoomKeys(linkOf(link));
			const mal = await createIdentity(secureRandom);
			const profile = await sealProfile({
				keys: { accessHash, ...keys },
				roomId,
				identity: mal,
				name: "Ann",
				random: secureRandom,
			});
			const { memberId, tokenHash } = mal;
			const body = JSON.stringify({ roomId, memberId, tokenHash, accessHash, profile, ttlSeconds: 600, capacity: 3 });
			const headers = { "content-type": "application/json" };
			const made = await fetch(`${server.origin}/api/rooms`, { method: "POST", headers, body });
			expect(made.status).toBe(201);
			const woken = when === "while nobody looked" ? ben.restart() : ben;
			await woken.rooms.do({ type: "reconnect" });
			await woken.until(() => woken.room(roomId)?.phase === "ended");
			expect(woken.room(roomId)).toMatchObject({ reason: "not-found" });
			await expect.poll(async () => Object.keys(await woken.storage.all())).toEqual([`room/${roomId}`]);
		},
	);

	test("gives an answer that is right but for its size is not read to the end", async () => {
		const seat = {
			memberId: "m".repeat(22),
			cursor: "1-1",
			capacity: 2,
			now: Date.now(),
			expiresAt: Date.now() + 60_000,
		};
		liar.answer(/^POST \/api\/rooms$/, () => {
			const { roomId } = JSON.parse(liar.calls.at(-1)?.body ?? "{}");
			const body = JSON.stringify({ ...seat, roomId, more: "a".repeat(20_000_000) });
			return { status: 201, type: "application/json", body };
		});
		const start = { type: "start", ttlSeconds: 60, capacity: 2 } as const;
		expect(await ben.rooms.do(start)).toEqual({ ok: false, code: "not-mayfly" });
		expect(ben.rooms.getSnapshot().rooms).toEqual([]);
	});

	test("gives an answer that is small on its way and huge when unpacked is not read to the end", async () => {
		let read = 0;
		const packed = gzipSync(Buffer.alloc(400_000_000));
		expect(packed.length).toBeLessThan(500_000);
		const bomb: typeof fetch = async () => {
			const body = new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"));
			const count = new TransformStream<Uint8Array, Uint8Array>({
				transform(piece, controller) {
					read += piece.length;
					controller.enqueue(piece);
				},
			});
			return new Response(body.pipeThrough(count), { status: 200 });
		};
		ben = createPerson({ server: liar.origin, transport: "sse", options: { fetch: bomb } });
		const start = { type: "start", ttlSeconds: 60, capacity: 2 } as const;
		expect(await ben.rooms.do(start)).toEqual({ ok: false, code: "not-mayfly" });
		expect(read).toBeLessThan(50_000_000);
	});
});
