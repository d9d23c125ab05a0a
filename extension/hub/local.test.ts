import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { noDraft } from "../room/state.ts";
import { createMemoryStorage } from "./memory-storage.ts";
import { createPerson, meet, type Person, sendAllHome, textsOf } from "./testing/person.ts";
import { startTestServer, type TestServer } from "./testing/test-server.ts";

// Waits for real timers of client and server: a busy machine takes its time.
vi.setConfig({ testTimeout: 20_000 });

let server: TestServer;
beforeAll(async () => {
	server = await startTestServer();
});
afterAll(() => server.close());
afterEach(sendAllHome);

const person = (options: Partial<Parameters<typeof createPerson>[0]> = {}) =>
	createPerson({ server: server.origin, ...options });

const typed = (text: string) => ({ ...noDraft, text });
const page = {
	url: "https://timetable.example.org/friday#:~:text=The%2018%3A10",
	title: "Platform changes",
	quote: "The 18:10 arrives on platform 4.",
};

const receiptsOf = (who: Person, roomId: string) => {
	const room = who.room(roomId);
	return room?.phase === "ended" ? room.receipts : undefined;
};
const stored = async ({ storage }: Person) => JSON.stringify(await storage.all());

describe("talking", () => {
	test("two people talk both ways, each message once and in one order for both", async () => {
		const [ann, ben] = [person(), person()];
		const { roomId } = await meet(ann, ben);
		const said: string[] = [];
		for (let round = 0; round < 5; round++) {
			for (const [who, text] of [
				[ann, `ann ${round}`],
				[ben, `ben ${round}`],
			] as const) {
				said.push(text);
				await who.do({ type: "send", roomId, text });
				await Promise.all([ann.reads(roomId, said), ben.reads(roomId, said)]);
			}
		}
		expect(ann.live(roomId).log.map(({ cursor }) => cursor)).toEqual(ben.live(roomId).log.map(({ cursor }) => cursor));
	});

	test("both see the same room name and each other's names, which the server never gets", async () => {
		const [ann, ben] = [person(), person()];
		const { roomId } = await meet(ann, ben);
		expect(ann.live(roomId).name).toBe(ben.live(roomId).name);
		for (const who of [ann, ben]) {
			expect(who.live(roomId).people.map(({ name, order }) => [name, order])).toEqual([
				["Ann", 0],
				["Ben", 1],
			]);
		}
		expect(ann.live(roomId).people[0]?.memberId).toBe(ann.live(roomId).me);
	});

	test("who is alone can write, and the guest reads it", async () => {
		const [ann, ben] = [person(), person()];
		const { roomId = "", link = "" } = await ann.do({ type: "start", ttlSeconds: 60, capacity: 2 });
		await ann.do({ type: "send", roomId, text: "read this" });
		await ann.reads(roomId, ["read this"]);
		await ben.do({ type: "invite", link });
		await ben.do({ type: "join", roomId, name: "Ben" });
		await ben.reads(roomId, ["read this"]);
		expect(ben.live(roomId).unreadCount).toBe(1);
	});

	test("twenty messages written at once arrive in the order they were written", async () => {
		const [ann, ben] = [person(), person()];
		const { roomId } = await meet(ann, ben);
		const texts = Array.from({ length: 20 }, (_, index) => `number ${index}`);
		await Promise.all(texts.map((text) => ann.do({ type: "send", roomId, text })));
		await ben.reads(roomId, texts);
	});

	test("a burst over the budget waits and arrives whole", async () => {
		const [ann, ben] = [person(), person()];
		const { roomId } = await meet(ann, ben);
		const texts = Array.from({ length: 26 }, (_, index) => `number ${index}`);
		await Promise.all(texts.map((text) => ann.do({ type: "send", roomId, text })));
		await ben.until(() => textsOf(ben.room(roomId)).length === texts.length);
		expect(textsOf(ben.room(roomId))).toEqual(texts);
	});

	test("two rooms live on one stream", async () => {
		const other = await startTestServer();
		const [ann, ben] = [createPerson({ server: other.origin }), createPerson({ server: other.origin })];
		const one = await meet(ann, ben);
		const two = await meet(ann, ben);
		await ann.until(() => other.streamCount() === 2);
		await ann.do({ type: "send", roomId: one.roomId, text: "in one" });
		await ben.do({ type: "send", roomId: two.roomId, text: "in two" });
		for (const who of [ann, ben]) {
			await who.reads(one.roomId, ["in one"]);
			await who.reads(two.roomId, ["in two"]);
		}
		await ann.do({ type: "leave", roomId: one.roomId });
		await ben.do({ type: "send", roomId: two.roomId, text: "still here" });
		await ann.reads(two.roomId, ["in two", "still here"]);
		expect(other.streamCount()).toBe(2);
		sendAllHome();
		await other.close();
	});

	test("what cannot be sent says why, and nothing is left of it", async () => {
		const ann = person();
		const { roomId = "" } = await ann.do({ type: "start", ttlSeconds: 60, capacity: 2 });
		expect(await ann.rooms.do({ type: "send", roomId, text: "" })).toEqual({ ok: false, code: "invalid-field" });
		const text = "x".repeat(16_384);
		expect(await ann.rooms.do({ type: "send", roomId, text })).toEqual({ ok: false, code: "body-too-large" });
		expect(ann.live(roomId).unsent).toEqual([]);
	});
});

