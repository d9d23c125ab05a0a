import { useSyncExternalStore } from "react";
import type { Rooms } from "../../hub/rooms.ts";
import type { PreparedFile } from "./prepare-file.ts";

type DraftFiles = {
	get(roomId: string): PreparedFile | null;
	set(roomId: string, file: PreparedFile | null): void;
	subscribe(listener: () => void): () => void;
};

/** The file that goes with the next message, by room: in this surface's memory, through a look at another room. */
function createDraftFiles(rooms: Rooms): DraftFiles {
	const files = new Map<string, PreparedFile>();
	const listeners = new Set<() => void>();
	const isLive = (roomId: string) =>
		rooms.getSnapshot().rooms.some((room) => room.roomId === roomId && room.phase === "live");
	// It goes with its room.
	rooms.subscribe(() => {
		for (const roomId of files.keys()) if (!isLive(roomId)) files.delete(roomId);
	});
	return {
		get: (roomId) => files.get(roomId) ?? null,
		set(roomId, file) {
			// What is ready only after its room ended goes nowhere.
			if (file && isLive(roomId)) files.set(roomId, file);
			else files.delete(roomId);
			for (const listener of listeners) listener();
		},
		subscribe(listener) {
			listeners.add(listener);
			return () => listeners.delete(listener);
		},
	};
}

const known = new WeakMap<Rooms, DraftFiles>();

export function useDraftFile(rooms: Rooms, roomId: string) {
	const files = known.get(rooms) ?? createDraftFiles(rooms);
	known.set(rooms, files);
	const file = useSyncExternalStore(files.subscribe, () => files.get(roomId));
	return { file, setFile: (next: PreparedFile | null) => files.set(roomId, next) };
}
