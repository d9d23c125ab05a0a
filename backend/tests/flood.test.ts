import { connect, type Socket } from "node:net";
import { text } from "node:stream/consumers";
import { expect, test } from "vitest";
import { limits } from "../protocol/limits.ts";
import type { HistoryPage } from "../protocol/messages.ts";
import {
	type Bench,
	call,
	createRoomBody,
	type Member,
	newKey,
	newMessage,
	newRoomId,
	openRoom,
	send,
} from "./http-bench.ts";
import { handshake, textFrame } from "./raw-socket.ts";
import { startRedis } from "./redis-server.ts";
import { heldBy, type Served, serve } from "./served.ts";
import { openStream } from "./test-stream.ts";

const benchOf = ({ url }: Served) => ({ url }) as Bench;
const times = <Item>(count: number, make: (index: number) => Item): Item[] =>
	Array.from({ length: count }, (_, index) => make(index));

type Ask = { method?: string; path: string; token?: string; from?: string; body: string };
type Answered = { status: number; retryAfter: string | undefined };

/** A request to the byte, for clients that cost less than the server they flood. */
function wire({ method = "POST", path, token, from, body }: Ask, isLast = true): string {
	const fields = [
		...[
			`${method} ${path} HTTP/1.1`,
			"host: x",
			"content-type: application/json",
			`content-length: ${Buffer.byteLength(body)}`,
		],
		...(isLast ? ["connection: close"] : []),
		...(token === undefined ? [] : [`authorization: Bearer ${token}`]),
		...(from === undefined ? [] : [`x-forwarded-for: ${from}`]),
	];
	return `${fields.join("\r\n")}\r\n\r\n${body}`;
}

function dial({ url }: Served, bytes: string | Buffer): Socket {
	const { hostname, port } = new URL(url);
	const socket = connect(Number(port), hostname);
	socket.on("error", () => {});
	socket.write(bytes);
	return socket;
}

/** Sends all at once over a few connections; resolves to every answer, in no order. */
async function flood(served: Served, asks: Ask[], connections = 10): Promise<Answered[]> {
	const exchanges = times(connections, async (index) => {
		const mine = asks.filter((_, at) => at % connections === index);
		const socket = dial(served, mine.map((ask, at) => wire(ask, at === mine.length - 1)).join(""));
		const heads = [...(await text(socket)).matchAll(/HTTP\/1\.1 (\d{3}) .*?\r\n\r\n/gs)];
		expect(heads.length).toBe(mine.length);
		return heads.map(([head, status]) => ({
			status: Number(status),
			retryAfter: /\r\nretry-after: (\d+)\r\n/i.exec(head)?.[1],
		}));
	});
	return (await Promise.all(exchanges)).flat();
}

const byte = () => Math.floor(Math.random() * 256);
const word = () => Math.floor(Math.random() * 65_536).toString(16);
const forgedV4 = () => `203.0.${byte()}.${byte()}`;
const forgedV6 = () => `2001:db8:${word()}:${word()}::${word()}`;

/** Rooms that are not there, as many as a stream may ask for. */
const strangeRooms = () =>
	JSON.stringify({ rooms: times(limits.roomsPerStream, () => ({ roomId: newRoomId(), token: newKey() })) });

/** Calls that make no sense, with and without the token of a member, each from an address of its own. */
function nonsense({ roomId, token }: Member): Ask[] {
	const room = `/api/rooms/${roomId}`;
	return ["{", "[]", "{}", `{"roomId":"${"x".repeat(2_000)}"}`, '{"rooms":[{}]}', "\u0000"].flatMap((body) => [
		...[
			{ path: "/api/rooms", from: forgedV4(), body },
			{ path: "/api/rooms", from: forgedV6(), body },
		],
		...[
			{ path: "/api/stream", body },
			{ path: `${room}/members`, body },
			{ path: `/${newKey()}`, body },
		],
		...[
			{ path: `${room}/messages`, token, body },
			{ path: `${room}/messages`, token: newKey(), body },
		],
		...[
			{ path: `${room}/messages`, body },
			{ method: "PATCH", path: room, token, body },
		],
	]);
}

