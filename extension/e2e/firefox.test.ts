import { join } from "node:path";
import type { Page } from "puppeteer-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { root } from "../../.config/tasks/steps.ts";
import { startServer } from "../../backend/serve/server.ts";
import { createMemoryStore } from "../../backend/store/memory.ts";
import { launchFirefox } from "./firefox-browser.ts";
import { type Network, openNetwork } from "./network.ts";

let firefox: Awaited<ReturnType<typeof launchFirefox>>;
let server: Awaited<ReturnType<typeof startServer>>;
let network: Network;

beforeAll(async () => {
	server = await startServer({
		host: "127.0.0.1",
		port: 0,
		store: createMemoryStore({ now: Date.now }),
		webFolder: join(root, ".output", "web"),
	});
	network = await openNetwork(Number(new URL(server.url).port));
	firefox = await launchFirefox(join(root, ".output", "firefox-mv3"));
});
afterAll(async () => {
	await firefox?.browser.close();
	await network?.close();
	await server?.close();
});

const pressed = async (page: Page, words: string) => {
	const button = await page.waitForSelector(`::-p-xpath(//button[normalize-space(.)="${words}"])`, { timeout: 10_000 });
	await button?.click();
};
const reads = (page: Page, words: string) =>
	page.waitForFunction((wanted) => document.body.innerText.includes(wanted), { timeout: 15_000 }, words);

test("in Firefox the sidebar’s page and the web page talk both ways, through the background, by WebSocket", async () => {
	const options = await firefox.extensionPage("options.html");
	await options.evaluate((origin) => chrome.storage.local.set({ settings: { server: origin } }), network.origin);
	await options.close();

	const panel = await firefox.extensionPage("sidepanel.html");
	await pressed(panel, "Start a room");
	const box = await panel.waitForSelector('input[aria-label="Room link"]', { timeout: 15_000 });
	const link = await box?.evaluate((input) => input.value);
	expect(link).toMatch(new RegExp(`^${network.origin}/r/`));

	const guest = await firefox.browser.newPage();
	await guest.goto(link ?? "");
	await pressed(guest, "Join room");
	await guest.waitForSelector('textarea[aria-label="Message"]', { timeout: 15_000 });
	for (const [from, to, words] of [
		[panel, guest, "from the sidebar"],
		[guest, panel, "from the web page"],
	] as const) {
		const message = await from.waitForSelector('textarea[aria-label="Message"]');
		await message?.type(words);
		await from.keyboard.press("Enter");
		await reads(to, words);
	}
	expect(await panel.$$eval("article .text", (all) => all.map((text) => text.textContent))).toEqual([
		"from the sidebar",
		"from the web page",
	]);
	expect(network.streams).toEqual(["ws", "ws"]);
});
