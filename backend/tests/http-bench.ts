import { randomBytes } from "node:crypto";
import { nanoid } from "nanoid";
import { afterAll, afterEach, beforeAll, beforeEach, describe } from "vitest";
import { hashKey } from "../auth.ts";
import type { Config } from "../config.ts";
import type { Seat } from "../protocol/rooms.ts";
import { type ServerOptions, startServer } from "../serve/server.ts";
import { openStore } from "../store/open-store.ts";
import type { RoomStore } from "../store/room-store.ts";
import { type RedisCluster, startRedisCluster } from "./redis-cluster.ts";
import { type RedisServer, startRedis } from "./redis-server.ts";
import type { TransportKind } from "./test-stream.ts";
import { startUpstashBridge, type UpstashBridge } from "./upstash-bridge.ts";

/** A server on a socket of its own, over a store that is empty. */
export type Bench = {
	url: string;
	store: RoomStore;
	log: string[];
	/** How streams are read, where a test does not say. */
	transport: TransportKind;
	streamCount(): number;
	close(): Promise<void>;
};

type BenchOptions = Omit<ServerOptions, "store" | "log"> & {
	/** Stands between the server and its store. */
	wrap?: (store: RoomStore) => RoomStore;
	/** Any store, in place of the one over Redis or in memory. */
	storeConfig?: Config["store"] | undefined;
	transport?: TransportKind;
};

/** Where a suite may run beside memory and one Redis; "sockets" are those two again, read by WebSocket. */
type Also = "upstash" | "cluster" | "sockets";

/**
 * The suite in memory and on Redis, and where else is asked for: streams by server-sent events but for "sockets".
 * Budgets are lifted unless asked for.
 */
export function describeOnStores(
	name: string,
	suite: (bench: () => Bench) => void,
	options: Omit<BenchOptions, "transport"> & { also?: Also[] } = {},
): void {
	const { also = [], ...benchOptions } = options;
	const places: [string, TransportKind][] = [
		["memory", "sse"],
		["redis", "sse"],
	];
	if (also.includes("cluster")) places.push(["cluster", "sse"]);
	if (also.includes("upstash")) places.push(["upstash", "sse"]);
	if (also.includes("sockets")) places.push(["memory", "ws"], ["redis", "ws"]);
	describe.each(places)(also.includes("sockets") ? `${name} (%s, %s)` : `${name} (%s)`, (kind, transport) => {
		let redis: RedisServer | undefined;
		let cluster: RedisCluster | undefined;
		let bridge: UpstashBridge | undefined;
		let bench: Bench;
		beforeAll(async () => {
			if (kind === "cluster") cluster = await startRedisCluster();
			if (kind === "redis" || kind === "upstash") redis = await startRedis();
			if (kind === "upstash" && redis) bridge = await startUpstashBridge(redis.url);
		});
		beforeEach(async () => {
			const storeConfig = bridge && { kind: "upstash" as const, url: bridge.url, token: bridge.token };
			bench = await openBench({ ...benchOptions, storeConfig, transport }, (redis ?? cluster)?.url);
		});
		afterEach(async () => {
			await bench.close();
			await redis?.admin.flushall();
			await cluster?.flush();
		});
		afterAll(async () => {
			await bridge?.close();
			await redis?.close();
			await cluster?.close();
		});
		suite(() => bench);
	});
}

/** Over Redis when its address is given, else in memory. */
export async function openBench(options: BenchOptions = {}, redisUrl?: string): Promise<Bench> {
	const { wrap = (store) => store, rateLimits = false, now = Date.now, storeConfig, ...rest } = options;
	const { transport = "sse", receiptsMs = 300, ...serverOptions } = rest;
	const config = storeConfig ?? (redisUrl ? ({ kind: "redis", url: redisUrl } as const) : { kind: "memory" as const });
	const store = await openStore({ rateLimits, store: config }, now);
	const log: string[] = [];
	const server = await startServer({
		...{ ...serverOptions, receiptsMs, now, rateLimits, store: wrap(store), log: (line: string) => log.push(line) },
	});
	return {
		...{ url: server.url, store, log, transport, streamCount: server.streamCount },
		async close() {
			await server.close();
			await store.close();
		},
	};
}

