import { join } from "node:path";
import { type Browser, launch } from "puppeteer-core";
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

	const opening = browser.waitForTarget(
		async (target) => {
			if (target.url() !== popup) return false;
			const opened = await target.page();
			return opened !== null && opened !== page && opened.evaluate(() => chrome.extension.inIncognitoContext);
		},
		{ timeout: 20_000 },
	);
	await page.evaluate((url) => void chrome.windows.create({ incognito: true, url }), popup);
	const hidden = await (await opening).page();
	if (!hidden) throw new Error("the private window has no page");
	await hidden.waitForSelector("::-p-text(Start a room)");
	// A second background would have taken the room up by now.
	await new Promise((resolve) => setTimeout(resolve, 1_500));
	expect(await hidden.evaluate(() => document.body.innerText)).not.toContain("Only you");
	expect(await hidden.evaluate(() => document.body.innerText)).toContain("A room for now.");
	expect(server.streamCount()).toBe(1);
});
