import type { SharedPage } from "../../room/payload.ts";
import type { LogEntry, Unsent, UnsentStage } from "../../room/state.ts";

import { type HappeningEntry, isHappening } from "./event-words.ts";

/** What the log shows, from top to bottom. `key` stays the same when an unsent message comes back on the stream. */
export type LogRow =
	| {
			kind: "message";
			key: string;
			sender: string;
			/** Follows a message of the same turn: no name, no time. */
			next: boolean;
			/** ms: the server's clock, for an unsent message this browser's. */
			timestamp: number;
			text: string;
			page: SharedPage | undefined;
			unsent: UnsentStage | null;
	  }
	| { kind: "event"; key: string; entry: HappeningEntry }
	/** Messages in a row that can't be read, for one reason. `before`: they are older than my seat. */
	| { kind: "sealed"; key: string; sender: string; state: "waits" | "lost" | "before" }
	| { kind: "divider"; key: "divider" };

/** A turn ends when this much passes between two messages. */
const turnMs = 5 * 60_000;

/** The log and, after it, what is not sent yet. The divider stands before the entry whose cursor is `divider`. */
export function logRows(options: {
	log: readonly LogEntry[];
	unsent: readonly Unsent[];
	me: string;
	divider: string | null;
}): LogRow[] {
	const { log, unsent, me, divider } = options;
	const rows: LogRow[] = [];
	const ids = new Set<string>();
	let isIn = false;
	for (const entry of log) {
		isIn ||= entry.type === "joined" && entry.memberId === me;
		if (entry.cursor === divider) rows.push({ kind: "divider", key: "divider" });
		if (entry.type === "sealed") {
			const state = !entry.lost ? "waits" : isIn ? "lost" : "before";
			if (!isSame(rows.at(-1), entry.sender, state)) {
				rows.push({ kind: "sealed", key: entry.cursor, sender: entry.sender, state });
			}
			continue;
		}
		if (isHappening(entry)) rows.push({ kind: "event", key: entry.cursor, entry });
		if (entry.type !== "message") continue;
		ids.add(entry.id);
		const { id, sender, timestamp, text, page } = entry;
		rows.push({
			kind: "message",
			key: id,
			sender,
			next: follows(rows, sender, timestamp),
			timestamp,
			text,
			page,
			unsent: null,
		});
	}
	for (const { id, text, page, writtenAt, state } of unsent) {
		if (ids.has(id) || text === undefined) continue;
		const next = follows(rows, me, writtenAt);
		rows.push({ kind: "message", key: id, sender: me, next, timestamp: writtenAt, text, page, unsent: state });
	}
	return rows;
}

function isSame(row: LogRow | undefined, sender: string, state: string): boolean {
	return row?.kind === "sealed" && row.state === state && (state === "before" || row.sender === sender);
}

// The two clocks of a sent and an unsent message may differ either way.
function follows(rows: readonly LogRow[], sender: string, timestamp: number): boolean {
	const last = rows.at(-1);
	return last?.kind === "message" && last.sender === sender && Math.abs(timestamp - last.timestamp) < turnMs;
}
