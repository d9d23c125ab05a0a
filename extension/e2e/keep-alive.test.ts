import { mkdtemp, rm } from "node:fs/promises";
import type { AddressInfo } from "node:net";
import { connect, createServer, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Browser, launch, type Page, connect as reconnect } from "puppeteer-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { root } from "../../.config/tasks/steps.ts";
import { chromiumArgs, requireBrowser } from "./browsers.ts";
import { enter, linkOn } from "./meeting.ts";
import { find, press, reads, say } from "./roles.ts";
import { openWorld, type World } from "./world.ts";

/** Browsers stop an idle worker after 30 s; with neither heartbeat nor alarm the stream breaks well within this. */
const aloneMs = 65_000;

let world: World;
let tap: Tap;
beforeAll(async () => {
	world = await openWorld();
	tap = await openTap(Number(new URL(world.network.origin).port));
});
afterAll(async () => {
	await world?.close();
	await tap?.close();
});

/** A way to the server that sees when streams are opened and when they break. */
type Tap = { origin: string; streams: string[]; close(): Promise<void> };

async function openTap(port: number): Promise<Tap> {
	const streams: string[] = [];
	const sockets = new Set<Socket>();
	const server = createServer((near) => {
		const far = connect(port, "127.0.0.1");
		let isStream = false;
		near.on("data", (bytes) => {
			if (!isStream && /^(GET|POST) \/api\/stream /.test(bytes.toString("latin1"))) {
				isStream = true;
				streams.push("opened");
			}
		});
		for (const socket of [near, far]) {
			sockets.add(socket);
			socket.on("error", () => socket.destroy());
			socket.on("close", () => {
				if (socket === near && isStream) streams.push("closed");
				sockets.delete(socket);
				near.destroy();
				far.destroy();
			});
		}
		near.pipe(far).pipe(near);
	});
	await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
	return {
		origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
		streams,
		close() {
			for (const socket of sockets) socket.destroy();
			return new Promise((closed) => server.close(() => closed()));
		},
	};
}

/** A page of the extension in a tab. One with no script of its own neither wakes the worker nor holds it. */
async function open(browser: Browser, id: string, file: string): Promise<Page> {
	const page = await browser.newPage();
	await page.goto(`chrome-extension://${id}/${file}`);
	return page;
}

test("with no page open and no debugger near, the worker lives on its one stream, and a message is on the badge at once", async () => {
	const profile = await mkdtemp(join(tmpdir(), "mayfly-profile-"));
	// By a port and not by a pipe: a pipe can't be let go, and whoever is attached keeps a worker alive.
	const attached = await launch({
		executablePath: requireBrowser("chromium"),
		headless: true,
		enableExtensions: true,
		userDataDir: profile,
		args: [
			...chromiumArgs,
			"--disable-features=DisableLoadExtensionCommandLineSwitch",
			`--load-extension=${join(root, ".output", "chrome-mv3")}`,
		],
	});
	const browserWSEndpoint = attached.wsEndpoint();
	let browser: Browser = attached;
	try {
		const target = await browser.waitForTarget(
			(t) => t.type() === "service_worker" && t.url().endsWith("background.js"),
		);
		const id = new URL(target.url()).host;
		const page = await open(browser, id, "sidepanel.html");
		await page.evaluate((server) => chrome.storage.local.set({ settings: { server } }), tap.origin);
		await press(page, "button", "Start a room");
		const link = await linkOn(page);
		await reads(page, "Nobody else yet");
		const guest = await enter(world, link.replace(tap.origin, world.direct(world.network.origin)), "Quiet Heron");
		await reads(page, "Quiet Heron came in");
		await page.goto("about:blank");
		expect(tap.streams).toEqual(["opened"]);
		await browser.disconnect();

		await new Promise((later) => setTimeout(later, aloneMs));
		expect(tap.streams).toEqual(["opened"]);
		await say(guest, "are you there");
		await reads(guest, "are you there");

		browser = await reconnect({ browserWSEndpoint });
		const quiet = await open(browser, id, "manifest.json");
		await expect.poll(() => quiet.evaluate(() => chrome.action.getBadgeText({})), { timeout: 5_000 }).toBe("1");
		expect(tap.streams).toEqual(["opened"]);
		await find(guest, "button", "2 of 2 people");
	} finally {
		if (!browser.connected) browser = await reconnect({ browserWSEndpoint });
		await browser.close();
		await rm(profile, { recursive: true, force: true, maxRetries: 5 });
	}
});
