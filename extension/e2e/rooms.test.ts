import { join } from "node:path";
import type { Page } from "puppeteer-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { root } from "../../.config/tasks/steps.ts";
import { type RunningServer, startServer } from "../../backend/serve/server.ts";
import { createPerson, type Person, sendAllHome } from "../hub/testing/person.ts";
import type { ExtensionBrowser } from "./extension-browser.ts";
import { linkOn } from "./meeting.ts";
import { fill, find, messages, press, pressRoom, reads, say } from "./roles.ts";
import { openTap, type Tap } from "./tap.ts";
import { launchTested } from "./tested-browser.ts";

const patience = { timeout: 20_000 };

let servers: RunningServer[];
let taps: Tap[];
let browser: ExtensionBrowser;
let tab: Page;

beforeAll(async () => {
	servers = await Promise.all([
		startServer({ host: "127.0.0.1", port: 0, webFolder: join(root, ".output", "web") }),
		startServer({ host: "127.0.0.1", port: 0, webFolder: join(root, ".output", "web") }),
	]);
	taps = await Promise.all(servers.map(({ url }) => openTap(Number(new URL(url).port))));
	browser = await launchTested(taps[0]?.origin ?? "");
	tab = await browser.browser.newPage();
});
afterAll(async () => {
	sendAllHome();
	await browser?.close();
	await Promise.all(taps.map((tap) => tap.close()));
	await Promise.all(servers.map((server) => server.close()));
});

/** A link as its server gave it, by the way that the extension takes; `back`: the other way round. */
function byTap(link: string, back = false): string {
	return servers.reduce((text, { url }, at) => {
		const way = [url, taps[at]?.origin ?? ""] as const;
		return back ? text.replace(way[1], way[0]) : text.replace(way[0], way[1]);
	}, link);
}

/** Streams that are open now, a server each. */
const openStreams = () => taps.map(({ streams }) => streams.reduce((open, s) => open + (s === "opened" ? 1 : -1), 0));

/** The side panel of a further window, opened there with the first room. */
async function panelOfNewWindow(): Promise<Page> {
	await pressRoom(await browser.popup(await browser.newWindow()), 0);
	return (await browser.panels(2))[1] as Page;
}

async function start(panel: Page): Promise<{ link: string; roomId: string }> {
	await press(panel, "button", "Start a room");
	const link = await linkOn(panel);
	return { link, roomId: new URL(link).pathname.split("/").at(-1) ?? "" };
}

const draftIn = async (panel: Page) =>
	(await find(panel, "textbox", "Message")).evaluate((box) => (box as HTMLTextAreaElement).value);

/** Opens the list of rooms and reads it as a screen reader does, a line each. */
async function list(panel: Page): Promise<string[]> {
	const button = await panel.waitForSelector('button[aria-label*="switch room"]', patience);
	await button?.evaluate((found) => (found as HTMLElement).click());
	return rows(panel);
}
async function rows(panel: Page): Promise<string[]> {
	await find(panel, "list", "Rooms");
	return panel.$$eval('[aria-label="Rooms"] button.room-row', (all) =>
		all.map((row) => {
			const said = row.cloneNode(true) as Element;
			for (const hidden of said.querySelectorAll('[aria-hidden="true"]')) hidden.remove();
			return (said.textContent ?? "").replaceAll(/\s+/g, " ").trim();
		}),
	);
}
const badge = () => browser.inPage(() => chrome.action.getBadgeText({}));

async function comeIn(person: Person, link: string, name: string): Promise<void> {
	const { roomId = "" } = await person.do({ type: "invite", link: byTap(link, true) });
	await person.do({ type: "join", roomId, name });
}

