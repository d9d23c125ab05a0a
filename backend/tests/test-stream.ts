import { createParser } from "eventsource-parser";
import { expect, vi } from "vitest";
import { type StreamEvent, type SystemEvent, streamEvent, type UserEvent } from "../protocol/events.ts";

/** A stream as a client reads it, every frame held to the protocol's schema. */
export type TestStream = {
	readonly frames: StreamEvent[];
	/** The bytes between `data: ` and the end of the line. */
	readonly raw: string[];
	events(roomId?: string): UserEvent[];
	system<Type extends SystemEvent["type"]>(type: Type): Extract<SystemEvent, { type: Type }>[];
	/** The ids of the messages, in the order they came. */
	messageIds(): string[];
	/** Waits until what the function asks holds. */
	until(holds: (stream: TestStream) => unknown, timeoutMs?: number): Promise<void>;
	/** Resolves when the server has ended the stream; rejects when it was cut. */
	readonly ended: Promise<void>;
	/** Cuts the connection. */
	cut(): void;
};

export async function openStream(
	bench: { url: string },
	rooms: { roomId: string; token: string; after?: string | undefined }[],
): Promise<TestStream> {
	const abort = new AbortController();
	const response = await fetch(`${bench.url}/api/stream`, {
		method: "POST",
		headers: { "content-type": "application/json" },
		body: JSON.stringify({ rooms: rooms.map(({ roomId, token, after }) => ({ roomId, token, after })) }),
		signal: abort.signal,
	});
	expect(response.status).toBe(200);
	expect(response.headers.get("content-type")).toBe("text/event-stream");
	const frames: StreamEvent[] = [];
	const raw: string[] = [];
	const parser = createParser({
		onEvent({ data }) {
			raw.push(data);
			frames.push(streamEvent.parse(JSON.parse(data)));
		},
	});

	async function read(): Promise<void> {
		const decoder = new TextDecoder();
		for await (const chunk of response.body ?? []) parser.feed(decoder.decode(chunk, { stream: true }));
	}
	const ended = read();
	ended.catch(() => {});

	const stream: TestStream = {
		frames,
		raw,
		ended,
		events: (roomId) =>
			frames.flatMap((frame) =>
				"event" in frame && (roomId === undefined || frame.channel === roomId) ? [frame] : [],
			),
		system: (type) => frames.flatMap((frame) => ("type" in frame && frame.type === type ? [frame as never] : [])),
		messageIds: () => stream.events().flatMap((event) => (event.event === "chat.message" ? [event.data.id] : [])),
		async until(holds, timeout = 5_000) {
			await vi.waitFor(() => expect(holds(stream)).toBeTruthy(), { timeout, interval: 10 });
		},
		cut: () => abort.abort(),
	};
	return stream;
}