export const newKey = (): string => randomBytes(32).toString("base64url");
export const newRoomId = (): string => `r${nanoid(21)}`;
export const newMessage = (text: string = nanoid(40)) => ({ id: nanoid(21), text });

export type Answer = { status: number; headers: Headers; text: string; json: Record<string, unknown> };
type CallOptions = { token?: string | undefined; body?: unknown; raw?: string; headers?: Record<string, string> };

/** One call. `json` is `{}` when the answer has no body. */
export async function call(
	bench: { url: string },
	method: string,
	path: string,
	{ token, body, raw, headers = {} }: CallOptions = {},
): Promise<Answer> {
	const sent = raw ?? (body === undefined ? undefined : JSON.stringify(body));
	const response = await fetch(`${bench.url}${path}`, {
		method,
		headers: {
			...(sent === undefined ? {} : { "content-type": "application/json" }),
			...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
			...headers,
		},
		...(sent === undefined ? {} : { body: sent }),
	});
	const text = await response.text();
	return { status: response.status, headers: response.headers, text, json: text === "" ? {} : JSON.parse(text) };
}

/** What a client knows of its own seat, and its body of a create or join. */
export function newMember() {
	const token = newKey();
	return { token, seat: { memberId: nanoid(22), tokenHash: hashKey(token), profile: nanoid(60) } };
}
export type Member = { roomId: string; memberId: string; token: string };
export type Room = {
	roomId: string;
	accessKey: string;
	starter: Member;
	/** The cursor of the event by which the starter is in the room. */
	since: string;
	guests: [Member, Member, Member, ...Member[]];
};

export function createRoomBody(change: Record<string, unknown> = {}) {
	const { token, seat } = newMember();
	const accessKey = newKey();
	const body = { roomId: newRoomId(), ...seat, accessHash: hashKey(accessKey), ttlSeconds: 600, capacity: 10 };
	return { token, accessKey, body: { ...body, ...change } as typeof body };
}

/** A room made over HTTP, with as many guests as asked for. */
export async function openRoom(bench: Bench, { guests = 0, ...change } = {} as Record<string, number>): Promise<Room> {
	const { token, accessKey, body } = createRoomBody(change);
	const { roomId } = body;
	const created = await call(bench, "POST", "/api/rooms", { body });
	if (created.status !== 201) throw new Error(created.text);
	const seats: Member[] = [];
	for (let i = 0; i < guests; i++) seats.push(await join(bench, { roomId, accessKey }));
	const { cursor: since } = created.json as Seat;
	const starter = { roomId, memberId: body.memberId, token };
	return { roomId, accessKey, starter, since, guests: seats as Room["guests"] };
}

export async function join(bench: Bench, room: { roomId: string; accessKey: string }): Promise<Member> {
	const { token, seat } = newMember();
	const { roomId, accessKey } = room;
	const joined = await call(bench, "POST", `/api/rooms/${roomId}/members`, { body: { ...seat, accessKey } });
	if (joined.status !== 201) throw new Error(joined.text);
	return { roomId, memberId: (joined.json as Seat).memberId, token };
}

export async function send(bench: Bench, { roomId, token }: Member, message = newMessage()) {
	const sent = await call(bench, "POST", `/api/rooms/${roomId}/messages`, { token, body: message });
	if (sent.status !== 201) throw new Error(sent.text);
	return { ...message, ...(sent.json as { cursor: string; timestamp: number }) };
}

/** The member as the store knows it. */
export const callerOf = ({ roomId, token }: Member) => ({ roomId, tokenHash: hashKey(token) });
