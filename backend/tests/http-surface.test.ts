import { afterEach, expect, test, vi } from "vitest";
import { createApp } from "../app.ts";
import { limits } from "../protocol/limits.ts";
import { createMemoryStore } from "../store/memory.ts";
import type { RoomStore } from "../store/room-store.ts";
import { createStreams } from "../stream/streams.ts";
import {
	type Bench,
	call,
	createRoomBody,
	newKey,
	newMember,
	newMessage,
	newRoomId,
	openBench,
	openRoom,
} from "./http-bench.ts";
import { startRedis } from "./redis-server.ts";

const benches: Bench[] = [];
async function open(options?: Parameters<typeof openBench>[0], redisUrl?: string): Promise<Bench> {
	const bench = await openBench(options, redisUrl);
	benches.push(bench);
	return bench;
}
afterEach(async () => {
	vi.restoreAllMocks();
	for (const bench of benches.splice(0)) await bench.close();
});

const addresses: [string, string][] = [
	["/api/rooms", "POST, OPTIONS"],
	["/api/rooms/:roomId", "GET, PATCH, DELETE, OPTIONS"],
	["/api/rooms/:roomId/members", "POST, OPTIONS"],
	["/api/rooms/:roomId/members/me", "DELETE, OPTIONS"],
	["/api/rooms/:roomId/members/:memberId", "DELETE, OPTIONS"],
	["/api/rooms/:roomId/knocks", "POST, OPTIONS"],
	["/api/rooms/:roomId/invites/:inviteHash", "PUT, DELETE, OPTIONS"],
	["/api/rooms/:roomId/messages", "POST, GET, OPTIONS"],
	["/api/rooms/:roomId/signals", "POST, OPTIONS"],
	["/api/rooms/:roomId/receipts", "POST, OPTIONS"],
	["/api/rooms/:roomId/starter", "PUT, OPTIONS"],
	["/api/stream", "POST, OPTIONS"],
	["/healthz", "GET, OPTIONS"],
];
const concrete = (path: string) =>
	path.replace(":roomId", newRoomId()).replace(":memberId", newMember().seat.memberId).replace(":inviteHash", newKey());

test("a method an address does not take is 405 and names those it takes", async () => {
	const bench = await open();
	for (const [path, allow] of addresses) {
		for (const method of ["GET", "POST", "PUT", "PATCH", "DELETE"].filter((method) => !allow.includes(method))) {
			const { status, json, headers } = await call(bench, method, concrete(path));
			expect([path, method, status, json.code, headers.get("allow")]).toEqual([
				...[path, method, 405, "method-not-allowed", allow],
			]);
		}
	}
});

test("an address where nothing is, is 404 not-found", async () => {
	const bench = await open();
	for (const path of [
		...["/api", "/api/", "/api/room", "/api/rooms/", "/api/stream/", "/healthz/x", "/API/rooms", "/favicon.ico"],
		...[`/api/rooms/${newRoomId()}/`, `/api/rooms/${newRoomId()}/x`, `/api/rooms/${newRoomId()}/members/me/x`],
		...[
			"/assets/",
			"/assets/../app.ts",
			"/assets/%2e%2e/%2e%2e/package.json",
			"/r/a/b",
			"/package.json",
			"/.git/config",
		],
	]) {
		const { status, json, headers } = await call(bench, "GET", path);
		expect([path, status, json.code, headers.get("content-type")]).toEqual([
			...[path, 404, "not-found", "application/problem+json"],
		]);
	}
});

test("every page may ask: preflight and answers, errors too, say so", async () => {
	const bench = await open();
	for (const [path] of addresses) {
		const { status, text, headers } = await call(bench, "OPTIONS", concrete(path), {
			headers: {
				origin: "chrome-extension://abcdefghijklmnopabcdefghijklmnop",
				"access-control-request-method": "PATCH",
				"access-control-request-headers": "authorization,content-type",
			},
		});
		expect([status, text]).toEqual([204, ""]);
		expect(headers.get("access-control-allow-origin")).toBe("*");
		expect(headers.get("access-control-allow-credentials")).toBeNull();
		expect(headers.get("access-control-max-age")).toBe("7200");
		for (const method of ["GET", "POST", "PUT", "PATCH", "DELETE"]) {
			expect(headers.get("access-control-allow-methods")).toContain(method);
		}
		for (const name of ["authorization", "content-type", "create-token"]) {
			expect(headers.get("access-control-allow-headers")).toContain(name);
		}
	}
	const answers = [
		await call(bench, "GET", "/healthz"),
		await call(bench, "GET", "/api/nothing"),
		await call(bench, "POST", "/api/rooms", { body: createRoomBody().body }),
		await call(bench, "POST", "/api/rooms", { raw: "x" }),
		await call(bench, "GET", `/api/rooms/${newRoomId()}`),
		await call(bench, "PUT", "/api/rooms"),
	];
	expect(answers.map(({ status }) => status)).toEqual([200, 404, 201, 400, 401, 405]);
	for (const { headers } of answers) {
		expect(headers.get("access-control-allow-origin")).toBe("*");
		expect(headers.get("access-control-expose-headers")).toBe("retry-after");
		expect(headers.get("cache-control")).toBe("no-store");
		expect(headers.get("x-content-type-options")).toBe("nosniff");
		expect(headers.get("set-cookie")).toBeNull();
	}
});

