import { rm } from "node:fs/promises";
import { join } from "node:path";
import type { Page } from "puppeteer-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { root } from "../../.config/tasks/steps.ts";
import { type RunningServer, startServer } from "../../backend/serve/server.ts";
import { createMemoryStore } from "../../backend/store/memory.ts";
import { builtFor } from "./built-for.ts";
import { FirefoxWithExtension } from "./firefox-browser.ts";

let server: RunningServer;
let folder: string;
let firefox: FirefoxWithExtension;

beforeAll(async () => {
	const store = createMemoryStore({ now: Date.now });
	server = await startServer({ host: "127.0.0.1", port: 0, store, webFolder: join(root, ".output", "web") });
	folder = await builtFor(server.url, "firefox-mv3");
	firefox = await FirefoxWithExtension.launch(server.url, { folder });
});
afterAll(async () => {
	await firefox?.close();
	await server?.close();
	if (folder) await rm(folder, { recursive: true, force: true });
});

const press = async (page: Page, words: string) => {
	const button = await page.waitForSelector(`::-p-xpath(//button[normalize-space(.)="${words}"])`, { timeout: 20_000 });
	await button?.click();
};
const message = (page: Page) => page.waitForSelector('textarea[aria-label="Message"]', { timeout: 20_000 });
const words = (page: Page) => page.evaluate(() => document.body.innerText);

test("in Firefox a page loaded anew keeps seat and draft, and one press opens the popup with the room in it", async () => {
	const starter = await firefox.browser.newPage();
	await starter.goto(server.url);
	await press(starter, "Start a room");
	const box = await starter.waitForSelector('input[aria-label="Room link"]', { timeout: 20_000 });
	const guest = await firefox.browser.newPage();
	await guest.setViewport({ width: 1200, height: 800 });
	await guest.goto((await box?.evaluate((input) => (input as HTMLInputElement).value)) ?? "");
	await press(guest, "Join room");
	await (await message(guest))?.type("half a thought");
	const worker = () =>
		guest.evaluate(async () => (await navigator.serviceWorker.getRegistration("/assets/"))?.active?.state);
	await expect.poll(worker, { timeout: 20_000 }).toBe("activated");
	await guest.reload();
	const draft = await (await message(guest))?.evaluate((area) => (area as HTMLTextAreaElement).value);
	expect(draft).toBe("half a thought");
	expect(await words(starter)).not.toMatch(/ left\n/);

	const watcher = await firefox.open("options.html");
	await guest.bringToFront();
	await press(guest, "Open in side panel");
	const popup = () =>
		watcher.evaluate(() => {
			const views = chrome.extension.getViews({ type: "popup" as chrome.extension.ViewType });
			return views[0]?.document.querySelector('[aria-label="Rooms"] button')?.textContent ?? "";
		});
	await expect.poll(popup, { timeout: 20_000 }).toContain("and you");
	expect(await words(guest)).toContain("It goes on in the side panel.");
	await expect.poll(() => words(starter), { timeout: 20_000 }).toMatch(/ left\n/);
});
