import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { setTimeout as wait } from "node:timers/promises";
import { afterEach, expect, test } from "vitest";
import type { WebSocket } from "ws";
import { limits } from "../protocol/limits.ts";
import { acceptSockets } from "../serve/upgrade.ts";
import { createMemoryStore } from "../store/memory.ts";
import { createStreams } from "../stream/streams.ts";
import { type Bench, call, newKey, newRoomId, openBench, openRoom, send } from "./http-bench.ts";
import { handshake, textFrame } from "./raw-socket.ts";
import { openSocket, openStream } from "./test-stream.ts";

const benches: Bench[] = [];
async function open(options: Parameters<typeof openBench>[0] = {}): Promise<Bench> {
	const bench = await openBench(options);
	benches.push(bench);
	return bench;
}
afterEach(async () => {
	for (const bench of benches.splice(0)) {
		await bench.close();
		expect(bench.log.filter((line) => !line.startsWith("RATE_LIMITS=off"))).toEqual([]);
	}
});

const asks = (...rooms: { roomId: string; token: string; after?: string }[]) =>
	JSON.stringify({ rooms: rooms.map(({ roomId, token, after }) => ({ roomId, token, after })) });

/** How a socket was closed: code and reason. */
async function closing(socket: WebSocket): Promise<[number, string]> {
	const [code, reason] = await once(socket, "close");
	return [code, String(reason)];
}

/** The frames of a socket as they come. */
function framesOf(socket: WebSocket): string[] {
	const frames: string[] = [];
	socket.on("message", (data) => frames.push(String(data)));
	return frames;
}

/** What comes over a bare connection, once it is as much as asked for. */
async function exchange({ url }: { url: string }, sent: string | Buffer, wanted: RegExp): Promise<string> {
	const { hostname, port } = new URL(url);
	const socket = connect(Number(port), hostname);
	let got = "";
	socket.on("data", (bytes) => {
		got += bytes.toString("latin1");
	});
	socket.write(sent);
	await expect.poll(() => got).toMatch(wanted);
	socket.destroy();
	return got;
}

const room = { roomId: newRoomId(), token: newKey() };
const senseless: [string, string | Buffer, number, string][] = [
	["no JSON", "{", 1007, "invalid-json"],
	["nothing", "", 1007, "invalid-json"],
	["JSON that is no object", "[]", 1007, "invalid-json"],
	["no rooms", "{}", 1008, "invalid-field rooms"],
	["an empty list", asks(), 1008, "invalid-field rooms"],
	["a room twice", asks(room, room), 1008, "invalid-field rooms"],
	["a malformed token", asks(room, { ...room, token: "secret" }), 1008, "invalid-field rooms.1.token"],
	["a binary frame", Buffer.from(asks(room)), 1003, "unsupported-media-type"],
	["a frame too large", `${asks(room)}${" ".repeat(limits.bodyBytes)}`, 1009, ""],
];

test.each(senseless)("%s as the first frame or a later one closes the socket", async (_, frame, code, reason) => {
	const bench = await open();
	const { starter } = await openRoom(bench);
	const first = await openSocket(bench.url);
	first.send(frame);
	expect(await closing(first)).toEqual([code, reason]);
	const later = await openSocket(bench.url);
	later.send(asks(starter));
	await once(later, "message");
	later.send(frame);
	expect(await closing(later)).toEqual([code, reason]);
	await expect.poll(bench.streamCount).toBe(0);
});

test("a socket that does not say what it is for is closed", async () => {
	const bench = await open({ firstFrameMs: 100 });
	const silent = await openSocket(bench.url);
	expect(await closing(silent)).toEqual([1008, "no first frame"]);
	// One that has said it may be silent for as long as it likes.
	const { starter } = await openRoom(bench);
	const stream = await openStream({ ...bench, transport: "ws" }, [starter]);
	await wait(300);
	const { id } = await send(bench, starter);
	await stream.until(({ messageIds }) => messageIds().includes(id));
	stream.cut();
});

test("the frames are those of server-sent events to the letter, and nothing is compressed", async () => {
	const bench = await open();
	const { starter, guests } = await openRoom(bench, { guests: 1 });
	const socket = await openSocket(bench.url);
	expect(socket.extensions).toBe("");
	const frames = framesOf(socket);
	socket.send(asks(starter));
	await expect.poll(() => frames.filter((frame) => frame.includes('"presence"')).length).toBe(1);
	const events = await openStream({ ...bench, transport: "sse" }, [guests[0]]);
	await events.until(({ system }) => system("presence").length === 2);
	await send(bench, starter, { id: "i".repeat(21), text: "c2VhbGVk" });
	await call(bench, "PATCH", `/api/rooms/${starter.roomId}`, { token: starter.token, body: { ttlSeconds: 900 } });
	await call(bench, "DELETE", `/api/rooms/${starter.roomId}`, { token: starter.token });
	await Promise.all([once(socket, "close"), events.ended]);
	// Who was there first saw the other come; and each was told its own time.
	const common = (all: string[]) => all.filter((frame) => !/"type":"(presence|connected|ping)"/.test(frame));
	expect(common(frames)).toEqual(common(events.raw));
	expect(common(frames)).toHaveLength(5);
});

