import { useSyncExternalStore } from "react";
import type { Rooms } from "../../hub/rooms.ts";
import type { PreparedFile } from "./prepare-file.ts";
import { emptyTray, isFull, type Tray, type TrayFile, type TrayRefusal, withFile, withoutFile } from "./tray.ts";

type Trays = {
	/** The same object as long as nothing of it changes. */
	get(roomId: string): Tray;
	/** Passes over what is of a room that ended meanwhile. */
	set(roomId: string, tray: Tray): void;
	subscribe(listener: () => void): () => void;
};

/** The files that go with the next message, by room: in this surface's memory, through a look at another room. */
function createTrays(rooms: Rooms): Trays {
	const trays = new Map<string, Tray>();
	const listeners = new Set<() => void>();
	const isLive = (roomId: string) =>
		rooms.getSnapshot().rooms.some((room) => room.roomId === roomId && room.phase === "live");
	// They go with their room.
	rooms.subscribe(() => {
		for (const roomId of trays.keys()) if (!isLive(roomId)) trays.delete(roomId);
	});
	return {
		get: (roomId) => trays.get(roomId) ?? emptyTray,
		set(roomId, tray) {
			if (isLive(roomId)) trays.set(roomId, tray);
			else trays.delete(roomId);
			for (const listener of listeners) listener();
		},
		subscribe(listener) {
			listeners.add(listener);
			return () => listeners.delete(listener);
		},
	};
}

const known = new WeakMap<Rooms, Trays>();
let lastKey = 0;

export type DraftFiles = Tray & {
	/** One more has no place now. */
	isFull(): boolean;
	/** Puts a file behind the others, or says why it can't be there. */
	add(file: PreparedFile): TrayRefusal | null;
	takeOut(key: number): void;
	/** Empties the tray into the sender's hands. */
	takeAll(): readonly TrayFile[];
	/** What could not be sent stands before all that came since. */
	putBack(files: readonly TrayFile[]): void;
	/** Nothing is sent until this work is over, which makes files ready and adds them. */
	whileReadying(work: () => Promise<void>): Promise<void>;
};

export function useDraftFiles(rooms: Rooms, roomId: string): DraftFiles {
	const trays = known.get(rooms) ?? createTrays(rooms);
	known.set(rooms, trays);
	const tray = useSyncExternalStore(trays.subscribe, () => trays.get(roomId));
	const now = () => trays.get(roomId);
	const set = (next: Tray) => trays.set(roomId, next);
	return {
		...tray,
		isFull: () => isFull(now()),
		add(file) {
			const next = withFile(now(), { ...file, key: ++lastKey });
			if (typeof next === "string") return next;
			set(next);
			return null;
		},
		takeOut: (key) => set(withoutFile(now(), key)),
		takeAll() {
			const { files } = now();
			set({ ...now(), files: [] });
			return files;
		},
		putBack: (files) => set({ ...now(), files: [...files, ...now().files] }),
		async whileReadying(work) {
			set({ ...now(), readying: now().readying + 1 });
			try {
				await work();
			} finally {
				set({ ...now(), readying: Math.max(0, now().readying - 1) });
			}
		},
	};
}
