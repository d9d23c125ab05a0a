import { encodeBase64url } from "../crypto/base64url.ts";
import { type Bytes, concat, sha256 } from "../crypto/bytes.ts";
import { chunksOf } from "./deeds.ts";
import { messageIn } from "./message-in.ts";
import { hasViewed, isForMe } from "./once.ts";
import { chunkCount } from "./shared-file.ts";
import type { FoldEvent, LiveState, LogEntry, OpenedEvent } from "./state.ts";

/**
 * The bytes of the files that came, as they came: beside the state, which every surface is shown. At most what a room
 * may hold on the server.
 */
export type FileBytes = {
	/** Takes what the event brings, or forgets what it takes back. Call it when `state` is the one after it. */
	take(event: FoldEvent, state: LiveState): void;
	/** Forgets what is of messages that stand there no more, and of pictures that were viewed once. */
	forget(state: LiveState): void;
	/** The whole file of that message; null while it is not whole, and when it is not what was announced. */
	read(id: string, state: LiveState): Promise<Bytes | null>;
	clear(): void;
};

/** Whether nothing of its file is to be held, or no more. */
const isOver = (entry: LogEntry, state: LiveState): boolean =>
	entry.type === "withdrawn" ||
	(entry.type === "message" && entry.once === true && (!isForMe(entry, state.me) || hasViewed(state, entry)));

export function createFileBytes(): FileBytes {
	/** By the cursor of the event that brought them. */
	const held = new Map<string, { of: string; bytes: Bytes }>();

	function drop(id: string): void {
		for (const [cursor, { of }] of held) if (of === id) held.delete(cursor);
	}

	function takeOne(event: OpenedEvent, state: LiveState): void {
		if (event.type !== "act") return;
		const { act, cursor } = event;
		if (act.kind === "reaction" || act.kind === "edit") return;
		const target = (state.rebuilding ?? state).log.findLast((entry) => "id" in entry && entry.id === act.to);
		const isAnothers = target && "sender" in target && target.sender !== event.sender;
		if (target && isOver(target, state)) drop(act.to);
		else if (!isAnothers && act.kind === "chunk") held.set(cursor, { of: act.to, bytes: act.bytes });
	}

	return {
		take(event, state) {
			if (event.type === "handed") for (const opened of event.opened) takeOne(opened, state);
			else if (event.type === "act") takeOne(event, state);
		},
		forget(state) {
			const over = [...state.log, ...(state.rebuilding?.log ?? [])].flatMap((entry) =>
				isOver(entry, state) && "id" in entry ? entry.id : [],
			);
			for (const id of over) drop(id);
		},
		async read(id, { log, deeds }) {
			const file = messageIn(log, id)?.file;
			if (!file) return null;
			const here = chunksOf(file, deeds[id]?.chunks ?? []);
			const parts = Array.from(
				{ length: chunkCount(file) },
				(_, index) => held.get(here.get(index)?.cursor ?? "")?.bytes,
			);
			if (!parts.every((part) => part !== undefined)) return null;
			const whole = concat(...parts);
			return encodeBase64url(await sha256(whole)) === file.sha256 ? whole : null;
		},
		clear: () => held.clear(),
	};
}
