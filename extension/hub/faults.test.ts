import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { limits } from "../../backend/protocol/limits.ts";
import { serverNow } from "../room/server-clock.ts";
import { createFakeTime } from "../room/testing/fake-time.ts";
import { systemTime } from "../room/time.ts";
import type { Outcome } from "./rooms.ts";
import { type BadNetwork, createBadNetwork } from "./testing/bad-network.ts";
import { createPerson, meet, type Person, sendAllHome, textsOf } from "./testing/person.ts";
import { createSkippingTime } from "./testing/skipping-time.ts";
import { startTestServer, type TestServer } from "./testing/test-server.ts";

const sends = /^POST .*\/messages$/;
const joins = /^POST .*\/members$/;
const creates = /^POST \/api\/rooms$/;
const destroys = /^DELETE \/api\/rooms\/[^/]+$/;

// Waits for real timers of client and server: a busy machine takes its time.
vi.setConfig({ testTimeout: 20_000 });

let server: TestServer;
/** Ann's way to the server; Ben's is never broken. */
let network: BadNetwork;
let ann: Person;
let ben: Person;

beforeEach(async () => {
	server = await startTestServer();
	network = await createBadNetwork(server.origin);
});
afterEach(async () => {
	sendAllHome();
	await network.close();
	await server.close();
});

const start = { type: "start", ttlSeconds: 60, capacity: 2 } as const;
const callsOf = (line: RegExp) => network.calls.filter((call) => line.test(call.line));
const states = (person: Person, roomId: string) =>
	person.live(roomId).unsent.map(({ text, state }) => `${text} ${state.name}`);
/** The server forgets everything, and the same room is made again, from its first event. */
async function loseTheTalk(): Promise<void> {
	await server.forget();
	const [create] = callsOf(creates);
	await fetch(`${server.origin}/api/rooms`, {
		method: "POST",
		headers: { "content-type": "application/json" },
		body: create?.body ?? "",
	});
}
const isCut = (roomId: string) => ann.until(() => ann.live(roomId).connection.name !== "open");

