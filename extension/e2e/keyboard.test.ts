import type { KeyInput, Page } from "puppeteer-core";
import { describe, expect, it } from "vitest";
import { linkOn, together } from "./meeting.ts";
import { find, gone, messages, press, reads } from "./roles.ts";
import { testWorld } from "./test-world.ts";

const world = testWorld();

/** What has the focus, by the words a person would use for it. */
function focused(page: Page): Promise<string> {
	return page.evaluate(() => {
		const { activeElement: element } = document;
		if (!element || element === document.body) return "nothing";
		const labels = (element as HTMLInputElement).labels;
		const name = element.getAttribute("aria-label") ?? labels?.[0]?.textContent ?? element.textContent ?? "";
		return name.trim();
	});
}

/** Waits until the focus is where it should be; a name, or a pattern of it. */
async function onFocus(page: Page, wanted: string | RegExp): Promise<void> {
	await expect
		.poll(() => focused(page), { timeout: 10_000, interval: 50 })
		.toMatch(typeof wanted === "string" ? new RegExp(`^${wanted.replace(/[.?]/g, "\\$&")}$`) : wanted);
}

async function hit(page: Page, key: KeyInput, modifier?: KeyInput): Promise<void> {
	await world.browser.turnTo(page);
	if (modifier) await page.keyboard.down(modifier);
	// The key may close its own page, the popup.
	await page.keyboard.press(key).catch((error: Error) => {
		if (error.name !== "TargetCloseError") throw error;
	});
	if (modifier) await page.keyboard.up(modifier);
}

/** Goes on with Tab until `name` has the focus; fails when it is not on the way, or the focus gets lost. */
async function tabTo(page: Page, name: string | RegExp, back = false): Promise<string[]> {
	const passed: string[] = [];
	const reached = () => (typeof name === "string" ? passed.at(-1) === name : name.test(passed.at(-1) ?? ""));
	while (!reached()) {
		if (passed.length > 30 || passed.at(-1) === "nothing") throw new Error(`no way to ${name}: ${passed.join(" → ")}`);
		await hit(page, "Tab", back ? "Shift" : undefined);
		passed.push(await focused(page));
	}
	return passed;
}

