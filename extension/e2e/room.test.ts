import type { Page } from "puppeteer-core";
import { describe, expect, it } from "vitest";
import { enter, linkOn, startInPanel, together, viewKinds } from "./meeting.ts";
import { find, gone, messages, press, pressRoom, reads, readsNoMore, say } from "./roles.ts";
import { testWorld } from "./test-world.ts";

const world = testWorld();

describe("a room, from the toolbar to its last second", () => {
	it("one press starts a room and has its link on the clipboard", async () => {
		const popup = await world.popup();
		await find(popup, "heading", "A room for now.");
		await press(popup, "button", "Start a room");
		await reads(popup, "Link copied");
		const link = await linkOn(popup);
		expect(link).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/r\/[A-Za-z][\w-]{21}#[\w-]{43}$/);
		expect(await world.browser.clipboard(popup)).toBe(link);
		await press(popup, "button", "QR code");
		await find(popup, "img", "QR code for the room link");
		expect(await viewKinds(popup)).toContain("POPUP");
	});

	it("a starter in the side panel and a guest on the web page talk both ways", async () => {
		const { panel, guest } = await together(world);
		expect(await viewKinds(panel)).toContain("SIDE_PANEL");
		await say(panel, "Are we still telling her at the station?");
		await reads(guest, "Are we still telling her at the station?");
		await say(guest, "Yes. Platform 4.");
		await reads(panel, "Yes. Platform 4.");
		const both = ["Are we still telling her at the station?", "Yes. Platform 4."];
		expect(await messages(panel)).toEqual(both);
		expect(await messages(guest)).toEqual(both);
		const named = await panel.$$eval('[role="log"] article', (all) => all.map((a) => a.getAttribute("aria-label")));
		expect(named[0]).toMatch(/^You, \d/);
		expect(named[1]).toMatch(/^Quiet Heron, \d/);
		await find(panel, "button", "2 of 2 people");
	});

	it("what was written alone is read by who comes later", async () => {
		const { panel, link } = await startInPanel(world);
		await say(panel, "Bring candles.");
		await reads(panel, "Bring candles.");
		const guest = await enter(world, link, "Pale Wren");
		await reads(guest, "Bring candles.");
	});

	it("a message written while the network is cut waits, and arrives once", async () => {
		const { panel, guest } = await together(world);
		world.network.cut();
		await say(panel, "Written in a tunnel");
		await reads(panel, "Waiting to send");
		await say(guest, "Said to somebody in a tunnel");
		await reads(guest, "Said to somebody in a tunnel");
		world.network.mend();
		await reads(panel, "Said to somebody in a tunnel", 40_000);
		await reads(guest, "Written in a tunnel", 40_000);
		await readsNoMore(panel, "Waiting to send");
		for (const page of [panel, guest]) {
			expect((await messages(page)).toSorted()).toEqual(["Said to somebody in a tunnel", "Written in a tunnel"]);
		}
		expect(await messages(panel)).toEqual(await messages(guest));
	});

	it("a killed worker loses nothing and doubles nothing", async () => {
		const { panel, guest } = await together(world);
		await say(panel, "before");
		await reads(guest, "before");
		await world.browser.killWorker();
		await say(guest, "while it was dead");
		await reads(panel, "while it was dead", 20_000);
		await world.browser.killWorker();
		await say(panel, "after");
		await reads(guest, "after", 20_000);
		for (const page of [panel, guest]) expect(await messages(page)).toEqual(["before", "while it was dead", "after"]);
	});

	it("the panel closed and opened again shows the room, the draft, and what came meanwhile", async () => {
		const { panel, guest, link } = await together(world);
		const box = await find(panel, "textbox", "Message");
		await box.type("half a thought");
		await new Promise((resolve) => setTimeout(resolve, 600));
		await panel.close();
		await say(guest, "are you there");
		await world.badge("1");
		const popup = await world.popup();
		await find(popup, "list", "Rooms");
		await pressRoom(popup, 0);
		const again = await world.panel();
		await reads(again, "are you there");
		const draft = await (await find(again, "textbox", "Message")).evaluate((b) => (b as HTMLTextAreaElement).value);
		expect(draft).toBe("half a thought");
		expect(link).toContain("#");
		await world.badge("");
	});

	it("Destroy ends the room for everybody at once, and Redis holds nothing of it", async () => {
		const { panel, guest } = await together(world);
		await say(panel, "soon gone");
		await reads(guest, "soon gone");
		expect((await world.redisKeys()).length).toBeGreaterThan(0);
		await press(panel, "button", "Destroy room");
		await find(panel, "alertdialog", "Destroy this room?");
		expect(await panel.evaluate(() => document.activeElement?.textContent)).toBe("Keep it");
		await press(panel, "button", "Destroy for everyone");
		await Promise.all([find(panel, "heading", "Room destroyed."), find(guest, "heading", "Room destroyed.")]);
		expect(await world.redisKeys()).toEqual([]);
		const kept = await world.storedByExtension();
		expect(kept).not.toContain("soon gone");
		expect(kept).not.toContain('"token"');
	});

	it("holding Destroy skips the question; letting go keeps the room", async () => {
		const { panel, guest } = await together(world);
		const button = await find(panel, "button", "Destroy room");
		const box = await button.boundingBox();
		if (!box) throw new Error("Destroy room is not on screen");
		await panel.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
		await panel.mouse.down();
		await reads(panel, "Keep holding to destroy");
		await new Promise((resolve) => setTimeout(resolve, 300));
		await panel.mouse.move(10, box.y + 300);
		await panel.mouse.up();
		await say(panel, "still here");
		await reads(guest, "still here");
		await panel.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
		await panel.mouse.down();
		await find(guest, "heading", "Room destroyed.");
		await panel.mouse.up();
		expect(await world.redisKeys()).toEqual([]);
	});

	it("a room of a minute runs out on both screens by itself, and leaves nothing in Redis", async () => {
		await world.settings({ ttlSeconds: 60 });
		const { panel, guest } = await together(world);
		await find(panel, "timer", "Time left");
		await find(panel, "button", "Add 10 minutes");
		await world.badge(/^\d+s$/);
		await Promise.all([find(panel, "heading", "Time’s up.", 70_000), find(guest, "heading", "Time’s up.", 70_000)]);
		expect(await world.redisKeys()).toEqual([]);
	});

	it("added time is seen by all", async () => {
		const { panel, guest } = await together(world);
		await press(panel, "button", "2 of 2 people");
		await find(panel, "dialog", "People");
		await press(panel, "button", "Add 10 minutes");
		await reads(guest, "added 10 minutes");
	});

	it("two rooms at once stay apart, over one connection", async () => {
		const first = await together(world);
		const popup = await world.popup();
		await press(popup, "button", "Start a room");
		await reads(popup, "Link copied");
		const link = await linkOn(popup);
		expect(link).not.toBe(first.link);
		const second = await enter(world, world.direct(link), "Amber Otter");
		await say(first.guest, "in the first room");
		await say(second, "in the second room");
		await reads(first.panel, "in the second room");
		expect(await messages(first.panel)).toEqual(["in the second room"]);
		await press(first.panel, "button", (await roomButton(first.panel)) ?? "");
		await find(first.panel, "dialog", "Rooms");
		await pressRoom(first.panel, 0);
		await reads(first.panel, "in the first room");
		expect(await messages(first.panel)).toEqual(["in the first room"]);
	});

	it("leaving frees the seat, and the guest who left has nothing left", async () => {
		const { panel, guest, link } = await together(world);
		await press(guest, "button", "2 of 2 people");
		await press(guest, "button", "Leave room");
		await find(guest, "alertdialog", "Leave this room?");
		await press(guest, "button", "Leave");
		await find(guest, "heading", "You left.");
		await reads(panel, "Quiet Heron left");
		const next = await enter(world, world.direct(link), "Pale Wren");
		await reads(panel, "Pale Wren came in");
		await gone(next, "heading", "This room is full.");
	});

	it("a full room, a broken link and a room that is gone each say so", async () => {
		const { link } = await together(world);
		const third = await world.guest(world.direct(link));
		await press(third, "button", "Join room");
		await find(third, "heading", "This room is full.");
		const broken = await world.guest(world.direct(link).slice(0, -5));
		await find(broken, "heading", "This link doesn’t open.");
		const { roomId } = /\/r\/(?<roomId>[^#]+)/.exec(link)?.groups ?? {};
		const never = world.direct(link).replace(roomId ?? "", `Z${"a".repeat(21)}`);
		const nothing = await world.guest(never);
		await press(nothing, "button", "Join room");
		await find(nothing, "heading", "Nothing here.");
	});

	it("nothing of the talk, the names or the link reaches the server’s log or Redis in clear", async () => {
		const { panel, guest, link } = await together(world);
		await say(panel, "rosebud");
		await reads(guest, "rosebud");
		const secret = link.split("#")[1] ?? "";
		for (const place of [world.serverLog(), await world.redisDump()]) {
			for (const word of ["rosebud", "Quiet Heron", secret]) expect(place).not.toContain(word);
		}
	});
});

async function roomButton(panel: Page): Promise<string | null> {
	return panel.$eval('header button[aria-haspopup="dialog"]', (button) => button.getAttribute("aria-label"));
}
