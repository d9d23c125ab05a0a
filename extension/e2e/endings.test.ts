import type { Page } from "puppeteer-core";
import { describe, expect, it } from "vitest";
import { advanceRooms } from "../../backend/tests/redis-clock.ts";
import { enter, linkOn, openInPopup, secretOf, startInPanel, together } from "./meeting.ts";
import { find, gone, messages, press, reads, say } from "./roles.ts";
import { testWorld } from "./test-world.ts";

const world = testWorld();

/** Words that are in every talk of these tests: as a message of mine and of another, and as a draft. */
const words = { mine: "rosebud", theirs: "sledge", draft: "half a thought" };

/** Both say something, and a draft is begun in the panel. */
async function talk(panel: Page, guest: Page): Promise<void> {
	await say(panel, words.mine);
	await reads(guest, words.mine);
	await say(guest, words.theirs);
	await reads(panel, words.theirs);
	await (await find(panel, "textbox", "Message")).type(words.draft);
	await expect.poll(() => world.storedByExtension(), { timeout: 10_000 }).toContain(words.draft);
}

/** Nothing that was said and nothing that opens the room is left in the extension. */
async function extensionForgot(link: string): Promise<void> {
	const kept = await world.storedByExtension();
	for (const word of [...Object.values(words), secretOf(link), "token", "signSeed", "boxSeed", "outbox/", "draft/"]) {
		expect(kept).not.toContain(word);
	}
}

/** The page keeps nothing, in any of the places where a page can; with a seat it has its worker, which goes with it. */
async function pageForgot(page: Page, { seated = false } = {}): Promise<void> {
	const workers = () => page.evaluate(async () => (await navigator.serviceWorker.getRegistrations()).length);
	await expect.poll(workers, { timeout: 20_000 }).toBe(seated ? 1 : 0);
	const kept = await page.evaluate(async () => ({
		local: localStorage.length,
		session: sessionStorage.length,
		databases: await indexedDB.databases(),
		caches: await caches.keys(),
		cookies: document.cookie,
		state: history.state,
	}));
	expect(kept).toEqual({
		local: 0,
		session: 0,
		databases: [],
		caches: [],
		cookies: "",
		state: null,
	});
}

/** Presses a button of the ended screen; not while night still falls over it, when there is nothing to press yet. */
async function pressAtNight(page: Page, name: string): Promise<void> {
	await world.browser.wish(page, { reducedMotion: true });
	await press(page, "button", name);
}

/** Presses the one lit button of an ended screen: the home screen comes, and the address forgets the room. */
async function startAnother(page: Page): Promise<void> {
	await pressAtNight(page, "Start another room");
	await find(page, "heading", "A room for now.");
	expect(new URL(page.url()).hash).toBe("");
}

/** Cuts the network, waits until the server holds no more than `left` streams, and lets 200 s pass for who is away. */
async function cutForLong(left: number): Promise<void> {
	world.network.cut();
	const streams = async () => {
		const keys = await world.redis.keys("*:leases");
		const fields = await Promise.all(keys.map((key) => world.redis.hkeys(key)));
		// memberId:streamId is a stream, memberId alone says since when somebody is away.
		return fields.flat().filter((field) => field.includes(":")).length;
	};
	await expect.poll(streams, { timeout: 20_000 }).toBe(left);
	await advanceRooms(world.redis, 200_000);
}

/** Leaves by the People sheet. */
async function leave(page: Page, people: string): Promise<void> {
	await press(page, "button", people);
	await press(page, "button", "Leave room");
	await find(page, "alertdialog", "Leave this room?");
	await press(page, "button", "Leave");
	await find(page, "heading", "You left.");
}

/** Removes somebody by the People sheet, which then lists the starter alone and has the focus. */
async function remove(page: Page, name: string): Promise<void> {
	await press(page, "button", "2 of 2 people");
	await press(page, "button", `Remove ${name}`);
	await find(page, "alertdialog", `Remove ${name}?`);
	await press(page, "button", "Remove");
	await gone(page, "button", `Remove ${name}`);
	expect(
		await page.$$eval('[role="dialog"] [aria-label="People"] .meta', (all) => all.map((one) => one.textContent)),
	).toEqual(["You · looking after the room"]);
	expect(await page.evaluate(() => document.activeElement?.getAttribute("aria-label"))).toBe("People");
	await page.keyboard.press("Escape");
	await find(page, "button", "1 of 2 people");
	await reads(page, `${name} was removed`);
}

const roomIdOf = (link: string): string => new URL(link).pathname.slice("/r/".length);

/** Starts a room on the web page. */
async function startOnPage(): Promise<{ page: Page; link: string }> {
	const page = await world.browser.stranger();
	await page.goto(`${world.direct(world.network.origin)}/`);
	await press(page, "button", "Start a room");
	await find(page, "textbox", "Message");
	const link = (await linkOn(page)).replace(world.direct(world.network.origin), world.network.origin);
	return { page, link };
}

/** Joins by the popup's "Have a link?" and goes on in the side panel. */
async function joinInPanel(link: string): Promise<Page> {
	const popup = await openInPopup(world, link);
	await press(popup, "button", "Join room");
	await find(popup, "textbox", "Room link");
	await press(popup, "button", "Open in side panel");
	const panel = await world.panel();
	await find(panel, "textbox", "Message");
	return panel;
}

const openPanels = () =>
	world.browser.inPage(async () => {
		const contexts = await chrome.runtime.getContexts({});
		return contexts.filter(({ contextType }) => contextType === "SIDE_PANEL").length;
	});