test("a later frame replaces the rooms, brings nothing that was not asked for, and nobody sees the member go", async () => {
	const bench = await open();
	const one = await openRoom(bench, { guests: 1 });
	const two = await openRoom(bench);
	const watching = await openStream(bench, [one.guests[0]]);
	const socket = await openSocket(bench.url);
	const frames = framesOf(socket);
	const seen = () => frames.flatMap((frame) => /"chat.message","data":\{"id":"([^"]+)"/.exec(frame)?.[1] ?? []);
	socket.send(asks(one.starter));
	const first = await send(bench, one.starter);
	await expect.poll(seen).toEqual([first.id]);
	socket.send(asks({ ...one.starter, after: first.cursor }, two.starter));
	await expect.poll(() => frames.join()).toContain(two.roomId);
	await expect.poll(bench.streamCount).toBe(2);
	const more = [await send(bench, one.starter), await send(bench, two.starter)];
	await expect.poll(() => seen().length).toBe(3);
	socket.send(asks(two.starter));
	await expect.poll(() => frames.filter((frame) => frame.includes('"connected"')).length).toBe(4);
	await send(bench, one.starter);
	const last = await send(bench, two.starter);
	await expect.poll(() => seen().at(-1)).toBe(last.id);
	// The room that goes on without a cursor is told from its start; the one that is gone is not told at all.
	expect(seen()).toEqual([first.id, ...more.map(({ id }) => id), more[1]?.id, last.id]);
	const told = () => watching.system("presence").filter(({ memberId }) => memberId === one.starter.memberId);
	await expect.poll(() => told().map(({ online }) => online)).toEqual([true, false]);
	socket.close();
	expect(await closing(socket)).toEqual([1005, ""]);
	await expect.poll(bench.streamCount).toBe(1);
	watching.cut();
});

test("however often it is replaced, a socket that reads nothing holds two streams at most", async () => {
	const bench = await open();
	const { starter } = await openRoom(bench);
	for (let sent = 0; sent < 200; sent++)
		await send(bench, starter, { id: `${sent}`.padStart(21, "m"), text: "A".repeat(16_000) });
	const { hostname, port } = new URL(bench.url);
	const stuck = connect(Number(port), hostname);
	stuck.write(handshake(hostname));
	for (let round = 0; round < 30; round++) {
		stuck.write(textFrame(asks(starter)));
		await wait(5);
	}
	await expect.poll(bench.streamCount).toBeLessThanOrEqual(2);
	expect(bench.streamCount()).toBeGreaterThan(0);
	stuck.destroy();
	await expect.poll(bench.streamCount).toBe(0);
});

test("a peer that is gone without a word is noticed, one that answers pings stays", async () => {
	const bench = await open({ probeEveryMs: 100 });
	const { starter, guests } = await openRoom(bench, { guests: 1 });
	const [here, gone] = [await openSocket(bench.url), await openSocket(bench.url)];
	here.send(asks(starter));
	gone.send(asks(guests[0]));
	await expect.poll(bench.streamCount).toBe(2);
	// As behind a dead router: it neither reads nor answers.
	gone.pause();
	await expect.poll(bench.streamCount).toBe(1);
	await wait(500);
	expect([here.readyState, bench.streamCount()]).toEqual([here.OPEN, 1]);
	here.terminate();
	gone.terminate();
});

test("by default a peer is asked so often that a lost one is noticed within 45 seconds", () => {
	expect(3 * limits.pingEveryMs).toBeLessThanOrEqual(45_000);
});

test("the answer to a handshake sets no cookie and takes no subprotocol, whatever is offered", async () => {
	const bench = await open();
	const got = await exchange(
		bench,
		handshake("127.0.0.1", `/api/stream?token=${newKey()}`, {
			cookie: "a=b",
			"sec-websocket-protocol": "mayfly",
			"sec-websocket-extensions": "permessage-deflate; client_max_window_bits",
		}),
		/\r\n\r\n/,
	);
	const head = got.slice(0, got.indexOf("\r\n\r\n"));
	const names = head
		.split("\r\n")
		.slice(1)
		.map((line) => line.split(":")[0]?.toLowerCase());
	expect(head).toMatch(/^HTTP\/1\.1 101 /);
	expect(names.toSorted()).toEqual(["connection", "sec-websocket-accept", "upgrade"]);
});

