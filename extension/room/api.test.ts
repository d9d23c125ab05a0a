import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type Api, createApi } from "./api.ts";
import { ApiError } from "./api-error.ts";
import { systemTime } from "./time.ts";

type Answer = (request: IncomingMessage, response: ServerResponse) => void;

let server: Server;
let origin: string;
let answer: Answer;
let api: Api;

beforeEach(async () => {
	server = createServer((request, response) => answer(request, response));
	await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
	origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
	api = createApi({ server: origin, fetch, time: systemTime, timeoutMs: 300 });
});

afterEach(async () => {
	server.closeAllConnections();
	await new Promise((closed) => server.close(closed));
});

const caller = { roomId: "r".repeat(22), token: "t".repeat(43) };
const message = { id: "i".repeat(21), text: "sealed" };
const send = () => api.sendMessage(caller, message);

async function failure(call: Promise<unknown>): Promise<ApiError> {
	const error = await call.then(
		() => new Error("it succeeded"),
		(reason: unknown) => reason,
	);
	if (error instanceof ApiError) return error;
	throw error;
}

const answering =
	(status: number, type: string, body: string, headers: Record<string, string> = {}): Answer =>
	(_request, response) => {
		response.writeHead(status, { "content-type": type, ...headers }).end(body);
	};
const problem = (status: number, code: string, headers: Record<string, string> = {}, more = {}) =>
	answering(
		status,
		"application/problem+json",
		JSON.stringify({ type: `urn:mayfly:problem:${code}`, title: "", status, code, ...more }),
		headers,
	);

test("a call carries the bearer token, the body and nothing else of the person", async () => {
	let seen: Record<string, unknown> = {};
	let body = "";
	answer = (request, response) => {
		const { authorization, cookie, referer } = request.headers;
		seen = { method: request.method, url: request.url, authorization, cookie, referer };
		request.on("data", (chunk) => (body += chunk));
		request.on("end", () => {
			response.writeHead(201, { "content-type": "application/json" });
			response.end(JSON.stringify({ id: message.id, cursor: "5-1", timestamp: 5 }));
		});
	};
	expect(await send()).toEqual({ id: message.id, cursor: "5-1", timestamp: 5 });
	expect(seen).toEqual({
		method: "POST",
		url: `/api/rooms/${caller.roomId}/messages`,
		authorization: `Bearer ${caller.token}`,
		cookie: undefined,
		referer: undefined,
	});
	expect(JSON.parse(body)).toEqual(message);
});

test("a problem comes as its code, with the field and the time to wait", async () => {
	answer = problem(400, "invalid-field", {}, { field: "text" });
	expect(await failure(send())).toMatchObject({ code: "invalid-field", status: 400, field: "text" });
	answer = problem(429, "too-fast", { "retry-after": "3" });
	expect(await failure(send())).toMatchObject({ code: "too-fast", retryAfterMs: 3000 });
	answer = problem(503, "store-unavailable", { "retry-after": "86400" });
	expect(await failure(send())).toMatchObject({ code: "store-unavailable", retryAfterMs: 60_000 });
});

test("a proxy's 404 is not the server's word that a room is gone", async () => {
	answer = answering(404, "text/html", "<h1>Not found</h1>");
	expect((await failure(send())).code).toBe("not-mayfly");
	answer = answering(404, "application/json", JSON.stringify({ code: "room-not-found" }));
	expect((await failure(send())).code).toBe("not-mayfly");
});

test("a page, garbage and JSON of another kind are not-mayfly", async () => {
	for (const body of ["<!doctype html>", "", "{", "null", '{"id":"x"}', "[]"]) {
		answer = answering(200, "text/html", body);
		expect((await failure(send())).code).toBe("not-mayfly");
	}
	answer = answering(200, "text/html", "<!doctype html>");
	expect((await failure(api.destroyRoom(caller))).code).toBe("not-mayfly");
});

test("a proxy that speaks for a server that is away is unreachable, a budget of its own too-fast", async () => {
	answer = answering(502, "text/html", "<h1>Bad gateway</h1>");
	expect((await failure(send())).code).toBe("unreachable");
	answer = answering(429, "text/plain", "slow down", { "retry-after": "9" });
	expect(await failure(send())).toMatchObject({ code: "too-fast", retryAfterMs: 9000 });
});

test("no server, a cut connection, a hanging answer and a redirect are unreachable", async () => {
	answer = (request) => request.socket.destroy();
	expect((await failure(send())).code).toBe("unreachable");
	answer = () => {};
	expect((await failure(send())).code).toBe("unreachable");
	answer = (_request, response) => void response.writeHead(200, { "content-type": "application/json" }).write("{");
	expect((await failure(send())).code).toBe("unreachable");
	answer = answering(307, "text/plain", "", { location: "https://example.org/" });
	expect((await failure(send())).code).toBe("unreachable");
	const nobody = createApi({ server: "http://127.0.0.1:1", fetch, time: systemTime });
	expect((await failure(nobody.sendMessage(caller, message))).code).toBe("unreachable");
});

test("the server's time comes with the moments around it", async () => {
	const answered = { roomId: caller.roomId, expiresAt: 9, now: 7, capacity: 2, cursor: "5-1", members: [] };
	answer = answering(200, "application/json", JSON.stringify(answered));
	const before = systemTime.monotonic();
	const { sample, ...room } = await api.readRoom(caller);
	expect(room).toEqual(answered);
	expect(sample.server).toBe(7);
	expect(sample.sentAt).toBeGreaterThanOrEqual(before);
	expect(sample.receivedAt).toBeGreaterThanOrEqual(sample.sentAt ?? 0);
});
