import { request } from "node:http";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { limits } from "../protocol/limits.ts";
import {
	type Answer,
	type Bench,
	call,
	createRoomBody,
	newKey,
	newMember,
	newMessage,
	newRoomId,
	openBench,
	openRoom,
	type Room,
} from "./http-bench.ts";

let bench: Bench;
let room: Room;
beforeAll(async () => {
	bench = await openBench();
	room = await openRoom(bench, { guests: 1 });
});
afterAll(() => bench.close());

type Body = Record<string, unknown>;
type Route = { method: string; path: () => string; token: boolean; body: () => Body };

const inRoom = (rest: string) => () => `/api/rooms/${room.roomId}${rest}`;
const routes: Record<string, Route> = {
	create: { method: "POST", path: () => "/api/rooms", token: false, body: () => createRoomBody().body },
	join: {
		...{ method: "POST", path: inRoom("/members"), token: false },
		body: () => ({ ...newMember().seat, accessKey: room.accessKey }),
	},
	change: { method: "PATCH", path: inRoom(""), token: true, body: () => ({ ttlSeconds: 600, locked: false }) },
	send: { method: "POST", path: inRoom("/messages"), token: true, body: newMessage },
	signal: { method: "POST", path: inRoom("/signals"), token: true, body: () => ({ body: "AAAA" }) },
	receipt: { method: "POST", path: inRoom("/receipts"), token: false, body: () => ({ body: "AAAA" }) },
	appoint: {
		...{ method: "PUT", path: inRoom("/starter"), token: true },
		body: () => ({ memberId: room.starter.memberId, since: room.since, body: "AAAA" }),
	},
	stream: {
		...{ method: "POST", path: () => "/api/stream", token: false },
		body: () => ({ rooms: [{ roomId: room.roomId, token: newKey(), after: "1-1" }] }),
	},
};

function ask(route: Route, options: Parameters<typeof call>[3]): Promise<Answer> {
	return call(bench, route.method, route.path(), { token: route.token ? room.starter.token : undefined, ...options });
}

function expectProblem(answer: Answer, status: number, code: string, field?: string): void {
	expect(answer.json).toEqual({
		type: `urn:mayfly:problem:${code}`,
		title: expect.any(String),
		...{ status, code },
		...(field === undefined ? {} : { field }),
	});
	expect(answer.status).toBe(status);
	expect(answer.headers.get("content-type")).toBe("application/problem+json");
}

const bytes = (length: number) => "A".repeat(length);
/** What is wrong with each field, besides being absent, null or of another type: value and code. */
const fields: [keyof typeof routes, string, [unknown, string?][]][] = [
	["create", "roomId", [[""], ["1".repeat(22)], [bytes(21)], [bytes(23)], ["é".repeat(22)], [`r${bytes(20)}/`]]],
	["create", "memberId", [[""], [bytes(21)], [bytes(23)], [`${bytes(21)}=`]]],
	["create", "tokenHash", [[bytes(42)], [bytes(44)], [`${bytes(42)}+`]]],
	["create", "accessHash", [[bytes(42)], [bytes(44)], [`${bytes(42)}/`]]],
	["create", "profile", [[""], ["a b"], [bytes(limits.profileBytes + 1), "body-too-large"]]],
	["create", "ttlSeconds", [[59], [86_401], [60.5], [-1], [1e300]]],
	["create", "capacity", [[1], [51], [2.5], [0]]],
	["join", "memberId", [[bytes(21)]]],
	["join", "tokenHash", [[bytes(42)]]],
	["join", "accessKey", [[""], [bytes(42)], [bytes(44)]]],
	["join", "profile", [[""], [bytes(limits.profileBytes + 1), "body-too-large"]]],
	["change", "ttlSeconds", [[59], [86_401], [61.5]]],
	["change", "locked", [[0], ["true"]]],
	["send", "id", [[""], [bytes(20)], [bytes(22)], ["a".repeat(20).concat("\n")]]],
	["send", "text", [[""], ["hello world"], ["ä"], [bytes(limits.textBytes + 1), "body-too-large"]]],
	["signal", "body", [[""], ["{}"], [bytes(limits.signalBytes + 1), "body-too-large"]]],
	["receipt", "body", [[""], ["{}"], [bytes(limits.receiptBytes + 1), "body-too-large"]]],
	["appoint", "memberId", [[""], [bytes(21)], [bytes(23)], ["me"]]],
	["appoint", "since", [[""], ["1"], ["1-"], ["a-1"], [1]]],
	["appoint", "body", [[""], ["{}"], [bytes(limits.appointmentBytes + 1), "body-too-large"]]],
	["stream", "rooms", [[[]], [Array.from({ length: 21 }, () => ({ roomId: newRoomId(), token: newKey() }))]]],
];
const optional = new Set(["ttlSeconds", "capacity", "locked"]);

