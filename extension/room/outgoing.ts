import { decodeBase64url, encodeBase64url } from "../crypto/base64url.ts";
import type { Bytes } from "../crypto/bytes.ts";
import type { Chunk } from "./acts.ts";
import { chunksOf } from "./deeds.ts";
import { messageIn } from "./message-in.ts";
import { chunkBytes, chunkCount } from "./shared-file.ts";
import type { LiveState } from "./state.ts";

/** Files on their way as they are kept: base64url of their bytes, by the id of the message that announces each. */
export type SavedFiles = Readonly<Record<string, string>>;

/** The bytes of the files that this member is sending. They are kept from before the announcement until all is back. */
export type Outgoing = {
	/** Resolves when they are saved; rejects with what `save` threw, and then nothing is left of them. */
	add(id: string, bytes: Bytes): Promise<void>;
	get(id: string): Bytes | undefined;
	ids(): string[];
	/** Under the id of another announcement from now on. */
	move(from: string, to: string): void;
	drop(id: string): void;
	/** What is to be sent next of what is announced; null: nothing, as far as this state tells. */
	next(state: LiveState, isOnItsWay: (to: string, index: number) => boolean): Chunk | null;
	clear(): void;
};

export function createOutgoing(options: { saved: SavedFiles; save(files: SavedFiles): Promise<void> }): Outgoing {
	const { saved, save } = options;
	const files = new Map<string, { bytes: Bytes; text: string }>();
	for (const [id, text] of Object.entries(saved)) {
		const bytes = decodeBase64url(text);
		if (bytes) files.set(id, { bytes, text });
	}
	const keep = () => save(Object.fromEntries(Array.from(files, ([id, { text }]) => [id, text])));
	/** When that can't be saved, too much is kept, and the next start drops it. */
	const keepLess = () => void keep().catch(() => {});

	/** The first chunk of this file that the room has not. */
	function missing(
		id: string,
		bytes: Bytes,
		{ log, deeds, me }: LiveState,
		isOnItsWay: (index: number) => boolean,
	): Chunk | null {
		const message = messageIn(log, id);
		if (message?.sender !== me || !message.file) return null;
		const here = chunksOf(message.file, deeds[id]?.chunks ?? []);
		for (let index = 0; index < chunkCount(message.file); index++) {
			if (here.has(index) || isOnItsWay(index)) continue;
			const at = index * chunkBytes;
			return { kind: "chunk", to: id, index, bytes: bytes.slice(at, at + chunkBytes) };
		}
		return null;
	}

	return {
		async add(id, bytes) {
			if (files.has(id)) return;
			files.set(id, { bytes, text: encodeBase64url(bytes) });
			try {
				await keep();
			} catch (cause) {
				files.delete(id);
				throw cause;
			}
		},
		get: (id) => files.get(id)?.bytes,
		ids: () => [...files.keys()],
		move(from, to) {
			const file = files.get(from);
			if (!file) return;
			files.delete(from);
			files.set(to, file);
			keepLess();
		},
		drop(id) {
			if (files.delete(id)) keepLess();
		},
		next(state, isOnItsWay) {
			for (const [id, { bytes }] of files) {
				const chunk = missing(id, bytes, state, (index) => isOnItsWay(id, index));
				if (chunk) return chunk;
			}
			return null;
		},
		clear: () => files.clear(),
	};
}