describe.each(["ws", "sse"] as const)("by %s:", (transport) => {
	beforeEach(() => {
		ann = createPerson({ server: network.origin, transport });
		ben = createPerson({ server: server.origin, transport });
	});

	describe("a cut connection", () => {
		test("what was said while the stream was cut arrives once, in order, on both sides", async () => {
			const { roomId } = await meet(ann, ben);
			await ann.do({ type: "send", roomId, text: "one" });
			await ben.reads(roomId, ["one"]);
			network.cut();
			await isCut(roomId);
			for (const text of ["two", "three"]) await ben.do({ type: "send", roomId, text });
			await ben.reads(roomId, ["one", "two", "three"]);
			await ann.do({ type: "send", roomId, text: "four" });
			await ann.do({ type: "send", roomId, text: "five" });
			expect(textsOf(ann.room(roomId))).toEqual(["one"]);
			network.mend();
			const all = ["one", "two", "three", "four", "five"];
			await Promise.all([ann.reads(roomId, all), ben.reads(roomId, all)]);
		});

		test("a stream that breaks again and again loses and repeats nothing", async () => {
			const { roomId } = await meet(ann, ben);
			const texts = Array.from({ length: 12 }, (_, index) => `number ${index}`);
			for (const text of texts) {
				await ben.do({ type: "send", roomId, text });
				await ann.do({ type: "reconnect" });
				await new Promise((resolve) => setTimeout(resolve, 15));
				network.cutStreams();
			}
			await ann.do({ type: "reconnect" });
			await ann.reads(roomId, texts);
		});

		test("Try now, and the word that the network is back, end the wait", async () => {
			const { roomId } = await meet(ann, ben);
			for (const back of [() => ann.do({ type: "reconnect" }), async () => ann.rooms.wake()]) {
				network.cut();
				const retryAt = () => {
					const { connection } = ann.live(roomId);
					return connection.name === "waiting" ? connection.retryAt : 0;
				};
				// Until the backoff has grown so long that its end is no accident.
				await ann.until(() => retryAt() - performance.now() > 1_500, 20_000);
				const wouldBeAt = retryAt();
				network.mend();
				await back();
				await ann.until(() => ann.live(roomId).connection.name === "open");
				expect(performance.now()).toBeLessThan(wouldBeAt);
			}
		});

		test("after sleep, a stream that died silently is replaced at once", async () => {
			let sleptMs = 0;
			const time = { ...systemTime, wall: () => Date.now() + sleptMs };
			ann = createPerson({ server: network.origin, transport, options: { time } });
			const { roomId } = await meet(ann, ben);
			network.stallStreams();
			await ben.do({ type: "send", roomId, text: "are you there?" });
			sleptMs = 90_000;
			ann.rooms.wake();
			await ann.reads(roomId, ["are you there?"]);
		});

		test("a server that lost the room is believed: it is over", async () => {
			const { roomId } = await meet(ann, ben);
			network.cut();
			await isCut(roomId);
			await server.forget();
			network.mend();
			await ann.do({ type: "reconnect" });
			await ann.until(() => ann.room(roomId)?.phase === "ended");
			expect(ann.room(roomId)).toMatchObject({ reason: "not-found" });
		});

		test("a server that lost the talk alone is believed: both see the new one, and what is unsent is sent", async () => {
			ben = createPerson({ server: network.origin, transport });
			const { roomId } = await meet(ann, ben);
			await ann.do({ type: "send", roomId, text: "lost with the server" });
			await ben.reads(roomId, ["lost with the server"]);
			network.cut();
			await isCut(roomId);
			await ann.do({ type: "send", roomId, text: "written meanwhile" });
			await loseTheTalk();
			network.mend();
			for (const who of [ann, ben]) await who.do({ type: "reconnect" });
			for (const who of [ann, ben]) await who.reads(roomId, ["written meanwhile"]);
			await ann.until(() => ann.live(roomId).people.filter(({ here }) => here).length === 2);
		});

		test("a server that lost what it took from one who had seen nothing yet gets it again", async () => {
			const { roomId = "" } = await ann.do(start);
			await ann.until(() => ann.live(roomId).caughtUp);
			network.answer(/ \/api\/stream$/, 502, "text/html", "<h1>Bad gateway</h1>");
			network.cutStreams();
			await isCut(roomId);
			await ann.do({ type: "send", roomId, text: "taken and lost" });
			await expect.poll(() => callsOf(sends).length).toBe(1);
			const woken = ann.restart();
			await expect.poll(() => callsOf(sends).length).toBe(2);
			await woken.until(() => states(woken, roomId).join() === "taken and lost sending");
			await new Promise((resolve) => setTimeout(resolve, 100));
			await loseTheTalk();
			network.mend();
			await woken.do({ type: "reconnect" });
			await woken.reads(roomId, ["taken and lost"]);
		});

		test("what is written before it is known who is in the room is kept, and sealed for them when it is", async () => {
			const { roomId = "", link = "" } = await ben.do(start);
			network.answer(/ \/api\/stream$/, 502, "text/html", "<h1>Bad gateway</h1>");
			await ann.do({ type: "invite", link: link.replace(server.origin, network.origin) });
			await ann.do({ type: "join", roomId, name: "Ann" });
			await ann.do({ type: "send", roomId, text: "for you alone" });
			await new Promise((resolve) => setTimeout(resolve, 300));
			expect(callsOf(sends)).toEqual([]);
			expect(states(ann, roomId)).toEqual(["for you alone waiting"]);
			network.mend();
			await ann.do({ type: "reconnect" });
			await Promise.all([ann, ben].map((who) => who.reads(roomId, ["for you alone"])));
		});
	});

	describe("a lost answer", () => {
		test("of a create makes one room", async () => {
			network.loseAnswers(creates, 2);
			const { roomId = "" } = await ann.do(start);
			expect(callsOf(creates)).toHaveLength(3);
			expect(new Set(callsOf(creates).map(({ body }) => body)).size).toBe(1);
			expect(server.roomCount()).toBe(1);
			await ann.do({ type: "send", roomId, text: "hi" });
			await ann.reads(roomId, ["hi"]);
		});

		test("of a join takes one seat, even when the person asks again and gives another name", async () => {
			const { roomId = "", link = "" } = await ben.do(start);
			await ann.do({ type: "invite", link: link.replace(server.origin, network.origin) });
			network.loseAnswers(joins, 3);
			expect(await ann.rooms.do({ type: "join", roomId, name: "Ann" })).toEqual({ ok: false, code: "unreachable" });
			expect(ann.room(roomId)?.phase).toBe("invited");
			const woken = ann.restart();
			await woken.do({ type: "join", roomId, name: "Anna" });
			await ben.until(() => ben.live(roomId).people.length === 2);
			expect(ben.live(roomId).people.map(({ here }) => here)).toEqual([true, true]);
			expect(ben.live(roomId).log.filter(({ type }) => type === "joined")).toHaveLength(2);
		});

		test("of a send repeats the same bytes, and the message arrives once", async () => {
			const { roomId } = await meet(ann, ben);
			network.loseAnswers(sends, 2);
			await ann.do({ type: "send", roomId, text: "once" });
			await ann.do({ type: "send", roomId, text: "after" });
			await Promise.all([ann.reads(roomId, ["once", "after"]), ben.reads(roomId, ["once", "after"])]);
			const bodies = callsOf(sends).map(({ body }) => body);
			// The key that both are sealed under goes before them.
			expect(new Set(bodies).size).toBe(3);
		});

		test("of a destroy is still a destroy", async () => {
			const { roomId } = await meet(ann, ben);
			network.loseAnswers(destroys, 1);
			await ann.do({ type: "destroy", roomId });
			expect(ann.room(roomId)).toMatchObject({ reason: "destroyed", byMe: true });
			await ben.until(() => ben.room(roomId)?.phase === "ended");
			expect(ben.room(roomId)).toMatchObject({ reason: "destroyed", byMe: false });
		});

		test("of a lock locks once, and takes no time away", async () => {
			const { roomId } = await meet(ann, ben);
			const { expiresAt } = ann.live(roomId);
			network.loseAnswers(/^PATCH/, 2);
			await ann.do({ type: "lock", roomId, locked: true });
			await ann.until(() => ann.live(roomId).locked);
			expect(ann.live(roomId).log.filter(({ type }) => type === "locked")).toHaveLength(1);
			expect(ann.live(roomId).expiresAt).toBe(expiresAt);
		});

		test("of an extension adds the time once", async () => {
			const { roomId } = await meet(ann, ben);
			const before = ann.live(roomId).expiresAt;
			network.loseAnswers(/^PATCH/, 2);
			await ann.do({ type: "extend", roomId, addSeconds: 600 });
			expect(ann.live(roomId).expiresAt - before).toBeLessThan(605_000);
		});
	});

	describe("the outbox", () => {
		test("outlives a worker killed in mid-send: the same bytes go again, once, in their order", async () => {
			const { roomId } = await meet(ann, ben);
			network.loseAnswers(sends, 1);
			network.answer(sends, 502, "text/html", "<h1>Bad gateway</h1>");
			for (const text of ["one", "two", "three"]) await ann.do({ type: "send", roomId, text });
			await expect.poll(() => callsOf(sends).length).toBeGreaterThanOrEqual(1);
			network.cut();
			const woken = ann.restart();
			await woken.rooms.ready;
			expect(states(woken, roomId).map((state) => state.split(" ")[0])).toContain("two");
			network.mend();
			await woken.do({ type: "reconnect" });
			const all = ["one", "two", "three"];
			await Promise.all([woken.reads(roomId, all), ben.reads(roomId, all)]);
			const bytesById = new Map<string, Set<string>>();
			for (const { body } of callsOf(sends)) {
				const { id, text } = JSON.parse(body);
				bytesById.set(id, (bytesById.get(id) ?? new Set()).add(text));
			}
			// The key they are sealed under, and the three.
			expect([...bytesById.values()].map((texts) => texts.size)).toEqual([1, 1, 1, 1]);
			expect(JSON.parse(String((await woken.storage.all())[`outbox/${roomId}`]))).toEqual([]);
		});

		test("a send repeated by a panel that lost its port is one message, before and after a restart", async () => {
			const { roomId } = await meet(ann, ben);
			const send = { type: "send", roomId, text: "hi", id: "i".repeat(21) } as const;
			await Promise.all([ann.do(send), ann.do(send)]);
			await ben.reads(roomId, ["hi"]);
			await ann.reads(roomId, ["hi"]);
			await ann.do(send);
			const woken = ann.restart();
			await woken.do(send);
			await woken.reads(roomId, ["hi"]);
			await ben.do({ type: "send", roomId, text: "ho" });
			await Promise.all([woken.reads(roomId, ["hi", "ho"]), ben.reads(roomId, ["hi", "ho"])]);
		});

		test("a message refused for good fails alone; tried again it goes, discarded it is gone", async () => {
			const { roomId } = await meet(ann, ben);
			const problem = { type: "urn:x", title: "", status: 409, code: "room-storage-full" };
			network.answer(sends, 409, "application/problem+json", JSON.stringify(problem));
			for (const text of ["one", "two"]) await ann.do({ type: "send", roomId, text });
			await ann.until(() => states(ann, roomId).join() === "one failed,two failed");
			network.mend();
			const [one, two] = ann.live(roomId).unsent;
			await ann.do({ type: "retry", roomId, id: two?.id ?? "" });
			await ben.reads(roomId, ["two"]);
			await ann.do({ type: "discard", roomId, id: one?.id ?? "" });
			await ann.reads(roomId, ["two"]);
		});
	});

	describe("a seat", () => {
		test("lost to somebody while away is told as taken; there may be a seat again later", async () => {
			const { roomId, link } = await meet(ben, ann);
			await ben.do({ type: "send", roomId, text: "old words" });
			await ann.reads(roomId, ["old words"]);
			await ann.do({ type: "send", roomId, text: "heard" });
			await ben.reads(roomId, ["old words", "heard"]);
			const me = ann.live(roomId).me;
			network.cut();
			await isCut(roomId);
			await new Promise((resolve) => setTimeout(resolve, 300));
			server.skip(200_000);
			await ben.until(() => !ben.live(roomId).people[1]?.online);
			const cat = createPerson({ server: server.origin, transport });
			await cat.do({ type: "invite", link });
			await cat.do({ type: "join", roomId, name: "Cat" });
			network.mend();
			await ann.do({ type: "reconnect" });
			await ann.until(() => ann.room(roomId)?.phase === "ended");
			expect(ann.room(roomId)).toMatchObject({ reason: "seat-taken", byMe: false });
			await expect.poll(async () => Object.keys(await ann.storage.all())).toEqual([`room/${roomId}`]);

			expect(await ann.rooms.do({ type: "join", roomId, name: "" })).toEqual({ ok: false, code: "room-full" });
			expect(ann.room(roomId)?.phase).toBe("ended");
			await cat.do({ type: "leave", roomId });
			await ann.do({ type: "join", roomId, name: "" });
			await ann.reads(roomId, ["old words"]);
			expect(ann.live(roomId).me).toBe(me);
			await ann.do({ type: "send", roomId, text: "back again" });
			await Promise.all([ann, ben].map((who) => who.until(() => textsOf(who.room(roomId)).includes("back again"))));
		});

		test("lost while away comes back by itself when there is room, and what was written meanwhile is sent", async () => {
			const { roomId, link } = await meet(ben, ann);
			// Another room on the same stream: that stream does not end with the lost seat.
			const { roomId: other } = await meet(ann, ben);
			network.cut();
			await isCut(roomId);
			await ann.do({ type: "send", roomId, text: "from the train" });
			server.skip(200_000);
			await ben.until(() => !ben.live(roomId).people[1]?.online);
			const cat = createPerson({ server: server.origin, transport });
			await cat.do({ type: "invite", link });
			await cat.do({ type: "join", roomId, name: "Cat" });
			await cat.do({ type: "leave", roomId });
			network.mend();
			await ann.do({ type: "reconnect" });
			await Promise.all([ann.reads(roomId, ["from the train"]), ben.reads(roomId, ["from the train"])]);
			expect(ben.live(roomId).people.map(({ name, here }) => `${name} ${here}`)).toEqual([
				"Ann true",
				"Ben true",
				"Cat false",
			]);
			await ben.until(() => ben.live(roomId).people[1]?.online === true);
			await ben.do({ type: "send", roomId: other, text: "here too" });
			await ann.reads(other, ["here too"]);
		});

		test("a proxy's 404 is no word of the server: nothing is wiped", async () => {
			const { roomId } = await meet(ann, ben);
			network.answer(/./, 404, "text/html", "<h1>Not found</h1>");
			network.cutStreams();
			await isCut(roomId);
			await ann.do({ type: "send", roomId, text: "still here" });
			await ann.until(() => states(ann, roomId).join() === "still here waiting");
			await new Promise((resolve) => setTimeout(resolve, 300));
			network.mend();
			await ann.do({ type: "reconnect" });
			await ben.reads(roomId, ["still here"]);
		});
	});

	describe("the end of a room", () => {
		test("by time reaches both, and the server has nothing left", async () => {
			const { roomId } = await meet(ann, ben, { ttlSeconds: 60 });
			server.skip(59_500);
			for (const who of [ann, ben]) await who.until(() => who.room(roomId)?.phase === "ended");
			for (const who of [ann, ben]) expect(who.room(roomId)).toMatchObject({ reason: "expired", lifeMs: 60_000 });
			await expect.poll(() => server.roomCount()).toBe(0);
			expect(Object.keys(await ann.storage.all())).toEqual([`room/${roomId}`]);
		});

		test("by time comes by the clock alone when the server is out of reach", async () => {
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
			ann = createPerson({ server: network.origin, transport, options: { time } });
			const { roomId } = await meet(ann, ben, { ttlSeconds: 60 });
			network.cut();
			await isCut(roomId);
			aheadMs = 50_000;
			for (const run of early.splice(0)) run();
			expect(ann.room(roomId)?.phase).toBe("live");
			aheadMs = 61_000;
			ann.rooms.wake();
			await ann.until(() => ann.room(roomId)?.phase === "ended");
			expect(ann.room(roomId)).toMatchObject({ reason: "expired" });
			// Shown at once, wiped at once, and the storage takes its time.
			await vi.waitFor(async () => expect(Object.keys(await ann.storage.all())).toEqual([`room/${roomId}`]));
		});

		test("that came while nobody looked is found on waking: by time as expired, else as gone", async () => {
			const { roomId } = await meet(ann, ben, { ttlSeconds: 60 });
			const { roomId: other } = await meet(ann, ben, { ttlSeconds: 600 });
			ann.rooms.close();
			await ben.do({ type: "destroy", roomId: other });
			server.skip(120_000);
			const woken = ann.restart();
			await woken.until(({ rooms }) => rooms.length === 2 && rooms.every(({ phase }) => phase === "ended"));
			expect(woken.room(other)).toMatchObject({ reason: "not-found" });
			// Its own clock says there is time left, but the server's word comes first.
			expect(woken.room(roomId)).toMatchObject({ phase: "ended" });
		});

		test("that came by time while nobody looked needs no network to be found", async () => {
			const { roomId } = await meet(ann, ben, { ttlSeconds: 60 });
			ann.rooms.close();
			network.cut();
			const time = { ...systemTime, wall: () => Date.now() + 61_000 };
			const woken = createPerson({ server: network.origin, storage: ann.storage, options: { time } });
			await woken.rooms.ready;
			expect(woken.room(roomId)).toMatchObject({ phase: "ended", reason: "expired" });
			expect(woken.rooms.hasLiveRooms()).toBe(false);
			await woken.do({ type: "dismiss", roomId });
			expect(await woken.storage.all()).toEqual({});
		});

		test("is not believed of a clock that jumped while nobody looked: the server says that the room lives", async () => {
			const { roomId } = await meet(ann, ben);
			await ben.do({ type: "send", roomId, text: "still here" });
			await ann.reads(roomId, ["still here"]);
			for (const jumpMs of [86_400_000, -86_400_000]) {
				const time = { ...systemTime, wall: () => Date.now() + jumpMs };
				const woken = ann.restart({ time });
				await woken.rooms.ready;
				await woken.reads(roomId, ["still here"]);
				const { clock, expiresAt } = woken.live(roomId);
				expect(Math.abs(expiresAt - serverNow(clock, performance.now()) - 600_000)).toBeLessThan(60_000);
				woken.rooms.close();
			}
		});

		test("destroyed by one who is offline fails, and the room lives on", async () => {
			const { roomId } = await meet(ann, ben);
			network.cut();
			expect(await ann.rooms.do({ type: "destroy", roomId })).toEqual({ ok: false, code: "unreachable" });
			expect(ann.room(roomId)?.phase).toBe("live");
		});

		test("for one who leaves offline is the end all the same", async () => {
			const { roomId } = await meet(ann, ben);
			network.cut();
			await ann.do({ type: "leave", roomId });
			expect(ann.room(roomId)).toMatchObject({ phase: "ended", reason: "left" });
			expect(Object.keys(await ann.storage.all())).toEqual([`room/${roomId}`]);
		});
	});
});

