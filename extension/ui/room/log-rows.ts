import type { SharedPage } from "../../room/payload.ts";
import type { LogEntry, UnsentMessage } from "../../room/state.ts";

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
			unsent: UnsentMessage["state"] | null;
	  }
	| { kind: "event"; key: string; entry: Exclude<LogEntry, { type: "message" }> }
	| { kind: "divider"; key: "divider" };

/** A turn ends when this much passes between two messages. */
const turnMs = 5 * 60_000;

/** The log and, after it, what is not sent yet. The divider stands before the entry whose cursor is `divider`. */
export function logRows(options: {
	log: readonly LogEntry[];
	unsent: readonly UnsentMessage[];
	me: string;
	divider: string | null;
}): LogRow[] {
	const { log, unsent, me, divider } = options;
	const rows: LogRow[] = [];
	const ids = new Set<string>();
	for (const entry of log) {
		if (entry.cursor === divider) rows.push({ kind: "divider", key: "divider" });
		if (entry.type !== "message") {
			rows.push({ kind: "event", key: entry.cursor, entry });
			continue;
		}
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
		if (ids.has(id)) continue;
		const next = follows(rows, me, writtenAt);
		rows.push({ kind: "message", key: id, sender: me, next, timestamp: writtenAt, text, page, unsent: state });
	}
	return rows;
}

// The two clocks of a sent and an unsent message may differ either way.
function follows(rows: readonly LogRow[], sender: string, timestamp: number): boolean {
	const last = rows.at(-1);
	return last?.kind === "message" && last.sender === sender && Math.abs(timestamp - last.timestamp) < turnMs;
}
