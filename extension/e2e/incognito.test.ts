import { join } from "node:path";
import { type Browser, launch, type Page } from "puppeteer-core";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { type RunningServer, startServer } from "../../backend/serve/server.ts";
import { chromiumArgs, requireBrowser } from "./browsers.ts";

let server: RunningServer;
let browser: Browser;
beforeAll(async () => {
	server = await startServer();
	browser = await launch({
		executablePath: requireBrowser("chromium"),
		headless: true,
		pipe: true,
		enableExtensions: true,
		args: chromiumArgs,
	});
});
afterAll(async () => {
	await browser.close();
	await server.close();
});

test("a private window shows no room of the other windows, and follows none of their streams", async () => {
	const session = await browser.target().createCDPSession();
	const path = join(import.meta.dirname, "..", "..", ".output", "chrome-mv3");
	const { id } = await session.send("Extensions.loadUnpacked", { path, enableInIncognito: true });
	const popup = `chrome-extension://${id}/popup.html`;
	const page = await browser.newPage();
	await page.goto(popup);
	expect(await page.evaluate(() => chrome.extension.isAllowedIncognitoAccess())).toBe(true);
	await page.evaluate((origin) => chrome.storage.local.set({ settings: { server: origin } }), server.url);
	await page.waitForSelector("::-p-text(Start a room)");
	await page.click("::-p-text(Start a room)");
	await vi.waitFor(() => expect(server.streamCount()).toBe(1), 10_000);

	const hidden = await openPrivate(page, popup);
	await hidden.waitForSelector("::-p-text(Start a room)");
	// A second background would have taken the room up by now.
	await new Promise((resolve) => setTimeout(resolve, 1_500));
	expect(await hidden.evaluate(() => document.body.innerText)).not.toContain("Only you");
	expect(await hidden.evaluate(() => document.body.innerText)).toContain("A room for now.");
	expect(server.streamCount()).toBe(1);

	// A room of the private windows is forgotten with the last of them, whoever opens others.
	await hidden.click("::-p-text(Start a room)");
	await vi.waitFor(() => expect(server.streamCount()).toBe(2), 10_000);
	await hidden.close();
	await vi.waitFor(() => expect(server.streamCount()).toBe(1), 20_000);
	const later = await openPrivate(page, popup);
	await later.waitForSelector("::-p-text(A room for now.)");
	await new Promise((resolve) => setTimeout(resolve, 1_500));
	expect(await later.evaluate(() => document.querySelectorAll(".room-row").length)).toBe(0);
	expect(server.streamCount()).toBe(1);
	const kept = await page.evaluate(async () => Object.keys(await chrome.storage.session.get(null)));
	expect(kept.filter((key) => key.startsWith("incognito/room/"))).toEqual([]);
});

/** Opens the page in a private window. */
async function openPrivate(page: Page, url: string): Promise<Page> {
	const opening = browser.waitForTarget(
		async (target) => {
			if (target.url() !== url) return false;
			const opened = await target.page();
			return opened !== null && opened !== page && opened.evaluate(() => chrome.extension.inIncognitoContext);
		},
		{ timeout: 20_000 },
	);
	await page.evaluate((wanted) => void chrome.windows.create({ incognito: true, url: wanted }), url);
	const hidden = await (await opening).page();
	if (!hidden) throw new Error("the private window has no page");
	return hidden;
}
