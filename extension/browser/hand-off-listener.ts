import { browser } from "wxt/browser";
import type { Rooms } from "../hub/rooms.ts";
import { type HandOff, type HandOffMemory, type LastPress, readPress } from "./hand-off.ts";
import type { GivenUp, GiveUp } from "./hand-off-messages.ts";
import { keptAt, sessionArea } from "./session-area.ts";
import { openSidePanelFromMessage } from "./side-panel.ts";
import { builtInServer } from "./stored-settings.ts";

const key = "handed-off";
const kept = keptAt<LastPress>(key);

export const handOffMemory: HandOffMemory = {
	load: kept.load,
	save: (press) => (press ? kept.save(press) : sessionArea.remove(key)),
};

/** Asks the page in a tab for its seat; one that is closed, or shows something else by now, has none. */
export async function askPageToGiveUp(tabId: number, roomId: string): Promise<GivenUp> {
	const message: GiveUp = { type: "give-up", roomId };
	try {
		return ((await browser.tabs.sendMessage(tabId, message, { frameId: 0 })) ?? null) as GivenUp;
	} catch {
		// Nobody there to answer.
		return null;
	}
}

/** Hears the presses on room pages. */
export function listenForPresses(handOff: HandOff, inWindow: (windowId: string) => Rooms): void {
	browser.runtime.onMessage.addListener((message: unknown, sender) => {
		const pressed = readPress(message, sender, { id: browser.runtime.id, server: builtInServer });
		if (!pressed) return;
		// Nothing is awaited before it: the press counts no longer than that.
		void openSidePanelFromMessage(pressed.windowId);
		void handOff.take(pressed, inWindow(String(pressed.windowId)));
	});
}
