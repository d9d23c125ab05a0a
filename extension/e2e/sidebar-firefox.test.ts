import type { Page } from "puppeteer-core";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { FirefoxWithExtension } from "./firefox-browser.ts";
import { startInPanel, together } from "./meeting.ts";
import { misplaced } from "./misplaced.ts";
import { fill, find, gone, messages, press, pressRoom, reads, say } from "./roles.ts";
import { openFirefoxWorld, type World } from "./world.ts";

/** Firefox opens its sidebar narrower than Chromium lets its side panel become, and people can make it narrower still. */
let world: World<FirefoxWithExtension>;

beforeAll(async () => {
	world = await openFirefoxWorld();
});
afterAll(() => world?.close());
afterEach(() => world.tidy());

/** Makes the open sidebar this wide. */
async function widen(panel: Page, width: number): Promise<void> {
	await world.browser.views.setSidebarWidth(width);
	await expect.poll(() => panel.evaluate(() => innerWidth), { timeout: 10_000 }).toBe(width);
}

/** Nothing is cut off, lies over another or reaches beyond the page, once what moves has come to rest. */
const isWhole = (panel: Page, what: string) =>
	expect.poll(() => misplaced(panel), { timeout: 10_000, message: what }).toEqual([]);

const roomsButton = (panel: Page) =>
	panel.$eval('header button[aria-haspopup="dialog"]', (button) => button.getAttribute("aria-label") ?? "");

describe.each([240, 187])("the real sidebar at %i px", (width) => {
	it("shows a room from its start to its end with nothing out of place, and every control can be pressed", async () => {
		const { panel, guest } = await together(world);
		await widen(panel, width);
		await isWhole(panel, "together");
		await say(panel, "Are we still telling her at the station?");
		await reads(guest, "Are we still telling her at the station?");
		await say(guest, "Yes. Platform 4: https://trains.example/departures/platform-4?from=here&to=there");
		await reads(panel, "Yes. Platform 4");
		await isWhole(panel, "talking");
		await (await find(panel, "textbox", "Message")).type("half a thought that is longer than a line is wide");
		await isWhole(panel, "writing");

		await press(panel, "button", "2 of 2 people");
		await find(panel, "dialog", "People");
		await isWhole(panel, "People");
		await press(panel, "button", "Add 10 minutes");
		await reads(guest, "added 10 minutes");
		await press(panel, "button", "Invite");
		await find(panel, "dialog", "Invite");
		await isWhole(panel, "Invite");
		await press(panel, "button", "Close");

		await press(panel, "button", await roomsButton(panel));
		await find(panel, "dialog", "Rooms");
		await isWhole(panel, "Rooms");
		await pressRoom(panel, 0);
		await gone(panel, "dialog", "Rooms");

		await press(panel, "button", "Destroy room");
		await find(panel, "alertdialog", "Destroy this room?");
		await isWhole(panel, "the question");
		expect(await messages(panel)).toHaveLength(2);
		await world.browser.wish(panel, { reducedMotion: true });
		await press(panel, "button", "Destroy for everyone");
		await find(panel, "heading", "Room destroyed.");
		await isWhole(panel, "ended");
		await press(panel, "button", "Start another room");
		await find(panel, "heading", "A room for now.");
		await isWhole(panel, "start");
	});

	it("shows who is alone the whole link, and a link to be joined", async () => {
		const { panel, link } = await startInPanel(world);
		await widen(panel, width);
		await isWhole(panel, "waiting");
		await press(panel, "button", "QR code");
		await find(panel, "img", "QR code for the room link");
		await isWhole(panel, "waiting, with the QR code");
		await press(panel, "button", await roomsButton(panel));
		await press(panel, "button", "Start a room");
		await find(panel, "textbox", "Have a link?");
		await isWhole(panel, "start of another");
		await fill(panel, "Have a link?", link.replace(/\/r\/./, "/r/Q"));
		await press(panel, "button", "Open");
		await find(panel, "button", "Join room");
		await isWhole(panel, "join");
	});
});