describe("reading", () => {
	test("unread messages are counted until they are read, and drafts are kept until they are sent", async () => {
		const [ann, ben] = [person(), person()];
		const { roomId } = await meet(ann, ben);
		await ann.do({ type: "draft", roomId, text: "half a thought" });
		for (const text of ["one", "two", "three"]) await ben.do({ type: "send", roomId, text });
		await ann.reads(roomId, ["one", "two", "three"]);
		expect(ann.live(roomId)).toMatchObject({ unreadCount: 3, draft: typed("half a thought") });
		expect(ann.rooms.unreadCount()).toBe(3);
		const second = ann.live(roomId).log.filter((entry) => entry.type === "message")[1]?.cursor ?? "";
		await ann.do({ type: "read", roomId, cursor: second });
		expect(ann.live(roomId).unreadCount).toBe(1);

		const woken = ann.restart();
		await woken.reads(roomId, ["one", "two", "three"]);
		expect(woken.live(roomId)).toMatchObject({ unreadCount: 1, draft: typed("half a thought"), readCursor: second });
		await woken.do({ type: "send", roomId, text: "half a thought" });
		expect(woken.live(roomId).draft).toEqual(typed(""));
	});

	test("a page in the message box leaves what is typed, survives the worker, and goes with the message", async () => {
		const [ann, ben] = [person(), person()];
		const { roomId } = await meet(ann, ben);
		await ann.do({ type: "draft", roomId, text: "on which" });
		await ann.do({ type: "draft", roomId, page: { ...page, shortened: true } });
		await ann.do({ type: "draft", roomId, text: "on which platform?" });

		const woken = ann.restart();
		await woken.rooms.ready;
		expect(woken.live(roomId).draft).toEqual({
			...noDraft,
			text: "on which platform?",
			page: { ...page, shortened: true },
		});
		await woken.do({ type: "send", roomId, text: "on which platform?", page });
		expect(woken.live(roomId).draft).toEqual(typed(""));
		await Promise.all([woken, ben].map((who) => who.reads(roomId, ["on which platform?"])));
		for (const who of [woken, ben]) {
			expect(who.live(roomId).log.at(-1)).toMatchObject({ text: "on which platform?", page });
		}
		await woken.do({ type: "send", roomId, text: "", page: { url: page.url, title: "" } });
		await ben.reads(roomId, ["on which platform?", ""]);
	});

	test("a page or words that came while another message was sent stay in the box", async () => {
		const ann = person();
		const { roomId = "" } = await ann.do({ type: "start", ttlSeconds: 60, capacity: 2 });
		await ann.do({ type: "draft", roomId, text: "later", page });
		await ann.do({ type: "send", roomId, text: "now" });
		await ann.do({ type: "send", roomId, text: "", page: { ...page, title: "Another" } });
		expect(ann.live(roomId).draft).toEqual({ ...noDraft, text: "later", page });
		await ann.do({ type: "send", roomId, text: "", page });
		expect(ann.live(roomId).draft).toEqual(typed("later"));
	});

	test("a page waits in the outbox with its message, and arrives once when the server is back", async () => {
		const [ann, ben] = [person(), person()];
		const { roomId } = await meet(ann, ben);
		let isAway = true;
		const cut: typeof fetch = (...request) => (isAway ? Promise.reject(new TypeError("cut")) : fetch(...request));
		const away = ann.restart({ fetch: cut });
		await away.do({ type: "send", roomId, text: "look", page });
		expect(away.live(roomId).unsent).toMatchObject([{ text: "look", page }]);
		const woken = away.restart({ fetch: cut });
		await woken.rooms.ready;
		expect(woken.live(roomId).unsent).toMatchObject([{ text: "look", page }]);
		isAway = false;
		woken.rooms.wake();
		await ben.reads(roomId, ["look"]);
		expect(ben.live(roomId).log.filter(({ type }) => type === "message")).toMatchObject([{ text: "look", page }]);
	});

	test("a page nobody may be led to is neither kept nor sent", async () => {
		const ann = person();
		const { roomId = "" } = await ann.do({ type: "start", ttlSeconds: 60, capacity: 2 });
		const bad = { url: "javascript:alert(1)", title: "Free cake" };
		const refused = { ok: false, code: "invalid-field" };
		expect(await ann.rooms.do({ type: "draft", roomId, page: bad })).toEqual(refused);
		expect(await ann.rooms.do({ type: "send", roomId, text: "hi", page: bad })).toEqual(refused);
		expect(ann.live(roomId)).toMatchObject({ draft: typed(""), unsent: [] });
		const tooMuch = { ok: false, code: "body-too-large" };
		expect(await ann.rooms.do({ type: "send", roomId, text: "x".repeat(12_050), page })).toEqual(tooMuch);
	});
});

