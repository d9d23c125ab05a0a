import type { ElementHandle, KeyInput, Page } from "puppeteer-core";
import { describe, expect, it } from "vitest";
import { together } from "./meeting.ts";
import { find, gone, messages, press, pressRoom, reads, readsNoMore, say } from "./roles.ts";
import { testWorld } from "./test-world.ts";

const world = testWorld();

/** The message that says this. */
async function messageOf(page: Page, text: string): Promise<ElementHandle<HTMLElement>> {
	await reads(page, text);
	for (const article of await page.$$("article")) {
		const said = await article.evaluate((element) => element.querySelector(".text")?.textContent);
		if (said === text) return article as ElementHandle<HTMLElement>;
	}
	throw new Error(`no message says "${text}"`);
}

/** Does with a message what one of its actions says; another may show its own, under the resting mouse. */
async function act(page: Page, text: string, action: string): Promise<void> {
	await world.browser.turnTo(page);
	const message = await messageOf(page, text);
	await message.focus();
	await (await message.waitForSelector(`.toolbar button[aria-label="${action}"]`))?.click();
}

async function react(page: Page, text: string, emoji: string): Promise<void> {
	await act(page, text, "React");
	await press(page, "menuitem", emoji);
}

/** By keys: the question is still rising while a mouse would be on its way to it. */
async function takeBack(page: Page, text: string): Promise<void> {
	await act(page, text, "Unsend");
	await find(page, "alertdialog", "Unsend this message?");
	await keys(page, "Tab", "Enter");
	await gone(page, "alertdialog", "Unsend this message?");
}

/** Puts other words into the box and sends them. */
async function write(page: Page, text: string): Promise<void> {
	await world.browser.turnTo(page);
	await (await find(page, "textbox", "Message")).focus();
	await page.keyboard.down("Control");
	await page.keyboard.press("a");
	await page.keyboard.up("Control");
	await page.keyboard.type(text);
	await page.keyboard.press("Enter");
}

async function keys(page: Page, ...all: KeyInput[]): Promise<void> {
	for (const key of all) await page.keyboard.press(key);
}

