import { afterEach, expect, it } from "vitest";
import { together } from "./meeting.ts";
import { find, gone, press, pressRoom, reads, say } from "./roles.ts";
import { testWorld } from "./test-world.ts";

const world = testWorld({ allAllowed: true });
// Before the world is tidied: what was written last is done first.
afterEach(async () => {
	for (const id of await standing()) await world.browser.inPage((gone) => chrome.notifications.clear(gone), id);
});

/** The notifications that stand there now, as the browser tells. */
const standing = () => world.browser.inPage(async () => Object.keys(await chrome.notifications.getAll()));
const stand = (count: number) => expect.poll(standing, patience).toHaveLength(count);

const patience = { timeout: 15_000 };
/** Longer than a message waits before it rings. */
const ringsNoMore = () => new Promise((later) => setTimeout(later, 1_000));
const question = "Hear about new messages while the panel is closed?";
const notify = () =>
	world.browser.inPage(
		async () => ((await chrome.storage.local.get("settings")).settings as { notify?: string }).notify,
	);

it("with a panel open nothing rings; with all closed several messages are one notification, gone once the room is read", async () => {
	await world.settings({ notify: "on" });
	const { panel, guest } = await together(world);
	await say(guest, "in front of your eyes");
	await reads(panel, "in front of your eyes");
	await ringsNoMore();
	expect(await standing()).toEqual([]);

	await panel.close();
	await say(guest, "first");
	await stand(1);
	await say(guest, "second");
	await world.badge("2");
	await ringsNoMore();
	const [id] = await standing();
	expect(await standing()).toEqual([id]);

	const popup = await world.popup();
	await pressRoom(popup, 0);
	await reads(await world.panel(), "second");
	await stand(0);
});

it("a worker that was killed rings for what came meanwhile, and not again for what it had told", async () => {
	await world.settings({ notify: "on" });
	const { panel, guest } = await together(world);
	await panel.close();
	await say(guest, "told");
	await stand(1);
	const [id] = await standing();
	await world.browser.inPage((told) => chrome.notifications.clear(told as string), id);
	await world.browser.killWorker();
	await world.badge("1");
	await ringsNoMore();
	expect(await standing()).toEqual([]);

	await world.browser.killWorker();
	await say(guest, "came while it was dead");
	await world.badge("2");
	await stand(1);
});

it("a notification goes with its room", async () => {
	await world.settings({ notify: "on" });
	const { panel, guest } = await together(world);
	await panel.close();
	await say(guest, "soon gone");
	await stand(1);
	await press(guest, "button", "Destroy room");
	await press(guest, "button", "Destroy for everyone");
	await stand(0);
});

it("a click on it brings the room to the window", async () => {
	await world.settings({ notify: "on" });
	const { panel, guest, link } = await together(world);
	await panel.close();
	await say(guest, "look here");
	await stand(1);
	await world.browser.clickNotification(`room/${new URL(link).pathname.split("/").at(-1)}`);
	// Neither browser opens its panel by a click on a notification that no hand made; the popup comes in its place.
	const list = await find(await world.browser.openedPopup(), "list", "Rooms");
	expect(await list.evaluate((rooms) => rooms.querySelectorAll('[aria-current="true"]').length)).toBe(1);
	await stand(0);
});

it("who knocks while all panels are closed is on the badge, rings, and is let in from the room", async () => {
	await world.settings({ notify: "on", capacity: 3 });
	const { panel, link } = await together(world);
	await press(panel, "button", "2 of 3 people");
	await press(panel, "button", "Lock the room");
	await find(panel, "button", "Let people in");
	await panel.close();
	const late = await world.guest(world.direct(link));
	await press(late, "button", "Join room");
	await press(late, "button", "Knock");
	await find(late, "heading", "Knocking…");
	const name = await late.$eval("input", ({ value }) => value);
	await world.badge("1");
	await stand(1);
	expect(await standing()).toEqual([`door/${new URL(link).pathname.split("/").at(-1)}`]);

	const popup = await world.popup();
	await reads(popup, "Someone is knocking");
	await pressRoom(popup, 0);
	const again = await world.panel();
	await stand(0);
	await press(again, "button", `Let in ${name}`);
	await find(late, "textbox", "Message", 20_000);
	await world.badge("");
});

it("it is asked about once, when a message was missed, and “Not now” is an answer", async () => {
	const { panel, guest } = await together(world);
	await say(guest, "seen at once");
	await reads(panel, "seen at once");
	await ringsNoMore();
	await gone(panel, "group", question);
	await panel.close();
	await say(guest, "missed");
	await world.badge("1");
	await ringsNoMore();
	expect(await standing()).toEqual([]);

	await pressRoom(await world.popup(), 0);
	const again = await world.panel();
	await find(again, "group", question);
	await press(again, "button", "Not now");
	await gone(again, "group", question);
	expect(await notify()).toBe("off");
	await again.close();
	await say(guest, "missed, and nobody wants to know");
	await world.badge("1");
	await pressRoom(await world.popup(), 0);
	const last = await world.panel();
	await reads(last, "nobody wants to know");
	await gone(last, "group", question);
	expect(await standing()).toEqual([]);
});

it("who wants to hear hears of the next message, and Options has the switch", async () => {
	const { panel, guest } = await together(world);
	await panel.close();
	await say(guest, "missed");
	await world.badge("1");
	await ringsNoMore();
	await pressRoom(await world.popup(), 0);
	const again = await world.panel();
	await press(again, "button", "Notify me");
	await gone(again, "group", question);
	await expect.poll(notify, patience).toBe("on");
	await again.close();
	await say(guest, "heard");
	await stand(1);

	const options = await world.browser.open("options.html");
	const toggle = await find(options, "switch", "Notify me of new messages");
	expect(await toggle.evaluate((box) => (box as HTMLInputElement).checked)).toBe(true);
	await toggle.click();
	await expect.poll(notify, patience).toBe("off");
	await toggle.click();
	await expect.poll(notify, patience).toBe("on");
});
