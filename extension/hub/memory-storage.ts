import type { RoomStorage } from "./saved-rooms.ts";

/** Keeps rooms no longer than this page lives, in `values`. */
export function createMemoryStorage(values = new Map<string, unknown>()): RoomStorage {
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
