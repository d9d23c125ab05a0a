import { browser } from "wxt/browser";

const incognitoPrefix = "incognito/";

/** Chromium shows private windows' background the very same `storage.session`: each keeps to its own keys. */
const isPrivate = (): boolean => browser.extension.inIncognitoContext;
const stored = (key: string): string => (isPrivate() ? incognitoPrefix + key : key);
/** Of all keys there are those of these windows, as they are called here. */
const mine = (all: readonly string[]): string[] =>
	all.flatMap((key) => {
		if (key.startsWith(incognitoPrefix) !== isPrivate()) return [];
		return isPrivate() ? key.slice(incognitoPrefix.length) : key;
	});

/** `storage.session`: memory of the browser, 10 MiB, survives the worker, never written to disk. */
export const sessionArea = {
	async get(key: string): Promise<unknown> {
		return (await browser.storage.session.get(stored(key)))[stored(key)];
	},
	set: (key: string, value: unknown) => browser.storage.session.set({ [stored(key)]: value }),
	remove: (key: string) => browser.storage.session.remove(stored(key)),
	async all(): Promise<Record<string, unknown>> {
		const all = (await browser.storage.session.get(null)) as Record<string, unknown>;
		return Object.fromEntries(mine(Object.keys(all)).map((key) => [key, all[stored(key)]]));
	},
	async clear(): Promise<void> {
		const all = await browser.storage.session.get(null);
		await browser.storage.session.remove(mine(Object.keys(all)).map(stored));
	},
	/** The keys alone, without what is under them; null where the browser can't tell. */
	async keys(): Promise<string[] | null> {
		const all = await browser.storage.session.getKeys?.();
		return all ? mine(all) : null;
	},
};

/** One value of it, kept under this key. `load` resolves to null when there is none. */
export const keptAt = <Value>(key: string) => ({
	load: async () => ((await sessionArea.get(key)) ?? null) as Value | null,
	save: (value: Value) => sessionArea.set(key, value),
});

const sessionMark = "private-session";

/**
 * `storage.session` lives as long as the browser, so it outlives private windows. What else they store goes with the
 * last of them: where the mark is missing, new private windows have begun, and the rooms of the former are forgotten.
 * For the background, before it looks what rooms there are.
 */
export async function forgetFormerPrivateWindows(): Promise<void> {
	if (!isPrivate() || (await caches.has(sessionMark))) return;
	await Promise.all(Object.keys(await sessionArea.all()).map((key) => sessionArea.remove(key)));
	await caches.open(sessionMark);
}