test.each([
	["another address", handshake("x", "/api/rooms"), /^HTTP\/1\.1 405 .*"method-not-allowed"/s],
	["no address of ours", handshake("x", "/api/streams"), /^HTTP\/1\.1 404 .*"not-found"/s],
	["another method", handshake("x").replace("GET", "DELETE"), /^HTTP\/1\.1 405 .*"method-not-allowed"/s],
	["another protocol", handshake("x", "/api/stream", { upgrade: "h2c" }), /^HTTP\/1\.1 405 .*"method-not-allowed"/s],
	["no key", handshake("x", "/api/stream", { "sec-websocket-key": null }), /^HTTP\/1\.1 400 /],
	["a malformed key", handshake("x", "/api/stream", { "sec-websocket-key": "key" }), /^HTTP\/1\.1 400 /],
	["another version", handshake("x", "/api/stream", { "sec-websocket-version": "7" }), /^HTTP\/1\.1 400 /],
])("an upgrade with %s is answered and hangs nowhere", async (_, head, answer) => {
	expect(await exchange(await open(), head, answer)).not.toContain("101 Switching");
});

test("where Node brings every upgrade, one that is none of ours is refused", async () => {
	const server = createServer().listen(0, "127.0.0.1");
	await once(server, "listening");
	const parts = { now: Date.now, random: randomBytes, log: console.error };
	const store = createMemoryStore({ now: Date.now });
	acceptSockets(server, createStreams({ ...parts, store }), parts);
	const { port } = server.address() as AddressInfo;
	await exchange({ url: `http://127.0.0.1:${port}` }, handshake("x", "/healthz"), /^HTTP\/1\.1 400 /);
	server.close();
	await once(server, "close");
	await store.close();
});

test("a call that offers an upgrade it can do without is answered as any other", async () => {
	const bench = await open();
	const { starter } = await openRoom(bench);
	const body = JSON.stringify({ id: "u".repeat(21), text: "c2VhbGVk" });
	await exchange(
		bench,
		[
			`POST /api/rooms/${starter.roomId}/messages HTTP/1.1`,
			...["host: x", "connection: close, Upgrade, HTTP2-Settings", "upgrade: h2c", "http2-settings: AAMAAABkAAQCAAAA"],
			...[`authorization: Bearer ${starter.token}`, "content-type: application/json", `content-length: ${body.length}`],
			...["", body],
		].join("\r\n"),
		/^HTTP\/1\.1 201 /,
	);
});

test("whatever bytes come instead of frames, the server lives on and says nothing of them", async () => {
	const bench = await open();
	const { starter } = await openRoom(bench);
	const stream = await openStream({ ...bench, transport: "ws" }, [starter]);
	const valid = textFrame(asks(starter));
	const unmasked = Buffer.concat([Buffer.from([0x81, 2]), Buffer.from("{}")]);
	const garbage = [
		unmasked,
		Buffer.from([0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff]),
		// No UTF-8; a close with a code that is none; a ping that is too long; a lone continuation.
		Buffer.from([0x81, 0x82, 0, 0, 0, 0, 0xc3, 0x28]),
		Buffer.from([0x88, 0x82, 0, 0, 0, 0, 0, 1]),
		Buffer.from([0x89, 0xfe, 0, 200, 0, 0, 0, 0]),
		Buffer.from([0x80, 0x80, 0, 0, 0, 0]),
		...Array.from({ length: 20 }, () => crypto.getRandomValues(Buffer.alloc(300))),
	];
	const { hostname, port } = new URL(bench.url);
	for (const bytes of garbage) {
		for (const before of [Buffer.alloc(0), valid]) {
			const socket = connect(Number(port), hostname);
			socket.on("error", () => {});
			socket.write(Buffer.concat([Buffer.from(handshake(hostname)), before, bytes]));
			await Promise.race([once(socket, "data"), once(socket, "close")]);
			socket.resetAndDestroy();
		}
	}
	const { id } = await send(bench, starter);
	await stream.until(({ messageIds }) => messageIds().includes(id));
	await expect.poll(bench.streamCount).toBe(1);
	stream.cut();
});

test("without an upgrade the address takes no GET", async () => {
	const bench = await open();
	const { status, json } = await call(bench, "GET", "/api/stream");
	expect([status, json.code]).toEqual([405, "method-not-allowed"]);
});

test("strangers hear one error and the socket is closed in good order", async () => {
	const bench = await open();
	const { roomId } = (await openRoom(bench)).starter;
	const socket = await openSocket(bench.url);
	const frames = framesOf(socket);
	socket.send(asks({ roomId, token: newKey() }));
	expect(await closing(socket)).toEqual([1000, ""]);
	expect(frames.map((frame) => JSON.parse(frame).code)).toEqual(["room-not-found"]);
});
