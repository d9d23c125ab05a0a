import { browser } from "wxt/browser";
import { openSidePanel } from "./side-panel.ts";

/**
 * Shows a room in the window used last, from the click on a notification. Chromium opens the panel only when nothing
 * was awaited before; Firefox never opens its sidebar from there, so the popup comes, whose list of rooms opens it.
 * @param choose makes it the open room of that window
 */
export function openRoomInLastWindow(choose: (windowId: number) => void): void {
	const isPanelOpening = globalThis.chrome?.sidePanel
		? openSidePanel(browser.windows.WINDOW_ID_CURRENT).then(...asAnswer)
		: Promise.resolve(false);
	void goThere(choose, isPanelOpening);
}

const asAnswer = [() => true, () => false] as const;

async function goThere(choose: (windowId: number) => void, isPanelOpening: Promise<boolean>): Promise<void> {
	const last = await browser.windows.getLastFocused({ windowTypes: ["normal"] }).catch(() => null);
	if (last?.id !== undefined) {
		choose(last.id);
		await browser.windows.update(last.id, { focused: true });
	}
	if (await isPanelOpening) return;
	// From here on whatever opens, opens late: no window, or a browser that wants a press.
	const isPopupOpen = await browser.action.openPopup().then(...asAnswer);
	if (isPopupOpen) return;
	await browser.windows.create({
		url: browser.runtime.getURL("/sidepanel.html"),
		type: "popup",
		width: 400,
		height: 700,
	});
}