describe("a worker that was killed", () => {
	test("wakes in the same rooms: same seat, the talk read again, in the order they were opened", async () => {
		const [ann, ben] = [person(), person()];
		const one = await meet(ann, ben);
		const two = await meet(ann, ben);
		await ben.do({ type: "send", roomId: one.roomId, text: "before" });
		await ann.reads(one.roomId, ["before"]);
		const me = ann.live(one.roomId).me;
		const woken = ann.restart();
		expect(woken.rooms.getSnapshot().ready).toBe(false);
		await woken.reads(one.roomId, ["before"]);
		expect(woken.rooms.getSnapshot().rooms.map(({ roomId }) => roomId)).toEqual([one.roomId, two.roomId]);
		expect(woken.live(one.roomId).me).toBe(me);
		await woken.do({ type: "send", roomId: one.roomId, text: "after" });
		await ben.reads(one.roomId, ["before", "after"]);
		expect(woken.live(one.roomId).people.filter(({ here }) => here)).toHaveLength(2);
	});

	test("shows invitations and ends as they were", async () => {
		const [ann, ben] = [person(), person()];
		const { roomId, link } = await meet(ann, ben, { capacity: 3 });
		const guest = person();
		await guest.do({ type: "invite", link });
		await ben.do({ type: "leave", roomId });
		expect(guest.restart().rooms.getSnapshot().ready).toBe(false);
		const [wokenGuest, wokenBen] = [guest.restart(), ben.restart()];
		await Promise.all([wokenGuest.rooms.ready, wokenBen.rooms.ready]);
		expect(wokenGuest.room(roomId)).toEqual(guest.room(roomId));
		expect(wokenBen.room(roomId)).toMatchObject({ phase: "ended", reason: "left", byMe: true });
	});
});

