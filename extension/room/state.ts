/** Why a room is over for this browser. `seat-taken`: away too long, and somebody else came in. */
export type EndReason = "destroyed" | "expired" | "left" | "removed" | "seat-taken" | "not-found";

/** Somebody who is, or was, in the room. `name` is null when the sealed profile did not open. */
export type Person = {
	memberId: string;
	name: string | null;
	/** 0 for the starter, then by order of joining; picks the hue and tilt. */
	order: number;
	/** Holds a seat. False after leaving or removal: the name still stands beside what they wrote. */
	here: boolean;
	online: boolean;
};

/** One line of the room's log, in the order of its cursors. `timestamp` in ms, the server's clock. */
export type LogEntry =
	| { type: "message"; cursor: string; id: string; sender: string; timestamp: number; text: string }
	| { type: "joined"; cursor: string; memberId: string; timestamp: number }
	| { type: "left"; cursor: string; memberId: string; timestamp: number; reason: "left" | "removed" | "replaced" }
	| { type: "extended"; cursor: string; by: string; timestamp: number; expiresAt: number; addedMs: number }
	| { type: "locked"; cursor: string; timestamp: number; locked: boolean }
	/** Something that failed its check: never shown as a message, but that it failed is. */
	| { type: "caught"; cursor: string; sender: string | null; timestamp: number };

/** Why a message was not sent; `error-words.ts` turns it into a sentence. */
export type UnsentCause = "too-fast" | "room-storage-full" | "too-long" | "refused";

/** A message of mine that has not come back on the stream yet. */
export type UnsentMessage = {
	id: string;
	text: string;
	/** ms, this browser's clock. */
	writtenAt: number;
	state:
		| { name: "sending" }
		/** The network or the server is away, or an earlier message is not through: it goes by itself. */
		| { name: "waiting" }
		| { name: "failed"; cause: UnsentCause };
};

/** The stream the room hangs on. `retryAt`: ms of `performance.now()`'s clock in this context, when it tries again. */
export type Connection = { name: "connecting" } | { name: "open" } | { name: "waiting"; retryAt: number };
