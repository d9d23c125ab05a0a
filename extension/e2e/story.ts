// The animation of the README, taken from the built product while two people use it: `npm run story`.
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import type { Page } from "puppeteer-core";
import sharp from "sharp";
import { root } from "../../.config/tasks/steps.ts";
import { atRest } from "./at-rest.ts";
import { linkOn } from "./meeting.ts";
import { fill, find, press, reads } from "./roles.ts";
import { openChromiumWorld } from "./world.ts";

/** CSS px. The page and the panel beside it are one window; the guest's page is another. */
const sizes = {
	page: { width: 400, height: 560 },
	popup: { width: 360, height: 440 },
	panel: { width: 360, height: 560 },
	guest: { width: 340, height: 560 },
};
const margin = 28;
const whole = {
	width: sizes.page.width + sizes.panel.width + sizes.guest.width + 3 * margin,
	height: 560 + 2 * margin,
};
const ground = "#e8ece7";

type Place = keyof typeof sizes;
const places: Record<Place, { left: number; top: number }> = {
	page: { left: margin, top: margin },
	popup: { left: margin + 30, top: margin + 12 },
	panel: { left: margin + sizes.page.width, top: margin },
	guest: { left: 2 * margin + sizes.page.width + sizes.panel.width, top: margin },
};

/** What the starter reads while they talk, and shares. */
const site = `<!doctype html><html lang="en"><title>Trains today</title>
<style>
	body { margin: 0; font: 16px/24px sans-serif; color: #223; background: #fff }
	header { padding: 20px 24px; background: #2f4a57; color: #fff; font-size: 22px; font-weight: 600 }
	table { inline-size: 100%; border-collapse: collapse }
	td { padding: 14px 24px; border-block-end: 1px solid #dde3e6; font-variant-numeric: tabular-nums }
</style>
<header>Trains today</header>
<table>
	${[
		["17:42", "Harbour", "2"],
		["17:55", "Old Mill", "1"],
		["18:10", "Alder Junction", "4"],
		["18:21", "Harbour", "2"],
		["18:30", "Lakeside", "3"],
		["18:44", "Old Mill", "1"],
		["18:58", "Harbour", "2"],
	]
		.map((row) => `<tr>${row.map((cell) => `<td>${cell}`).join("")}`)
		.join("")}
</table>`;

async function openSite(): Promise<{ url: string; close(): void }> {
	const server = createServer((_, response) => response.setHeader("content-type", "text/html").end(site));
	await new Promise<void>((listening) => server.listen(0, "localhost", listening));
	// Browsers know of themselves where `localhost` and all below it is.
	return {
		url: `http://trains.localhost:${(server.address() as AddressInfo).port}/`,
		close: () => void server.close(),
	};
}

/** The pages that are in the picture, and the pictures so far. */
const stage = new Map<Place, Page>();
const frames: { image: Buffer; ms: number }[] = [];

/** The corners of what stands there alone are round. */
const rounded = ({ width, height }: { width: number; height: number }) =>
	Buffer.from(`<svg width="${width}" height="${height}"><rect width="${width}" height="${height}" rx="12"/></svg>`);

/** One more picture, of what is on the stage now, to be looked at for `ms`. */
async function show(ms: number): Promise<void> {
	const parts = [];
	for (const place of ["page", "panel", "guest", "popup"] as const) {
		const page = stage.get(place);
		if (!page) continue;
		const shot = await page.screenshot({ clip: { x: 0, y: 0, ...sizes[place] } });
		const input = await sharp(shot)
			.composite([{ input: rounded(sizes[place]), blend: "dest-in" }])
			.png()
			.toBuffer();
		parts.push({ input, ...places[place] });
	}
	const canvas = sharp({ create: { ...whole, channels: 3, background: ground } });
	frames.push({ image: await canvas.composite(parts).png().toBuffer(), ms });
}

async function put(place: Place, page: Page): Promise<void> {
	stage.set(place, page);
	// The popup and the panel are as large as the browser makes them.
	if (place === "page" || place === "guest") await page.setViewport({ ...sizes[place], deviceScaleFactor: 1 });
	await page.evaluate(() => document.fonts.ready.then(() => undefined));
}

/** The browser's own bars take 135 px of its window above the panel. */
async function makePanelAsHighAs(page: Page, height: number): Promise<void> {
	const session = await page.createCDPSession();
	const { windowId } = await session.send("Browser.getWindowForTarget");
	await session.send("Browser.setWindowBounds", { windowId, bounds: { width: 1_000, height: height + 135 } });
	await session.detach();
}

/** Writes a message, some letters a picture. */
async function write(page: Page, text: string): Promise<void> {
	await page.mouse.move(1, 1);
	const box = await find(page, "textbox", "Message");
	await box.focus();
	for (let at = 0; at < text.length; at += 7) {
		await page.keyboard.type(text.slice(at, at + 7));
		await show(120);
	}
	await page.keyboard.press("Enter");
}

const world = await openChromiumWorld();
const trains = await openSite();
try {
	await world.settings({ name: "Small Plover" });
	const page = await world.browser.browser.newPage();
	await page.goto(trains.url);
	await makePanelAsHighAs(page, sizes.panel.height);
	await put("page", page);
	await show(900);

	const popup = await world.browser.popup(page);
	await find(popup, "button", "Start a room");
	await put("popup", popup);
	await show(1_600);
	await press(popup, "button", "Start a room");
	await reads(popup, "Link copied");
	const link = await linkOn(popup);
	await show(1_600);
	stage.delete("popup");
	await press(popup, "button", "Open in side panel");
	const panel = await world.panel();
	await reads(panel, "Nobody else yet");
	await put("panel", panel);
	await show(1_200);

	const guest = await world.guest(world.direct(link));
	await find(guest, "button", "Join room");
	await put("guest", guest);
	await show(1_000);
	await fill(guest, "Your name", "Quiet Heron");
	await show(900);
	await press(guest, "button", "Join room");
	await find(guest, "textbox", "Message");
	await guest.mouse.move(1, 1);
	await reads(panel, "Quiet Heron came in");
	await show(1_000);

	await write(guest, "Which train is she on?");
	await reads(panel, "Which train is she on?");
	await show(900);
	await press(panel, "button", "Share this page");
	await find(panel, "group", "Page to share");
	await show(1_400);
	await write(panel, "The 18:10. She thinks it’s dinner.");
	await reads(guest, "She thinks it’s dinner.");
	await show(1_600);
	await write(guest, "Thirty candles, or do we lie?");
	await reads(panel, "do we lie?");
	await show(700);
	await write(panel, "We lie. Twenty-nine again.");
	await reads(guest, "Twenty-nine again.");
	await show(1_800);

	await press(panel, "button", "Destroy room");
	await find(panel, "alertdialog", "Destroy this room?");
	await atRest(panel);
	await show(1_200);
	await press(panel, "button", "Destroy for everyone");
	for (const ended of [panel, guest]) {
		await find(ended, "heading", "Room destroyed.");
		await atRest(ended);
	}
	await reads(panel, "confirmed");
	await show(3_500);

	const file = join(root, ".github", "story.webp");
	await sharp(
		frames.map(({ image }) => image),
		{ join: { animated: true } },
	)
		.webp({ delay: frames.map(({ ms }) => ms), loop: 0, quality: 82, effort: 6, smartSubsample: true })
		.toFile(file);
	console.log(`${frames.length} pictures are in ${file}`);
} finally {
	trains.close();
	await world.close();
}
