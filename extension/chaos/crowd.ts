import { randomBytes } from "node:crypto";
import { setTimeout as wait } from "node:timers/promises";
import { hashKey } from "../../backend/auth.ts";
import { openStore } from "../../backend/store/open-store.ts";
import { startRedis } from "../../backend/tests/redis-server.ts";
import { createConnection, type StreamConnection } from "../room/stream/connection.ts";
import type { Transport } from "../room/stream/transport.ts";
import { createWsTransport } from "../room/stream/ws.ts";
import { systemTime as time } from "../room/time.ts";
import { openGate } from "./faults/gate.ts";
import { type Backend, createProcessBackend } from "./servers.ts";

/** How a crowd came back. */
export type CrowdOutcome = {
	clients: number;
	/** Tries to come back in the fullest 100 ms, in parts of all clients. */
	fullestShare: number;
	/** From the moment a server was there again until the last client was in its room, ms; null: not in time. */
	backAfterMs: number | null;
};

/**
 * First tries, spread evenly over a wait of up to 500 ms, are a fifth in each 100 ms, and second ones come among
 * them; more than this is a stampede.
 */
export const mostShare = 0.5;
/** In this time, ms, all are to be back. */
export const backWithinMs = 10_000;

/** So many come in at a time. */
const atOnce = 100;
/** How long nobody is there after the kill, ms: what a start takes differs too much from machine to machine. */
const awayMs = 500;

/** Many clients, each in a room of its own, on a server that is killed (SIGKILL); another one takes its place. */
export async function runCrowd(clients: number): Promise<CrowdOutcome> {
	const redis = await startRedis();
	const config = { kind: "redis", url: redis.url } as const;
	const store = await openStore({ store: config, rateLimits: false });
	const servers = [0, 1].map(() => createProcessBackend({ config, now: Date.now }, () => {}));
	const [first, second] = servers as [Backend, Backend];
	await Promise.all(servers.map((server) => server.start()));
	let ports = [first.port()];
	const gate = await openGate(() => ports);
	const inner = createWsTransport({ server: gate.origin, WebSocket, time });
	const attached = new Set<number>();
	const tries: number[] = [];

	function follow(client: number, roomId: string, token: string): StreamConnection {
		const transport: Transport = {
			open(request, listener) {
				tries.push(performance.now());
				return inner.open(request, listener);
			},
		};
		const connection = createConnection({ transport, time, jitter: Math.random });
		connection.add({
			...{ roomId, token, connection: () => {} },
			frame: (frame) => {
				if ("type" in frame && frame.type === "connected") attached.add(client);
			},
		});
		return connection;
	}

	async function areAttached(withinMs: number): Promise<boolean> {
		for (const end = performance.now() + withinMs; attached.size < clients; await wait(10)) {
			if (performance.now() > end) return false;
		}
		return true;
	}

	const connections: StreamConnection[] = [];
	async function comeIn(client: number): Promise<void> {
		const token = randomBytes(32).toString("base64url");
		const [roomId, memberId] = [`r${id(21)}`, id(22)];
		const [tokenHash, accessHash, profile] = [hashKey(token), id(43), id(60)];
		await store.create({ ...{ roomId, memberId, tokenHash, accessHash, profile }, ttlSeconds: 600, capacity: 2 });
		connections.push(follow(client, roomId, token));
	}
	for (let client = 0; client < clients; client += atOnce) {
		const count = Math.min(atOnce, clients - client);
		await Promise.all(Array.from({ length: count }, (_, index) => comeIn(client + index)));
	}
	if (!(await areAttached(180_000))) throw new Error(`only ${attached.size} of ${clients} came in`);

	attached.clear();
	tries.length = 0;
	ports = [];
	await first.kill();
	await wait(awayMs);
	ports = [second.port()];
	const backAt = performance.now();
	const backAfterMs = (await areAttached(backWithinMs)) ? Math.round(performance.now() - backAt) : null;

	for (const connection of connections) connection.close();
	await gate.close();
	await second.kill();
	await store.close();
	await redis.close();
	return { clients, fullestShare: fullest(tries, 100) / clients, backAfterMs };
}

const id = (length: number) => randomBytes(length).toString("base64url").slice(0, length);

/** The most that fall into any span of so many ms. */
function fullest(times: readonly number[], spanMs: number): number {
	let from = 0;
	return times.reduce((most, at, index) => {
		while ((times[from] ?? at) < at - spanMs) from++;
		return Math.max(most, index - from + 1);
	}, 0);
}
