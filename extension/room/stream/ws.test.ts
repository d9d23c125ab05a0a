import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type WebSocket as ServerSocket, WebSocketServer } from "ws";
import { ApiError } from "../api-error.ts";
import { createFakeTime, type FakeTime } from "../testing/fake-time.ts";
import type { OpenStream, StreamListener } from "./transport.ts";
import { createWsTransport } from "./ws.ts";

const request = { rooms: [{ roomId: `r${"0".repeat(21)}`, token: "t".repeat(43) }] };
const channel = request.rooms[0]?.roomId ?? "";
const ping = { type: "ping", timestamp: 5, cursors: {} };

let server: WebSocketServer;
let origin: string;
let time: FakeTime;
let heard: string[];
let stream: OpenStream;
/** What the server took, its address first. */
let sent: string[];
let sockets: ServerSocket[];

const listener: StreamListener = {
	opened: () => heard.push("opened"),
	frame: (frame) => heard.push("event" in frame ? `${frame.event} ${frame.id}` : frame.type),
	closed: (failure) => heard.push(`closed ${failure instanceof ApiError ? failure.code : failure}`),
};
const openTo = (to: string) => createWsTransport({ server: to, WebSocket, time }).open(request, listener);

beforeEach(async () => {
	heard = [];
	sent = [];
	sockets = [];
	time = createFakeTime();
	server = new WebSocketServer({ host: "127.0.0.1", port: 0 });
	await new Promise((listening) => server.on("listening", listening));
	server.on("connection", (socket, { url = "" }) => {
		sent.push(url);
		sockets.push(socket);
		socket.on("message", (data) => sent.push(String(data)));
	});
	origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
	stream = openTo(origin);
	await expect.poll(() => sent.length).toBe(2);
});
afterEach(async () => {
	stream.close();
	for (const socket of server.clients) socket.terminate();
	await new Promise((closed) => server.close(closed));
});

const socket = (): ServerSocket => {
	const [first] = sockets;
	if (!first) throw new Error("no socket");
	return first;
};
const say = (value: unknown) => socket().send(JSON.stringify(value));
const hears = (...expected: string[]) => expect.poll(() => heard).toEqual(expected);

test("the request is the first frame and nothing of it is in the address; open is what has brought a frame", async () => {
	expect([sent[0], JSON.parse(sent[1] ?? "")]).toEqual(["/api/stream", request]);
	expect(heard).toEqual([]);
	say(ping);
	await hears("opened", "ping");
	say(ping);
	socket().close(1000);
	await hears("opened", "ping", "ping", "closed null");
});

test("an event of an unknown kind keeps its place; unknown frames and nonsense are passed over, and open nothing", async () => {
	say({ type: "weather", sunny: true });
	// What an echo would send.
	socket().send(sent[1] ?? "");
	socket().send("{nonsense");
	say({ id: "7-2", channel, event: "room.painted", data: {} });
	await hears("opened", "unknown 7-2");
});

test("45 seconds without a frame cut it; any frame begins them anew", async () => {
	say(ping);
	await hears("opened", "ping");
	await time.advance(44_000);
	say(ping);
	await hears("opened", "ping", "ping");
	expect(stream.lastHeardAt()).toBe(time.wall());
	await time.advance(44_000);
	expect(heard).toHaveLength(3);
	const gone = new Promise((resolve) => socket().on("close", resolve));
	await time.advance(1_000);
	await hears("opened", "ping", "ping", "closed unreachable");
	await gone;
});

test("a server that takes 15 seconds to say anything is given up", async () => {
	await time.advance(15_000);
	await hears("closed unreachable");
});

test.each([
	["binary", Buffer.from(JSON.stringify(ping))],
	["too large", "x".repeat(1024 * 1024 + 1)],
])("a %s frame is not-mayfly, and ends it", async (_, frame) => {
	const gone = new Promise((resolve) => socket().on("close", resolve));
	socket().send(frame);
	await hears("closed not-mayfly");
	await gone;
});

test.each([
	[1000, "closed null"],
	[1001, "closed null"],
	[1008, "closed unreachable"],
	[1011, "closed unreachable"],
])("a server that closes with %i: %s", async (code, told) => {
	socket().close(code);
	await hears(told);
});

test("a cut is told once, as are a refusal and an address that cannot be", async () => {
	socket().terminate();
	await hears("closed unreachable");
	for (const nowhere of ["http://127.0.0.1:1", "nonsense"]) {
		heard.length = 0;
		openTo(nowhere);
		expect(heard).toEqual([]);
		await hears("closed unreachable");
	}
});

test("closed by us, it says nothing more, and the server sees it go", async () => {
	say(ping);
	await hears("opened", "ping");
	const gone = new Promise((resolve) => socket().on("close", resolve));
	stream.close();
	say(ping);
	await gone;
	await new Promise((resolve) => setTimeout(resolve, 20));
	expect(heard).toEqual(["opened", "ping"]);
});

test("closed by us before it is there, it is never there", async () => {
	const asked = sent.length;
	openTo(origin).close();
	await new Promise((resolve) => setTimeout(resolve, 50));
	await expect.poll(() => server.clients.size).toBe(1);
	expect(sent.filter((text) => text.startsWith("{"))).toHaveLength(asked - 1);
	expect(heard).toEqual([]);
});
