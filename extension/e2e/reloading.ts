import type { Page } from "puppeteer-core";
import { expect } from "vitest";
import { linkOn } from "./meeting.ts";
import { fill, find, press, reads } from "./roles.ts";

export type Reloading = { starter: Page; guest: Page };

/**
 * A starter on a page of their own, and Quiet Heron, whose page will be loaded anew; the room is full where nothing else
 * is asked.
 */
export async function startAndJoin(
	pages: { starter: Page; guest: Page },
	{ capacity = "2", by = (link: string) => link, noWorker = false } = {},
): Promise<Reloading> {
	const { starter, guest } = pages;
	await (await find(starter, "combobox", "People")).select(capacity);
	await press(starter, "button", "Start a room");
	const link = await linkOn(starter);
	if (noWorker) {
		await guest.evaluateOnNewDocument(() => Object.defineProperty(navigator, "serviceWorker", { value: undefined }));
	}
	await guest.goto(by(link));
	await fill(guest, "Your name", "Quiet Heron");
	await press(guest, "button", "Join room");
	await find(guest, "textbox", "Message");
	await reads(starter, "Quiet Heron came in");
	return { starter, guest };
}

/** What stands in the message box. */
export const draftOn = async (page: Page) =>
	(await find(page, "textbox", "Message")).evaluate((box) => (box as HTMLTextAreaElement).value);

/** The page's worker is there: from now on a reload keeps the seat. */
export const isKept = (page: Page) =>
	expect
		.poll(() => page.evaluate(async () => (await navigator.serviceWorker.getRegistration("/assets/"))?.active?.state), {
			timeout: 20_000,
		})
		.toBe("activated");

/** How often the room's log says it. */
export const times = (page: Page, words: string) =>
	page.$eval('[role="log"]', (log, wanted) => (log as HTMLElement).innerText.split(wanted).length - 1, words);
