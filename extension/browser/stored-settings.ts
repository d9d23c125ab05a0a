import { browser } from "wxt/browser";
import type { Settings, SettingsStore } from "../ui/platform.ts";

const key = "settings";

/** The server new rooms are made on until somebody says otherwise; set at build time by `MAYFLY_SERVER`. */
export const builtInServer = new URL(__MAYFLY_SERVER__).origin;

const presets: Settings = {
	ttlSeconds: 600,
	capacity: 2,
	name: "",
	server: builtInServer,
	theme: "system",
	copyAtOnce: true,
	notify: "unasked",
	showWriting: true,
	showSeen: true,
};

/** Settings in `storage.local`, the one thing that is kept; every open surface sees a change at once. */
export async function openStoredSettings(): Promise<SettingsStore> {
	const listeners = new Set<() => void>();
	let settings: Settings = {
		...presets,
		...((await browser.storage.local.get(key))[key] as Partial<Settings> | undefined),
	};
	browser.storage.local.onChanged.addListener((changes) => {
		if (!changes[key]) return;
		settings = { ...presets, ...(changes[key].newValue as Partial<Settings> | undefined) };
		for (const listener of listeners) listener();
	});
	return {
		getSnapshot: () => settings,
		subscribe(listener) {
			listeners.add(listener);
			return () => listeners.delete(listener);
		},
		set: (change) => browser.storage.local.set({ [key]: { ...settings, ...change } }),
	};
}
