import * as z from "zod/mini";
import { type StreamEvent, type StreamRequest, streamEvent, type UserEvent } from "../../../backend/protocol/events.ts";
import { cursor, roomId } from "../../../backend/protocol/ids.ts";
import { type ApiError, readJson } from "../api-error.ts";

/** An event of a kind this version does not know; it has its place in the room's order all the same. */
const unknownEvent = z.object({ id: cursor, channel: roomId });
export type UnknownEvent = z.output<typeof unknownEvent> & { event: "unknown" };

/** What has a place in the room's order: all events but the destroy, which ends it. */
export type StoredEvent = Exclude<UserEvent, { event: "chat.destroy" }> | UnknownEvent;

export type StreamFrame = StreamEvent | UnknownEvent;

/** Called back only after `open` has returned, and no more once the stream is closed. */
export type StreamListener = {
	/** The server took the request, and what it sends gets here: frames follow. */
	opened(): void;
	frame(frame: StreamFrame): void;
	/** It ended by itself, before or after it was open. Null: the server closed it in good order. */
	closed(failure: ApiError | null): void;
};

export type OpenStream = {
	/** When bytes last came, ms of {@link Time.wall}: a machine that slept notices by it. */
	lastHeardAt(): number;
	/** Cuts it without a call to the listener. */
	close(): void;
};

/** A way to hold a stream open: by WebSocket, by server-sent events. Knows nothing of trying again. */
export interface Transport {
	/** Begins at once; never throws. */
	open(request: StreamRequest, listener: StreamListener): OpenStream;
}

/** No bytes for so long, ms, and the stream is dead: three of the server's pings are missing. */
export const longestSilenceMs = 45_000;
/** A server that has not taken the stream in this time, ms, hangs. */
export const openTimeoutMs = 15_000;

/** Reads one frame; null for a system event that is unknown or malformed. */
export function readFrame(text: string): StreamFrame | null {
	const json = readJson(text);
	const known = streamEvent.safeParse(json).data;
	if (known) return known;
	const unknown = unknownEvent.safeParse(json).data;
	return unknown ? { ...unknown, event: "unknown" } : null;
}
