import { withUnsent } from "../../room/deeds.ts";
import { passingOf } from "../../room/passing.ts";
import type { SharedPage } from "../../room/payload.ts";
import type { SharedFile } from "../../room/shared-file.ts";
import type { LogEntry, Reaction, Unsent, UnsentStage } from "../../room/state.ts";
import { type HappeningEntry, isHappening } from "./event-words.ts";
import { inShort } from "./message-content.ts";

/** What of a row is not sent yet: the message itself, or what I did to it. `ids` are those of the outbox. */
export type OnTheWay = { stage: UnsentStage; ids: readonly string[] };

/** The message that another one answers; without words where it can't be shown. */
export type Quote = { to: string; from: { sender: string; words: string } | null };

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
			file: SharedFile | undefined;
			/** How many chunks of the file are in. */
			arrived: number;
			/** The file is a picture that each of the others may view once, and these memberIds have. */
			once: true | undefined;
			viewed: readonly string[];
			quote: Quote | null;
			edited: boolean;
			/** memberIds of those whom the text names. */
			mentions: string[] | undefined;
			reactions: readonly Reaction[];
			/** When it goes, ms by the server's clock; null: with the room. */
			goesAt: number | null;
			/** False while it waits in the outbox: nothing can be done to it yet. */
			sent: boolean;
			unsent: OnTheWay | null;
	  }
	/** In the place of a message that was taken back, or is about to be; `passed`: its time was up. */
	| { kind: "withdrawn"; key: string; sender: string; timestamp: number; passed: boolean; unsent: OnTheWay | null }
	| { kind: "event"; key: string; entry: HappeningEntry }
	/** Messages in a row that can't be read, for one reason. `before`: they are older than my seat. */
	| { kind: "sealed"; key: string; sender: string; state: "waits" | "lost" | "before" }
	| { kind: "divider"; key: "divider" };

/** A row that can be gone to. */
export type MessageRow = Extract<LogRow, { kind: "message" | "withdrawn" }>;

export const isMessageRow = (row: LogRow): row is MessageRow => row.kind === "message" || row.kind === "withdrawn";

/** A turn ends when this much passes between two messages. */
const turnMs = 5 * 60_000;

const noReactions: readonly Reaction[] = [];
const nobody: readonly string[] = [];

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
	const quoteOf = quotesOf(options);
	const acts = unsent.filter(({ act }) => act !== undefined);
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
		if (entry.type !== "message" && entry.type !== "withdrawn") continue;
		ids.add(entry.id);
		const { id, sender, timestamp } = entry;
		// Of a view nothing is told, nor can it be called back: it was one.
		const onTheWay = wayOf(acts.filter(({ act }) => act?.to === id && act.kind !== "viewed"));
		const shown = entry.type === "message" ? withUnsent(entry, acts, me) : "withdrawn";
		if (shown === "withdrawn") {
			const passed = entry.type === "withdrawn" && entry.passed === true;
			rows.push({ kind: "withdrawn", key: id, sender, timestamp, passed, unsent: onTheWay });
			continue;
		}
		rows.push({
			kind: "message",
			key: id,
			sender,
			next: follows(rows, sender, timestamp),
			timestamp,
			text: shown.text,
			page: shown.page,
			file: shown.file,
			arrived: shown.arrived ?? 0,
			once: shown.once,
			viewed: shown.viewed ?? nobody,
			quote: quoteOf(shown.replyTo),
			edited: shown.edited ?? false,
			mentions: shown.mentions,
			reactions: shown.reactions ?? noReactions,
			goesAt: passingOf(shown),
			sent: true,
			unsent: onTheWay,
		});
	}
	for (const { id, text, page, file, once, replyTo, mentions, writtenAt, state } of unsent) {
		if (ids.has(id) || text === undefined) continue;
		const next = follows(rows, me, writtenAt);
		rows.push({
			...{ kind: "message", key: id, sender: me, next, timestamp: writtenAt, text, page, file, arrived: 0 },
			...{ once, viewed: nobody },
			...{ quote: quoteOf(replyTo), edited: false, mentions, reactions: noReactions, goesAt: null, sent: false },
			unsent: { stage: state, ids: [id] },
		});
	}
	return rows;
}

/** Finds what a message answers. The log is looked through once, and only if somebody answers. */
function quotesOf({ log, unsent }: { log: readonly LogEntry[]; unsent: readonly Unsent[] }) {
	let byId: Map<string, LogEntry> | null = null;
	return (to: string | undefined): Quote | null => {
		if (to === undefined) return null;
		byId ??= new Map(log.flatMap((entry) => (entry.type === "message" ? [[entry.id, entry]] : [])));
		const entry = byId.get(to);
		const shown = entry?.type === "message" ? withUnsent(entry, unsent, "") : "withdrawn";
		if (shown === "withdrawn") return { to, from: null };
		return { to, from: { sender: shown.sender, words: inShort(shown) } };
	};
}

const stages: readonly UnsentStage["name"][] = ["sending", "waiting", "failed"];

/** How far those are that were done to one message: as far as the worst of them. */
function wayOf(acts: readonly Unsent[]): OnTheWay | null {
	const rank = ({ state }: Unsent) => stages.indexOf(state.name);
	const [worst] = acts.toSorted((a, b) => rank(b) - rank(a));
	return worst ? { stage: worst.state, ids: acts.map(({ id }) => id) } : null;
}

function isSame(row: LogRow | undefined, sender: string, state: string): boolean {
	return row?.kind === "sealed" && row.state === state && (state === "before" || row.sender === sender);
}

// The two clocks of a sent and an unsent message may differ either way.
function follows(rows: readonly LogRow[], sender: string, timestamp: number): boolean {
	const last = rows.at(-1);
	return last?.kind === "message" && last.sender === sender && Math.abs(timestamp - last.timestamp) < turnMs;
}
