import { browser } from "wxt/browser";
import { type CardRefusal, pageCard } from "../room/page-card.ts";
import type { DraftPage } from "../room/state.ts";

/**
 * A card of the page in front in that window. The browser tells which page it is once the toolbar icon or a menu of
 * Mayfly's was pressed on it, until it is left (`activeTab`).
 */
export async function frontPage(windowId: number): Promise<DraftPage | CardRefusal> {
	const [tab] = await browser.tabs.query({ active: true, windowId });
	return pageCard({ what: "page", url: tab?.url, title: tab?.title });
}