// One long story, a few seconds a part: on a busy machine it needs more than a test is given.
it("three rooms on two servers, in two windows: one stream a server, and each room keeps its own", {
	timeout: 360_000,
}, async () => {
	const [near, far] = servers.map(({ url }) => createPerson({ server: url })) as [Person, Person];

	// Two rooms at home, begun in the first window.
	const popup = await browser.popup(tab);
	await press(popup, "button", "Start a room");
	const first = { link: await linkOn(popup), roomId: "" };
	first.roomId = new URL(first.link).pathname.split("/").at(-1) ?? "";
	await press(popup, "button", "Open in side panel");
	const left = await browser.panel();
	await reads(left, "Nobody else yet");
	await comeIn(near, first.link, "Quiet Heron");
	await reads(left, "Quiet Heron came in");
	await list(left);
	await press(left, "button", "Start a room");
	const second = await start(left);
	await comeIn(near, second.link, "Quiet Heron");
	await reads(left, "Quiet Heron came in");

	// The third is on a server that nobody here has heard of, and that hears nothing before the answer.
	const { link = "", roomId: third = "" } = await far.do({
		type: "start",
		ttlSeconds: 600,
		capacity: 2,
		name: "Amber Otter",
	});
	const right = await panelOfNewWindow();
	await find(right, "textbox", "Message");
	await list(right);
	await press(right, "button", "Start a room");
	await fill(right, "Have a link?", byTap(link));
	await press(right, "button", "Open");
	const host = new URL(byTap(link)).host;
	await find(right, "button", `Join on ${host}`);
	expect(taps[1]?.connections()).toBe(0);
	await press(right, "button", `Join on ${host}`);
	await find(right, "textbox", "Message");
	await far.until(() => far.live(third).people.length === 2);
	await expect.poll(openStreams, patience).toEqual([1, 1]);
	await press(right, "button", "2 of 2 people");
	await reads(right, host);
	await press(right, "button", "Close");

	// Each window has its own room open; what is new elsewhere is counted in both, and on the icon.
	await near.do({ type: "send", roomId: first.roomId, text: "one" });
	await near.do({ type: "send", roomId: first.roomId, text: "two" });
	await far.do({ type: "send", roomId: third, text: "three" });
	await reads(right, "three");
	await expect.poll(badge, patience).toBe("2");
	await left.waitForSelector('button[aria-label$="new messages in another room"]', patience);
	const names = await list(left);
	expect(names).toHaveLength(3);
	expect(names[0]).toMatch(/ 2 new Quiet Heron and you \d+:\d\d left$/);
	expect(names[1]).not.toContain("new");
	expect(names[2]).toMatch(/Amber Otter and you/);
	expect((await list(right))[0]).toContain("2 new");
	await pressRoom(left, 0);
	await reads(left, "two");
	await expect.poll(badge, patience).toBe("");
	await expect.poll(() => rows(right), patience).not.toContainEqual(expect.stringContaining("new"));

	// The same room in both windows is the same.
	await pressRoom(right, 0);
	await say(right, "from the right");
	await reads(left, "from the right");
	await say(left, "from the left");
	await reads(right, "from the left");
	expect(await messages(left)).toEqual(await messages(right));
	await near.reads(first.roomId, ["one", "two", "from the right", "from the left"]);

	// A draft is the room's: it is there in the other window, and outlives panel, worker and window.
	await (await find(left, "textbox", "Message")).type("half a thought");
	await left.keyboard.down("Alt");
	await left.keyboard.press("Digit2");
	await left.keyboard.up("Alt");
	await expect.poll(() => messages(left), patience).toEqual([]);
	expect(await draftIn(left)).toBe("");
	await (await find(left, "textbox", "Message")).type("of the second room");
	await list(right);
	await pressRoom(right, 1);
	await expect.poll(() => draftIn(right), patience).toBe("of the second room");
	await (await find(left, "textbox", "Message")).type(", and more");
	await expect.poll(() => draftIn(right), patience).toBe("of the second room, and more");
	await left.close();
	await browser.killWorker();
	await list(right);
	await pressRoom(right, 0);
	await expect.poll(() => draftIn(right), patience).toBe("half a thought");
	await right.close();
	await browser.killWorker();
	await pressRoom(await browser.popup(tab), 1);
	const again = await browser.panel();
	await expect.poll(() => draftIn(again), patience).toBe("of the second room, and more");
	await list(again);
	await pressRoom(again, 0);
	await expect.poll(() => draftIn(again), patience).toBe("half a thought");
	await expect.poll(openStreams, patience).toEqual([1, 1]);

	// The far room was joined once: it opens without a question, and its server is still named.
	await list(again);
	await pressRoom(again, 2);
	await reads(again, "three");
	await press(again, "button", "2 of 2 people");
	await reads(again, host);
	await press(again, "button", "Close");

	// A room that is ending says so in the list and on the icon.
	await browser.inPage((server) => chrome.storage.local.set({ settings: { server, ttlSeconds: 60 } }), taps[0]?.origin);
	await list(again);
	await press(again, "button", "Start a room");
	await start(again);
	await expect.poll(badge, patience).toMatch(/^\d+s$/);
	expect((await list(again)).at(-1)).toMatch(/ (1:00|0:\d\d) left$/);
	const ending = await again.$$eval('[aria-label="Rooms"] button.room-row', (all) =>
		all.map((row) => row.hasAttribute("data-last-minute")),
	);
	expect(ending).toEqual([false, false, false, true]);
});
