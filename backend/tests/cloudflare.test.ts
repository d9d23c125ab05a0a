import { once } from "node:events";
import { setTimeout as wait } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { type Bench, call, createRoomBody, newKey, newRoomId, openBench, openRoom, send } from "./http-bench.ts";
import { type RedisServer, startRedis } from "./redis-server.ts";
import { ordinals, readOn } from "./returning-reader.ts";
import { openStream, type TransportKind } from "./test-stream.ts";
import { startUpstashBridge, type UpstashBridge } from "./upstash-bridge.ts";
import { type RunningWorker, startWorker } from "./worker.ts";

let redis: RedisServer;
let bridge: UpstashBridge;
let bench: Bench;

const workers: RunningWorker[] = [];
/** Ends with the tests, however they go. */
async function start(vars: Record<string, string>): Promise<RunningWorker> {
	const worker = await startWorker(vars);
	workers.push(worker);
	return worker;
}
function overUpstash(): Record<string, string> {
	const { url, token } = bridge;
	return { UPSTASH_REDIS_REST_URL: url, UPSTASH_REDIS_REST_TOKEN: token, RATE_LIMITS: "off" };
}

beforeAll(async () => {
	redis = await startRedis();
	bridge = await startUpstashBridge(redis.url);
	bench = { url: (await start(overUpstash())).url } as Bench;
});
afterEach(async () => {
	await redis.admin.flushall();
});
afterAll(async () => {
	for (const worker of workers) await worker.close();
	await bridge.close();
	await redis.close();
});

test("streams of either kind show what is sent, in one order, and the end of the room", async () => {
	/** A room from its first message to the last word of it, its two streams by these ways. */
	async function liveThrough(...transports: TransportKind[]): Promise<void> {
		const { starter, guests } = await openRoom(bench, { guests: 1 });
		const streams = await Promise.all(
			transports.map((transport, at) => openStream({ ...bench, transport }, [at === 0 ? starter : guests[0]])),
		);
		const sent: string[] = [];
		for (const member of [starter, guests[0], starter]) sent.push((await send(bench, member)).id);
		for (const stream of streams) await stream.until(({ messageIds }) => messageIds().length >= sent.length);
		const history = await call(bench, "GET", `/api/rooms/${starter.roomId}/messages`, { token: guests[0].token });
		expect((history.json.messages as { id: string }[]).map(({ id }) => id)).toEqual(sent);
		const destroyed = await call(bench, "DELETE", `/api/rooms/${starter.roomId}`, { token: starter.token });
		expect(destroyed.status).toBe(204);
		for (const stream of streams) await stream.until(({ events }) => events().at(-1)?.event === "chat.destroy");
		await call(bench, "POST", `/api/rooms/${starter.roomId}/receipts`, { body: { body: "d2lwZWQ" } });
		for (const stream of streams) {
			await stream.ended;
			expect(stream.messageIds()).toEqual(sent);
			expect(stream.system("receipt")).toHaveLength(1);
		}
	}
	await Promise.all([liveThrough("sse", "sse"), liveThrough("ws", "ws"), liveThrough("sse", "ws")]);
	expect(await redis.admin.keys("*")).toEqual([]);
	await expect.poll(bridge.subscriptions).toBe(0);
});

test("a stream may hold as many rooms as anywhere", async () => {
	const rooms = [];
	for (let i = 0; i < 20; i++) rooms.push((await openRoom(bench)).starter);
	const stream = await openStream(bench, rooms);
	await stream.until(({ system }) => system("connected").length === rooms.length);
	const sent = await Promise.all(rooms.map((member) => send(bench, member)));
	await stream.until(({ messageIds }) => messageIds().length === rooms.length);
	expect(stream.messageIds().toSorted()).toEqual(sent.map(({ id }) => id).toSorted());
	await Promise.all(rooms.map(({ roomId, token }) => call(bench, "DELETE", `/api/rooms/${roomId}`, { token })));
	await stream.ended;
	await expect.poll(bridge.subscriptions).toBe(0);
});

test.each(["sse", "ws"] as const)("who cuts its stream is offline once more is said (%s)", async (transport) => {
	const { starter, guests } = await openRoom(bench, { guests: 1 });
	const stays = await openStream(bench, [starter]);
	const goes = await openStream({ ...bench, transport }, [guests[0]]);
	const told = () =>
		stays.system("presence").flatMap(({ memberId, online }) => (memberId === guests[0].memberId ? [online] : []));
	await stays.until(() => told().at(-1) === true);
	goes.cut();
	// A Worker learns of it when it writes; the pings see to that where nobody speaks.
	for (let i = 0; told().at(-1) === true && i < 50; i++) {
		await send(bench, starter);
		await wait(100);
	}
	await stays.until(() => told().at(-1) === false);
	await expect.poll(bridge.subscriptions).toBe(1);
	await call(bench, "DELETE", `/api/rooms/${starter.roomId}`, { token: starter.token });
	await stays.ended;
	await expect.poll(bridge.subscriptions).toBe(0);
});