describe("coming in", () => {
	test("a link is looked at without a word to the server", async () => {
		const calls: string[] = [];
		const ben = person({
			options: {
				fetch: (...args) => {
					calls.push(String(args[0]));
					return fetch(...args);
				},
			},
		});
		const { link = "" } = await person().do({ type: "start", ttlSeconds: 60, capacity: 2 });
		const outcome = await ben.do({ type: "invite", link: ` <${link}> ` });
		expect(ben.room(outcome.roomId ?? "")).toMatchObject({ phase: "invited", foreign: false });
		expect(ben.rooms.getSnapshot().open).toBe(outcome.roomId);
		expect(calls).toEqual([]);
		await ben.do({ type: "dismiss", roomId: outcome.roomId ?? "" });
		expect(ben.rooms.getSnapshot()).toMatchObject({ rooms: [], open: null });
		expect(await ben.storage.all()).toEqual({});
		expect(calls).toEqual([]);
	});

	test("a room on another server than the one that is set is foreign", async () => {
		const { link = "" } = await person().do({ type: "start", ttlSeconds: 60, capacity: 2 });
		const ben = createPerson({ server: "https://elsewhere.example" });
		const { roomId = "" } = await ben.do({ type: "invite", link });
		expect(ben.room(roomId)).toMatchObject({ foreign: true, server: server.origin });
	});

	test("links that are none are refused, and so is another secret of a room that is here", async () => {
		const ann = person();
		const { link = "" } = await ann.do({ type: "start", ttlSeconds: 60, capacity: 2 });
		for (const bad of ["", "hello", link.slice(0, -1), link.replace("#", ""), "javascript:alert(1)"]) {
			expect(await ann.rooms.do({ type: "invite", link: bad })).toEqual({ ok: false, code: "bad-link" });
		}
		const { link: another = "" } = await ann.do({ type: "start", ttlSeconds: 60, capacity: 2 });
		const mixed = `${link.split("#")[0]}#${another.split("#")[1]}`;
		expect(await ann.rooms.do({ type: "invite", link: mixed })).toEqual({ ok: false, code: "bad-link" });
	});

	test("a full room says so, takes nothing, and lets in when there is a seat", async () => {
		const [ann, ben, cat] = [person(), person(), person()];
		const { roomId, link } = await meet(ann, ben);
		await cat.do({ type: "invite", link });
		expect(await cat.rooms.do({ type: "join", roomId, name: "Cat" })).toEqual({ ok: false, code: "room-full" });
		expect(cat.room(roomId)?.phase).toBe("invited");
		await ben.do({ type: "leave", roomId });
		await cat.do({ type: "join", roomId, name: "Cat" });
		await ann.until(
			() =>
				ann
					.live(roomId)
					.people.map(({ name, here }) => `${name} ${here}`)
					.join() === "Ann true,Ben false,Cat true",
		);
		const log = ann.live(roomId).log.map((entry) => entry.type);
		expect(log).toEqual(["joined", "joined", "left", "joined"]);
	});

	test("a locked room lets nobody new in and says so to all; open again it lets in; only the starter turns the lock", async () => {
		const [ann, ben, cat] = [person(), person(), person()];
		const { roomId, link } = await meet(ann, ben, { capacity: 3 });
		expect(await ben.rooms.do({ type: "lock", roomId, locked: true })).toEqual({ ok: false, code: "not-allowed" });
		await ann.do({ type: "lock", roomId, locked: true });
		await ann.do({ type: "lock", roomId, locked: true });
		for (const who of [ann, ben]) await who.until(() => who.live(roomId).locked);
		await cat.do({ type: "invite", link });
		expect(await cat.rooms.do({ type: "join", roomId, name: "Cat" })).toEqual({ ok: false, code: "room-locked" });
		expect(cat.room(roomId)?.phase).toBe("invited");
		const woken = ben.restart();
		await woken.until(() => woken.room(roomId)?.phase === "live" && woken.live(roomId).caughtUp);
		expect(woken.live(roomId).locked).toBe(true);
		await ann.do({ type: "lock", roomId, locked: false });
		await cat.do({ type: "join", roomId, name: "Cat" });
		await ann.until(() => ann.live(roomId).people.length === 3);
		const log = ann.live(roomId).log.flatMap((entry) => (entry.type === "locked" ? [entry.locked] : []));
		expect(log).toEqual([true, false]);
	});

	test("a room that is gone, or a link with another's secret, lets nobody in", async () => {
		const ann = person();
		const { roomId = "", link = "" } = await ann.do({ type: "start", ttlSeconds: 60, capacity: 2 });
		const { link: another = "" } = await ann.do({ type: "start", ttlSeconds: 60, capacity: 2 });
		const ben = person();
		await ben.do({ type: "invite", link: `${link.split("#")[0]}#${another.split("#")[1]}` });
		expect(await ben.rooms.do({ type: "join", roomId, name: "Ben" })).toEqual({ ok: false, code: "room-not-found" });
		await ann.do({ type: "destroy", roomId });
		const cat = person();
		await cat.do({ type: "invite", link });
		expect(await cat.rooms.do({ type: "join", roomId, name: "Cat" })).toEqual({ ok: false, code: "room-not-found" });
	});

	test("two panels that press Join at once are one member", async () => {
		const [ann, ben] = [person(), person()];
		const { roomId = "", link = "" } = await ann.do({ type: "start", ttlSeconds: 60, capacity: 3 });
		await ben.do({ type: "invite", link });
		await Promise.all([1, 2, 3].map(() => ben.do({ type: "join", roomId, name: "Ben" })));
		await ann.until(() => ann.live(roomId).people.length === 2);
		await ben.do({ type: "join", roomId, name: "Ben" });
		await ben.until(() => ben.live(roomId).people.length === 2);
		expect(ann.live(roomId).people).toHaveLength(2);
	});

	test("names are cleaned, bad ones refused, and without one there is one to offer", async () => {
		const ann = person();
		const { roomId = "" } = await ann.do({ type: "start", ttlSeconds: 60, capacity: 2, name: "  Ann \u202e Lee " });
		await ann.until(() => ann.live(roomId).people.length === 1);
		expect(ann.live(roomId).people[0]?.name).toBe("Ann Lee");
		const long = await ann.rooms.do({ type: "start", ttlSeconds: 60, capacity: 2, name: "x".repeat(41) });
		expect(long).toEqual({ ok: false, code: "invalid-field" });
		const { roomId: other = "" } = await ann.do({ type: "start", ttlSeconds: 60, capacity: 2, name: "" });
		await ann.until(() => ann.live(other).people.length === 1);
		expect(ann.live(other).people[0]?.name).toMatch(/^[A-Z][a-z]+ [A-Z][a-z]+$/);
	});
});

