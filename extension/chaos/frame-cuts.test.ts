import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { type Bench, type Member, newMessage, openBench, openRoom, send } from "../../backend/tests/http-bench.ts";
import { createConnection } from "../room/stream/connection.ts";
import { createSseTransport } from "../room/stream/sse.ts";
import type { StreamFrame } from "../room/stream/transport.ts";
import { createWsTransport } from "../room/stream/ws.ts";
import { systemTime as time } from "../room/time.ts";
import { type Gate, openGate } from "./faults/gate.ts";

let bench: Bench;
let gate: Gate;
let reader: Member;
let messageIds: string[];
/** What went by on the way to the client. */
let bytes = Buffer.alloc(0);

beforeAll(async () => {
	bench = await openBench();
	gate = await openGate(
		() => [Number(new URL(bench.url).port)],
		(chunk) => {
			bytes = Buffer.concat([bytes, chunk]);
		},
	);
	const { starter, guests } = await openRoom(bench, { guests: 1 });
	reader = guests[0];
	messageIds = [];
	for (const text of ["A".repeat(40), "B".repeat(40)]) {
		messageIds.push((await send(bench, starter, newMessage(text))).id);
	}
});
afterAll(async () => {
	await gate.close();
	await bench.close();
});

const transports = {
	sse: () => createSseTransport({ server: gate.origin, fetch, time }),
	ws: () => createWsTransport({ server: gate.origin, WebSocket, time }),
};

/** Follows the room until everything is there; the messages as they were handed on. */
async function read(kind: keyof typeof transports): Promise<string[]> {
	const seen: string[] = [];
	const connection = createConnection({ transport: transports[kind](), time, jitter: () => 0 });
	await new Promise<void>((whole) => {
		const frame = (told: StreamFrame) => {
			if ("event" in told && told.event === "chat.message") seen.push(told.data.id);
			// Comes after all that is kept.
			if ("type" in told && told.type === "presence") whole();
		};
		connection.add({ roomId: reader.roomId, token: reader.token, frame, connection: () => {} });
	});
	connection.close();
	return seen;
}

describe.each(["sse", "ws"] as const)("a stream over %s", (kind) => {
	test("that is cut after any byte of a frame brings every message once", { timeout: 60_000 }, async () => {
		bytes = Buffer.alloc(0);
		expect(await read(kind)).toEqual(messageIds);
		const from = bytes.indexOf('"event":"chat.message"') - 120;
		const to = bytes.lastIndexOf('"event":"chat.message"') + 20;
		expect(to - from).toBeGreaterThan(250);
		for (let k = from; k < to; k++) {
			bytes = Buffer.alloc(0);
			gate.cutNextAfter(k);
			expect(await read(kind), `cut after ${k} bytes`).toEqual(messageIds);
			// The cut came, and the rest by another connection.
			expect(bytes.length).toBeGreaterThan(to);
			await vi.waitFor(() => expect(bench.streamCount()).toBe(0), { interval: 1 });
		}
	});
});
