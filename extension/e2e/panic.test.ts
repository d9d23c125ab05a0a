import type { Page } from "puppeteer-core";
import { describe, expect, it } from "vitest";
import { enter, startInPanel, together } from "./meeting.ts";
import { find, gone, press, reads, say } from "./roles.ts";
import { testWorld } from "./test-world.ts";

// The extension's key itself comes from the browser, to its own window alone: see panic-key.test.ts.
const world = testWorld();

async function panicOn(page: Page): Promise<void> {
	await world.browser.turnTo(page);
	await page.keyboard.down("Alt");
	await page.keyboard.down("Shift");
	await page.keyboard.press("KeyL");
	await page.keyboard.up("Shift");
	await page.keyboard.up("Alt");
}

describe("all rooms at once", () => {
	it("are closed from the list in the panel, after a question whose safe answer is first", async () => {
		const { panel, guest } = await together(world);
		await say(panel, "the word is bluebell");
		await reads(guest, "the word is bluebell");
		const button = await panel.$eval("header button[aria-haspopup=dialog]", (each) => each.getAttribute("aria-label"));
		await press(panel, "button", button ?? "");
		await press(panel, "button", "Close all rooms");
		await find(panel, "alertdialog", "Close all rooms?");
		expect(await panel.evaluate(() => document.activeElement?.textContent)).toBe("Keep them");
		await panel.keyboard.press("Escape");
		await gone(panel, "alertdialog", "Close all rooms?");
		await find(panel, "dialog", "Rooms");
		await press(panel, "button", "Close all rooms");
		await press(panel, "button", "Close all");
		await find(panel, "heading", "A room for now.");
		await reads(guest, " left");
		expect(await world.storedByExtension()).not.toMatch(/room\/|bluebell|token/);
		await world.badge("");
	});

	it("are closed from the list in the popup", async () => {
		const { panel } = await startInPanel(world);
		const popup = await world.popup();
		await press(popup, "button", "Close all rooms");
		await press(popup, "button", "Close all");
		await find(popup, "heading", "A room for now.");
		await find(panel, "heading", "A room for now.");
		expect(await world.storedByExtension()).not.toContain("room/");
	});
});

describe("the panic key on the web page", () => {
	it("leaves without a question, wherever the focus is, and takes the link out of the address", async () => {
		const { panel, guest } = await together(world);
		await say(panel, "the word is bluebell");
		await reads(guest, "the word is bluebell");
		await (await find(guest, "textbox", "Message")).type("half a thought");
		await panicOn(guest);
		await find(guest, "heading", "A room for now.");
		expect(await guest.evaluate(() => location.href)).not.toMatch(/\/r\/|#/);
		expect(await guest.evaluate(() => document.body.innerHTML)).not.toMatch(/bluebell|half a thought/);
		await reads(panel, "Quiet Heron left");
	});

	it("leaves with the network away, from under an open question", async () => {
		const { panel, link } = await startInPanel(world);
		const guest = await enter(world, link, "Quiet Heron");
		await reads(panel, "Quiet Heron came in");
		world.network.cut();
		await press(guest, "button", "Destroy room");
		await find(guest, "alertdialog", "Destroy this room?");
		await panicOn(guest);
		await find(guest, "heading", "A room for now.");
		world.network.mend();
		expect(await guest.evaluate(() => location.href)).not.toMatch(/\/r\/|#/);
	});
});
