import { rm } from "node:fs/promises";
import { join } from "node:path";
import type { Page } from "puppeteer-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { root } from "../../.config/tasks/steps.ts";
import { type RunningServer, startServer } from "../../backend/serve/server.ts";
import { createMemoryStore } from "../../backend/store/memory.ts";
import { builtFor } from "./built-for.ts";
import { ChromiumWithExtension } from "./chromium-browser.ts";
import { linkOn } from "./meeting.ts";
import { fill, find, gone, messages, press, reads, say } from "./roles.ts";

let server: RunningServer;
let folder: string;
let browser: ChromiumWithExtension;

beforeAll(async () => {
	const store = createMemoryStore({ now: Date.now });
	server = await startServer({ host: "127.0.0.1", port: 0, store, webFolder: join(root, ".output", "web") });
	folder = await builtFor(server.url, "chrome-mv3");
	browser = await ChromiumWithExtension.launch(server.url, { folder });
});
afterAll(async () => {
	await browser?.close();
	await server?.close();
	if (folder) await rm(folder, { recursive: true, force: true });
});

/** Somebody elsewhere, without the extension, starts a room of two. */
async function startElsewhere(): Promise<{ starter: Page; link: string }> {
	const context = await browser.browser.createBrowserContext();
	const starter = await context.newPage();
	await starter.goto(server.url);
	await press(starter, "button", "Start a room");
	return { starter, link: await linkOn(starter) };
}

/** The link, opened in a tab of the browser that has the extension. */
async function open(link: string): Promise<Page> {
	const page = await browser.browser.newPage();
	await page.goto(link);
	return page;
}

/** The same, and in the room by it. */
async function openSeated(link: string): Promise<Page> {
	const page = await open(link);
	await fill(page, "Your name", "Quiet Heron");
	await press(page, "button", "Join room");
	await find(page, "textbox", "Message");
	return page;
}

/** Goes on in the side panel with a seat in a room of two. */
async function move(page: Page): Promise<Page> {
	await press(page, "button", "2 of 2 people");
	await press(page, "button", "Open in side panel");
	const panel = await browser.panel();
	await find(panel, "textbox", "Message");
	await find(panel, "button", "2 of 2 people");
	return panel;
}

describe("a room link in a browser that has the extension", () => {
	it("one press on the page goes on in the side panel", async () => {
		const { starter, link } = await startElsewhere();
		await browser.killWorker();
		const page = await open(link);
		await press(page, "button", "Open in side panel");
		const panel = await browser.panel();
		await press(panel, "button", "Join room");
		await find(panel, "textbox", "Message");
		await find(starter, "button", "2 of 2 people");
		await find(page, "heading", "It goes on in the side panel.");
		await say(panel, "from the panel");
		await reads(starter, "from the panel");
		await panel.close();
		await page.close();
	});

	it("a seat on the page moves along out of a locked room and into it again, where nobody else comes in", async () => {
		const { starter, link } = await startElsewhere();
		const page = await openSeated(link);
		await starter.bringToFront();
		await press(starter, "button", "2 of 2 people");
		await press(starter, "button", "Lock the room");
		await find(starter, "button", "Let people in");
		await press(starter, "button", "Close");
		await page.bringToFront();
		await reads(page, "The room is locked. Nobody new comes in.");
		const panel = await move(page);
		await say(panel, "still here");
		await reads(starter, "still here");
		await panel.close();
		await page.close();
	});

	it("a seat on the page in a full room moves along, with name, draft and all that was said", async () => {
		const { starter, link } = await startElsewhere();
		const page = await openSeated(link);
		await say(page, "said on the page");
		await reads(starter, "said on the page");
		await say(starter, "an answer");
		await reads(page, "an answer");
		await (await find(page, "textbox", "Message")).type("half a thought");
		const panel = await move(page);
		await find(page, "heading", "It goes on in the side panel.");
		await reads(starter, "Quiet Heron left");
		const box = await find(panel, "textbox", "Message");
		await expect.poll(() => box.evaluate((area) => (area as HTMLTextAreaElement).value)).toBe("half a thought");
		await find(starter, "button", "2 of 2 people");
		// The seat is a new one, with keys of its own; what was said and read on the page came along, as read.
		await reads(panel, "an answer");
		expect(await messages(panel)).toEqual(["said on the page", "an answer"]);
		await gone(panel, "separator", "New messages");
		await say(starter, "and on it goes");
		await reads(panel, "and on it goes");
		await gone(page, "textbox", "Message");
	});

	it("a press of the toolbar icon on the page of another server offers that room, and names the server", async () => {
		const { starter, link } = await startElsewhere();
		// Another origin by name, though the same server answers.
		const page = await open(link.replace("127.0.0.1", "localhost"));
		await find(page, "button", "Join room");
		await gone(page, "button", "Open in side panel");
		const popup = await browser.popup(page);
		await press(popup, "button", `Join on localhost:${new URL(link).port}`);
		await find(popup, "textbox", "Room link");
		await find(starter, "button", "2 of 2 people");
		await page.close();
	});

	it("a press of the toolbar icon on any other page is the start", async () => {
		const page = await open(`${server.url}/`);
		const popup = await browser.popup(page);
		await find(popup, "button", "Start a room");
		await page.close();
	});
});
