import type { RoomStorage } from "./saved-rooms.ts";

/** Keeps rooms no longer than this page lives. */
export function createMemoryStorage(): RoomStorage {
	const values = new Map<string, unknown>();
	return {
		async set(key, value) {
			values.set(key, value);
		},
		async remove(key) {
			values.delete(key);
		},
		all: async () => Object.fromEntries(values),
	};
}