describe("after a room there is nothing left of it, and a way on", () => {
	it("left: the other stays, and the panel starts another room", async () => {
		const { panel, guest, link } = await together(world);
		await talk(panel, guest);
		await leave(panel, "2 of 2 people");
		await extensionForgot(link);
		await reads(guest, "left");
		await gone(panel, "button", "Other rooms");
		await startAnother(panel);
		await press(panel, "button", "Start a room");
		await reads(panel, "Nobody else yet");
	});

	it("left on the web page: nothing is kept, and the page starts another room", async () => {
		const { panel, guest, link } = await together(world);
		await talk(panel, guest);
		await leave(guest, "2 of 2 people");
		await pageForgot(guest);
		await startAnother(guest);
		expect(guest.url()).not.toContain(roomIdOf(link));
		await press(guest, "button", "Start a room");
		await reads(guest, "Nobody else yet");
		await pageForgot(guest, { seated: true });
	});

	it("destroyed by the other: someone did, and Close closes the panel", async () => {
		const { panel, guest, link } = await together(world);
		await talk(panel, guest);
		await press(guest, "button", "Destroy room");
		await press(guest, "button", "Destroy for everyone");
		await reads(guest, "You ended");
		await reads(panel, "Someone ended");
		await extensionForgot(link);
		await pageForgot(guest);
		await pressAtNight(panel, "Close");
		await expect.poll(openPanels, { timeout: 10_000 }).toBe(0);
		await startAnother(guest);
		const popup = await world.popup();
		await find(popup, "heading", "A room for now.");
	});

	it("one of two: the other room is one press away", async () => {
		const { panel, guest, link } = await together(world);
		await talk(panel, guest);
		const popup = await world.popup();
		await press(popup, "button", "Start a room");
		const other = await linkOn(popup);
		await press(panel, "button", "Destroy room");
		await find(panel, "alertdialog", "Destroy this room?");
		await press(panel, "button", "Keep it");
		// The popup's new room is the one that the panel shows now.
		await press(panel, "button", "Destroy room");
		await press(panel, "button", "Destroy for everyone");
		await find(panel, "heading", "Room destroyed.");
		expect(await world.storedByExtension()).not.toContain(secretOf(other));
		await pressAtNight(panel, "Other rooms");
		await find(panel, "list", "Rooms");
		expect(await world.storedByExtension()).toContain(secretOf(link));
	});

	it("removed, on the web page: the starter goes on without them", async () => {
		const { panel, guest } = await together(world);
		await talk(panel, guest);
		await panel.bringToFront();
		await remove(panel, "Quiet Heron");
		await find(guest, "heading", "You were removed.");
		await pageForgot(guest);
		await startAnother(guest);
		expect(await world.storedByExtension()).toContain(words.draft);
		await (await find(panel, "textbox", "Message")).press("Enter");
		await expect.poll(() => messages(panel), { timeout: 10_000 }).toEqual([words.mine, words.theirs, words.draft]);
	});

	it("removed, in the extension: the removed seat does not come back", async () => {
		const { page, link } = await startOnPage();
		await world.settings({ name: "Pale Wren" });
		const panel = await joinInPanel(link);
		await talk(panel, page);
		await page.bringToFront();
		await remove(page, "Pale Wren");
		await find(panel, "heading", "You were removed.");
		await extensionForgot(link);
		await world.browser.killWorker();
		await find(panel, "heading", "You were removed.");
		await startAnother(panel);
		await extensionForgot(link);
	});

	it("a seat that was taken, in the extension: it can be tried for again, and is had once it is free", async () => {
		const { page: starter, link } = await startOnPage();
		const panel = await joinInPanel(link);
		await talk(panel, starter);
		await cutForLong(1);
		const taker = await enter(world, world.direct(link), "Pale Wren");
		world.network.mend();
		await find(panel, "heading", "Your seat is taken.", 40_000);
		// The link and the seat stay to be tried again with; what was said and written does not.
		const kept = await world.storedByExtension();
		for (const word of Object.values(words)) expect(kept).not.toContain(word);
		await pressAtNight(panel, "Try again");
		await reads(panel, "You’re not in yet: all its seats are taken.");
		await leave(taker, "2 of 2 people");
		await pressAtNight(panel, "Try again");
		await find(panel, "textbox", "Message");
		await say(panel, "back again");
		await reads(starter, "back again");
	});

	it("a seat that was taken, on the web page: given up it leaves nothing", async () => {
		const { link } = await startInPanel(world);
		const guest = await enter(world, link, "Quiet Heron");
		await say(guest, words.theirs);
		await cutForLong(0);
		await enter(world, world.direct(link), "Pale Wren");
		world.network.mend();
		await find(guest, "heading", "Your seat is taken.", 40_000);
		await pageForgot(guest);
		await find(guest, "button", "Try again");
		await startAnother(guest);
		await pageForgot(guest);
	});

	it("the link of a room that is over says that nothing is there, in the extension and on the web page", async () => {
		const { page, link } = await startOnPage();
		await press(page, "button", "Destroy room");
		await press(page, "button", "Destroy for everyone");
		await find(page, "heading", "Room destroyed.");
		const late = await world.guest(world.direct(link));
		await press(late, "button", "Join room");
		await find(late, "heading", "Nothing here.");
		await pageForgot(late);
		await startAnother(late);
		const popup = await openInPopup(world, link);
		await press(popup, "button", "Join room");
		await find(popup, "heading", "Nothing here.");
		const kept = await popup.evaluate(async () => JSON.stringify(await chrome.storage.session.get(null)));
		expect(kept).not.toContain(secretOf(link));
		await startAnother(popup);
		await extensionForgot(link);
	});
});