test("without a well-formed bearer it is 401, before any look at room or body", async () => {
	const store = createMemoryStore({ now: Date.now });
	const untouched = new Proxy(store, {
		get(target, name: keyof RoomStore) {
			const value = target[name];
			if (name === "kind" || typeof value !== "function") return value;
			return () => {
				throw new Error(`${name} was asked`);
			};
		},
	});
	const bench = await open({ wrap: () => untouched, rateLimits: true });
	const calls = [
		...(["GET", "PATCH", "DELETE"] as const).map((method) => [method, "/api/rooms/:roomId"] as const),
		["DELETE", "/api/rooms/:roomId/members/me"] as const,
		["DELETE", "/api/rooms/:roomId/members/:memberId"] as const,
		["POST", "/api/rooms/:roomId/messages"] as const,
		["GET", "/api/rooms/:roomId/messages"] as const,
		["POST", "/api/rooms/:roomId/signals"] as const,
		["PUT", "/api/rooms/:roomId/starter"] as const,
	];
	const key = newKey();
	const wrong = [undefined, "", key, `Basic ${key}`, "Bearer", "Bearer x", `Bearer ${key}x`, `Bearer ${key.slice(1)}`];
	for (const [method, path] of calls) {
		for (const authorization of [...wrong, `Bearer ${key},${key}`, `Bearer ${key.slice(1)}=`]) {
			for (const at of [concrete(path), path.replace(":roomId", "malformed").replace(":memberId", "x")]) {
				const { status, json, headers } = await call(bench, method, at, {
					...(authorization === undefined ? {} : { headers: { authorization } }),
					...(method === "POST" || method === "PUT" ? { raw: "nonsense" } : {}),
				});
				expect([method, path, authorization, status, json.code]).toEqual([
					...[method, path, authorization, 401, "unauthorized"],
				]);
				expect(headers.get("www-authenticate")).toBe("Bearer");
			}
		}
		for (const malformed of ["x", "1".repeat(22), `${newRoomId()}x`, "%00", "%F0%9F%92%A9", ":roomId"]) {
			const { status, json } = await call(bench, method, path.replace(":roomId", malformed), { token: key });
			expect([status, json.code]).toEqual([404, "room-not-found"]);
		}
	}
	const { status, json } = await call(bench, "POST", "/api/rooms/x/members", { raw: "nonsense" });
	expect([status, json.code]).toEqual([404, "room-not-found"]);
	expect(bench.log).toEqual([]);
	await store.close();
}, 60_000);

test("the scheme's name may be written as one likes", async () => {
	const bench = await open();
	const { roomId, starter } = await openRoom(bench);
	for (const scheme of ["bearer", "BEARER", "Bearer "]) {
		const authorization = `${scheme} ${starter.token}`;
		expect((await call(bench, "GET", `/api/rooms/${roomId}`, { headers: { authorization } })).status).toBe(200);
	}
});

test("with a create token rooms are made only by who shows it; all else goes without", async () => {
	const bench = await open({ createToken: "open sesame" });
	const { body } = createRoomBody();
	for (const token of ["", "open", "open sesame!", "OPEN SESAME"]) {
		const headers = { "create-token": token };
		const { status, json } = await call(bench, "POST", "/api/rooms", { body, headers });
		expect([status, json.code]).toEqual([403, "create-token"]);
	}
	expect((await call(bench, "POST", "/api/rooms", { body })).status).toBe(403);
	const headers = { "create-token": "open sesame" };
	expect((await call(bench, "POST", "/api/rooms", { body, headers })).status).toBe(201);
});