describe.each(Object.keys(routes))("the body of %s", (name) => {
	const route = routes[name] as Route;

	test.each(fields.filter(([of]) => of === name))("%s: %s is checked", async (_, field, wrong) => {
		const missing = { ...route.body(), [field]: undefined };
		if (!optional.has(field)) expectProblem(await ask(route, { body: missing }), 400, "invalid-field", field);
		const kind = typeof route.body()[field];
		const otherTypes = [null, {}, [[]], "x y", 7, true].filter((value) => value === null || typeof value !== kind);
		for (const value of otherTypes) {
			expectProblem(await ask(route, { body: { ...route.body(), [field]: value } }), 400, "invalid-field", field);
		}
		for (const [value, code = "invalid-field"] of wrong) {
			const answer = await ask(route, { body: { ...route.body(), [field]: value } });
			expectProblem(answer, code === "invalid-field" ? 400 : 413, code, field);
		}
	});

	test("anything but a JSON object is 400 invalid-json", async () => {
		for (const raw of ["", "{", '{"a":', "nope", "\0", "[]", "null", "1", '"{}"', "true", `${"[".repeat(9_000)}`]) {
			expectProblem(await ask(route, { raw }), 400, "invalid-json");
		}
	});

	test("more than 20 KiB are 413, however they come", async () => {
		const raw = JSON.stringify({ ...route.body(), more: bytes(limits.bodyBytes) });
		expectProblem(await ask(route, { raw }), 413, "body-too-large");
		expectProblem(
			await ask(route, { raw: JSON.stringify({ ...route.body(), more: bytes(5_000_000) }) }),
			413,
			"body-too-large",
		);
		expect(await sendChunked(route, raw)).toBe(413);
	});

	test("another media type is 415, parameters and case are not looked at", async () => {
		const raw = JSON.stringify(route.body());
		for (const type of ["text/plain", "", "application/jsonp", "multipart/form-data", "application/json+x"]) {
			expectProblem(await ask(route, { raw, headers: { "content-type": type } }), 415, "unsupported-media-type");
		}
		const answer = await call(bench, route.method, route.path(), {
			...{ token: route.token ? room.starter.token : undefined, raw },
			headers: { "content-type": "Application/JSON; charset=utf-8" },
		}).catch(() => null);
		expect(answer === null || answer.status < 300).toBe(true);
	});

	test("unknown fields are passed over", async () => {
		if (name === "stream") return;
		const { status } = await ask(route, { body: { ...route.body(), more: 1, __proto__: null } });
		expect(status).toBeLessThan(300);
	});
});

/** @returns the status of a request whose body comes in chunks, without a length. */
function sendChunked(route: Route, raw: string): Promise<number> {
	return new Promise((resolve, reject) => {
		const headers = {
			"content-type": "application/json",
			...(route.token ? { authorization: `Bearer ${room.starter.token}` } : {}),
		};
		const asked = request(`${bench.url}${route.path()}`, { method: route.method, headers }, (answer) => {
			answer.resume();
			resolve(answer.statusCode ?? 0);
		});
		asked.on("error", reject);
		for (let i = 0; i < raw.length; i += 1000) asked.write(raw.slice(i, i + 1000));
		asked.end();
	});
}

test("the largest message, profile, signal, receipt and appointment are taken", async () => {
	const { starter } = room;
	const { seat } = newMember();
	const profile = bytes(limits.profileBytes);
	const calls: [string, Body, string?][] = [
		["/messages", newMessage(bytes(limits.textBytes)), starter.token],
		["/members", { ...seat, profile, accessKey: room.accessKey }],
		["/signals", { body: bytes(limits.signalBytes) }, starter.token],
		["/receipts", { body: bytes(limits.receiptBytes) }],
	];
	for (const [path, body, token] of calls) {
		const { status } = await call(bench, "POST", `/api/rooms/${room.roomId}${path}`, { token, body });
		expect(status).toBeLessThan(300);
	}
	const body = { memberId: starter.memberId, since: room.since, body: bytes(limits.appointmentBytes) };
	const { status } = await call(bench, "PUT", `/api/rooms/${room.roomId}/starter`, { token: starter.token, body });
	expect(status).toBe(204);
});

test("a change of nothing is 400", async () => {
	const { starter } = room;
	for (const body of [{}, { other: 1 }]) {
		const answer = await call(bench, "PATCH", `/api/rooms/${room.roomId}`, { token: starter.token, body });
		expectProblem(answer, 400, "invalid-field", "ttlSeconds");
	}
});

