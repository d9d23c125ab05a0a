import { join } from "node:path";
import type { Page } from "puppeteer-core";
import { afterAll, beforeAll, describe, type TestContext, test } from "vitest";
import { root } from "../../.config/tasks/steps.ts";
import { startServer } from "../../backend/serve/server.ts";
import { createMemoryStore } from "../../backend/store/memory.ts";
import { createPerson, type Person, sendAllHome } from "../hub/testing/person.ts";
import { type LoneBrowser, loneChromium, loneFirefox } from "./lone-browsers.ts";
import { openTap, type Tap } from "./tap.ts";

/**
 * Browsers stop an idle worker after 30 s: with neither heartbeat nor alarm the stream breaks well within this.
 * `MAYFLY_ALONE_MINUTES` makes it longer.
 */
const aloneMs = process.env.MAYFLY_ALONE_MINUTES ? Number(process.env.MAYFLY_ALONE_MINUTES) * 60_000 : 65_000;
/** Longer than the server waits before it calls somebody offline. */
const asleepMs = 65_000;
const mostMs = aloneMs + 180_000;

let server: Awaited<ReturnType<typeof startServer>>;
beforeAll(async () => {
	const store = createMemoryStore({ now: Date.now });
	server = await startServer({ host: "127.0.0.1", port: 0, store, webFolder: join(root, ".output", "web") });
});
afterAll(async () => {
	sendAllHome();
	await server?.close();
});

type Meeting = { lone: LoneBrowser; tap: Tap; guest: Person; roomId: string; panel: Page };

/** A room in the lone browser, with somebody in it who is elsewhere. The page that made it is still open. */
async function meet(start: () => Promise<LoneBrowser>, { onTestFinished }: TestContext): Promise<Meeting> {
	const [lone, tap] = await Promise.all([start(), openTap(Number(new URL(server.url).port))]);
	onTestFinished(async () => {
		await lone.close();
		await tap.close();
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
	return { lone, tap, guest, roomId, panel };
}

const reads = (page: Page, words: string) =>
	page.waitForFunction((wanted) => document.body.innerText.includes(wanted), { polling: 100, timeout: 20_000 }, words);

const othersOnline = ({ guest, roomId }: Meeting) =>
	guest.live(roomId).people.filter(({ memberId, online }) => online && memberId !== guest.live(roomId).me).length;

const later = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

const browsers = [
	["Chromium", loneChromium],
	["Firefox", loneFirefox],
] as const;

describe.concurrent.each(browsers)("%s with no page of the extension open", (_name, start) => {
	test("keeps its one stream, and the next message is on the badge at once", { timeout: mostMs }, async (context) => {
		const { expect } = context;
		const meeting = await meet(start, context);
		const { lone, tap, guest, roomId } = meeting;
		await lone.leave(meeting.panel);
		await later(aloneMs);
		expect(tap.streams).toEqual(["opened"]);
		expect(othersOnline(meeting)).toBe(1);
		await guest.do({ type: "send", roomId, text: "are you there" });
		await lone.comeBack();
		await expect.poll(lone.badge, { timeout: 10_000 }).toBe("1");
		expect(tap.streams).toEqual(["opened"]);
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
		const panel = await lone.open("sidepanel.html");
		await reads(panel, "after");
		const texts = await panel.$$eval('[role="log"] article .text', (all) => all.map((text) => text.textContent));
		expect(texts).toEqual(["before", "while it slept", "after"]);
	});
});
