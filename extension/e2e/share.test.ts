import type { Page } from "puppeteer-core";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { MenuItem } from "../browser/menu-choice.ts";
import { enter, startInPanel, together } from "./meeting.ts";
import { fill, find, gone, press, reads, say } from "./roles.ts";
import { openSite } from "./site.ts";
import { type ChromiumWorld, openChromiumWorld } from "./world.ts";

/** What follows a choice in the browser's menus; that a real press opens the panel is tried in share-menus.test.ts. */
let world: ChromiumWorld;
let site: Awaited<ReturnType<typeof openSite>>;
beforeAll(async () => {
	[world, site] = await Promise.all([openChromiumWorld(), openSite()]);
});
afterAll(async () => {
	site?.close();
	await world?.close();
});
afterEach(() => world.tidy());

/** Chooses an item of the menu, as the browser tells it; the panel of that window stands in a tab. */
async function choose(item: MenuItem, info: Partial<chrome.contextMenus.OnClickData> = {}, tab: object = {}) {
	const windowId = await world.browser.inPage(async () => (await chrome.windows.getLastFocused()).id ?? -1);
	await world.browser.inWorker(
		(clicked, where) => {
			const event = chrome.contextMenus.onClicked as unknown as { dispatch(...told: unknown[]): void };
			event.dispatch(clicked, where);
		},
		{ menuItemId: item, editable: false, pageUrl: site.origin, ...info },
		{ windowId, url: `${site.origin}/`, title: "Trains today", ...tab },
	);
}

/** The panel of the window in a tab of its own, where there is no press for it to open by. */
async function panelInTab(): Promise<Page> {
	return world.browser.open("sidepanel.html");
}

const written = async (page: Page, name: string) =>
	(await find(page, "textbox", name)).evaluate((box) => (box as HTMLTextAreaElement).value);
const linkIn = async (page: Page, name: string) =>
	(await find(page, "link", name)).evaluate((link) => (link as HTMLAnchorElement).href);

describe("a choice in the menu", () => {
	it("puts the page into the open room, beside what is typed; it reaches the guest as a card, and asks no page for anything", async () => {
		const { panel, guest } = await together(world);
		await (await find(panel, "textbox", "Message")).type("this one");
		const before = site.asked.length;
		await choose("page");
		await find(panel, "group", "Page to share");
		expect(await written(panel, "Title")).toBe("Trains today");
		expect(await written(panel, "Message")).toBe("this one");
		await panel.keyboard.press("Enter");
		await gone(panel, "group", "Page to share");
		for (const page of [panel, guest]) {
			await reads(page, "this one");
			expect(await linkIn(page, "Trains today")).toBe(`${site.origin}/`);
		}
		expect(site.asked.length).toBe(before);
		expect(await world.redisDump()).not.toContain("Trains");
	});

	it("puts a selection there with its words and the way to them, cut when it is 100 kB, and a link or an image in its place", async () => {
		const { panel } = await startInPanel(world);
		await choose("selection", { selectionText: "platform 4, not 7" });
		await find(panel, "textbox", "Quote");
		expect(await written(panel, "Quote")).toBe("platform 4, not 7");
		await say(panel, "");
		await gone(panel, "group", "Page to share");
		expect(await linkIn(panel, "Trains today")).toBe(`${site.origin}/#:~:text=platform%204%2C%20not%207`);

		await choose("selection", { selectionText: "the import stopped at row 41 ".repeat(3_600) });
		await reads(panel, "More was selected than fits");
		expect((await written(panel, "Quote")).length).toBeLessThanOrEqual(2_000);
		await choose("link", { linkUrl: "https://bakery.example/cakes" });
		await reads(panel, "bakery.example");
		await gone(panel, "textbox", "Quote");
		await choose("image", { srcUrl: `${site.origin}/station.svg` });
		await expect.poll(() => written(panel, "Title"), { timeout: 10_000 }).toBe("station.svg");
		await choose("page", {}, { url: `${site.origin}/untitled`, title: "" });
		await expect.poll(() => written(panel, "Title"), { timeout: 10_000 }).toBe("");
	});

	it("starts a room first when none is open, and the page goes in", async () => {
		const panel = await panelInTab();
		await find(panel, "button", "Start a room");
		await choose("page");
		await find(panel, "group", "Page to share");
		await reads(panel, "Nobody else yet");
		await choose("start");
		await gone(panel, "group", "Page to share");
	});

	it("keeps the page when no room can be started, through the worker's death, for the room that starts later", async () => {
		const panel = await panelInTab();
		await find(panel, "button", "Start a room");
		world.network.cut();
		await choose("selection", { selectionText: "platform 4" });
		await reads(panel, "The page waits.", 20_000);
		await world.browser.killWorker();
		world.network.mend();
		await reads(panel, "The page waits.");
		await press(panel, "button", "Start a room");
		await find(panel, "group", "Page to share");
		expect(await written(panel, "Quote")).toBe("platform 4");
	});

	it("keeps the page in the message box through the death of worker and panel", async () => {
		await startInPanel(world);
		await choose("page");
		const first = await world.panel();
		await fill(first, "Title", "Platforms");
		await expect.poll(() => world.storedByExtension(), { timeout: 10_000 }).toContain("Platforms");
		await first.close();
		await world.browser.killWorker();
		const again = await panelInTab();
		await find(again, "group", "Page to share");
		expect(await written(again, "Title")).toBe("Platforms");
	});

	it("shows the room's link, to be copied, and never shares a room's own page", async () => {
		const { panel, link } = await startInPanel(world);
		await choose("invite");
		await find(panel, "dialog", "Invite");
		await press(panel, "button", "Close");
		await choose("page", { pageUrl: link }, { url: link });
		await reads(panel, "This page is a room");
		expect(await world.storedByExtension()).not.toContain('"page":{');
		await press(panel, "button", "Close");
		await choose("link", { linkUrl: "javascript:alert(1)" });
		await reads(panel, "This link leads to no page of the web");
		await choose("image", { srcUrl: "data:image/png;base64,AAAA" });
		await reads(panel, "This image has no address of its own");
		await choose("page", {}, { url: "chrome://settings/", title: "Settings" });
		await reads(panel, "This page is the browser’s own");
		await gone(panel, "group", "Page to share");
	});
});

it("the button in the panel shares the page in front where the browser tells it, else says how", async () => {
	const { panel, link } = await startInPanel(world);
	const guest = await enter(world, world.direct(link), "Quiet Heron");
	await press(panel, "button", "Share this page");
	await reads(panel, "Right-click the page and choose “Share this page in Mayfly”.");
	await gone(panel, "group", "Page to share");
	await say(panel, "never mind");
	await reads(guest, "never mind");
});