test("the history's query is checked", async () => {
	const { starter } = room;
	const ask = (query: string) =>
		call(bench, "GET", `/api/rooms/${room.roomId}/messages${query}`, { token: starter.token });
	for (const query of ["limit=0", "limit=201", "limit=x", "limit=1.5", "limit=", "limit=-1", "limit=NaN"]) {
		expectProblem(await ask(`?${query}`), 400, "invalid-field", "limit");
	}
	for (const query of [
		"after=",
		"after=1",
		"after=-",
		"after=1-",
		"after=a-b",
		"after=1-1-1",
		`after=${"9".repeat(17)}-1`,
	]) {
		expectProblem(await ask(`?${query}`), 400, "invalid-field", "after");
	}
	expect((await ask("?limit=200&after=0-0&other=1")).status).toBe(200);
});

test("the invite of who leaves is checked, and who gave a wrong one has not left", async () => {
	const [{ token }] = room.guests;
	const leave = (query: string) => call(bench, "DELETE", `/api/rooms/${room.roomId}/members/me${query}`, { token });
	for (const invite of ["", "x", bytes(42), bytes(44), "!".repeat(43)]) {
		expectProblem(await leave(`?invite=${invite}`), 400, "invalid-field", "invite");
	}
	expect((await call(bench, "GET", `/api/rooms/${room.roomId}`, { token })).status).toBe(200);
	expect((await leave(`?invite=${newKey()}`)).status).toBe(204);
});

test.each([
	["roomId", [undefined, null, 7, "", "1".repeat(22), bytes(23)]],
	["token", [undefined, null, {}, bytes(42), bytes(44)]],
	["after", [null, 5, "", "1", "-1", "x-1"]],
])("each room of a stream is checked: %s", async (field, wrong) => {
	const good = () => ({ roomId: newRoomId(), token: newKey() });
	for (const value of wrong) {
		const answer = await call(bench, "POST", "/api/stream", {
			body: { rooms: [good(), { ...good(), [field]: value }] },
		});
		expectProblem(answer, 400, "invalid-field", `rooms.1.${field}`);
	}
	for (const rooms of [[null], [7], ["x"], [[]]]) {
		expect((await call(bench, "POST", "/api/stream", { body: { rooms } })).status).toBe(400);
	}
});

test("a stream asked for one room twice is 400", async () => {
	const rooms = [1, 2].map(() => ({ roomId: room.roomId, token: newKey() }));
	expectProblem(await call(bench, "POST", "/api/stream", { body: { rooms } }), 400, "invalid-field", "rooms");
});

test("garbage is never the server's fault, whatever it is and wherever it goes", async () => {
	const field = fc.constantFrom(
		...["roomId", "memberId", "tokenHash", "accessHash", "accessKey", "profile", "ttlSeconds", "capacity"],
		...["locked", "id", "text", "body", "rooms", "token", "after", "__proto__", "constructor", "toString"],
	);
	const value = fc.oneof(fc.jsonValue(), fc.string({ unit: "binary" }), fc.constantFrom(...Object.values(someGood())));
	const json = fc.oneof(fc.jsonValue(), fc.dictionary(field, value)).map((any) => JSON.stringify(any));
	const raw = fc.oneof(
		json,
		fc.string({ unit: "binary" }),
		json.map((text) => text.slice(0, -1)),
	);
	const path = fc.oneof(
		fc.constantFrom("/api/rooms", "/api/stream", ...Object.values(routes).map((route) => route.path())),
		fc.constantFrom(`/api/rooms/${newRoomId()}`, `/api/rooms/${newRoomId()}/members/${newMember().seat.memberId}`),
		fc.webPath().map((rest) => `/api/rooms${rest}`),
		fc.webPath(),
		fc.constantFrom("/%", "/r/%ff", "/assets/%2e%2e/x", "/api/rooms/%00", "/api/rooms/%F0%9F%92%A9/messages?limit=%"),
	);
	const method = fc.constantFrom("POST", "PATCH", "DELETE", "PUT", "OPTIONS", "QUERY");
	const token = fc.constantFrom(undefined, room.guests[0].token, newKey(), "short", "");
	await fc.assert(
		fc.asyncProperty(method, path, token, raw, async (method, path, token, raw) => {
			const headers = {
				"content-type": "application/json",
				...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
			};
			const response = await fetch(`${bench.url}${path}`, { method, headers, body: method === "OPTIONS" ? null : raw });
			await response.text();
			expect(response.status).toBeLessThan(500);
		}),
		{ numRuns: 500 },
	);
	expect(bench.log).toEqual([expect.stringMatching(/^RATE_LIMITS=off/)]);
});

/** Values a field might take, so that garbage gets past the first check now and then. */
function someGood(): Body {
	const { body } = createRoomBody();
	return { ...body, ...newMessage(), rooms: [{ roomId: body.roomId, token: newKey() }], locked: true, after: "1-1" };
}