describe("ending", () => {
	test("destroy wipes the room for both at once, in the browsers and on the server", async () => {
		const [ann, ben] = [person(), person()];
		const before = server.roomCount();
		const { roomId, link } = await meet(ann, ben);
		await ann.do({ type: "send", roomId, text: "a secret" });
		await ben.reads(roomId, ["a secret"]);
		await ben.do({ type: "draft", roomId, text: "a draft" });
		await ben.do({ type: "destroy", roomId });
		expect(ben.room(roomId)).toMatchObject({ phase: "ended", reason: "destroyed", byMe: true });
		await ann.until(() => ann.room(roomId)?.phase === "ended");
		expect(ann.room(roomId)).toMatchObject({ reason: "destroyed", byMe: false });
		expect(server.roomCount()).toBe(before);
		const secret = link.split("#")[1] ?? "";
		for (const who of [ann, ben]) {
			const keys = Object.keys(await who.storage.all());
			expect(keys).toEqual([`room/${roomId}`]);
			for (const trace of [secret, "a secret", "a draft", "token", "Seed"])
				expect(await stored(who)).not.toContain(trace);
			await who.do({ type: "dismiss", roomId });
			expect(await who.storage.all()).toEqual({});
		}
		expect(ann.rooms.hasLiveRooms()).toBe(false);
	});

	test("who destroys a room sees the others confirm it, and nothing of that is stored", async () => {
		const [ann, ben] = [person(), person()];
		const { roomId } = await meet(ann, ben);
		await ann.do({ type: "destroy", roomId });
		await ann.until(() => receiptsOf(ann, roomId)?.isWaiting === false);
		expect(receiptsOf(ann, roomId)).toMatchObject({ others: 1, confirmed: 1 });
		expect(await stored(ann)).not.toContain("confirmed");
		expect(receiptsOf(ben, roomId)).toBeUndefined();
		// The streams are let go as soon as there is nothing to wait for.
		await vi.waitFor(() => expect(server.streamCount()).toBe(0), { timeout: 5_000 });
	});

	test("a room beside the destroyed one loses neither its stream nor a message meanwhile", async () => {
		const [ann, ben] = [person(), person()];
		const { roomId: kept } = await meet(ann, ben);
		const { roomId: destroyed } = await meet(ann, ben);
		await ann.do({ type: "destroy", roomId: destroyed });
		await ben.do({ type: "send", roomId: kept, text: "still here" });
		await ann.reads(kept, ["still here"]);
		await ann.until(() => receiptsOf(ann, destroyed)?.isWaiting === false);
		expect(receiptsOf(ann, destroyed)).toMatchObject({ others: 1, confirmed: 1 });
	});

	test("who was alone has nobody to wait for", async () => {
		const ann = person();
		const { roomId = "" } = await ann.do({ type: "start", ttlSeconds: 60, capacity: 2 });
		await ann.until(() => ann.live(roomId).caughtUp);
		await ann.do({ type: "destroy", roomId });
		expect(receiptsOf(ann, roomId)).toBeUndefined();
	});

	test("who leaves is out at once, the seat is free, and the others see it", async () => {
		const [ann, ben] = [person(), person()];
		const { roomId } = await meet(ann, ben);
		await ben.do({ type: "leave", roomId });
		expect(ben.room(roomId)).toMatchObject({ phase: "ended", reason: "left", byMe: true });
		await ann.until(() => ann.live(roomId).people.some(({ here }) => !here));
		expect(ann.live(roomId).people[1]).toMatchObject({ name: "Ben", here: false, online: false });
		expect(ann.live(roomId).log.at(-1)).toMatchObject({ type: "left", reason: "left" });
	});

	test("a page that goes away gives its seat back", async () => {
		const [ann, ben] = [person(), person()];
		const { roomId } = await meet(ann, ben);
		ben.rooms.leaveWithPage();
		await ann.until(() => ann.live(roomId).people.some(({ here }) => !here));
	});

	test("one that was removed is told so and holds nothing of the room", async () => {
		const [ann, ben] = [person(), person()];
		const { roomId } = await meet(ann, ben);
		const saved = JSON.parse(String((await ann.storage.all())[`room/${roomId}`]));
		const response = await fetch(`${server.origin}/api/rooms/${roomId}/members/${ben.live(roomId).me}`, {
			method: "DELETE",
			headers: { authorization: `Bearer ${saved.seat.identity.token}` },
		});
		expect(response.status).toBe(204);
		await ben.until(() => ben.room(roomId)?.phase === "ended");
		expect(ben.room(roomId)).toMatchObject({ reason: "removed", byMe: false });
		expect(Object.keys(await ben.storage.all())).toEqual([`room/${roomId}`]);
		expect(await stored(ben)).not.toContain("Seed");
	});

	test("time is added for both, and the log says how much by whom", async () => {
		const [ann, ben] = [person(), person()];
		const { roomId } = await meet(ann, ben);
		const before = ann.live(roomId).expiresAt;
		await ann.do({ type: "extend", roomId, addSeconds: 600 });
		const { expiresAt } = ann.live(roomId);
		expect(expiresAt - before).toBeGreaterThanOrEqual(600_000);
		expect(expiresAt - before).toBeLessThan(602_000);
		await ben.until(() => ben.live(roomId).expiresAt === expiresAt);
		await ben.until(() => ben.live(roomId).log.at(-1)?.type === "extended");
		expect(ben.live(roomId).log.at(-1)).toMatchObject({ by: ann.live(roomId).me, addedMs: expiresAt - before });
	});

	test("intents to a room that is over come to nothing, and ending it again is no failure", async () => {
		const ann = person();
		const { roomId = "" } = await ann.do({ type: "start", ttlSeconds: 60, capacity: 2 });
		expect(await ann.rooms.do({ type: "dismiss", roomId })).toEqual({ ok: false, code: "not-allowed" });
		await ann.do({ type: "destroy", roomId });
		await ann.do({ type: "destroy", roomId });
		await ann.do({ type: "leave", roomId });
		const gone = { ok: false, code: "room-not-found" };
		expect(await ann.rooms.do({ type: "send", roomId, text: "hi" })).toEqual(gone);
		expect(await ann.rooms.do({ type: "draft", roomId, text: "hi" })).toEqual(gone);
		expect(await ann.rooms.do({ type: "extend", roomId, addSeconds: 60 })).toEqual(gone);
		expect(await ann.rooms.do({ type: "join", roomId, name: "Ann" })).toEqual(gone);
	});
});

