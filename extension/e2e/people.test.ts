import type { Page } from "puppeteer-core";
import { expect, it } from "vitest";
import { enter, together } from "./meeting.ts";
import { find, gone, press, reads } from "./roles.ts";
import { testWorld } from "./test-world.ts";

const world = testWorld();

/** Opens the People sheet, and closes it when that is done. */
async function inPeople(page: Page, people: string, act: () => Promise<unknown>): Promise<void> {
	await page.bringToFront();
	await press(page, "button", people);
	await find(page, "dialog", "People");
	await act();
	await press(page, "button", "Close");
}

it("a locked room turns newcomers away with a calm word, both see that it is, and who knocks is let in or not", async () => {
	await world.settings({ capacity: 3 });
	const { panel, guest, link } = await together(world);
	await inPeople(panel, "2 of 3 people", async () => {
		await press(panel, "button", "Lock the room");
		await find(panel, "button", "Let people in");
	});
	await reads(panel, "The room is locked. Nobody new comes in.");
	await reads(guest, "The room is locked. Nobody new comes in.");

	const late = await world.guest(world.direct(link));
	await press(late, "button", "Join room");
	await find(late, "heading", "This room is locked.");
	await press(late, "button", "Try again");
	await find(late, "heading", "This room is locked.");
	await press(late, "button", "Knock");
	await find(late, "heading", "Knocking…");
	const name = await late.$eval("input", ({ value }) => value);
	await panel.bringToFront();
	await press(panel, "button", `Not now, ${name}`);
	await late.bringToFront();
	await find(late, "heading", "Not now.");
	await press(late, "button", "Try again");
	await press(late, "button", "Knock");
	await panel.bringToFront();
	await press(panel, "button", `Let in ${name}`);
	await late.bringToFront();
	await find(late, "textbox", "Message");
	await find(panel, "button", "3 of 3 people");
});

it("a room that is opened again lets in who has the link", async () => {
	await world.settings({ capacity: 3 });
	const { panel, guest, link } = await together(world);
	await inPeople(panel, "2 of 3 people", () => press(panel, "button", "Lock the room"));
	await reads(guest, "The room is locked. Nobody new comes in.");
	const late = await world.guest(world.direct(link));
	await press(late, "button", "Join room");
	await find(late, "heading", "This room is locked.");
	await inPeople(panel, "2 of 3 people", () => press(panel, "button", "Let people in"));
	await reads(guest, "The room is open again");
	await late.bringToFront();
	await press(late, "button", "Try again");
	await find(late, "textbox", "Message");
	expect(await late.evaluate(() => document.activeElement?.getAttribute("aria-label"))).toBe("Message");
	await find(panel, "button", "3 of 3 people");
});

it("a link for one person opens a locked room for one, once pressed; the next is told, and a withdrawn one opens nothing", async () => {
	await world.settings({ capacity: 4 });
	const { panel, guest } = await together(world);
	await guest.setViewport({ width: 1280, height: 800 });
	await guest.bringToFront();
	expect(await guest.$$eval("button", (all) => all.some((each) => /one person/.test(each.textContent ?? "")))).toBe(
		false,
	);
	await panel.bringToFront();
	await press(panel, "button", "2 of 4 people");
	await press(panel, "button", "Lock the room");
	await find(panel, "button", "Let people in");
	await press(panel, "button", "Invite");
	const linkAt = async (at: number) => {
		await press(panel, "button", "Make a link for one person");
		await panel.waitForFunction((n) => document.querySelectorAll(".sheet .people > li").length > n, {}, at);
		// Firefox lets nothing be copied so long after a press: there is a button for it.
		await panel.click(`.sheet .people > li:nth-child(${at + 1}) button[aria-label^="Copy link"]`);
		await reads(panel, "Link copied");
		return world.direct(await world.browser.clipboard(panel));
	};
	const [first, second] = [await linkAt(0), await linkAt(1)];

	const late = await world.guest(first);
	await find(late, "button", "Join room");
	// Looked at, and not joined: another browser, a scanner.
	await find(await world.guest(first), "button", "Join room");
	await press(late, "button", "Join room");
	await find(late, "textbox", "Message");
	await panel.bringToFront();
	await panel.waitForFunction(() => document.querySelectorAll(".sheet .people > li").length === 1);
	const third = await world.guest(first);
	await press(third, "button", "Join room");
	await find(third, "heading", "This invite is spent.");

	await panel.bringToFront();
	await panel.click('.sheet .people button[aria-label^="Withdraw link"]');
	await panel.waitForFunction(() => document.querySelectorAll(".sheet .people > li").length === 0);
	const fourth = await world.guest(second);
	await press(fourth, "button", "Join room");
	await find(fourth, "heading", "This invite is spent.");
});

it("two browsers show the same safety number; that it matched outlives worker and reload; a newcomer makes it new", async () => {
	await world.settings({ capacity: 3 });
	const { panel, guest, link } = await together(world);
	const compare = async (page: Page) => {
		await page.bringToFront();
		await press(page, "button", "Compare safety number");
		await page.waitForFunction(() => /[0-9]{5} [0-9]{5}/.test(document.querySelector(".number")?.textContent ?? ""));
		const number = await page.$eval(".number", ({ textContent }) => textContent);
		await press(page, "button", "It matches");
		await reads(page, "It matched");
		return number;
	};
	await press(panel, "button", "2 of 3 people");
	const number = await compare(panel);
	// On the web page, wide as it is here, it stands beside the talk.
	await guest.setViewport({ width: 1280, height: 800 });
	expect(await compare(guest)).toBe(number);

	await world.browser.killWorker();
	await panel.bringToFront();
	await reads(panel, "It matched");
	await guest.bringToFront();
	await guest.reload();
	await reads(guest, "It matched", 20_000);

	await enter(world, world.direct(link), "Pale Wren");
	for (const page of [panel, guest]) {
		await reads(page, "Pale Wren came in. The safety number is new.");
		await reads(page, "New since it matched");
	}
});

it("the starter hands the room to a guest, who locks it and removes the starter; both read it, and it outlives worker and reload", async () => {
	await world.settings({ capacity: 3 });
	const { panel, guest } = await together(world);
	await inPeople(panel, "2 of 3 people", async () => {
		await press(panel, "button", "Hand over to Quiet Heron");
		await find(panel, "alertdialog", "Hand over to Quiet Heron?");
		await press(panel, "button", "Hand over");
		await gone(panel, "button", "Lock the room");
		await reads(panel, "Here · looking after the room");
	});
	await reads(panel, "You handed the room over to Quiet Heron");
	await reads(guest, "handed the room over to you. You can lock it and remove people now.");

	await world.browser.killWorker();
	await panel.bringToFront();
	await inPeople(panel, "2 of 3 people", async () => {
		await reads(panel, "Here · looking after the room");
		await gone(panel, "button", "Lock the room");
	});
	await guest.bringToFront();
	await guest.reload();
	await find(guest, "textbox", "Message");
	await inPeople(guest, "2 of 3 people", async () => {
		await reads(guest, "You · looking after the room");
		await press(guest, "button", "Lock the room");
		await find(guest, "button", "Let people in");
	});
	await reads(panel, "The room is locked. Nobody new comes in.");
	await press(guest, "button", "2 of 3 people");
	const remove = await guest.waitForSelector('[role="dialog"] button[aria-label^="Remove "]');
	await remove?.click();
	await press(guest, "button", "Remove");
	await find(panel, "heading", "You were removed.");
});
