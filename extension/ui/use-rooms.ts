import { useCallback, useSyncExternalStore } from "react";
import type { Rooms, RoomsSnapshot } from "../hub/rooms.ts";
import type { Settings, SettingsStore } from "./platform.ts";

export function useRooms(rooms: Rooms): RoomsSnapshot {
	return useSyncExternalStore(
		useCallback((listener: () => void) => rooms.subscribe(listener), [rooms]),
		() => rooms.getSnapshot(),
	);
}

export function useSettings(store: SettingsStore): Settings {
	return useSyncExternalStore(
		useCallback((listener: () => void) => store.subscribe(listener), [store]),
		() => store.getSnapshot(),
	);
}
