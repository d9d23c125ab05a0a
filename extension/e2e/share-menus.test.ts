import type { Page } from "puppeteer-core";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { enter, linkOn, viewKinds } from "./meeting.ts";
import { openScreen, type Screen } from "./pointer.ts";
import { find, reads } from "./roles.ts";
import { openSite } from "./site.ts";
import { type ChromiumWorld, openChromiumWorld } from "./world.ts";

// A browser takes a press for one only when it comes to its own window: so it is shown on a screen, and the pointer of
// that screen presses. Such screens are X's, hence Linux's; what follows the press is in share.test.ts for everybody.
describe.runIf(process.platform === "linux")("a real press of the right button", () => {
	let screen: Screen;
	let world: ChromiumWorld;
	let site: Awaited<ReturnType<typeof openSite>>;
	let page: Page;
	beforeAll(async () => {
		screen = await openScreen();
		[world, site] = await Promise.all([openChromiumWorld({ display: screen.display }), openSite()]);
		[page] = (await world.browser.browser.pages()) as [Page];
		await page.goto("chrome://extensions");
		await page.evaluate(async (extensionId) => {
			const { developerPrivate } = chrome as unknown as {
				developerPrivate: { updateExtensionConfiguration(change: object): Promise<void> };
			};
			await developerPrivate.updateExtensionConfiguration({ extensionId, pinnedToToolbar: true });
		}, world.browser.extensionId);
		await page.goto(site.origin);
	});
	afterAll(async () => {
		await world?.close();
		site?.close();
		screen?.close();
	});
	afterEach(async () => {
		await world.tidy();
	});

	/** Presses at a place of the page, px from its top left corner, and goes through the menu by these keys. */
	async function choose([x, y]: [number, number], ...keys: string[]): Promise<Page> {
		await page.bringToFront();
		// The panel, once it is open, stands at the right: the left edge is the window's.
		const corner = await page.evaluate(() => [screenX, screenY + outerHeight - innerHeight]);
		await screen.openMenu((corner[0] ?? 0) + x, (corner[1] ?? 0) + y);
		screen.keys(...keys);
		return world.panel();
	}

	/** The card in the message box of the panel that opened. */
	async function cardIn(panel: Page): Promise<{ host: string; title: string; quote: string | undefined }> {
		await find(panel, "group", "Page to share", 20_000);
		return panel.$eval('[role="group"][aria-label="Page to share"]', (card) => {
			const [title, quote] = [...card.querySelectorAll("textarea")].map(({ value }) => value);
			return { host: card.querySelector(".host")?.textContent ?? "", title: title ?? "", quote };
		});
	}

	const isPanel = async (panel: Page) => (await viewKinds(panel)).includes("SIDE_PANEL");
	const here = () => new URL(site.origin).host;

	// One item stands by itself, last before "Inspect". Several stand under "Mayfly", in a page's menu last before "View
	// page source" and "Inspect".
	const single = ["Up", "Up", "Return"];
	const second = ["Up", "Up", "Up", "Right", "Down", "Return"];
	const nothing: [number, number] = [300, 450];

	it("on a page opens the panel, starts a room and puts the page into it", async () => {
		const panel = await choose(nothing, ...second);
		expect(await cardIn(panel)).toEqual({ host: here(), title: "Trains today", quote: undefined });
		expect(await isPanel(panel)).toBe(true);
	});

	it("on a selection opens the panel with its words", async () => {
		await page.evaluate(() => getSelection()?.selectAllChildren(document.querySelector("#words") as Element));
		const panel = await choose([60, 30], ...single);
		await page.evaluate(() => getSelection()?.removeAllRanges());
		expect(await cardIn(panel)).toMatchObject({
			title: "Trains today",
			quote: "The 18:10 arrives on platform 4, not 7.",
		});
		expect(await isPanel(panel)).toBe(true);
	});

	it("on a link opens the panel with where it leads, on an image with the image", async () => {
		expect(await cardIn(await choose([60, 130], ...single))).toMatchObject({ host: "bakery.example" });
		const panel = await choose([60, 250], ...single);
		await expect.poll(() => cardIn(panel), { timeout: 20_000 }).toMatchObject({ host: here(), title: "station.svg" });
	});

	it("on a page shows the link of the open room, copied", async () => {
		const started = await choose(nothing, "Up", "Up", "Up", "Right", "Return");
		await reads(started, "Nobody else yet");
		await started.close();
		// Between "Start a Mayfly room" and "Share this page in Mayfly", now that a room is open.
		const panel = await choose(nothing, ...second);
		await find(panel, "dialog", "Invite", 20_000);
		await reads(panel, "Link copied", 20_000);
	});

	it("on the toolbar icon opens the panel with the page, which the button in the panel may share from then on; a guest gets the card", async () => {
		await page.bringToFront();
		const right = await page.evaluate(() => screenX + outerWidth);
		// Left of the menu of extensions, of the profile and of the browser.
		await screen.openMenu(right - 150, 62);
		screen.keys("Down", "Down", "Return");
		const panel = await world.panel();
		expect(await cardIn(panel)).toEqual({ host: here(), title: "Trains today", quote: undefined });
		expect(await isPanel(panel)).toBe(true);
		const link = await linkOn(panel);
		await (await find(panel, "textbox", "Message")).press("Escape");
		await (await find(panel, "button", "Share this page")).click();
		expect(await cardIn(panel)).toMatchObject({ title: "Trains today" });
		await (await find(panel, "textbox", "Message")).press("Enter");
		const guest = await enter(world, world.direct(link), "Quiet Heron");
		await reads(guest, "Trains today");
		expect(await (await find(guest, "link", "Trains today")).evaluate((a) => (a as HTMLAnchorElement).href)).toBe(
			`${site.origin}/`,
		);
	});
});