describe("by either way", () => {
	const sockets = /^GET \/api\/stream$/;
	const streams = /^POST \/api\/stream$/;
	beforeEach(() => {
		ann = createPerson({ server: network.origin });
		ben = createPerson({ server: server.origin });
	});

	test("a WebSocket is what is taken", async () => {
		await meet(ann, ben);
		expect([callsOf(sockets).length > 0, callsOf(streams)]).toEqual([true, []]);
	});

	test("on a way that takes no WebSocket rooms live by server-sent events, and who reconnects does not ask again", async () => {
		network.answer(sockets, 400, "text/html", "<h1>Bad request</h1>");
		const { roomId } = await meet(ann, ben);
		const asked = callsOf(sockets).length;
		network.cutStreams();
		await ben.do({ type: "send", roomId, text: "still here?" });
		await ann.do({ type: "reconnect" });
		await ann.reads(roomId, ["still here?"]);
		expect(callsOf(streams).length).toBeGreaterThan(1);
		expect(callsOf(sockets)).toHaveLength(asked);
	});
});

describe("a server that is none", () => {
	beforeEach(() => {
		ann = createPerson({ server: network.origin });
	});

	test.each([
		["a page", 200, "text/html", "<!doctype html><h1>Welcome</h1>"],
		["nothing", 200, "application/json", ""],
		["another JSON", 200, "application/json", '{"hello":"world"}'],
		["a page that is not there", 404, "text/html", "<h1>Not found</h1>"],
	])("and answers %s is not-mayfly, and nothing is left of the try", async (_, status, type, body) => {
		network.answer(/./, status, type, body);
		expect(await ann.rooms.do(start)).toEqual({ ok: false, code: "not-mayfly" } satisfies Outcome);
		expect(ann.rooms.getSnapshot().rooms).toEqual([]);
		expect(await ann.storage.all()).toEqual({});
	});

	test("and does not answer is unreachable", async () => {
		ann = createPerson({ server: "http://127.0.0.1:1" });
		expect(await ann.rooms.do(start)).toEqual({ ok: false, code: "unreachable" });
		expect(await ann.rooms.do({ ...start, server: "ftp://x" })).toEqual({ ok: false, code: "bad-link" });
	});

	test("and hangs does not hang the person", async () => {
		const time = createFakeTime(Date.now());
		let calls = 0;
		const hangingFetch: typeof fetch = (_input, init) => {
			calls++;
			return new Promise((_resolve, reject) => {
				init?.signal?.addEventListener("abort", () => reject(init.signal?.reason));
			});
		};
		ann = createPerson({ server: network.origin, options: { time, fetch: hangingFetch } });
		const outcome = ann.rooms.do(start);
		await expect.poll(() => calls).toBe(1);
		await time.advance(20_000);
		expect(await outcome).toEqual({ ok: false, code: "unreachable" });
	});
});

