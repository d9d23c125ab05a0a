import type { Found } from "../room/page-card.ts";
import type { Key } from "../ui/words.ts";

/** What can be chosen in the menus of a page and of the toolbar icon, by the id of its item. */
export const menuItems = {
	start: { title: "menu.start", contexts: ["page", "action"] },
	invite: { title: "menu.invite", contexts: ["page", "action"] },
	page: { title: "menu.page", contexts: ["page", "action"] },
	selection: { title: "menu.selection", contexts: ["selection"] },
	link: { title: "menu.link", contexts: ["link"] },
	image: { title: "menu.image", contexts: ["image"] },
} as const satisfies Record<string, { title: Key; contexts: string[] }>;
export type MenuItem = keyof typeof menuItems;

export const isMenuItem = (id: unknown): id is MenuItem => typeof id === "string" && Object.hasOwn(menuItems, id);

/** The parts of `contextMenus.OnClickData` that tell what was pressed; `linkText` is Firefox's alone. */
type Clicked = {
	pageUrl?: string | undefined;
	frameUrl?: string | undefined;
	linkUrl?: string | undefined;
	linkText?: string | undefined;
	srcUrl?: string | undefined;
	selectionText?: string | undefined;
};
type Tab = { url?: string | undefined; title?: string | undefined };

/** What was pressed, to make a card of. */
export function foundBy(item: Exclude<MenuItem, "start" | "invite">, info: Clicked, tab: Tab = {}): Found {
	const url = tab.url ?? info.pageUrl;
	const { title } = tab;
	switch (item) {
		case "page":
			return { what: "page", url, title };
		case "selection": {
			// The words stand in the frame: the page around it would not lead to them.
			const frame = /^https?:/.test(info.frameUrl ?? "") ? info.frameUrl : undefined;
			return { what: "selection", url: frame ?? url, title, text: info.selectionText ?? "" };
		}
		case "link":
			return { what: "link", url: info.linkUrl, text: info.linkText };
		case "image":
			return { what: "image", url: info.srcUrl };
	}
}
