import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Browser, launch, type Page } from "puppeteer-core";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { root } from "../../.config/tasks/steps.ts";
import { type RunningServer, startServer } from "../../backend/serve/server.ts";
import { createMemoryStore } from "../../backend/store/memory.ts";
import { chromiumArgs, requireBrowser } from "./browsers.ts";
import { type Network, openNetwork } from "./network.ts";
import { draftOn, isKept, type Reloading, startAndJoin, times } from "./reloading.ts";
import { find, reads, say } from "./roles.ts";

let server: RunningServer;
let network: Network;
let profile: string;
let browser: Browser;

beforeAll(async () => {
	const store = createMemoryStore({ now: Date.now });
	server = await startServer({ host: "127.0.0.1", port: 0, store, webFolder: join(root, ".output", "web") });
	network = await openNetwork(Number(new URL(server.url).port));
	profile = await mkdtemp(join(tmpdir(), "mayfly-profile-"));
	const options = { executablePath: requireBrowser("chromium"), headless: true, pipe: true, args: chromiumArgs };
	browser = await launch({ ...options, userDataDir: profile });
});
afterAll(async () => {
	await browser?.close();
	await network?.close();
	await server?.close();
	if (profile) await rm(profile, { recursive: true, force: true, maxRetries: 5 });
});

/** A starter elsewhere, and Quiet Heron, whose page is in a profile on disk. */
async function together(): Promise<Reloading> {
	const starter = await (await browser.createBrowserContext()).newPage();
	await starter.goto(server.url);
	const guest = await browser.newPage();
	return startAndJoin({ starter, guest }, { by: (link) => link.replace(server.url, network.origin) });
}

/** The bearer token of the page's member, as its worker would be given it. */
async function tokenOf(page: Page): Promise<string> {
	const session = await page.createCDPSession();
	await session.send("Network.enable");
	const token = new Promise<string>((told) => {
		session.on("Network.webSocketFrameSent", ({ response }) => {
			told((JSON.parse(response.payloadData) as { rooms: { token: string }[] }).rooms[0]?.token ?? "");
		});
	});
	await isKept(page);
	await page.reload();
	expect(await token).toMatch(/^[\w-]{43}$/);
	return token;
}

/** Which of these words are in which files of a folder, in UTF-8 or UTF-16. */
async function filesWith(folder: string, words: string[]): Promise<string[]> {
	const found: string[] = [];
	for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
		if (!entry.isFile()) continue;
		const bytes = await readFile(join(entry.parentPath, entry.name));
		for (const word of words) {
			if (bytes.includes(word) || bytes.includes(Buffer.from(word, "utf16le"))) found.push(`${word}: ${entry.name}`);
		}
	}
	return found;
}

/** Nobody stays for the next test. */
const closeAll = async () => {
	for (const page of await browser.pages()) if (page.url() !== "about:blank") await page.close();
};

// What only Chromium tells and does: stops a worker at a word, shows what goes over a WebSocket.
describe("a guest page that is loaded anew in Chromium", () => {
	afterEach(closeAll);

	it("keeps its seat when its worker had been stopped meanwhile", async () => {
		const { starter, guest } = await together();
		await isKept(guest);
		const session = await guest.createCDPSession();
		await session.send("ServiceWorker.enable");
		await session.send("ServiceWorker.stopAllWorkers");
		await session.detach();
		await guest.reload();
		await find(guest, "textbox", "Message");
		expect(await times(starter, "Quiet Heron left")).toBe(0);
	});

	it("and closed gives its seat back within 15 s, and leaves no worker and nothing it kept on the disk", async () => {
		const { starter, guest } = await together();
		const token = await tokenOf(guest);
		await say(guest, "rosebud sledge");
		await reads(starter, "rosebud sledge");
		await isKept(guest);
		await (await find(guest, "textbox", "Message")).type("half a thought");
		await guest.reload();
		expect(await draftOn(guest)).toBe("half a thought");
		const workers = () => guest.evaluate(async () => (await navigator.serviceWorker.getRegistrations()).length);
		expect(await workers()).toBe(1);
		await guest.close();
		await reads(starter, "Quiet Heron left", 15_000);
		const late = await browser.newPage();
		await late.goto(network.origin);
		await expect
			.poll(() => late.evaluate(async () => (await navigator.serviceWorker.getRegistrations()).length), {
				timeout: 20_000,
			})
			.toBe(0);
		await browser.close();
		const kept = await filesWith(profile, ["rosebud sledge", "half a thought", token, '"signSeed":"', '"boxSeed":"']);
		expect(kept).toEqual([]);
	});
});