test("a device that is out of reach when its room is destroyed is told of as such, and wipes it at its own end", async () => {
	const [annsTime, bensTime] = [createSkippingTime(), createSkippingTime()];
	ann = createPerson({ server: network.origin, options: { time: annsTime } });
	ben = createPerson({ server: server.origin, options: { time: bensTime } });
	const { roomId, link } = await meet(ben, ann, { ttlSeconds: 60 });
	await ann.do({ type: "draft", roomId, text: "a draft" });
	const { expiresAt } = ben.live(roomId);
	network.cut();
	await isCut(roomId);
	await ben.do({ type: "destroy", roomId });
	const receipts = () => {
		const room = ben.room(roomId);
		return room?.phase === "ended" ? room.receipts : undefined;
	};
	expect(receipts()).toMatchObject({ others: 1, confirmed: 0, isWaiting: true });
	bensTime.skip(limits.receiptsMs);
	await ben.until(() => receipts()?.isWaiting === false);
	expect(receipts()).toMatchObject({ others: 1, confirmed: 0 });
	expect(Math.abs((receipts()?.endsBy ?? 0) - expiresAt)).toBeLessThan(2_000);
	expect(ann.live(roomId).draft.text).toBe("a draft");
	annsTime.skip(60_000);
	await ann.until(() => ann.room(roomId)?.phase === "ended");
	expect(ann.room(roomId)).toMatchObject({ reason: "expired" });
	const kept = JSON.stringify(await ann.storage.all());
	for (const trace of [link.split("#")[1] ?? "", "a draft", "token", "Seed"]) expect(kept).not.toContain(trace);
});
