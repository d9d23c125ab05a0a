import { compareCursors } from "../../backend/protocol/ids.ts";
import type { Act, Deed } from "./acts.ts";
import type { MessageEntry } from "./message-in.ts";
import { type Content, contentOf } from "./payload.ts";
import { chunkLength, type SharedFile } from "./shared-file.ts";
import type { ActMark, Deeds, Fate, FileChunk, Fold, LogEntry, OpenedEvent, Reaction, Unsent } from "./state.ts";

type ActEvent = Extract<OpenedEvent, { type: "act" }>;
/** What acts change. */
type Acted = Pick<Fold, "log" | "deeds">;

const nothingDone: Deeds = { reactions: [], edit: null, unsent: false, viewed: [], chunks: [] };

/** What is remembered of an act in its own place. */
export function markOf(act: Deed): ActMark {
	if (act.kind === "edit") return { kind: act.kind, to: act.to };
	return act.kind === "chunk" ? { kind: act.kind, to: act.to, index: act.index, length: act.bytes.length } : act;
}

/**
 * The log and the deeds after an act. One upon something that is not there (older than one's seat, taken back, no
 * message, or not sent yet) does nothing, nor does an edit, an unsend or a chunk by another than the author, or a view
 * by the author. A message that waits for its key keeps what is done to it until it is read.
 */
export function foldAct({ log, deeds }: Acted, { act, sender, cursor }: ActEvent): Acted {
	const at = log.findLastIndex((entry) => (entry.type === "message" || entry.type === "sealed") && entry.id === act.to);
	const target = log[at];
	if (target?.type !== "message" && target?.type !== "sealed") return { log, deeds };
	// An act that had to wait for its key may be older than what stands there by now.
	if (compareCursors(cursor, target.cursor) < 0) return { log, deeds };
	if (act.kind !== "reaction" && (target.sender === sender) === (act.kind === "viewed")) return { log, deeds };
	const done = deedsAfter(deeds[act.to] ?? nothingDone, act, { sender, cursor });
	if (target.type === "sealed") return { log, deeds: { ...deeds, [act.to]: done } };
	const entry = withDeeds(target, done);
	return { log: log.with(at, entry), deeds: kept(deeds, entry, done) };
}

/** What stands in the place of a message that is read only now: with what was done to it while it waited for its key. */
export function foldRead(deeds: Fold["deeds"], message: MessageEntry): { entry: LogEntry; deeds: Fold["deeds"] } {
	const done = deeds[message.id];
	if (done === undefined) return { entry: message, deeds };
	const entry = withDeeds(message, done);
	return { entry, deeds: kept(deeds, entry, done) };
}

/** The deeds without those to an id that turned out to be no message. */
export function withoutDeeds(deeds: Fold["deeds"], id: string | null): Fold["deeds"] {
	if (id === null || deeds[id] === undefined) return deeds;
	const { [id]: gone, ...rest } = deeds;
	return rest;
}

/** A message of the log as it will be once the acts are through that are on their way: mine, in their order. */
export function withUnsent<Entry extends Content & { id: string }>(
	entry: Entry & Fate,
	unsent: readonly Unsent[],
	me: string,
): (Entry & Fate) | "withdrawn" {
	let shown = entry;
	for (const { act, state } of unsent) {
		if (act?.to !== entry.id) continue;
		if (act.kind === "unsend") {
			// One that was refused has not come to pass: the message is there to be seen.
			if (state.name !== "failed") return "withdrawn";
			continue;
		}
		if (act.kind === "edit") shown = { ...shown, text: act.text, edited: true };
		else if (act.kind === "reaction") shown = { ...shown, reactions: toggled(shown.reactions ?? [], act, me) };
		// Were it refused: whoever has seen it has seen it.
		else if (!shown.viewed?.includes(me)) shown = { ...shown, viewed: [...(shown.viewed ?? []), me] };
	}
	return shown;
}

const kept = (deeds: Fold["deeds"], entry: LogEntry, done: Deeds): Fold["deeds"] => {
	if (entry.type === "message") return { ...deeds, [entry.id]: done };
	return withoutDeeds(deeds, entry.type === "withdrawn" ? entry.id : null);
};

