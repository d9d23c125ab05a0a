import type { Page } from "puppeteer-core";
import { fill, find, press, reads } from "./roles.ts";
import type { World } from "./world.ts";

/** The link that a page shows. */
export async function linkOn(page: Page): Promise<string> {
	return (await find(page, "textbox", "Room link")).evaluate((box) => (box as HTMLInputElement).value);
}

/** The secret of a link: the part after #. */
export const secretOf = (link: string): string => link.split("#")[1] ?? "";

/** Starts a room from the real toolbar popup and goes on in the real side panel. */
export async function startInPanel(world: World): Promise<{ panel: Page; link: string }> {
	const popup = await world.popup();
	await press(popup, "button", "Start a room");
	const link = await linkOn(popup);
	await press(popup, "button", "Open in side panel");
	const panel = await world.panel();
	await reads(panel, "Nobody else yet");
	return { panel, link };
}

/** A guest without the extension opens the link and joins under a name. */
export async function enter(world: World, link: string, name: string): Promise<Page> {
	const page = await world.guest(link);
	await fill(page, "Your name", name);
	await press(page, "button", "Join room");
	await find(page, "textbox", "Message");
	return page;
}

/** A starter in the side panel, and Quiet Heron on the web page. */
export async function together(world: World): Promise<{ panel: Page; guest: Page; link: string }> {
	const { panel, link } = await startInPanel(world);
	const guest = await enter(world, world.direct(link), "Quiet Heron");
	await reads(panel, "Quiet Heron came in");
	return { panel, guest, link };
}

/** Opens a link that is on the clipboard or in the head: the popup's "Have a link?". Resolves to the popup. */
export async function openInPopup(world: World, link: string): Promise<Page> {
	const popup = await world.popup();
	await fill(popup, "Have a link?", link);
	await press(popup, "button", "Open");
	return popup;
}

/** Kinds of extension views that are open now, as the browser tells one of them: SIDE_PANEL, POPUP, … */
export function viewKinds(view: Page): Promise<string[]> {
	return view.evaluate(async () => (await chrome.runtime.getContexts({})).map((context) => `${context.contextType}`));
}