test("who closes its WebSocket is offline at once", async () => {
	const { starter, guests } = await openRoom(bench, { guests: 1 });
	const online = async () => {
		const { json } = await call(bench, "GET", `/api/rooms/${starter.roomId}`, { token: starter.token });
		return (json.members as { online: boolean }[]).map((member) => member.online);
	};
	const socket = new WebSocket(`${bench.url.replace("http", "ws")}/api/stream`);
	socket.onopen = () => socket.send(JSON.stringify({ rooms: [guests[0]] }));
	await expect.poll(online).toEqual([false, true]);
	const closed = once(socket, "close");
	socket.close(1000);
	expect((await closed)[0].wasClean).toBe(true);
	await expect.poll(online).toEqual([false, false]);
	await expect.poll(bridge.subscriptions).toBe(0);
});

test("what is wrong is answered as on Node, byte for byte", async () => {
	const node = await openBench();
	const token = newKey();
	const room = `/api/rooms/${newRoomId()}`;
	const asked: [string, string, Parameters<typeof call>[3]?][] = [
		["POST", "/api/rooms", { body: { ...createRoomBody().body, capacity: 1 } }],
		["POST", "/api/rooms", { raw: "{" }],
		["POST", "/api/rooms", { raw: "x".repeat(30_000) }],
		["POST", "/api/rooms", { raw: "{}", headers: { "content-type": "text/plain" } }],
		["PUT", "/api/rooms"],
		["GET", room],
		["GET", room, { token }],
		["GET", "/api/rooms/x", { token }],
		["GET", "/api/stream"],
		["POST", "/api/stream", { body: { rooms: [] } }],
		["GET", "/nowhere"],
		["GET", "/assets/nowhere.js"],
		["OPTIONS", "/api/rooms"],
	];
	for (const [method, path, options] of asked) {
		const answers = await Promise.all([bench, node].map((place) => call(place, method, path, options)));
		const [here, there] = answers.map(({ status, text, headers }) => ({ status, text, headers: told(headers) }));
		expect([method, path, here]).toEqual([method, path, there]);
	}
	await node.close();
});

test("the guest page is the one that Node serves, under the same headers", async () => {
	const node = await openBench();
	const page = await (await fetch(`${node.url}/r/x`)).text();
	const script = /src="(\/assets\/[^"]+\.js)"/.exec(page)?.[1];
	expect(script).toBeDefined();
	for (const path of ["/", "/r/", `/r/${newRoomId()}`, script ?? ""]) {
		// A Worker's answers are pressed by Cloudflare, in front of it.
		const plain = { headers: { "accept-encoding": "identity" } };
		const answers = await Promise.all([bench, node].map(({ url }) => fetch(`${url}${path}`, plain)));
		const [here, there] = await Promise.all(
			answers.map(async (answer) => [answer.status, await answer.text(), told(answer.headers)]),
		);
		expect([path, here]).toEqual([path, there]);
	}
	await node.close();
});

test("a reader is sent for a new stream before its request may ask no more, and misses nothing", async () => {
	const strict = await start({ ...overUpstash(), SUBREQUESTS: "14" });
	const { starter } = await openRoom(bench);
	const sent: string[] = [];
	const reading = readOn(strict, starter, (events) => events.length > 20);
	while (sent.length < 20) {
		sent.push((await send(bench, starter)).id);
		await wait(50);
		if (sent.length % 5 > 0) continue;
		// Each cut has the stream subscribe and read once more.
		await expect.poll(bridge.subscriptions, { timeout: 5_000 }).toBe(1);
		await wait(200);
		bridge.cut();
	}
	const { events, streams } = await reading;
	expect(streams).toBeGreaterThan(1);
	expect(ordinals(events)).toEqual(Array.from({ length: 21 }, (_, at) => at + 1));
	expect(events.flatMap(({ event, data }) => (event === "chat.message" ? [data.id] : []))).toEqual(sent);
});

test("a configuration that cannot work is an error to who asks, told to who runs it", async () => {
	const wrong = await start({});
	const answer = await call(wrong, "GET", "/healthz");
	expect([answer.status, answer.json.code]).toEqual([500, "internal"]);
});

/** Without what belongs to the connection, and to Cloudflare, which presses answers in front of a Worker. */
function told(headers: Headers): Record<string, string> {
	const names = ["connection", "content-encoding", "content-length", "date", "keep-alive", "transfer-encoding"];
	return Object.fromEntries([...headers].filter(([name]) => !names.includes(name)));
}
