import { limits } from "../../backend/protocol/limits.ts";
import type { Settings, SettingsStore } from "../ui/platform.ts";

/** Settings of the guest page: presets that live as long as the page. Nothing is written anywhere. */
export function createMemorySettings(server: string): SettingsStore {
	const listeners = new Set<() => void>();
	let settings: Settings = {
		ttlSeconds: limits.ttlSeconds.preset,
		capacity: limits.capacity.preset,
		name: "",
		server,
		theme: "system",
		copyAtOnce: true,
		notify: "off",
		showWriting: true,
		showSeen: true,
	};
	return {
		getSnapshot: () => settings,
		subscribe(listener) {
			listeners.add(listener);
			return () => listeners.delete(listener);
		},
		async set(change) {
			settings = { ...settings, ...change };
			for (const listener of listeners) listener();
		},
	};
}