/** The last word of each stands, and the first bytes of each chunk. */
function deedsAfter(before: Deeds, act: Deed, { sender, cursor }: { sender: string; cursor: string }): Deeds {
	const isOlder = (known: { cursor: string } | null | undefined) =>
		known !== null && known !== undefined && compareCursors(cursor, known.cursor) < 0;
	switch (act.kind) {
		case "unsend":
			return { ...before, unsent: true };
		case "edit":
			return isOlder(before.edit) ? before : { ...before, edit: { text: act.text, cursor } };
		case "viewed": {
			const known = before.viewed.find(({ member }) => member === sender);
			// The first time counts.
			if (known && !isOlder(known)) return before;
			const others = before.viewed.filter((each) => each !== known);
			return { ...before, viewed: [...others, { member: sender, cursor }].toSorted(byCursor) };
		}
		case "chunk": {
			const came: FileChunk = { index: act.index, length: act.bytes.length, cursor };
			const { chunks } = before;
			const isLast = compareCursors(chunks.at(-1)?.cursor ?? "0-0", cursor) < 0;
			return { ...before, chunks: isLast ? [...chunks, came] : [...chunks, came].toSorted(byCursor) };
		}
		case "reaction": {
			const isSame = (each: Deeds["reactions"][number]) => each.member === sender && each.emoji === act.emoji;
			if (isOlder(before.reactions.find(isSame))) return before;
			const { emoji, on } = act;
			const others = before.reactions.filter((each) => !isSame(each));
			return { ...before, reactions: [...others, { member: sender, emoji, on, cursor }].toSorted(byCursor) };
		}
	}
}

const byCursor = (a: { cursor: string }, b: { cursor: string }) => compareCursors(a.cursor, b.cursor);

/**
 * Of a file's chunks those that count, by their index: the first of each that is as long as it must be. Whatever else
 * its author sent is passed over.
 */
export function chunksOf(file: SharedFile, chunks: readonly FileChunk[]): ReadonlyMap<number, FileChunk> {
	const byIndex = new Map<number, FileChunk>();
	for (const chunk of chunks) {
		if (chunk.length === chunkLength(file, chunk.index) && !byIndex.has(chunk.index)) byIndex.set(chunk.index, chunk);
	}
	return byIndex;
}

function withDeeds(message: MessageEntry, { reactions, edit, unsent, viewed, chunks }: Deeds): LogEntry {
	const { type, cursor, id, sender, timestamp } = message;
	if (unsent) return { type: "withdrawn", cursor, id, sender, timestamp };
	const shown = reactionsOf(reactions);
	const arrived = message.file ? chunksOf(message.file, chunks).size : 0;
	return {
		...{ type, cursor, id, sender, timestamp },
		...contentOf(edit ? { ...message, text: edit.text } : message),
		...(edit && { edited: true }),
		...(shown.length > 0 && { reactions: shown }),
		...(arrived > 0 && { arrived }),
		...(message.once && viewed.length > 0 && { viewed: viewed.map(({ member }) => member) }),
	};
}

/** By emoji, the one that was there first before the others; they are sorted by cursor. */
function reactionsOf(reactions: Deeds["reactions"]): readonly Reaction[] {
	const members = new Map<string, string[]>();
	for (const { emoji, member, on } of reactions) {
		if (on) members.set(emoji, [...(members.get(emoji) ?? []), member]);
	}
	return Array.from(members, ([emoji, by]) => ({ emoji, members: by }));
}

function toggled(
	reactions: readonly Reaction[],
	{ emoji, on }: Extract<Act, { kind: "reaction" }>,
	me: string,
): readonly Reaction[] {
	const known = reactions.find((each) => each.emoji === emoji);
	if (known === undefined) return on ? [...reactions, { emoji, members: [me] }] : reactions;
	if (known.members.includes(me) === on) return reactions;
	const members = on ? [...known.members, me] : known.members.filter((member) => member !== me);
	return reactions.flatMap((each) => (each !== known ? each : members.length > 0 ? { emoji, members } : []));
}