describe("with the keyboard alone", () => {
	it("a room is started, talked in from both sides, and destroyed", async () => {
		const popup = await world.popup();
		await find(popup, "heading", "A room for now.");
		expect(await tabTo(popup, "Open")).toEqual([
			"Options",
			"Start a room",
			"Lives for",
			"People",
			"Have a link?",
			"Open",
		]);
		await tabTo(popup, "Start a room", true);
		await hit(popup, "Enter");
		const link = await linkOn(popup);
		await reads(popup, "Link copied");
		// The pressed button is gone: the heading, which is the room's name, has the focus.
		await onFocus(popup, await popup.$eval("h1", (heading) => heading.textContent ?? ""));
		await tabTo(popup, "Open in side panel");
		await hit(popup, "Enter");

		const panel = await world.panel();
		await reads(panel, "Nobody else yet");
		await onFocus(panel, "Message");

		const guest = await world.guest(world.direct(link));
		await find(guest, "button", "Join room");
		expect(await tabTo(guest, "Your name")).toEqual(["Your name"]);
		await hit(guest, "a", "Control");
		await guest.keyboard.type("Quiet Heron");
		await hit(guest, "Enter");
		await find(guest, "textbox", "Message");
		await onFocus(guest, "Message");

		await reads(panel, "Quiet Heron came in");
		await onFocus(panel, "Message");
		await panel.keyboard.type("one");
		await hit(panel, "Enter", "Shift");
		await panel.keyboard.type("two");
		await hit(panel, "Enter");
		await reads(guest, "two");
		await onFocus(panel, "Message");
		await guest.keyboard.type("and three");
		await hit(guest, "Enter");
		await reads(panel, "and three");
		await onFocus(guest, "Message");
		for (const page of [panel, guest]) expect(await messages(page)).toEqual(["one\ntwo", "and three"]);

		await panel.keyboard.down("Enter");
		await panel.keyboard.up("Enter");
		await onFocus(panel, "Message");
		await tabTo(panel, "Destroy room", true);
		const held = Date.now();
		await panel.keyboard.down("Enter");
		await find(guest, "heading", "Room destroyed.");
		expect(Date.now() - held).toBeGreaterThan(900);
		await panel.keyboard.up("Enter");
		await onFocus(panel, "Room destroyed.");
		await onFocus(guest, "Room destroyed.");

		for (const page of [panel, guest]) {
			expect(await tabTo(page, "Start another room")).toHaveLength(1);
			await hit(page, "Enter");
			await onFocus(page, "A room for now.");
		}
	});

	it("messages are walked, and Esc leads back to the box, in the panel and on the web page", async () => {
		const { panel, guest } = await together(world);
		for (const [page, text] of [
			[panel, "first"],
			[guest, "second"],
			[panel, "third"],
		] as const) {
			await (await find(page, "textbox", "Message")).focus();
			await page.keyboard.type(text);
			await hit(page, "Enter");
			await Promise.all([reads(panel, text), reads(guest, text)]);
		}
		const at = (page: Page) => page.evaluate(() => document.activeElement?.querySelector(".text")?.textContent);
		for (const page of [panel, guest]) {
			await (await find(page, "textbox", "Message")).focus();
			await hit(page, "ArrowUp");
			expect(await at(page)).toBe("third");
			await hit(page, "ArrowUp");
			expect(await at(page)).toBe("second");
			await hit(page, "Home");
			expect(await at(page)).toBe("first");
			await hit(page, "ArrowDown");
			expect(await at(page)).toBe("second");
			await hit(page, "End");
			expect(await at(page)).toBe("third");
			await hit(page, "Escape");
			await onFocus(page, "Message");
		}
	});

	it("sheets and questions take the focus, keep it, and give it back", async () => {
		const { panel, guest } = await together(world);
		await onFocus(panel, "Message");
		const people = "2 of 2 people";
		await tabTo(panel, people, true);
		await hit(panel, "Enter");
		await find(panel, "dialog", "People");
		await onFocus(panel, "Close");
		await hit(panel, "Escape");
		await gone(panel, "dialog", "People");
		await onFocus(panel, people);

		await hit(panel, " ");
		await onFocus(panel, "Close");
		await hit(panel, "Enter");
		await gone(panel, "dialog", "People");
		await onFocus(panel, people);

		await hit(panel, "Enter");
		await onFocus(panel, "Close");
		await tabTo(panel, "Invite");
		await hit(panel, "Enter");
		await find(panel, "dialog", "Invite");
		await onFocus(panel, "Close");
		await hit(panel, "Escape");
		await onFocus(panel, people);

		// From the sheet to a question and back: the sheet is gone, what opened it is not.
		await hit(panel, "Enter");
		await tabTo(panel, "Destroy room");
		await hit(panel, "Enter");
		await find(panel, "alertdialog", "Destroy this room?");
		await onFocus(panel, "Keep it");
		await hit(panel, "Enter");
		await gone(panel, "alertdialog", "Destroy this room?");
		await onFocus(panel, people);

		await tabTo(panel, "Destroy room");
		await hit(panel, "Enter");
		await onFocus(panel, "Keep it");
		await hit(panel, "Escape");
		await gone(panel, "alertdialog", "Destroy this room?");
		await onFocus(panel, "Destroy room");

		await tabTo(panel, /, switch room$/, true);
		await hit(panel, "Enter");
		await find(panel, "dialog", "Rooms");
		await onFocus(panel, "Close");
		await tabTo(panel, "Start a room");
		await hit(panel, "Enter");
		await onFocus(panel, "Rooms");

		expect(await messages(guest)).toEqual([]);
		await press(guest, "button", "Destroy room");
		await onFocus(guest, "Keep it");
		await hit(guest, "Escape");
		await onFocus(guest, "Destroy room");
	});

	it("a guest leaves, and a link that does not open is told, with the focus on what is said", async () => {
		const { guest } = await together(world);
		await onFocus(guest, "Message");
		await tabTo(guest, "2 of 2 people", true);
		await hit(guest, "Enter");
		await tabTo(guest, "Leave room");
		await hit(guest, "Enter");
		await onFocus(guest, "Stay");
		await tabTo(guest, "Leave");
		await hit(guest, "Enter");
		await onFocus(guest, "You left.");
		await tabTo(guest, "Start another room");
		await hit(guest, "Enter");
		await onFocus(guest, "A room for now.");
		await tabTo(guest, "Have a link?");
		await guest.keyboard.type("http://127.0.0.1/r/broken#link");
		await hit(guest, "Enter");
		await find(guest, "heading", "This link doesn’t open.");
		await onFocus(guest, "This link doesn’t open.");
	});
});
