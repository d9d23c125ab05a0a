import { browser } from "wxt/browser";

/** `sidebarAction` is Firefox's; WXT's types are Chromium's. */
type Sidebar = { open(): Promise<void>; close(): Promise<void> };

/**
 * Opens the side panel of the window, Firefox's sidebar included. Both want a gesture: call it first thing in
 * a press, with nothing awaited before it.
 */
export function openSidePanel(windowId: number): Promise<void> {
	if (globalThis.chrome?.sidePanel) return chrome.sidePanel.open({ windowId });
	return (browser as unknown as { sidebarAction: Sidebar }).sidebarAction.open();
}

/** Closes it again, where the browser can and this is a press. */
export async function closeSidePanel(windowId: number): Promise<void> {
	// Chromium has it since version 141.
	if (globalThis.chrome?.sidePanel) return chrome.sidePanel.close?.({ windowId });
	return (browser as unknown as { sidebarAction: Sidebar }).sidebarAction.close();
}

/**
 * The same for a press on a web page, told by a message. Firefox opens its sidebar only from the extension's own: there
 * the popup opens, which shows the room and has the button.
 */
export function openSidePanelFromMessage(windowId: number): Promise<void> {
	return globalThis.chrome?.sidePanel ? openSidePanel(windowId) : browser.action.openPopup({ windowId });
}
