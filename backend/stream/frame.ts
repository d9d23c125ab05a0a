import type { StreamEvent, SystemEvent } from "../protocol/events.ts";

/** A frame on its way out, shared by all streams it goes to. */
export type OutFrame = {
	/** Its JSON, as it goes on the wire. */
	readonly text: string;
	/** The same as bytes: a server-sent event, a chunk of HTTP that holds one, a WebSocket's frame. Made when first needed. */
	sse?: Uint8Array;
	chunk?: Buffer;
	socketFrame?: Buffer;
};

/** A frame of a room as it was published. */
export type LiveFrame = { readonly event: StreamEvent; readonly out: OutFrame };

/** Characters; frames are ASCII, so these are the bytes too. */
export const frameBytes = (frame: OutFrame): number => frame.text.length;

export const systemFrame = (event: SystemEvent): OutFrame => ({ text: JSON.stringify(event) });
