import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { streamEvent } from "../../../backend/protocol/events.ts";
import { ApiError } from "../api-error.ts";
import { createFakeTime } from "../testing/fake-time.ts";
import { createSseTransport } from "./sse.ts";
import { readFrame, type StreamFrame } from "./transport.ts";

const channel = `r${"0".repeat(21)}`;
const memberId = "m".repeat(22);
const stored = { id: "1764000000000-7", channel };
const message = { id: "i".repeat(21), sender: memberId, text: "AQAA", roomId: channel, timestamp: 5 };
const frames: object[] = [
	{ ...stored, event: "chat.message", data: message },
	{ ...stored, event: "chat.destroy", data: { isDestroyed: true } },
	{ ...stored, event: "room.joined", data: { memberId, profile: "AQAA" } },
	{ ...stored, event: "room.left", data: { memberId, reason: "removed" } },
	{ ...stored, event: "room.extended", data: { expiresAt: 9, by: memberId } },
	{ ...stored, event: "room.locked", data: { locked: true } },
	{ type: "connected", channel, cursor: "5-1", now: 5, expiresAt: 9 },
	{ type: "ping", timestamp: 5, cursors: { [channel]: "5-1" } },
	{ type: "presence", channel, memberId, online: true },
	{ type: "signal", channel, sender: memberId, body: "AQAA" },
	{ type: "ended", channel, reason: "expired" },
	{ type: "error", channel, code: "room-not-found", error: "No such room." },
];

/** The paths to everything inside. */
const pathsIn = (value: unknown, path: string[] = []): string[][] =>
	typeof value === "object" && value !== null
		? Object.entries(value).flatMap(([key, inner]) => [[...path, key], ...pathsIn(inner, [...path, key])])
		: [];

function withAt(value: object, [key = "", ...rest]: string[], put: (at: Record<string, unknown>, key: string) => void) {
	const copy: Record<string, unknown> = { ...value };
	if (rest.length === 0) put(copy, key);
	else copy[key] = withAt(copy[key] as object, rest, put);
	return copy;
}

/** What a frame that was read must be: one of the protocol's, or an event of which no more than its place is known. */
function expectSound(frame: StreamFrame | null): void {
	if (frame === null) return;
	if ("event" in frame && frame.event === "unknown") {
		expect(Object.keys(frame).toSorted()).toEqual(["channel", "event", "id"]);
	} else expect(streamEvent.safeParse(frame).success).toBe(true);
}

describe("a frame's text", { timeout: 60_000 }, () => {
	test("of every kind is read as it was written", () => {
		for (const frame of frames) expect(readFrame(JSON.stringify(frame))).toEqual(frame);
	});

	test("that is any text or any JSON is read as a sound frame or as none", () => {
		const texts = fc.oneof(fc.string({ unit: "binary" }), fc.json({ maxDepth: 4 }));
		fc.assert(fc.property(texts, (text) => expectSound(readFrame(text))));
	});

	test("with any field missing, or of another value, is read as a sound frame or as none", () => {
		const change = fc
			.constantFrom(...frames)
			.chain((frame) => fc.tuple(fc.constant(frame), fc.constantFrom(...pathsIn(frame)), fc.option(fc.jsonValue())));
		fc.assert(
			fc.property(change, ([frame, path, value]) => {
				const changed = withAt(frame, path, (at, key) => {
					if (value === null) delete at[key];
					else at[key] = value;
				});
				expectSound(readFrame(JSON.stringify(changed)));
			}),
			{ numRuns: 2000 },
		);
	});

	test("cannot reach what all objects have", () => {
		const text = '{"__proto__":{"type":"replaced"},"type":"ping","timestamp":5,"cursors":{"__proto__":{"x":1}}}';
		expectSound(readFrame(text));
		expect({}).not.toHaveProperty("x");
		expect({}).not.toHaveProperty("type");
	});
});

describe("a stream's bytes", { timeout: 60_000 }, () => {
	/** What came of a stream that was answered with these pieces. */
	function readStream(pieces: Uint8Array<ArrayBuffer>[]): Promise<{ frames: StreamFrame[]; failure: ApiError | null }> {
		const body = new ReadableStream({
			start(controller) {
				for (const piece of pieces) controller.enqueue(piece);
				controller.close();
			},
		});
		const answer = new Response(body, { headers: { "content-type": "text/event-stream" } });
		const taken: StreamFrame[] = [];
		const transport = createSseTransport({ server: "", fetch: async () => answer, time: createFakeTime() });
		return new Promise((resolve) => {
			transport.open(
				{ rooms: [] },
				{
					opened() {},
					frame: (frame) => taken.push(frame),
					closed: (failure) => resolve({ frames: taken, failure }),
				},
			);
		});
	}
	const cut = (bytes: Uint8Array<ArrayBuffer>, places: number[]) => {
		const ends = [...places.map((place) => place % (bytes.length + 1)).toSorted((a, b) => a - b), bytes.length];
		return ends.map((end, at) => bytes.slice(ends[at - 1] ?? 0, end)).filter(({ length }) => length > 0);
	};
	const places = fc.array(fc.nat(), { maxLength: 12 });
	const textOf = (some: object[]) => some.map((frame) => `data: ${JSON.stringify(frame)}\n\n`).join("");
	const some = fc.subarray(frames, { minLength: 1 });

	test("come to the same frames in whatever pieces they arrive", async () => {
		await fc.assert(
			fc.asyncProperty(some, places, async (sent, cuts) => {
				const bytes = new TextEncoder().encode(`: hello\n\n${textOf(sent)}`);
				expect(await readStream(cut(bytes, cuts))).toEqual({ frames: sent, failure: null });
			}),
		);
	});

	test("that are anything at all, between frames, come to sound frames and to no other error than their own", async () => {
		const noise = fc.oneof(
			fc.uint8Array({ maxLength: 80 }),
			fc.constantFrom(...["\ufeff", "\r", "data", "data:\n", "\0"]),
		);
		const bytesOf = (part: string | Uint8Array) =>
			typeof part === "string" ? new TextEncoder().encode(part) : Uint8Array.from(part);
		await fc.assert(
			fc.asyncProperty(some, fc.array(noise, { maxLength: 4 }), places, async (sent, noises, cuts) => {
				const parts = [...noises.map(bytesOf), bytesOf(textOf(sent)), ...noises.map(bytesOf)];
				const bytes = Uint8Array.from(parts.flatMap((part) => [...part]));
				const read = await readStream(cut(bytes, cuts));
				for (const frame of read.frames) expectSound(frame);
				if (read.failure !== null) expect(read.failure).toBeInstanceOf(ApiError);
			}),
		);
	});
});
