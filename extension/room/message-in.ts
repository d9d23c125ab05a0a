import type { LogEntry } from "./state.ts";

export type MessageEntry = Extract<LogEntry, { type: "message" }>;

/** The message of that id; undefined where it is not in this log, or not to be read. */
export function messageIn(log: readonly LogEntry[], id: string): MessageEntry | undefined {
	const entry = log.findLast((each) => each.type === "message" && each.id === id);
	return entry?.type === "message" ? entry : undefined;
}
