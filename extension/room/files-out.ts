import { encodeBase64url } from "../crypto/base64url.ts";
import { type Bytes, sha256 } from "../crypto/bytes.ts";
import type { Chunk } from "./acts.ts";
import { type MessageEntry, messageIn } from "./message-in.ts";
import type { Outbox } from "./outbox.ts";
import { createOutgoing, type SavedFiles } from "./outgoing.ts";
import { contentOf } from "./payload.ts";
import { type FileFacts, isWhole, type SharedFile } from "./shared-file.ts";
import type { FoldEvent, LiveState, RoomState, UnsentCause } from "./state.ts";

/** The files this member sends: their bytes follow the messages that announce them, or nothing of them stays. */
export type FilesOut = {
	/**
	 * Keeps the bytes, then lets the message of that id announce them. Rejects when there is no space, or with what
	 * `announce` threw, and then nothing is left of them.
	 */
	send(
		file: { id: string; facts: FileFacts; bytes: Bytes },
		announce: (file: SharedFile) => Promise<void>,
	): Promise<void>;
	/** While they are on their way. */
	get(id: string): Bytes | undefined;
	/** No more of it goes. */
	drop(id: string): void;
	next(isOnItsWay: (to: string, index: number) => boolean): Chunk | null;
	/** The server takes no more of it: what is there is taken back, and the whole waits to be tried again. */
	refused(id: string, cause: UnsentCause): void;
	/** After an event that stands in the state. */
	after(event: FoldEvent): void;
	/** All there is stands in the state: what is over is forgotten, and what can't be sent any more is taken back. */
	settle(): void;
	clear(): void;
};

export function createFilesOut(options: {
	saved: SavedFiles;
	save(files: SavedFiles): Promise<void>;
	getState(): RoomState;
	outbox(): Pick<Outbox, "add" | "addFailed" | "dropChunks" | "has">;
	newId(): string;
}): FilesOut {
	const { saved, save, getState, outbox, newId } = options;
	const outgoing = createOutgoing({ saved, save });
	/** Not in the outbox yet. */
	const announcing = new Set<string>();

	function drop(id: string): void {
		outgoing.drop(id);
		outbox().dropChunks(id);
	}

	/** When that can't be saved or sent, the others see that the rest of it has not come. */
	const takeBack = (id: string) =>
		void outbox()
			.add({ id: newId(), act: { kind: "unsend", to: id } })
			.catch(() => {});

	const isBeingTakenBack = ({ unsent }: LiveState, id: string) =>
		unsent.some(({ act }) => act?.kind === "unsend" && act.to === id);

	/** Looks after the file of one message of mine. */
	function follow(state: LiveState, { id, file, arrived }: MessageEntry): void {
		if (!file) return;
		if (isWhole(file, arrived)) outgoing.drop(id);
		else if (outgoing.get(id) === undefined && !isBeingTakenBack(state, id)) takeBack(id);
	}

	return {
		async send({ id, facts, bytes }, announce) {
			announcing.add(id);
			try {
				const sha = encodeBase64url(await sha256(bytes));
				await outgoing.add(id, bytes);
				await announce({ ...facts, bytes: bytes.length, sha256: sha });
			} catch (error) {
				drop(id);
				throw error;
			} finally {
				announcing.delete(id);
			}
		},
		get: outgoing.get,
		drop,
		next(isOnItsWay) {
			const state = getState();
			return state.phase === "live" ? outgoing.next(state, isOnItsWay) : null;
		},
		refused(id, cause) {
			const state = getState();
			const message = messageIn(state.phase === "live" ? state.log : [], id);
			if (!message) {
				drop(id);
				return;
			}
			const again = newId();
			outgoing.move(id, again);
			outbox().addFailed({ id: again, ...contentOf(message) }, cause);
			takeBack(id);
		},
		after(event) {
			const state = getState();
			if (state.phase !== "live" || state.rebuilding || !state.caughtUp || !("sender" in event)) return;
			if (event.sender !== state.me) return;
			const announced = event.type === "message" && event.file ? messageIn(state.log, event.id) : undefined;
			if (announced) follow(state, announced);
			if (event.type !== "act" || event.act.kind === "reaction" || event.act.kind === "edit") return;
			const { to, kind } = event.act;
			if (kind === "unsend") return drop(to);
			const message = messageIn(state.log, to);
			if (message?.file && isWhole(message.file, message.arrived)) outgoing.drop(to);
		},
		settle() {
			const state = getState();
			if (state.phase !== "live" || !state.caughtUp) return;
			const mine = state.log.flatMap((entry) =>
				entry.type === "message" && entry.sender === state.me && entry.file ? entry : [],
			);
			for (const message of mine) follow(state, message);
			const ids = new Set(mine.map(({ id }) => id));
			for (const id of outgoing.ids()) if (!ids.has(id) && !announcing.has(id) && !outbox().has(id)) drop(id);
		},
		clear: outgoing.clear,
	};
}
