import type { Page } from "puppeteer-core";
import { expect, it } from "vitest";
import { together } from "./meeting.ts";
import { find, press, pressRoom, reads, readsNoMore, say } from "./roles.ts";
import { testWorld } from "./test-world.ts";

const world = testWorld();

/** The signals that this page sends from now on. */
function signalsOf(page: Page): string[] {
	const sent: string[] = [];
	page.on("request", (request) => {
		if (request.url().endsWith("/signals")) sent.push(request.url());
	});
	return sent;
}

async function type(page: Page, text: string): Promise<void> {
	await page.bringToFront();
	await (await find(page, "textbox", "Message")).focus();
	await page.keyboard.type(text);
}

async function emptyBox(page: Page, letters: number): Promise<void> {
	for (let letter = 0; letter < letters; letter++) await page.keyboard.press("Backspace");
}

/** What stands in the line above the message box. */
const line = (page: Page) => page.$eval(".typing", (element) => element.textContent);

it("panel and web page see each other writing, until the words are there, the box is empty, or time has passed", async () => {
	const { panel, guest } = await together(world);
	const sent = signalsOf(guest);
	await type(guest, "On my way");
	await reads(panel, "Quiet Heron is writing");
	expect(await line(panel)).toBe("Quiet Heron is writing");
	expect(await panel.$eval(".typing", (element) => element.closest("[aria-live], [role=log], [role=status]"))).toBe(
		null,
	);
	await guest.keyboard.press("Enter");
	await reads(panel, "On my way");
	await readsNoMore(panel, "is writing", 5_000);

	await type(panel, "Good");
	await reads(guest, " is writing");
	await emptyBox(panel, 4);
	await readsNoMore(guest, "is writing", 5_000);

	await type(guest, "or not");
	await reads(panel, "Quiet Heron is writing");
	await readsNoMore(panel, "is writing", 20_000);
	expect(sent.length).toBeLessThanOrEqual(5);
	expect(new Set(world.network.signals).size).toBe(1);
});

it("my last message says how many have seen it, once they truly have", async () => {
	const { panel, guest } = await together(world);
	await say(guest, "first");
	await reads(panel, "first");
	await reads(guest, "Seen by 1");
	await panel.close();
	const sent = world.network.signals.length;
	await say(guest, "second");
	await world.badge("1");
	// What came while no panel showed the room is not seen, and nothing was sent for it.
	expect(await guest.$$eval("article", (all) => all.at(-1)?.textContent)).not.toContain("Seen");
	expect(world.network.signals).toHaveLength(sent);
	const popup = await world.popup();
	await find(popup, "list", "Rooms");
	await pressRoom(popup, 0);
	await reads(await world.panel(), "second");
	await reads(guest, "Seen by 1");
	expect(await guest.$$eval("article", (all) => all.at(-1)?.textContent)).toContain("Seen by 1");
	await say(guest, "third");
	await guest.waitForFunction(() =>
		[...document.querySelectorAll("article")].at(-1)?.textContent?.includes("Seen by 1"),
	);
	expect(await guest.$$eval("article .state", (all) => all.map(({ textContent }) => textContent))).toEqual([
		"Seen by 1",
	]);
	// Nothing of it is kept: not where rooms are, and not in the browser.
	const stored = (await world.redisKeys()).filter((key) => !key.includes("{"));
	expect(stored).toHaveLength(1);
});

it("who switched both off sends nothing at all, and sees the others all the same", async () => {
	await world.settings({ showWriting: false, showSeen: false });
	const { panel, guest } = await together(world);
	const sent = world.network.signals.length;
	await say(guest, "look");
	await reads(panel, "look");
	await type(panel, "I see, and write, and you don’t know");
	await type(guest, "hm");
	await reads(panel, "Quiet Heron is writing");
	await guest.keyboard.press("Enter");
	await panel.bringToFront();
	await panel.keyboard.press("Enter");
	await reads(guest, "you don’t know");
	await reads(panel, "Seen by 1");
	expect(world.network.signals).toHaveLength(sent);
	expect(await guest.evaluate(() => document.body.innerText)).not.toMatch(/Seen|is writing/);
});

it("on the web page, which has no Options, the switches are among the people", async () => {
	const { panel, guest } = await together(world);
	await guest.setViewport({ width: 360, height: 800 });
	await press(guest, "button", "2 of 2 people");
	for (const name of ["Show that I’m writing", "Show what I’ve seen"]) await press(guest, "switch", name);
	await press(guest, "button", "Close");
	const sent = signalsOf(guest);
	await say(panel, "look");
	await reads(guest, "look");
	await say(guest, "nothing to see here");
	await reads(panel, "nothing to see here");
	expect(sent).toEqual([]);
});