/** More than one address may create and confirm, and one member may signal, and creates of others. */
function tooMuch({ roomId, token }: Member): Ask[] {
	return [
		...times(limits.creates.burst + 100, () => ({ path: "/api/rooms", from: "192.0.2.1", body: "{}" })),
		...times(100, () => ({ path: `/api/rooms/${roomId}/signals`, token, body: '{"body":"AAAA"}' })),
		...times(limits.receipts.burst + 100, () => ({
			...{ path: `/api/rooms/${newRoomId()}/receipts`, from: "192.0.2.1", body: '{"body":"AAAA"}' },
		})),
		...times(20, () => ({ path: "/api/rooms", from: forgedV4(), body: JSON.stringify(createRoomBody().body) })),
	];
}

/** Connections that ask for half of something, for nothing, or for what is not theirs. */
const dialMany = (served: Served): Socket[] => [
	...times(50, () => dial(served, "POST /api/rooms HTTP/1.1\r\nhost")),
	...times(50, () => dial(served, wire({ path: "/api/stream", body: strangeRooms() }).slice(0, -1))),
	...times(300, () => dial(served, handshake("x"))),
	...times(25, () => dial(served, wire({ path: "/api/stream", body: strangeRooms() }))),
	...times(25, () => dial(served, Buffer.concat([Buffer.from(handshake("x")), textFrame(strangeRooms())]))),
];

test("a flood leaves a server as it was: a member is served all the while, and no more is held than before", async () => {
	const redis = await startRedis();
	const served = await serve({ PORT: "0", REDIS_URL: redis.url, TRUST_PROXY: "on" }, { probed: true });
	const { starter } = await openRoom(benchOf(served));
	const stream = await openStream(served, [starter]);
	const before = await heldBy(served);

	async function floodOnce(): Promise<Answered[]> {
		const sockets = dialMany(served);
		const answers = flood(served, [...times(30, () => nonsense(starter)).flat(), ...tooMuch(starter)]);
		const begun = performance.now();
		const { id } = await send(benchOf(served), starter);
		await stream.until(({ messageIds }) => messageIds().includes(id));
		expect(performance.now() - begun).toBeLessThan(5_000);
		await answers;
		for (const socket of sockets) socket.destroy();
		const isCalm = async () => {
			const { sockets, timers } = await heldBy(served);
			return sockets <= before.sockets && timers <= before.timers;
		};
		await expect.poll(isCalm, { timeout: 10_000 }).toBe(true);
		return answers;
	}

	// The first one fills what is kept for good: compiled code, the budgets of addresses.
	const answers = await floodOnce();
	const { heap } = await heldBy(served);
	answers.push(...(await floodOnce()));
	// Fewer bytes than what was asked: nothing is left of each request, nor of each connection.
	await expect.poll(async () => (await heldBy(served)).heap - heap).toBeLessThan(1_000_000);

	expect(answers.filter(({ status }) => status >= 500)).toEqual([]);
	const refused = answers.filter(({ status }) => status === 429);
	expect(refused.length).toBeGreaterThan(300);
	for (const { retryAfter } of refused) expect(Number(retryAfter)).toBeGreaterThan(0);
	expect(served.err()).toBe("");
	stream.cut();
	await redis.close();
});

