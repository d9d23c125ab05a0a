import { browser } from "wxt/browser";
import type { NotificationAccess } from "../ui/platform.ts";
import { sessionArea } from "./session-area.ts";

/** In `storage.session`: a message came that nobody saw, so that it is worth asking about notifications. */
export const missedKey = "missed";

/** The browser's leave to notify; nothing in private windows, where nothing rings. */
export async function openNotificationAccess(): Promise<NotificationAccess | undefined> {
	if (browser.extension.inIncognitoContext) return undefined;
	const listeners = new Set<() => void>();
	browser.storage.session.onChanged.addListener((changes) => {
		if (!changes[missedKey]) return;
		wasMissed = changes[missedKey].newValue === true;
		for (const listener of listeners) listener();
	});
	let wasMissed = (await sessionArea.get(missedKey)) === true;
	return {
		request: () => browser.permissions.request({ permissions: ["notifications"] }),
		wasMissed: () => wasMissed,
		subscribe(listener) {
			listeners.add(listener);
			return () => listeners.delete(listener);
		},
	};
}
