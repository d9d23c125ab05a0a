import { once } from "node:events";
import { readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { pathToFileURL } from "node:url";
import { createAdaptorServer, type ServerType } from "@hono/node-server";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { buildForVercel } from "../../.config/tasks/vercel-steps.ts";
import { type Bench, call, newKey, newRoomId, openBench, openRoom, send } from "./http-bench.ts";
import { type RedisServer, startRedis } from "./redis-server.ts";
import { ordinals, readOn } from "./returning-reader.ts";
import { openStream } from "./test-stream.ts";
import { startUpstashBridge, type UpstashBridge } from "./upstash-bridge.ts";

// What is deployed, called as Vercel calls it: its handler by a Request, the signal of which says that the client went.
type Context = { waitUntil(promise: Promise<unknown>): void };
type Handler = { default: { fetch(request: Request, context?: Context): Promise<Response> } };
let output: string;
let redis: RedisServer;
let bridge: UpstashBridge;
let server: ServerType;
let bench: Bench;

const functionFolder = () => join(output, "functions", "index.func");
const readJson = (path: string) => JSON.parse(readFileSync(path, "utf8"));
const load = (version: string): Promise<Handler> =>
	import(`${pathToFileURL(join(functionFolder(), "index.mjs"))}?${version}`);

beforeAll(async () => {
	output = await mkdtemp(join(tmpdir(), "mayfly-vercel-"));
	redis = await startRedis();
	bridge = await startUpstashBridge(redis.url);
	// Streams are sent away 15 s before.
	await buildForVercel(output, 17);
	const { environment } = readJson(join(functionFolder(), ".vc-config.json"));
	for (const [name, value] of Object.entries(environment)) vi.stubEnv(name, value as string);
	vi.stubEnv("UPSTASH_REDIS_REST_URL", bridge.url);
	vi.stubEnv("UPSTASH_REDIS_REST_TOKEN", bridge.token);
	const handler = (await load("upstash")).default;
	server = createAdaptorServer({ fetch: (request) => handler.fetch(request) }).listen(0, "127.0.0.1");
	await once(server, "listening");
	bench = { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` } as Bench;
});
afterAll(async () => {
	vi.unstubAllEnvs();
	server.close();
	await bridge.close();
	await redis.close();
	await rm(output, { recursive: true, force: true });
});

test("what is built is one function that answers everything, streams, and hears of clients that go", () => {
	const { routes, version } = readJson(join(output, "config.json"));
	expect([version, routes]).toEqual([3, [{ src: "/.*", dest: "/index" }]]);
	expect(readJson(join(functionFolder(), ".vc-config.json"))).toMatchObject({
		...{ runtime: "nodejs24.x", handler: "index.mjs", launcherType: "Nodejs", maxDuration: 17 },
		...{ supportsResponseStreaming: true, supportsCancellation: true },
	});
});

test("a reader is sent for a new stream before Vercel stops the function, and misses nothing", async () => {
	const { starter, guests } = await openRoom(bench, { guests: 1 });
	const sent: string[] = [];
	const reading = readOn(bench, guests[0], (events) => events.length >= 52);
	while (sent.length < 50) {
		sent.push((await send(bench, starter)).id);
		await wait(50);
	}
	const { events, streams } = await reading;
	expect(streams).toBeGreaterThan(1);
	expect(ordinals(events)).toEqual(Array.from({ length: 52 }, (_, at) => at + 1));
	expect(events.flatMap(({ event, data }) => (event === "chat.message" ? [data.id] : []))).toEqual(sent);
	await call(bench, "DELETE", `/api/rooms/${starter.roomId}`, { token: starter.token });
	expect(await redis.admin.keys("*")).toEqual([]);
	await expect.poll(bridge.subscriptions).toBe(0);
});

test("who cuts its stream is offline at once", async () => {
	const { starter, guests } = await openRoom(bench, { guests: 1 });
	const stays = await openStream(bench, [starter]);
	const goes = await openStream(bench, [guests[0]]);
	const told = () =>
		stays.system("presence").flatMap(({ memberId, online }) => (memberId === guests[0].memberId ? [online] : []));
	await stays.until(() => told().at(-1) === true);
	goes.cut();
	await stays.until(() => told().at(-1) === false, 1_500);
	stays.cut();
});

test("a request that Vercel cancels ends its stream, and waits for its lease to be given back", async () => {
	const { starter } = await openRoom(bench);
	const handler = (await load("upstash")).default;
	const cancel = new AbortController();
	const lasting: Promise<unknown>[] = [];
	const response = await handler.fetch(
		new Request(`${bench.url}/api/stream`, {
			...{ method: "POST", headers: { "content-type": "application/json" }, signal: cancel.signal },
			body: JSON.stringify({ rooms: [starter] }),
		}),
		{ waitUntil: (promise) => lasting.push(promise) },
	);
	const said = response.text();
	await expect.poll(bridge.subscriptions).toBe(1);
	cancel.abort();
	expect(lasting).toHaveLength(1);
	await Promise.all(lasting);
	// It did not wait to be sent away.
	expect(await said).not.toContain("reconnect");
	const { json } = await call(bench, "GET", `/api/rooms/${starter.roomId}`, { token: starter.token });
	expect(json.members).toMatchObject([{ online: false }]);
	await expect.poll(bridge.subscriptions).toBe(0);
});

test("what is wrong, a stream by GET among it, is answered as on Node, and so is the guest page", async () => {
	const node = await openBench();
	const token = newKey();
	const asked: [string, string, Parameters<typeof call>[3]?][] = [
		["GET", "/api/stream"],
		["POST", "/api/rooms", { raw: "{" }],
		["GET", `/api/rooms/${newRoomId()}`, { token }],
		["GET", "/nowhere"],
	];
	for (const [method, path, options] of asked) {
		const answers = await Promise.all([bench, node].map((place) => call(place, method, path, options)));
		const [here, there] = answers.map(({ status, text }) => ({ status, text }));
		expect([method, path, here]).toEqual([method, path, there]);
	}
	const [here, there] = await Promise.all([bench, node].map(({ url }) => fetch(`${url}/r/${newRoomId()}`)));
	expect(await here?.text()).toBe(await there?.text());
	for (const name of ["content-security-policy", "referrer-policy", "cache-control", "content-type"]) {
		expect(here?.headers.get(name)).toBe(there?.headers.get(name));
	}
	await node.close();
});

test("rooms in the memory of a function are refused", async () => {
	vi.stubEnv("UPSTASH_REDIS_REST_URL", "");
	vi.stubEnv("UPSTASH_REDIS_REST_TOKEN", "");
	await expect(load("memory")).rejects.toThrow(/^REDIS_URL or UPSTASH_REDIS_REST_URL: needed here/);
});

test("over a Redis by TCP it serves as well", async () => {
	vi.stubEnv("REDIS_URL", redis.url);
	const handler = (await load("redis")).default;
	const answer = await handler.fetch(new Request("https://mayfly.example/healthz"));
	expect(await answer.json()).toEqual({ status: "ok", store: "redis" });
});