test("no log of a flood, nor of a Redis that dies in it and comes back, holds anything private", async () => {
	const redis = await startRedis();
	const served = await serve({ PORT: "0", REDIS_URL: redis.url, TRUST_PROXY: "on" });
	const { starter, accessKey, guests } = await openRoom(benchOf(served), { guests: 1 });
	const { roomId, token } = starter;
	const secret = newKey();
	const streams = [
		await openStream({ ...served, transport: "sse" }, [starter]),
		await openStream({ ...served, transport: "ws" }, [guests[0]]),
	];
	const messages = times(100, () => newMessage());
	const joining = createRoomBody();
	const asks: Ask[] = [
		...messages.map((message) => ({
			...{ path: `/api/rooms/${roomId}/messages`, token, from: forgedV4(), body: JSON.stringify(message) },
		})),
		...times(20, () => ({ path: "/api/rooms", from: forgedV6(), body: JSON.stringify(createRoomBody().body) })),
		{ path: `/api/rooms/${roomId}/members`, body: JSON.stringify({ ...joining.body, accessKey }), from: forgedV6() },
		...["", `?${secret}`, `%23${secret}`].map((rest) => ({ method: "GET", path: `/r/${roomId}${rest}`, body: "" })),
		...nonsense(starter),
	];
	const answers = [await flood(served, asks)];
	const dying = flood(served, asks);
	await redis.kill();
	answers.push(await dying, await flood(served, asks));
	await redis.start();
	await expect.poll(async () => (await call(served, "GET", "/healthz")).status, { timeout: 10_000 }).toBe(200);
	answers.push(await flood(served, asks));

	const failed = answers.flat().filter(({ status }) => status >= 500);
	expect(failed.length).toBeGreaterThan(100);
	for (const { status, retryAfter } of failed) {
		expect(status).toBe(503);
		expect(Number(retryAfter)).toBeGreaterThan(0);
	}
	served.child.kill("SIGTERM");
	expect(await served.exit).toBe(0);
	for (const stream of streams) stream.cut();
	const [, ...lines] = `${served.out()}${served.err()}`.split("\n");
	const log = lines.join("\n");
	const secrets = [
		...[
			roomId,
			accessKey,
			token,
			secret,
			starter.memberId,
			...guests.flatMap((guest) => [guest.token, guest.memberId]),
		],
		...messages.flatMap(({ id, text }) => [id, text]),
		...[joining.token, joining.body.profile, joining.body.memberId, joining.body.roomId],
		...[...asks.flatMap(({ from, token }) => [from, token].filter((value) => value !== undefined)), "127.0.0.1"],
		"/r/",
	];
	expect(secrets.filter((value) => log.includes(value))).toEqual([]);
	await redis.close();
});

test("of what is sent while the server is told to stop, all that is answered is kept, and nothing is refused", async () => {
	const redis = await startRedis();
	const env = { PORT: "0", REDIS_URL: redis.url, RATE_LIMITS: "off" };
	const [stopped, other] = [await serve(env), await serve(env)];
	const { starter, guests } = await openRoom(benchOf(stopped), { guests: 7 });
	const streams = [
		await openStream({ ...stopped, transport: "sse" }, [starter]),
		await openStream({ ...stopped, transport: "ws" }, [guests[0]]),
	];
	const answers: Sent[] = [];
	const sending = [starter, ...guests].map((member) => sendOn(stopped, member, answers));
	await expect.poll(() => answers.length, { timeout: 10_000 }).toBeGreaterThan(100);
	const begun = performance.now();
	stopped.child.kill("SIGTERM");
	expect(await stopped.exit).toBe(0);
	expect(performance.now() - begun).toBeLessThan(10_000);
	await Promise.all(sending);
	expect(answers.filter(({ status }) => status !== 201)).toEqual([]);
	for (const stream of streams) {
		await stream.ended;
		expect(stream.frames.at(-1)).toMatchObject({ type: "reconnect" });
	}
	const kept = new Set(await history(other, starter));
	expect(answers.filter(({ id }) => !kept.has(id))).toEqual([]);
	expect(stopped.err()).toMatch(/^RATE_LIMITS=off[^\n]*\n$/);
	await redis.close();
});

type Sent = { id: string; status: number };

/** Sends on and on, a few messages before the first is answered, until it is cut off. */
async function sendOn(served: Served, { roomId, token }: Member, answers: Sent[]): Promise<void> {
	const socket = dial(served, "");
	const asked: string[] = [];
	const ask = () => {
		const message = newMessage();
		asked.push(message.id);
		socket.write(wire({ path: `/api/rooms/${roomId}/messages`, token, body: JSON.stringify(message) }, false));
	};
	times(5, ask);
	let got = "";
	let known = 0;
	socket.on("data", (bytes) => {
		got += bytes;
		// In the order in which they were asked for.
		for (const [, status] of [...got.matchAll(/HTTP\/1\.1 (\d{3}) /g)].slice(known)) {
			answers.push({ id: asked[known++] ?? "", status: Number(status) });
			ask();
		}
	});
	await new Promise((closed) => socket.on("close", closed));
}

/** The ids of all messages of a room. */
async function history(server: { url: string }, { roomId, token }: Member): Promise<string[]> {
	const ids: string[] = [];
	for (let after = "0-0"; ; ) {
		const { json } = await call(server, "GET", `/api/rooms/${roomId}/messages?after=${after}`, { token });
		const { messages, more } = json as HistoryPage;
		ids.push(...messages.map(({ id }) => id));
		if (!more) return ids;
		after = messages.at(-1)?.cursor ?? after;
	}
}
