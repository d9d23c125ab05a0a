import type { Page } from "puppeteer-core";
import { expect, it } from "vitest";
import { together } from "./meeting.ts";
import { photo } from "./pictures.ts";
import { isKept } from "./reloading.ts";
import { find, gone, press, pressRoom, reads } from "./roles.ts";
import { testWorld } from "./test-world.ts";

const world = testWorld();

const card = "Picture, can be viewed once";

/** Sends a picture, drawn there, with these words, to be viewed once. */
async function sendOnce(page: Page, words: string): Promise<void> {
	const bytes = await photo(page, { width: 300, height: 200 });
	await page.evaluate(
		(data) => {
			const dataTransfer = new DataTransfer();
			dataTransfer.items.add(new File([new Uint8Array(data)], "my-house.jpg", { type: "image/jpeg" }));
			const drop = new DragEvent("drop", { bubbles: true, cancelable: true, dataTransfer });
			document.querySelector("main")?.dispatchEvent(drop);
		},
		[...bytes],
	);
	await find(page, "group", "File to send");
	await (await find(page, "textbox", "Message")).type(words);
	await (await find(page, "combobox", "Goes after")).select("once");
	await reads(page, "if their Mayfly keeps its word");
	await press(page, "button", "Send");
}

/** The name of the one button that shows such a picture. */
async function viewButton(page: Page): Promise<string> {
	const button = await page.waitForSelector('button[aria-label^="View once: picture from "]', { timeout: 20_000 });
	return (await button?.evaluate(({ ariaLabel }) => ariaLabel)) ?? "";
}
/** The pictures that are drawn on that page, by what stands for them. */
const drawn = (page: Page) => page.$$eval("img, canvas", (all) => all.map((each) => (each as HTMLImageElement).alt));
const isShown = (page: Page) =>
	page.waitForFunction(() => {
		const picture = document.querySelector<HTMLImageElement>('[role="dialog"] img');
		return picture?.complete && picture.naturalWidth === 300;
	});
const isClosed = (page: Page) => page.waitForFunction(() => !document.querySelector('[role="dialog"]'));

it("a picture from the web page is viewed once in the panel, and not again when the panel is opened anew after the worker's death", async () => {
	const { panel, guest } = await together(world);
	await sendOnce(guest, "Guess where");
	await reads(panel, card);
	await reads(panel, "Guess where");
	const viewIt = await viewButton(panel);
	expect(viewIt).toBe("View once: picture from Quiet Heron");
	expect(await drawn(panel)).toEqual([]);
	await reads(guest, "Not viewed yet");
	expect(await drawn(guest)).toEqual([]);
	await press(panel, "button", viewIt);
	await isShown(panel);
	await reads(panel, "When you close it, it’s gone here.");
	await gone(panel, "button", "Save");
	await reads(guest, "Viewed by ");
	await panel.keyboard.press("Escape");
	await isClosed(panel);
	await reads(panel, "You viewed it");
	// The way leads back to the message, for the button is gone.
	expect(await panel.evaluate(() => document.activeElement?.tagName)).toBe("ARTICLE");
	await world.browser.killWorker();
	await panel.close();
	await pressRoom(await world.popup(), 0);
	const again = await world.panel();
	await reads(again, "You viewed it");
	await gone(again, "button", viewIt);
	expect(await drawn(again)).toEqual([]);
	for (const page of [again, guest]) {
		expect(await page.evaluate(() => document.documentElement.outerHTML)).not.toContain("my-house");
	}
});

it("a picture from the panel is viewed once on the web page, which has it no more when it is loaded anew in the middle of it", async () => {
	const { panel, guest } = await together(world);
	await sendOnce(panel, "Look");
	const viewIt = await viewButton(guest);
	await isKept(guest);
	await press(guest, "button", viewIt);
	await isShown(guest);
	await guest.reload();
	await reads(guest, "You viewed it");
	await gone(guest, "button", viewIt);
	expect(await drawn(guest)).toEqual([]);
	await reads(panel, "Viewed by Quiet Heron");
});
