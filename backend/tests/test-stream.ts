import { createParser } from "eventsource-parser";
import { expect, vi } from "vitest";
import { WebSocket } from "ws";
import { type StreamEvent, type SystemEvent, streamEvent, type UserEvent } from "../protocol/events.ts";

export type TransportKind = "sse" | "ws";

/** A stream as a client reads it, every frame held to the protocol's schema. */
export type TestStream = {
	readonly frames: StreamEvent[];
	/** The bytes between `data: ` and the end of the line, or those of a WebSocket's frame. */
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

type FollowedRoom = { roomId: string; token: string; after?: string | undefined };
/** What a transport reads: every frame to `take`, and how it ends. */
type Reading = { ended: Promise<void>; cut(): void };

export async function openStream(
	bench: { url: string; transport?: TransportKind },
	rooms: FollowedRoom[],
): Promise<TestStream> {
	const request = JSON.stringify({ rooms: rooms.map(({ roomId, token, after }) => ({ roomId, token, after })) });
	const frames: StreamEvent[] = [];
	const raw: string[] = [];
	const take = (data: string) => {
		raw.push(data);
		frames.push(streamEvent.parse(JSON.parse(data)));
	};
	const { ended, cut } = await (bench.transport === "ws" ? readSocket : readSse)(bench.url, request, take);
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
		cut,
	};
	return stream;
}

async function readSse(url: string, body: string, take: (data: string) => void): Promise<Reading> {
	const abort = new AbortController();
	const response = await fetch(`${url}/api/stream`, {
		method: "POST",
		headers: { "content-type": "application/json" },
		body,
		signal: abort.signal,
	});
	expect(response.status).toBe(200);
	expect(response.headers.get("content-type")).toBe("text/event-stream");
	const parser = createParser({ onEvent: ({ data }) => take(data) });

	async function read(): Promise<void> {
		const decoder = new TextDecoder();
		for await (const chunk of response.body ?? []) parser.feed(decoder.decode(chunk, { stream: true }));
	}
	return { ended: read(), cut: () => abort.abort() };
}

async function readSocket(url: string, request: string, take: (data: string) => void): Promise<Reading> {
	const socket = await openSocket(url);
	const ended = new Promise<void>((resolve, reject) => {
		socket.on("message", (data, isBinary) => {
			if (isBinary) reject(new Error("a binary frame"));
			else take(String(data));
		});
		socket.on("close", (code) => (code === 1000 ? resolve() : reject(new Error(`closed with ${code}`))));
	});
	socket.send(request);
	return { ended, cut: () => socket.terminate() };
}

/** A WebSocket to the stream that says nothing yet. Offers compression, as browsers do. */
export async function openSocket(url: string): Promise<WebSocket> {
	const socket = new WebSocket(`${url.replace("http", "ws")}/api/stream`);
	socket.on("error", () => {});
	await new Promise((resolve, reject) => socket.on("open", resolve).on("error", reject));
	return socket;
}
