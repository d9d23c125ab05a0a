import { compareCursors } from "../../backend/protocol/ids.ts";
import type { Status } from "./status.ts";
import type { Time } from "./time.ts";

/** What a person lets others see of what they do. */
export type Shows = { writing: boolean; seen: boolean };

/** Tells the others, by signals, what is done here: as seldom as does, and never what they are not to see. */
export type Telling = {
	/** A key was pressed in the message box; false: the box is empty again. */
	write(isWriting: boolean): void;
	/** What was written is on its way: it says by itself that its writing is over. */
	wrote(): void;
	/** The room is in sight here, and read up to this message of another; null: there is none yet. */
	see(cursor: string | null): void;
	/** Somebody came back who may have missed what was told: it is told again when the room is next in sight. */
	owe(): void;
	stop(): void;
};

/** Between two signals, ms: the server takes more. */
const apartMs = 1_000;
/** While one goes on writing it is told again after so long, ms: at most 15 times a minute. */
export const writingAgainMs = 4_000;
/** Whoever was told that somebody is writing believes it so long, ms, unless it is told again or taken back. */
export const writingLastsMs = 7_000;

/**
 * @param options.now the server's time, ms
 * @param options.canTell somebody is there to hear it, and the server in reach. What can't be told then is told once
 * there is something new to tell, or the room is in sight again: nothing is kept and nothing waits for it.
 */
export function createTelling(options: {
	post(status: Status): Promise<void>;
	now(): number;
	time: Time;
	shows(): Shows;
	canTell(): boolean;
}): Telling {
	const { post, now, time, shows, canTell } = options;
	let at = 0;
	let postedAt = Number.NEGATIVE_INFINITY;
	let isWriting = false;
	let lastKeyAt = 0;
	/** When others were last told that I write; null when they don't believe so. Monotonic ms, as the two above. */
	let writingTold: number | null = null;
	let seen: string | null = null;
	let seenTold: string | null = null;
	let isOwed = false;
	let cancel: (() => void) | null = null;

	const writes = () => shows().writing && isWriting && time.monotonic() - lastKeyAt < writingAgainMs;

	function isDue(): boolean {
		const since = writingTold === null ? Number.POSITIVE_INFINITY : time.monotonic() - writingTold;
		if (writes() ? since >= writingAgainMs : !isWriting && since < writingLastsMs) return true;
		if (!shows().seen || seen === null) return false;
		return isOwed || seenTold === null || compareCursors(seen, seenTold) > 0;
	}

	function plan(): void {
		if (cancel || !isDue() || !canTell()) return;
		cancel = time.after(Math.max(0, postedAt + apartMs - time.monotonic()), () => {
			cancel = null;
			if (isDue() && canTell()) void tell();
		});
	}

	async function tell(): Promise<void> {
		const writing = writes();
		at = Math.max(at + 1, Math.floor(now()));
		postedAt = time.monotonic();
		writingTold = writing ? postedAt : null;
		const tellsSeen = shows().seen && seen !== null;
		if (tellsSeen) {
			seenTold = seen;
			isOwed = false;
		}
		try {
			await post({ kind: "status", at, writing, ...(tellsSeen && seen !== null && { seen }) });
		} catch {
			// A lost signal does no harm, and the next one makes up for it.
			isOwed ||= tellsSeen;
			writingTold = null;
		}
	}

	return {
		write(now) {
			isWriting = now;
			lastKeyAt = time.monotonic();
			plan();
		},
		wrote() {
			isWriting = false;
			writingTold = null;
		},
		see(cursor) {
			if (cursor !== null) seen = cursor;
			plan();
		},
		owe() {
			isOwed = true;
		},
		stop() {
			cancel?.();
			cancel = null;
		},
	};
}
