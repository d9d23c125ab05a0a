import { beforeEach, describe, expect, test } from "vitest";
import type { StreamRequest } from "../../../backend/protocol/events.ts";
import { ApiError } from "../api-error.ts";
import type { Connection } from "../state.ts";
import { createFakeTime, type FakeTime, settle } from "../testing/fake-time.ts";
import { createConnection, type StreamConnection } from "./connection.ts";
import type { StreamFrame, StreamListener } from "./transport.ts";

type Opened = StreamListener & { request: StreamRequest; isClosed: boolean; lastHeardAt: number };

const token = "t".repeat(43);
const idOf = (name: string) => name.padEnd(22, "0");

let time: FakeTime;
let streams: Opened[];
let connection: StreamConnection;
let seen: Record<string, { frames: StreamFrame[]; states: Connection["name"][] }>;

beforeEach(() => {
	time = createFakeTime();
	streams = [];
	seen = {};
	connection = createConnection({
		time,
		jitter: () => 0.5,
		transport: {
			open(request, listener) {
				const stream: Opened = { ...listener, request, isClosed: false, lastHeardAt: time.wall() };
				streams.push(stream);
				return {
					lastHeardAt: () => stream.lastHeardAt,
					close() {
						stream.isClosed = true;
					},
				};
			},
		},
	});
});

function add(name: string): void {
	const heard = { frames: [] as StreamFrame[], states: [] as Connection["name"][] };
	seen[name] = heard;
	connection.add({
		roomId: idOf(name),
		token,
		frame: (frame) => heard.frames.push(frame),
		connection: (state) => heard.states.push(state.name),
	});
}

const stream = (index: number): Opened => {
	const found = streams.at(index);
	if (!found) throw new Error(`no stream ${index}`);
	return found;
};
const event = (name: string, n: number): StreamFrame => ({
	id: `${1000 + n}-${n}`,
	channel: idOf(name),
	event: "room.locked",
	data: { locked: true },
});
const ids = (name: string) => seen[name]?.frames.map((frame) => ("id" in frame ? frame.id : frame.type));

async function opened(...names: string[]): Promise<Opened> {
	for (const name of names) add(name);
	await settle();
	stream(-1).opened();
	return stream(-1);
}

describe("one stream for all rooms", () => {
	test("rooms added together go on one stream", async () => {
		await opened("a", "b");
		expect(streams).toHaveLength(1);
		expect(stream(0).request.rooms.map(({ roomId }) => roomId)).toEqual([idOf("a"), idOf("b")]);
	});

	test("a room added later comes in by a new stream, and the old one delivers until that is open", async () => {
		const old = await opened("a");
		old.frame(event("a", 1));
		add("b");
		await settle();
		expect(streams).toHaveLength(2);
		expect(old.isClosed).toBe(false);
		old.frame(event("a", 2));
		expect(stream(1).request.rooms).toEqual([
			{ roomId: idOf("a"), token, after: "1001-1" },
			{ roomId: idOf("b"), token },
		]);
		stream(1).opened();
		expect(old.isClosed).toBe(true);
		for (const n of [2, 3]) stream(1).frame(event("a", n));
		expect(ids("a")).toEqual(["1001-1", "1002-2", "1003-3"]);
		expect(seen.a?.states).toEqual(["connecting", "open"]);
	});

	test("the last room that goes closes the stream", async () => {
		const only = await opened("a");
		connection.remove(idOf("a"));
		await settle();
		expect(only.isClosed).toBe(true);
		expect(streams).toHaveLength(1);
	});
});