describe("a browser that can't", () => {
	test("seal says so before anything is sent", async () => {
		for (const code of ["insecure", "too-old"] as const) {
			const ann = person({ options: { support: async () => code } });
			expect(await ann.rooms.do({ type: "start", ttlSeconds: 60, capacity: 2 })).toEqual({ ok: false, code });
		}
	});

	test("keep more says so: the draft and the text are still there, and nothing was sent", async () => {
		const memory = createMemoryStorage();
		let isFull = false;
		const storage = {
			...memory,
			set: (key: string, value: unknown) => (isFull ? Promise.reject(new Error("QUOTA")) : memory.set(key, value)),
		};
		const ann = person({ storage });
		const { roomId = "" } = await ann.do({ type: "start", ttlSeconds: 60, capacity: 2 });
		await ann.do({ type: "draft", roomId, text: "keep me" });
		isFull = true;
		const full = { ok: false, code: "storage-full" };
		expect(await ann.rooms.do({ type: "send", roomId, text: "keep me" })).toEqual(full);
		expect(ann.live(roomId)).toMatchObject({ draft: typed("keep me"), unsent: [] });
		const rooms = server.roomCount();
		expect(await ann.rooms.do({ type: "start", ttlSeconds: 60, capacity: 2 })).toEqual(full);
		await expect.poll(() => server.roomCount()).toBe(rooms);
		isFull = false;
		await ann.do({ type: "send", roomId, text: "keep me" });
		await ann.reads(roomId, ["keep me"]);
	});
});

describe("snapshots", () => {
	test("parts that did not change are the same objects, and without a change it is the same snapshot", async () => {
		const [ann, ben] = [person(), person()];
		const one = await meet(ann, ben);
		const two = await meet(ann, ben);
		await ann.until(() => ann.live(one.roomId).connection.name === "open");
		const before = ann.rooms.getSnapshot();
		const [oneBefore, twoBefore] = [ann.live(one.roomId), ann.live(two.roomId)];
		await ben.do({ type: "send", roomId: two.roomId, text: "hi" });
		await ann.reads(two.roomId, ["hi"]);
		expect(ann.rooms.getSnapshot()).not.toBe(before);
		expect(ann.live(one.roomId)).toBe(oneBefore);
		expect(ann.live(two.roomId).people).toBe(twoBefore.people);
		expect(ann.live(two.roomId).log[0]).toBe(twoBefore.log[0]);
		const quiet = ann.rooms.getSnapshot();
		await ann.do({ type: "open", roomId: quiet.open });
		expect(ann.rooms.getSnapshot()).toBe(quiet);
	});
});
