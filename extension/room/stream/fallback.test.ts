import type { AddressInfo } from "node:net";
import { beforeEach, expect, test } from "vitest";
import { WebSocketServer } from "ws";
import { ApiError } from "../api-error.ts";
import { createFakeTime, type FakeTime } from "../testing/fake-time.ts";
import { createFallbackTransport } from "./fallback.ts";
import type { OpenStream, StreamListener, Transport } from "./transport.ts";
import { createWsTransport } from "./ws.ts";

const request = { rooms: [{ roomId: `r${"0".repeat(21)}`, token: "t".repeat(43) }] };
type Opened = StreamListener & { way: string; isClosed: boolean; lastHeardAt: number };

let time: FakeTime;
let tried: Opened[];
let heard: string[];
let transport: Transport;

/** A way that does what the test says. */
const way = (name: string): Transport => ({
	open(_, listener) {
		const stream: Opened = { ...listener, way: name, isClosed: false, lastHeardAt: tried.length };
		tried.push(stream);
		return {
			lastHeardAt: () => stream.lastHeardAt,
			close() {
				stream.isClosed = true;
			},
		};
	},
});
const listener: StreamListener = {
	opened: () => heard.push("opened"),
	frame: () => heard.push("frame"),
	closed: (failure) => heard.push(`closed ${failure instanceof ApiError ? failure.code : failure}`),
};
const open = (): OpenStream => transport.open(request, listener);
const ways = () => tried.map((stream) => stream.way);
const last = (): Opened => {
	const stream = tried.at(-1);
	if (!stream) throw new Error("nothing was tried");
	return stream;
};
const away = new ApiError("unreachable");

beforeEach(() => {
	time = createFakeTime();
	tried = [];
	heard = [];
	transport = createFallbackTransport({ first: way("ws"), second: way("sse"), time });
});

test("the first way is taken when it opens in time, and its end is the stream's end", async () => {
	open();
	await time.advance(2_999);
	last().opened();
	await time.advance(60_000);
	last().closed(away);
	expect(ways()).toEqual(["ws"]);
	expect(heard).toEqual(["opened", "closed unreachable"]);
});

test("one that is not open after 3 seconds is left, closed, and the second is taken", async () => {
	const stream = open();
	await time.advance(3_000);
	expect(ways()).toEqual(["ws", "sse"]);
	expect(tried.map(({ isClosed }) => isClosed)).toEqual([true, false]);
	last().opened();
	expect(heard).toEqual(["opened"]);
	expect(stream.lastHeardAt()).toBe(1);
	stream.close();
	expect(last().isClosed).toBe(true);
});

test("one that fails before it is open is replaced at once, and not again after 3 seconds", async () => {
	open();
	last().closed(away);
	expect(ways()).toEqual(["ws", "sse"]);
	await time.advance(10_000);
	expect(ways()).toEqual(["ws", "sse"]);
});

test("where the second was needed it is taken at once for 10 minutes, then the first is tried again", async () => {
	open();
	await time.advance(3_000);
	last().opened();
	for (let minute = 1; minute < 10; minute++) {
		await time.advance(60_000);
		open();
		expect(last().way).toBe("sse");
	}
	last().closed(away);
	time.sleep(60_000);
	open();
	expect(last().way).toBe("ws");
	last().opened();
	open();
	expect(last().way).toBe("ws");
});

test("a server that is away is told once, and says nothing about the ways to it", async () => {
	open();
	last().closed(away);
	last().closed(away);
	expect(heard).toEqual(["closed unreachable"]);
	open();
	expect(last().way).toBe("ws");
});

test.each(["before it was left", "after it was left"])("closed %s, nothing more is tried or told", async (when) => {
	const stream = open();
	if (when === "after it was left") await time.advance(3_000);
	const count = tried.length;
	stream.close();
	await time.advance(60_000);
	expect(tried).toHaveLength(count);
	expect(tried.every(({ isClosed }) => isClosed)).toBe(true);
	expect(heard).toEqual([]);
});

test("a proxy that accepts a WebSocket and swallows what goes over it is none that opens, and keeps no socket", async () => {
	const proxy = new WebSocketServer({ host: "127.0.0.1", port: 0 });
	await new Promise((listening) => proxy.on("listening", listening));
	const server = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
	const first = createWsTransport({ server, WebSocket, time });
	transport = createFallbackTransport({ first, second: way("sse"), time });
	const stream = open();
	await expect.poll(() => proxy.clients.size).toBe(1);
	await time.advance(3_000);
	expect(ways()).toEqual(["sse"]);
	await expect.poll(() => proxy.clients.size).toBe(0);
	stream.close();
	await new Promise((closed) => proxy.close(closed));
});
