import { browser } from "wxt/browser";
import { sessionArea } from "./session-area.ts";
import { closeSidePanel } from "./side-panel.ts";

/** The command of the manifest; people choose its key in the browser. */
const command = "leave-all";

/**
 * One key for when nobody may see it: the panel closes, all that is kept of rooms goes, and then the rooms are left.
 * Nothing is asked, and no server is waited for.
 * @param leaveAll forgets what this worker holds in memory
 */
export function listenForPanic(leaveAll: () => Promise<unknown>): void {
	browser.commands.onCommand.addListener((pressed, tab) => {
		if (pressed !== command) return;
		// Before all else: with anything awaited first it would no longer belong to the press.
		if (tab?.windowId !== undefined) closeSidePanel(tab.windowId).catch(() => {});
		void wipe(leaveAll);
	});
}

async function wipe(leaveAll: () => Promise<unknown>): Promise<void> {
	// A worker that has just woken may wait for servers before it knows its rooms: their keys must not wait with it.
	await sessionArea.clear();
	await leaveAll();
	await sessionArea.clear();
}
