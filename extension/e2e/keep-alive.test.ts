import { join } from "node:path";
import type { Page } from "puppeteer-core";
import { afterAll, describe, type TestContext, test } from "vitest";
import { root } from "../../.config/tasks/steps.ts";
import { startServer } from "../../backend/serve/server.ts";
import { createMemoryStore } from "../../backend/store/memory.ts";
import { createPerson, type Person, sendAllHome } from "../hub/testing/person.ts";
import { ChromiumWithExtension } from "./chromium-browser.ts";
import { type LoneBrowser, loneChromium, loneFirefox } from "./lone-browsers.ts";
import { find, press } from "./roles.ts";
import { openTap, type Tap } from "./tap.ts";

/**
 * Browsers stop an idle worker after 30 s: with neither heartbeat nor alarm the stream breaks well within this.
 * `MAYFLY_ALONE_MINUTES` makes it longer.
 */
const aloneMs = process.env.MAYFLY_ALONE_MINUTES ? Number(process.env.MAYFLY_ALONE_MINUTES) * 60_000 : 65_000;
/** Longer than the server waits before it calls somebody offline. */
const asleepMs = 65_000;
const mostMs = aloneMs + 180_000;

afterAll(sendAllHome);

type Server = { url: string; restart(): Promise<void>; close(): Promise<void> };

/** A server that may go and come back with all it had, as one on Redis does. */
async function openServer(): Promise<Server> {
	const store = createMemoryStore({ now: Date.now });
	const start = (port: number) =>
		startServer({ host: "127.0.0.1", port, store, webFolder: join(root, ".output", "web") });
	let running = await start(0);
	const { url } = running;
	return {
		url,
		async restart() {
			await running.close();
			running = await start(Number(new URL(url).port));
		},
		close: () => running.close(),
	};
}

type Meeting = { lone: LoneBrowser; tap: Tap; server: Server; guest: Person; roomId: string; panel: Page };

/** A room in the lone browser, with somebody in it who is elsewhere. The page that made it is still open. */
async function meet(start: () => Promise<LoneBrowser>, { onTestFinished }: TestContext): Promise<Meeting> {
	const server = await openServer();
	const [lone, tap] = await Promise.all([start(), openTap(Number(new URL(server.url).port))]);
	onTestFinished(async () => {
		await lone.close();
		await tap.close();
		await server.close();
	});
	const options = await lone.open("options.html");
	const settings = { server: tap.origin, ttlSeconds: 3600 };
	await options.evaluate((chosen) => chrome.storage.local.set({ settings: chosen }), settings);
	await options.close();
	const panel = await lone.open("sidepanel.html");
	await (await panel.waitForSelector("::-p-text(Start a room)", { timeout: 20_000 }))?.click();
	const box = await panel.waitForSelector('input[aria-label="Room link"]', { timeout: 20_000 });
	const link = (await box?.evaluate((input) => input.value)) ?? "";
	const guest = createPerson({ server: server.url });
	const { roomId = "" } = await guest.do({ type: "invite", link: link.replace(tap.origin, server.url) });
	await guest.do({ type: "join", roomId, name: "Quiet Heron" });
	await reads(panel, "Quiet Heron came in");
	return { lone, tap, server, guest, roomId, panel };
}

const reads = (page: Page, words: string) =>
	page.waitForFunction((wanted) => document.body.innerText.includes(wanted), { polling: 100, timeout: 20_000 }, words);

/** The messages that a panel opened for it shows. */
async function shownBy(lone: LoneBrowser): Promise<(string | null)[]> {
	const panel = await lone.open("sidepanel.html");
	await panel.waitForSelector('[role="log"] article', { timeout: 20_000 });
	const texts = await panel.$$eval('[role="log"] article .text', (all) => all.map((text) => text.textContent));
	await panel.close();
	return texts;
}

const othersOnline = ({ guest, roomId }: Meeting) =>
	guest.live(roomId).people.filter(({ memberId, online }) => online && memberId !== guest.live(roomId).me).length;

const later = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

const browsers = [
	["Chromium", loneChromium],
	["Firefox", loneFirefox],
] as const;

describe.concurrent.each(browsers)("%s with no page of the extension open", (_name, start) => {
	test("keeps its one stream, the next message is on the badge at once, and a lost way is found again", {
		timeout: mostMs,
	}, async (context) => {
		const { expect } = context;
		const meeting = await meet(start, context);
		const { lone, tap, server, guest, roomId } = meeting;
		await lone.leave(meeting.panel);
		await later(aloneMs);
		expect(tap.streams).toEqual(["opened"]);
		expect(othersOnline(meeting)).toBe(1);
		await guest.do({ type: "send", roomId, text: "are you there" });
		await lone.comeBack();
		await expect.poll(lone.badge, { timeout: 10_000 }).toBe("1");
		expect(tap.streams).toEqual(["opened"]);

		// The network changes, the server restarts: with still nobody looking.
		tap.breakAll();
		await guest.do({ type: "send", roomId, text: "by another network" });
		await expect.poll(lone.badge, { timeout: 40_000 }).toBe("2");
		await server.restart();
		await guest.do({ type: "send", roomId, text: "after a restart" });
		await expect.poll(lone.badge, { timeout: 60_000 }).toBe("3");
		expect(tap.streams.at(-1)).toBe("opened");
		await expect
			.poll(() => shownBy(lone), { timeout: 20_000 })
			.toEqual(["are you there", "by another network", "after a restart"]);
	});

	test("comes back by itself after the machine slept, with nothing lost and nothing doubled", {
		timeout: mostMs,
	}, async (context) => {
		const { expect } = context;
		const meeting = await meet(start, context);
		const { lone, guest, roomId } = meeting;
		await guest.do({ type: "send", roomId, text: "before" });
		await reads(meeting.panel, "before");
		await lone.leave(meeting.panel);
		lone.freeze();
		await later(asleepMs);
		await guest.until(() => othersOnline(meeting) === 0, 20_000);
		await guest.do({ type: "send", roomId, text: "while it slept" });
		lone.thaw();
		await guest.until(() => othersOnline(meeting) === 1, 60_000);
		await guest.do({ type: "send", roomId, text: "after" });
		await lone.comeBack();
		await expect.poll(lone.badge, { timeout: 20_000 }).toBe("2");
		await expect.poll(() => shownBy(lone), { timeout: 20_000 }).toEqual(["before", "while it slept", "after"]);
	});
});

test("an update waits until the last room is over", async ({ expect, onTestFinished }) => {
	const server = await openServer();
	const extension = await ChromiumWithExtension.launch(server.url);
	onTestFinished(async () => {
		await extension.close();
		await server.close();
	});
	const panel = await extension.browser.newPage();
	await panel.goto(`chrome-extension://${extension.extensionId}/sidepanel.html`);
	await press(panel, "button", "Start a room");
	await find(panel, "textbox", "Message");
	const target = await extension.browser.waitForTarget((found) => found.type() === "service_worker");
	await (await target.worker())?.evaluate(() => {
		const { onUpdateAvailable } = chrome.runtime as unknown as { onUpdateAvailable: { dispatch(news: object): void } };
		onUpdateAvailable.dispatch({ version: "9.9.9" });
	});
	await later(1_000);
	// An extension that is loaded anew takes its pages with it.
	await find(panel, "textbox", "Message");
	await press(panel, "button", "Destroy room");
	await press(panel, "button", "Destroy for everyone");
	await expect.poll(() => panel.isClosed(), { timeout: 15_000 }).toBe(true);
});
