import { createServer, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, expect, test } from "vitest";
import { ApiError } from "../api-error.ts";
import { createFakeTime, type FakeTime } from "../testing/fake-time.ts";
import { createSseTransport } from "./sse.ts";
import type { OpenStream } from "./transport.ts";

const request = { rooms: [{ roomId: `r${"0".repeat(21)}`, token: "t".repeat(43) }] };
const channel = request.rooms[0]?.roomId ?? "";
const ping = { type: "ping", timestamp: 5, cursors: {} };

let server: Server;
let time: FakeTime;
let heard: string[];
let stream: OpenStream;
let responses: ServerResponse[];
let sent: string;

beforeEach(async () => {
	heard = [];
	responses = [];
	time = createFakeTime();
	server = createServer((incoming, response) => {
		sent = "";
		incoming.on("data", (chunk) => (sent += chunk));
		incoming.on("end", () => responses.push(response));
	});
	await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
	const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
	stream = createSseTransport({ server: origin, fetch, time }).open(request, {
		opened: () => heard.push("opened"),
		frame: (frame) => heard.push("event" in frame ? `${frame.event} ${frame.id}` : frame.type),
		closed: (failure) => heard.push(`closed ${failure instanceof ApiError ? failure.code : failure}`),
	});
	await expect.poll(() => responses.length).toBe(1);
});
afterEach(async () => {
	stream.close();
	server.closeAllConnections();
	await new Promise((closed) => server.close(closed));
});

const response = (): ServerResponse => {
	const [first] = responses;
	if (!first) throw new Error("no request");
	return first;
};
const open = () => response().writeHead(200, { "content-type": "text/event-stream" }).write(": hello\n\n");
const say = (value: unknown) => response().write(`data: ${JSON.stringify(value)}\n\n`);
const hears = (...expected: string[]) => expect.poll(() => heard).toEqual(expected);

test("the request goes as JSON, and frames come out whatever the pieces they arrive in", async () => {
	expect(JSON.parse(sent)).toEqual(request);
	open();
	await hears("opened");
	const text = `data: ${JSON.stringify(ping)}\n\n`;
	response().write(text.slice(0, 9));
	await new Promise((resolve) => setTimeout(resolve, 20));
	response().write(text.slice(9) + text);
	await hears("opened", "ping", "ping");
	response().end();
	await hears("opened", "ping", "ping", "closed null");
});

test("an event of an unknown kind keeps its place; other unknown frames and nonsense are passed over", async () => {
	open();
	say({ id: "7-2", channel, event: "room.painted", data: {} });
	say({ type: "weather", sunny: true });
	response().write("data: {nonsense\n\n");
	say(ping);
	await hears("opened", "unknown 7-2", "ping");
});

test("45 seconds without a byte cut it; any byte begins them anew", async () => {
	open();
	await hears("opened");
	await time.advance(44_000);
	response().write(": still here\n\n");
	await expect.poll(() => stream.lastHeardAt()).toBe(time.wall());
	await time.advance(44_000);
	expect(heard).toEqual(["opened"]);
	await time.advance(1_000);
	await hears("opened", "closed unreachable");
});

test("a server that takes 15 seconds to answer is given up", async () => {
	await time.advance(15_000);
	await hears("closed unreachable");
});

test("an answer that is no stream is told by its code", async () => {
	response().writeHead(200, { "content-type": "text/html" }).end("<!doctype html>");
	await hears("closed not-mayfly");
});

test("a problem is told by its code", async () => {
	const body = { type: "urn:x", title: "", status: 503, code: "store-unavailable" };
	response().writeHead(503, { "content-type": "application/problem+json" }).end(JSON.stringify(body));
	await hears("closed store-unavailable");
});

test("a line without an end does not grow for ever", async () => {
	open();
	for (let piece = 0; piece < 20; piece++) response().write(`data: ${"x".repeat(64 * 1024)}`);
	await hears("opened", "closed not-mayfly");
});

test("closed by us, it says nothing more, and the server sees it go", async () => {
	open();
	await hears("opened");
	const gone = new Promise((resolve) => response().on("close", resolve));
	stream.close();
	await gone;
	await new Promise((resolve) => setTimeout(resolve, 20));
	expect(heard).toEqual(["opened"]);
});
