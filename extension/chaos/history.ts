import { readFile, writeFile } from "node:fs/promises";
import type { ActMark, EndReason, LogEntry } from "../room/state.ts";
import type { Act, Fault, Plan } from "./plan.ts";

/**
 * A line of somebody's screen. `cursor` is its place in the room's order. A message is as it stands now; each of its
 * `reactions` is an emoji and whose it is; of a file so many chunks have `arrived`.
 */
export type Shown = { cursor: string; type: LogEntry["type"] } & (
	| {
			type: "message";
			id: string;
			sender: string;
			text: string;
			file?: { bytes: number; arrived: number };
			/** The file is a picture that can be viewed once, and these have. */
			once?: true;
			viewed?: string[];
			reactions?: string[];
	  }
	/** `passed`: it was given no longer. */
	| { type: "withdrawn"; id: string; sender: string; passed?: true }
	| { type: "act"; id: string; sender: string; mark: ActMark }
	/** A key on its way, and a message that can't be read: not yet, or, `lost`, not any more. */
	| { type: "handed"; id: string; sender: string }
	| { type: "sealed"; id: string; sender: string; lost: boolean }
	| { type: "locked"; locked: boolean }
	| { type: "joined" | "left" | "appointed"; memberId: string }
	| { type: "extended" | "caught" }
);

/** What an event of the room said, without what is sealed of it. `invite`: the hash of the one that was spent. */
export type Told = { memberId?: string; invite?: string; reason?: string; locked?: boolean; by?: string };

/** What a browser held of the room at one moment. */
export type View = {
	/** The seat, as the others know it; null while not in the room. */
	me: string | null;
	phase: "none" | "invited" | "live" | "ended";
	caughtUp: boolean;
	locked: boolean;
	starter: string | null;
	/** When the room ends, ms since 1970, the server's clock; null while not in the room. */
	expiresAt: number | null;
	unsent: string[];
	draft: string;
	/** By memberId: what the others tell of themselves, those who do. */
	doings?: Record<string, { writing: boolean; seen: string | null }>;
	/** Who, by what they wrote, were shown something else. */
	differs?: string[];
	end?: { reason: EndReason; byMe: boolean };
};

/**
 * One line of a history. `at` is ms since it began, by the clock of the process that wrote it: the one clock of
 * all lines. `who` counts people from 0, `life` their background workers.
 */
export type Line =
	/** `startedAt`: when the history began, ms since 1970. */
	| { type: "plan"; plan: Plan; startedAt?: number }
	/**
	 * An operation begins; it is `ok`, or `failed` and has done nothing, or nobody can say (the worker was killed).
	 * `invite`: the hash of the one that it is about, or has made; `cursor`: how far somebody has read.
	 */
	| { type: "invoke"; at: number; op: number; who: number; act: Act; invite?: string; cursor?: string }
	| { type: "ok"; at: number; op: number; invite?: string }
	| { type: "unknown"; at: number; op: number }
	| { type: "failed"; at: number; op: number; code: string }
	/** One HTTP call as the browser saw it: `status` 0 when no answer came. `sent` is what a 2xx send was told. */
	| {
			type: "call";
			at: number;
			until: number;
			who: number;
			line: string;
			status: number;
			code?: string;
			sent?: { id: string; cursor: string };
	  }
	/** Somebody asks for a seat, at the time of the call that does it, by an invite (its hash) or without one. */
	| { type: "entering"; at: number; who: number; memberId: string; invite?: string }
	/** Somebody sends a signal, of which this is the sealed body. */
	| { type: "signal"; at: number; who: number; body: string }
	/** A stream was asked for, from the event after `after` on. */
	| { type: "stream"; at: number; who: number; stream: number; after: string | null }
	/** A frame came: an event with its cursor, or a system frame. */
	| {
			type: "frame";
			at: number;
			who: number;
			stream: number;
			name: string;
			cursor?: string;
			code?: string;
			told?: Told;
	  }
	/** The screen changed: of the lines before, the first `kept` stay, `shown` follow. */
	| { type: "view"; at: number; who: number; life: number; kept: number; shown: Shown[]; view: View }
	/** A worker woke and has read what the last one left. */
	| { type: "woke"; at: number; who: number; life: number }
	| { type: "fault"; at: number; fault: Fault }
	| { type: "healed"; at: number; fault: Fault }
	/** The store lost everything. */
	| { type: "forgot"; at: number; again: boolean }
	/** The room's time was let run out. */
	| { type: "expiring"; at: number; inMs: number }
	/** All is healed. `isCalm`: within the time given, everybody in the room was at its newest event, nothing unsent. */
	| { type: "settled"; at: number; isCalm: boolean; live: number[] }
	/** The history, who is the starter and when the room ends, as the server tells it, and all that the store holds: as text, and by its keys. */
	| { type: "kept"; at: number; messages: { id: string; cursor: string }[]; starter?: string; expiresAt?: number }
	| { type: "store"; at: number; text: string; keys?: string[] }
	/**
	 * The time of all that goes before the room is up; then every worker is killed, and has read everything again.
	 * `isCalm`: within the time given, it had gone from every screen.
	 */
	| { type: "passed"; at: number; isCalm: boolean; again: boolean }
	/** Everybody's room has ended, or not within the time given. */
	| { type: "over"; at: number; isCalm: boolean }
	/** What is left after the end: keys of the store, keys of each browser's storage. */
	| { type: "left"; at: number; room: string; keys: string[] }
	| { type: "remains"; at: number; who: number; keys: string[] }
	/** What no server may log and no store may hold; `logs` of what only logs may not hold. */
	| { type: "private"; values: string[]; logs: string[] }
	/** A server's log. */
	| { type: "log"; server: number; line: string };

export type History = readonly Line[];

/** A line that still lacks its time. */
export type Unstamped<Of = Line> = Of extends { at: number } ? Omit<Of, "at"> & { at?: number } : Of;

/** Writes down what happens as it happens. */
export type Recorder = {
	record(line: Unstamped): void;
	/** ms since the history began. */
	now(): number;
	/** A number that nothing in this history has yet. */
	next(): number;
	lines: Line[];
};

export function createRecorder(clock: () => number = () => performance.now()): Recorder {
	const startedAt = clock();
	const lines: Line[] = [];
	let numbers = 0;
	const now = () => Math.round((clock() - startedAt) * 10) / 10;
	return {
		lines,
		now,
		next: () => ++numbers,
		record(line) {
			lines.push(("at" in line && line.at !== undefined ? line : { ...line, at: now() }) as Line);
		},
	};
}

/** One JSON object a line, in the order in which they were written. */
export async function writeHistory(file: string, history: History): Promise<void> {
	await writeFile(file, history.map((line) => `${JSON.stringify(line)}\n`).join(""));
}

export async function readHistory(file: string): Promise<History> {
	const text = await readFile(file, "utf8");
	return text
		.split("\n")
		.filter((line) => line !== "")
		.map((line) => JSON.parse(line) as Line);
}