test("creates beyond an address's budget are 429 with a time to wait; another address is not held to it", async () => {
	const bench = await open({ rateLimits: true, trustProxy: true });
	const create = (address: string) =>
		call(bench, "POST", "/api/rooms", { raw: "{}", headers: { "x-forwarded-for": `10.0.0.1, ${address}` } });
	const statuses = [];
	for (let i = 0; i < limits.creates.burst + 5; i++) statuses.push((await create("192.0.2.1")).status);
	expect(statuses.slice(0, limits.creates.burst)).not.toContain(429);
	const refused = await create("192.0.2.1");
	expect([refused.status, refused.json.code, refused.headers.get("retry-after")]).toEqual([429, "too-fast", "1"]);
	expect((await create("192.0.2.2")).status).toBe(400);
});

test("without a proxy in front its header counts for nothing", async () => {
	const bench = await open({ rateLimits: true });
	const statuses = new Set<number>();
	for (let i = 0; i < limits.creates.burst + 30; i++) {
		const headers = { "x-forwarded-for": `192.0.2.${i}` };
		statuses.add((await call(bench, "POST", "/api/rooms", { raw: "{}", headers })).status);
	}
	expect(statuses).toContain(429);
});

test("messages and signals beyond a member's budget are 429 with a time to wait", async () => {
	const bench = await open({ rateLimits: true });
	const { roomId, starter } = await openRoom(bench);
	const flood = async (path: string, body: () => unknown) => {
		const answers = [];
		for (let i = 0; i < 40; i++) {
			answers.push(await call(bench, "POST", `/api/rooms/${roomId}${path}`, { token: starter.token, body: body() }));
		}
		return answers.find(({ status }) => status === 429);
	};
	for (const refused of [await flood("/messages", newMessage), await flood("/signals", () => ({ body: "AAAA" }))]) {
		expect([refused?.json.code, refused?.headers.get("retry-after")]).toEqual(["too-fast", "1"]);
	}
});

test("a fault of the server is 500, and the log names the place and nothing that was sent", async () => {
	const broken = (store: RoomStore): RoomStore => ({
		...store,
		send: async (caller, message) => {
			throw new Error(`failed at ${JSON.stringify({ caller, message })}`);
		},
	});
	const printed = [
		...(["log", "info", "warn", "error", "debug"] as const).map((name) => vi.spyOn(console, name)),
		vi.spyOn(process.stdout, "write"),
		vi.spyOn(process.stderr, "write"),
	];
	const bench = await open({ wrap: broken, rateLimits: true });
	const { roomId, accessKey, starter } = await openRoom(bench);
	const message = newMessage();
	const sent = await call(bench, "POST", `/api/rooms/${roomId}/messages`, { token: starter.token, body: message });
	expect([sent.status, sent.json.code]).toEqual([500, "internal"]);
	expect(sent.text).not.toContain("failed at");
	await call(bench, "GET", `/api/rooms/${roomId}`, { token: newKey() });
	await call(bench, "POST", "/api/rooms", { raw: "{" });
	expect(bench.log).toHaveLength(1);
	expect(bench.log[0]).toMatch(/^POST \/api\/rooms\/:roomId\/messages failed: Error at /);
	const said = [...bench.log, ...printed.flatMap(({ mock }) => mock.calls.map(String))].join("\n");
	for (const secret of [roomId, accessKey, starter.token, message.id, message.text, "127.0.0.1"]) {
		expect(said).not.toContain(secret);
	}
});

test("a store that is away is 503 with a time to wait, on health too", async () => {
	const redis = await startRedis();
	const bench = await open({}, redis.url);
	const { roomId, starter } = await openRoom(bench);
	await redis.kill();
	for (const [method, path] of [
		["GET", "/healthz"],
		["GET", `/api/rooms/${roomId}`],
	] as const) {
		const begun = performance.now();
		const { status, json, headers } = await call(bench, method, path, { token: starter.token });
		expect([status, json.code]).toEqual([503, "store-unavailable"]);
		expect(Number(headers.get("retry-after"))).toBeGreaterThan(0);
		expect(performance.now() - begun).toBeLessThan(5_000);
	}
	await redis.close();
});

test("the app stands without a socket, on any platform that has fetch", async () => {
	const store = createMemoryStore({ now: Date.now });
	const parts = {
		store,
		now: Date.now,
		random: (n: number) => crypto.getRandomValues(new Uint8Array(n)),
		log: () => {},
	};
	const app = createApp({ ...parts, streams: createStreams(parts), remoteAddress: () => "" });
	const { body } = createRoomBody();
	const init = { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) };
	expect((await app.request("/api/rooms", init)).status).toBe(201);
	expect((await app.request("/")).status).toBe(404);
	await store.close();
});
