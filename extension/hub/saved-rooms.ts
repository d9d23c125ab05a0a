import type { StoredIdentity } from "../crypto/identity.ts";
import { nobodyCompared } from "../room/compared.ts";
import type { Invite } from "../room/invites.ts";
import type { OutboxEntry } from "../room/outbox.ts";
import type { SavedFiles } from "../room/outgoing.ts";
import type { OwnSenderKey } from "../room/sealing.ts";
import type { FormerKey } from "../room/sender-keys.ts";
import { type Compared, type Draft, type EndedState, noDraft } from "../room/state.ts";
import { filesPrefix, keyOf, type Part, parts, roomPrefix } from "./storage-keys.ts";

/**
 * Where rooms are kept while nobody looks: `storage.session` in the extension, memory on the web page. Never a
 * place that reaches the disk. `set` rejects when there is no space left.
 */
export interface RoomStorage {
	set(key: string, value: unknown): Promise<void>;
	remove(key: string): Promise<void>;
	all(): Promise<Record<string, unknown>>;
}

/** Who I am in a room: with the sealed profile, whose very bytes make a second join the same join. */
export type SavedSeat = { identity: StoredIdentity; profile: string; name: string };

type Common = { roomId: string; name: string; server: string; order: number };

export type SavedInvite = Common & {
	phase: "invited";
	link: string;
	suggestedName: string;
	/** A join was tried and may have reached the server; or it was knocked by it. */
	seat: SavedSeat | null;
	/** Somebody may let me in by the invite in the link, which I drew to knock with. */
	knocks?: true;
};

export type SavedLive = Common & {
	phase: "live";
	link: string;
	seat: SavedSeat;
	capacity: number;
	/** ms, the server's clock. */
	createdAt: number;
	/** memberId; null until the first event was seen. */
	founder: string | null;
	expiresAt: number;
	firstExpiresAt: number;
	/** The server's clock minus this machine's, ms. */
	skewMs: number;
};

export type SavedEnd = Common &
	EndedState & {
		/** For `seat-taken` alone: that room goes on, and there may be a seat again. */
		again: { link: string; seat: SavedSeat } | null;
	};

export type SavedRoom = SavedInvite | SavedLive | SavedEnd;

/** A room as it was left. */
export type Remains = {
	room: SavedRoom;
	outbox: readonly OutboxEntry[];
	files: SavedFiles;
	ownKeys: readonly OwnSenderKey[];
	/** Those of a seat that this one took the place of. */
	formerKeys: readonly FormerKey[];
	draft: Draft;
	readCursor: string | null;
	compared: Compared;
	invites: readonly Invite[];
};

/** A room nobody has used yet. */
export const nothingLeft: Omit<Remains, "room"> = {
	outbox: [],
	files: {},
	ownKeys: [],
	formerKeys: [],
	draft: noDraft,
	readCursor: null,
	compared: nobodyCompared,
	invites: [],
};

/** No space left: what was to be saved is not, all that was saved before is. */
export class StorageFullError extends Error {
	override readonly name = "StorageFullError";
}

/** What is kept of one room. Writes happen in the order they were asked for. */
export type Shelf = {
	room(room: SavedRoom): Promise<void>;
	outbox(entries: readonly OutboxEntry[]): Promise<void>;
	files(files: SavedFiles): Promise<void>;
	senderKeys(own: readonly OwnSenderKey[]): Promise<void>;
	formerKeys(former: readonly FormerKey[]): Promise<void>;
	draft(draft: Draft): Promise<void>;
	readCursor(cursor: string): Promise<void>;
	compared(compared: Compared): Promise<void>;
	invites(invites: readonly Invite[]): Promise<void>;
	/** Leaves nothing but `rest`, or nothing at all. What is written later on this shelf is dropped. */
	clear(rest: SavedEnd | null): Promise<void>;
};

export type SavedRooms = { load(): Promise<Remains[]>; shelf(roomId: string): Shelf };

/** Of the 10 MiB that `storage.session` has. */
const mostFileCharacters = 6 * 1024 * 1024;

/** Every part of every room under its own key, as JSON text: a key press must not write the whole outbox. */
export function createSavedRooms(storage: RoomStorage): SavedRooms {
	const turns = new Map<string, Promise<unknown>>();
	/** Characters that each room's files take. */
	const filesOf = new Map<string, number>();

	function inTurn(roomId: string, work: () => Promise<void>): Promise<void> {
		const done = (turns.get(roomId) ?? Promise.resolve()).then(work);
		turns.set(
			roomId,
			done.catch(() => {}),
		);
		return done;
	}

	/** Files may not fill what words need: all of them together keep below this. */
	function takeSpace(roomId: string, characters: number): void {
		const before = filesOf.get(roomId) ?? 0;
		const others = [...filesOf.values()].reduce((sum, each) => sum + each, -before);
		if (characters > before && others + characters > mostFileCharacters) {
			throw new StorageFullError("There is no space left for files.");
		}
		filesOf.set(roomId, characters);
	}

	async function write(part: Part, roomId: string, value: unknown): Promise<void> {
		const text = JSON.stringify(value);
		if (part === "files") takeSpace(roomId, text.length);
		try {
			await storage.set(keyOf(part, roomId), text);
		} catch (cause) {
			throw new StorageFullError("There is no space left for rooms.", { cause });
		}
	}

	return {
		async load() {
			const all = await storage.all();
			const read = <Value>(part: Part, roomId: string): Value | undefined => {
				const text = all[keyOf(part, roomId)];
				return typeof text === "string" ? (JSON.parse(text) as Value) : undefined;
			};
			for (const [key, text] of Object.entries(all)) {
				if (key.startsWith(filesPrefix) && typeof text === "string") {
					filesOf.set(key.slice(filesPrefix.length), text.length);
				}
			}
			return Object.keys(all)
				.filter((key) => key.startsWith(roomPrefix))
				.flatMap((key) => read<SavedRoom>("room", key.slice(roomPrefix.length)) ?? [])
				.sort((a, b) => a.order - b.order)
				.map((room) => ({
					room,
					outbox: read<OutboxEntry[]>("outbox", room.roomId) ?? [],
					files: read<SavedFiles>("files", room.roomId) ?? {},
					ownKeys: read<OwnSenderKey[]>("keys", room.roomId) ?? [],
					formerKeys: read<FormerKey[]>("former", room.roomId) ?? [],
					draft: read<Draft>("draft", room.roomId) ?? noDraft,
					readCursor: read<string>("read", room.roomId) ?? null,
					compared: read<Compared>("compared", room.roomId) ?? nobodyCompared,
					invites: read<Invite[]>("invites", room.roomId) ?? [],
				}));
		},
		shelf(roomId) {
			let isCleared = false;
			const put = (part: Part, value: unknown) =>
				inTurn(roomId, async () => {
					if (!isCleared) await write(part, roomId, value);
				});
			return {
				room: (room) => put("room", room),
				outbox: (entries) => put("outbox", entries),
				files: (files) => put("files", files),
				senderKeys: (own) => put("keys", own),
				formerKeys: (former) => put("former", former),
				draft: (draft) => put("draft", draft),
				readCursor: (cursor) => put("read", cursor),
				compared: (compared) => put("compared", compared),
				invites: (invites) => put("invites", invites),
				clear(rest) {
					isCleared = true;
					filesOf.delete(roomId);
					return inTurn(roomId, async () => {
						await Promise.all(parts.map((part) => storage.remove(keyOf(part, roomId))));
						if (rest) await write("room", roomId, rest);
					});
				},
			};
		},
	};
}