describe("between the panel and the web page", () => {
	it("people answer, react, change their words and take them back", async () => {
		const { panel, guest } = await together(world);
		await say(panel, "Shall I bring a cake?");
		await act(guest, "Shall I bring a cake?", "Reply");
		const group = await guest.waitForSelector('[role="group"][aria-label^="Replying to "]');
		const starter = (await group?.evaluate((element) => element.getAttribute("aria-label")))?.slice(12);
		await guest.keyboard.type("Yes please");
		await guest.keyboard.press("Enter");
		await gone(guest, "button", "Cancel reply");
		await reads(panel, "Yes please");
		await find(panel, "button", "In reply to you: Shall I bring a cake?");
		await find(guest, "button", `In reply to ${starter}: Shall I bring a cake?`);

		await react(guest, "Shall I bring a cake?", "❤️");
		await find(panel, "button", "❤️ 1, Quiet Heron");
		await press(panel, "button", "❤️ 1, Quiet Heron");
		await find(guest, "button", `❤️ 2, ${starter} and you`);
		await press(guest, "button", `❤️ 2, ${starter} and you`);
		await find(panel, "button", "❤️ 1, you");
		await react(panel, "Shall I bring a cake?", "❤️");
		for (const page of [panel, guest]) await page.waitForFunction(() => !document.querySelector(".reaction"));

		await act(panel, "Shall I bring a cake?", "Edit");
		await find(panel, "group", "Editing your message");
		await write(panel, "Shall I bring two cakes?");
		await gone(panel, "group", "Editing your message");
		for (const page of [panel, guest]) {
			await messageOf(page, "Shall I bring two cakes?");
			await reads(page, "edited");
			await readsNoMore(page, "bring a cake");
		}

		await takeBack(panel, "Shall I bring two cakes?");
		await reads(panel, "You took a message back");
		await reads(guest, `${starter} took a message back`);
		await reads(guest, "In reply to a message that can’t be shown");
		for (const page of [panel, guest]) expect(await messages(page)).toEqual(["Yes please"]);
		expect(await guest.evaluate(() => document.body.innerHTML)).not.toContain("two cakes");
	});

	it("all of it goes by keys alone", async () => {
		const { panel, guest } = await together(world);
		await say(panel, "first");
		await reads(guest, "first");
		await (await find(guest, "textbox", "Message")).focus();
		await keys(guest, "ArrowUp", "e", "ArrowRight", "ArrowRight", "Enter");
		await find(panel, "button", "😂 1, Quiet Heron");
		await keys(guest, "r");
		await guest.keyboard.type("second");
		await keys(guest, "Enter");
		await reads(panel, "second");
		await find(panel, "button", "In reply to you: first");
		await keys(guest, "ArrowUp", "Enter", "Backspace");
		await guest.keyboard.type("t");
		await keys(guest, "Enter");
		await messageOf(panel, "secont");
		await keys(guest, "ArrowUp", "Delete", "Tab", "Enter");
		await reads(panel, "Quiet Heron took a message back");
		await keys(guest, "Escape");
		await guest.keyboard.type("third");
		await keys(guest, "Enter");
		await reads(panel, "third");
		for (const page of [panel, guest]) expect(await messages(page)).toEqual(["first", "third"]);
	});

	it("what is done offline waits, outlives a killed worker, and arrives once, in order", async () => {
		const { panel, guest } = await together(world);
		await say(panel, "on platform four");
		await reads(guest, "on platform four");
		world.network.cut();
		await react(panel, "on platform four", "👀");
		await find(panel, "button", "👀 1, you");
		await act(panel, "on platform four", "Edit");
		await write(panel, "on platform seven");
		await reads(panel, "Waiting to send");
		await world.browser.killWorker();
		await say(guest, "which one?");
		world.network.mend();
		await messageOf(guest, "on platform seven");
		await guest.waitForSelector(".reaction");
		await reads(panel, "which one?", 40_000);
		await readsNoMore(panel, "Waiting to send");
		for (const page of [panel, guest]) {
			expect(await messages(page)).toEqual(["on platform seven", "which one?"]);
			expect(await page.$$eval(".reaction", (all) => all.map(({ textContent }) => textContent))).toEqual(["👀1"]);
		}
	});

	it("whom one answers and what one changes is kept when panel and worker go, and nothing counts as new", async () => {
		const { panel, guest } = await together(world);
		await say(panel, "mine");
		await say(guest, "theirs");
		await reads(panel, "theirs");
		await act(panel, "theirs", "Reply");
		await panel.keyboard.type("half a word");
		await act(panel, "mine", "Edit");
		await panel.keyboard.type(" and yours");
		// Leaving the box keeps it at once.
		await panel.keyboard.press("Tab");
		await panel.close();
		await world.browser.killWorker();
		await pressRoom(await world.popup(), 0);
		const again = await world.panel();
		await find(again, "group", "Editing your message");
		const boxText = () => again.$eval("textarea[aria-label=Message]", ({ value }) => value);
		await expect.poll(boxText).toBe("mine and yours");
		await press(again, "button", "Cancel edit");
		await find(again, "group", "Replying to Quiet Heron");
		await expect.poll(boxText).toBe("half a word");
		await world.badge("");
		await again.close();
		await react(guest, "mine", "👍");
		await find(guest, "button", "👍 1, you");
		await act(guest, "theirs", "Edit");
		await find(guest, "group", "Editing your message");
		await write(guest, "theirs too");
		await gone(guest, "group", "Editing your message");
		expect(await messages(guest)).toEqual(["mine", "theirs too"]);
		await world.badge("");
		await say(guest, "now there is something");
		await world.badge("1");
		await takeBack(guest, "now there is something");
		await reads(guest, "You took a message back");
		await world.badge("");
	});
});
