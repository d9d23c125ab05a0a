import { browser } from "wxt/browser";

/** `storage.session`: memory of the browser, 10 MiB, survives the worker, never written to disk. */
export const sessionArea = {
	async get(key: string): Promise<unknown> {
		return (await browser.storage.session.get(key))[key];
	},
	set: (key: string, value: unknown) => browser.storage.session.set({ [key]: value }),
	remove: (key: string) => browser.storage.session.remove(key),
	all: () => browser.storage.session.get(null) as Promise<Record<string, unknown>>,
};