describe("cut", () => {
	test("it comes back by itself from where each room stood, waiting longer each time", async () => {
		const first = await opened("a", "b");
		first.frame(event("a", 1));
		first.closed(new ApiError("unreachable"));
		const waits: number[] = [];
		for (let failures = 0; failures < 8; failures++) {
			const before = time.monotonic();
			const count = streams.length;
			while (streams.length === count) await time.advance(50);
			waits.push(time.monotonic() - before);
			stream(-1).closed(new ApiError("unreachable"));
		}
		expect(waits).toEqual([250, 500, 1000, 2000, 4000, 8000, 15_000, 15_000]);
		expect(stream(-1).request.rooms).toEqual([
			{ roomId: idOf("a"), token, after: "1001-1" },
			{ roomId: idOf("b"), token },
		]);
		expect(seen.a?.states.slice(0, 4)).toEqual(["connecting", "open", "waiting", "connecting"]);
	});

	test("a stream that opens and breaks at once is a failed try, one that lived is not", async () => {
		(await opened("a")).closed(null);
		await time.advance(250);
		stream(-1).opened();
		stream(-1).closed(null);
		await time.advance(250);
		expect(streams).toHaveLength(2);
		await time.advance(250);
		expect(streams).toHaveLength(3);
		stream(-1).opened();
		await time.advance(10_000);
		stream(-1).closed(null);
		await time.advance(250);
		expect(streams).toHaveLength(4);
	});

	test("the server's Retry-After is kept", async () => {
		(await opened("a")).closed(new ApiError("store-unavailable", { retryAfterMs: 5_000 }));
		await time.advance(4_999);
		expect(streams).toHaveLength(1);
		await time.advance(1);
		expect(streams).toHaveLength(2);
	});

	test("Try now does not wait", async () => {
		(await opened("a")).closed(new ApiError("unreachable"));
		connection.reconnect();
		expect(streams).toHaveLength(2);
		await time.advance(60_000);
		expect(streams).toHaveLength(2);
	});

	test("two wakes at once open one stream", async () => {
		(await opened("a")).closed(new ApiError("unreachable"));
		connection.wake();
		connection.wake();
		expect(streams).toHaveLength(2);
	});

	test("waking after sleep replaces a stream that fell silent, and leaves one that was just heard", async () => {
		await opened("a");
		connection.wake();
		expect(streams).toHaveLength(1);
		time.sleep(60_000);
		connection.wake();
		expect(streams).toHaveLength(2);
	});
});

describe("what the stream says of itself", () => {
	test("reconnect: the new stream is opened before the old one closes", async () => {
		const old = await opened("a");
		old.frame({ type: "reconnect", timestamp: 1 });
		expect(streams).toHaveLength(2);
		expect(old.isClosed).toBe(false);
		old.closed(null);
		stream(1).opened();
		await time.advance(1_000);
		expect(streams).toHaveLength(2);
	});

	test("a server that sends everybody away at once is asked less and less often", async () => {
		await opened("a");
		for (let elapsed = 0; elapsed < 20_000; elapsed += 10) {
			stream(-1).opened();
			stream(-1).frame({ type: "reconnect", timestamp: 1 });
			await time.advance(10);
		}
		expect(streams.length).toBeGreaterThan(3);
		expect(streams.length).toBeLessThan(12);
	});

	test("replaced: it does not fight for the seat's streams", async () => {
		(await opened("a")).frame({ type: "replaced" });
		await time.advance(59_000);
		expect(streams).toHaveLength(1);
		expect(seen.a?.states.at(-1)).toBe("waiting");
	});

	test("an error of one room reaches that room alone, and the others live on", async () => {
		const only = await opened("a", "b");
		only.frame({ type: "error", channel: idOf("a"), code: "room-not-found", error: "gone" });
		only.frame(event("b", 1));
		expect(ids("a")).toEqual(["error"]);
		expect(ids("b")).toEqual(["1001-1"]);
		expect(only.isClosed).toBe(false);
	});

	test("any other error of a room attaches it anew, and is not the room's business", async () => {
		const only = await opened("a");
		only.frame({ type: "error", channel: idOf("a"), code: "store-unavailable", error: "away" });
		expect(ids("a")).toEqual([]);
		await time.advance(250);
		expect(streams).toHaveLength(2);
	});

	test("after a reset all events count anew", async () => {
		const only = await opened("a");
		only.frame(event("a", 1));
		only.frame({ type: "reset", channel: idOf("a") });
		only.frame(event("a", 1));
		expect(ids("a")).toEqual(["1001-1", "reset", "1001-1"]);
	});

	test("an event after a gap is not delivered: the room is read on from before it", async () => {
		const only = await opened("a");
		only.frame(event("a", 1));
		only.frame(event("a", 3));
		expect(ids("a")).toEqual(["1001-1"]);
		await time.advance(250);
		expect(stream(1).request.rooms[0]?.after).toBe("1001-1");
	});

	test("frames of a stream that was closed are not heard", async () => {
		const old = await opened("a");
		add("b");
		await settle();
		stream(1).opened();
		old.frame(event("a", 1));
		old.closed(null);
		expect(ids("a")).toEqual([]);
		await time.advance(60_000);
		expect(streams).toHaveLength(2);
	});
});
