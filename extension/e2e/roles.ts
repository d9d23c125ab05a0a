import type { ElementHandle, Page } from "puppeteer-core";
import { allByRole } from "./by-role.ts";

/** Between two looks, ms. Not by animation frames, which a popup in the background does not get. */
const lookEveryMs = 50;

async function look(page: Page, role: string, name: string): Promise<ElementHandle | null> {
	for (const handle of await allByRole(page, role, name)) {
		if (await handle.isVisible()) return handle;
	}
	return null;
}

/** Waits until the control is there and visible. */
export async function find(page: Page, role: string, name: string, timeout = 10_000): Promise<ElementHandle> {
	const until = Date.now() + timeout;
	while (Date.now() < until) {
		const handle = await look(page, role, name);
		if (handle) return handle;
		await new Promise((next) => setTimeout(next, lookEveryMs));
	}
	throw new Error(`no ${role} "${name}"; the page says: ${await words(page)}`);
}

/** Waits until no such control is there. */
export async function gone(page: Page, role: string, name: string, timeout = 10_000): Promise<void> {
	const until = Date.now() + timeout;
	while (await look(page, role, name)) {
		if (Date.now() > until) throw new Error(`${role} "${name}" is still there`);
		await new Promise((next) => setTimeout(next, lookEveryMs));
	}
}

/** Presses it, as a mouse does. A press that closes its own page (a popup) is a press. */
export async function press(page: Page, role: string, name: string): Promise<void> {
	await click(() => find(page, role, name));
}

/** Presses the room at this place of the list "Rooms". */
export async function pressRoom(page: Page, at: number): Promise<void> {
	await find(page, "list", "Rooms");
	await click(async () => {
		const rooms = await page.$$('[aria-label="Rooms"] button.room-row');
		const room = rooms[at];
		if (!room) throw new Error(`there are ${rooms.length} rooms in the list`);
		return room;
	});
}

/** @param count 3 selects what stands in a box */
async function click(look: () => Promise<ElementHandle>, count = 1): Promise<void> {
	for (const until = Date.now() + 5_000; ; await new Promise((next) => setTimeout(next, lookEveryMs))) {
		const handle = await look();
		const failure = await handle.click({ count }).then(
			() => null,
			(error: Error) => error,
		);
		// "actor died" is what Firefox says when the press closed its own page.
		if (failure === null || failure.name === "TargetCloseError" || failure.message.includes("actor died")) return;
		// Firefox's popup is as small as a point until it has measured its page, and smaller than its page until it has
		// measured what is new on it; and what is drawn anew is found anew.
		if (!/not clickable|out of bounds|detached/.test(failure.message) || Date.now() > until) throw failure;
	}
}

/** What the page says, shortened. */
async function words(page: Page): Promise<string> {
	return (await page.evaluate(() => document.body?.innerText)).slice(0, 400);
}

/** Replaces what stands in a text box. */
export async function fill(page: Page, name: string, text: string): Promise<void> {
	const box = () => find(page, "textbox", name);
	await click(box, 3);
	await page.keyboard.press("Backspace");
	await (await box()).type(text);
}

/** Waits until the page's visible text holds `wanted`. */
export async function reads(page: Page, wanted: string, timeout = 10_000): Promise<void> {
	const until = Date.now() + timeout;
	while (!(await page.evaluate((text) => document.body?.innerText.includes(text), wanted))) {
		if (Date.now() > until) throw new Error(`never read "${wanted}"; the page says: ${await words(page)}`);
		await new Promise((next) => setTimeout(next, lookEveryMs));
	}
}

/** Waits until the page's visible text no longer holds `unwanted`. */
export async function readsNoMore(page: Page, unwanted: string, timeout = 10_000): Promise<void> {
	const until = Date.now() + timeout;
	while (await page.evaluate((text) => document.body?.innerText.includes(text), unwanted)) {
		if (Date.now() > until) throw new Error(`"${unwanted}" is still there`);
		await new Promise((next) => setTimeout(next, lookEveryMs));
	}
}

/** Writes a message and sends it with Enter. */
export async function say(page: Page, text: string): Promise<void> {
	const box = await find(page, "textbox", "Message");
	await box.focus();
	await box.type(text);
	await page.keyboard.press("Enter");
}

/** The texts of the messages on screen, in order. */
export function messages(page: Page): Promise<string[]> {
	return page.$$eval('[role="log"] article .text', (texts) => texts.map((text) => text.textContent ?? ""));
}
