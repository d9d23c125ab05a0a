import type { Page } from "puppeteer-core";
import { expect, it } from "vitest";
import { together } from "./meeting.ts";
import { find, gone, reads, say } from "./roles.ts";
import { testWorld } from "./test-world.ts";

const world = testWorld();

/** Opens the search by its key, and looks for these words. */
async function lookFor(page: Page, words: string): Promise<void> {
	await world.browser.turnTo(page);
	await (await find(page, "textbox", "Message")).focus();
	await page.keyboard.down("Alt");
	await page.keyboard.press("Digit0");
	await page.keyboard.up("Alt");
	await find(page, "dialog", "Search");
	await page.keyboard.type(words);
}

const focusedText = (page: Page) => page.evaluate(() => document.activeElement?.textContent ?? "");

it("both find what either wrote, with the network away too, and nothing that was taken back", async () => {
	const { panel, guest } = await together(world);
	await say(panel, "The **Crème brûlée** is on me");
	await reads(guest, "is on me");
	await say(guest, "and the candles");
	await reads(panel, "and the candles");
	const before = world.serverLog();
	world.network.cut();

	await lookFor(panel, "creme brulee");
	await reads(panel, "1 message found");
	await panel.keyboard.press("Enter");
	await gone(panel, "dialog", "Search");
	await expect.poll(() => focusedText(panel), { timeout: 10_000 }).toContain("is on me");

	await lookFor(guest, "CANDLES");
	await reads(guest, "1 message found");
	await guest.keyboard.press("Enter");
	await expect.poll(() => focusedText(guest), { timeout: 10_000 }).toContain("and the candles");

	world.network.mend();
	expect(world.serverLog().slice(before.length)).not.toMatch(/creme|candles/i);
	expect(await world.storedByExtension()).not.toMatch(/creme brulee/i);
});
