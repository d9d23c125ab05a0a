import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Browser, launch, type Page } from "puppeteer-core";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { root } from "../../.config/tasks/steps.ts";
import { type RunningServer, startServer } from "../../backend/serve/server.ts";
import { createMemoryStore } from "../../backend/store/memory.ts";
import { chromiumArgs, requireBrowser } from "./browsers.ts";
import { linkOn } from "./meeting.ts";
import { type Network, openNetwork } from "./network.ts";
import { fill, find, messages, press, reads, readsNoMore, say } from "./roles.ts";

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

/** A starter elsewhere, in a full room with Quiet Heron, whose page is in a profile on disk. */
async function together({ capacity = "2", noWorker = false } = {}): Promise<{ starter: Page; guest: Page }> {
	const starter = await (await browser.createBrowserContext()).newPage();
	await starter.goto(server.url);
	await (await find(starter, "combobox", "People")).select(capacity);
	await press(starter, "button", "Start a room");
	const link = await linkOn(starter);
	const guest = await browser.newPage();
	if (noWorker) {
		await guest.evaluateOnNewDocument(() => Object.defineProperty(navigator, "serviceWorker", { value: undefined }));
	}
	await guest.goto(link.replace(server.url, network.origin));
	await fill(guest, "Your name", "Quiet Heron");
	await press(guest, "button", "Join room");
	await find(guest, "textbox", "Message");
	await reads(starter, "Quiet Heron came in");
	return { starter, guest };
}

const draftOn = async (page: Page) =>
	(await find(page, "textbox", "Message")).evaluate((box) => (box as HTMLTextAreaElement).value);

/** The page's worker is there: from now on a reload keeps the seat. */
const isKept = (page: Page) =>
	expect
		.poll(() => page.evaluate(async () => (await navigator.serviceWorker.getRegistration("/assets/"))?.active?.state), {
			timeout: 20_000,
		})
		.toBe("activated");

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

/** How often the room's log says it. */
const times = (page: Page, words: string) =>
	page.$eval('[role="log"]', (log, wanted) => (log as HTMLElement).innerText.split(wanted).length - 1, words);

/** Nobody stays for the next test. */
const closeAll = async () => {
	for (const page of await browser.pages()) if (page.url() !== "about:blank") await page.close();
};

describe("a guest page that is loaded anew", () => {
	afterEach(closeAll);

	it("keeps its seat in a full room, its name, what was said and what is being written, as often as one likes", async () => {
		const { starter, guest } = await together();
		await say(guest, "said before");
		await reads(starter, "said before");
		await isKept(guest);
		for (const again of ["once", " twice"]) {
			await (await find(guest, "textbox", "Message")).focus();
			await guest.keyboard.press("End");
			await guest.keyboard.type(again);
			await guest.reload();
			await reads(guest, "said before");
		}
		expect(await draftOn(guest)).toBe("once twice");
		await find(guest, "button", "2 of 2 people");
		await press(guest, "button", "Send");
		await reads(starter, "once twice");
		expect(await messages(starter)).toEqual(["said before", "once twice"]);
		expect(await times(starter, "Quiet Heron came in")).toBe(1);
		expect(await times(starter, "Quiet Heron left")).toBe(0);
	});

	it("sends what waited, once", async () => {
		const { starter, guest } = await together();
		await isKept(guest);
		await guest.evaluateOnNewDocument(() => {
			const real = fetch;
			const inTunnel = (url: unknown) => !("isOut" in globalThis) && `${url}`.endsWith("/messages");
			globalThis.fetch = (url, init) => (inTunnel(url) ? Promise.reject(new TypeError()) : real(url, init));
		});
		await guest.reload();
		await say(guest, "written in a tunnel");
		await reads(guest, "Waiting to send");
		await isKept(guest);
		await guest.reload();
		await reads(guest, "Waiting to send");
		await guest.evaluate(() => Object.assign(globalThis, { isOut: true }));
		await reads(starter, "written in a tunnel", 30_000);
		await readsNoMore(guest, "Waiting to send");
		expect(await messages(starter)).toEqual(["written in a tunnel"]);
	});

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

	it("beside a second one on the same link keeps its own seat: never two pages as one member", async () => {
		const { starter, guest } = await together({ capacity: "3" });
		const second = await browser.newPage();
		await second.goto(guest.url());
		await fill(second, "Your name", "Pale Wren");
		await press(second, "button", "Join room");
		await find(second, "button", "3 of 3 people");
		await isKept(second);
		await Promise.all([guest.reload(), second.reload()]);
		// What is behind another tab does not answer by role.
		await guest.bringToFront();
		await find(guest, "button", "3 of 3 people");
		await say(guest, "from one");
		await second.bringToFront();
		await find(second, "button", "3 of 3 people");
		await say(second, "from the other");
		await Promise.all([reads(starter, "from one"), reads(starter, "from the other")]);
		const senders = await starter.$$eval('[role="log"] article', (all) =>
			all.map((article) => article.getAttribute("aria-label")?.split(",")[0]),
		);
		expect(senders.toSorted()).toEqual(["Pale Wren", "Quiet Heron"]);
	});

	it("leaves its seat at once where the browser allows no worker", async () => {
		const { starter, guest } = await together({ noWorker: true });
		await guest.reload();
		await find(guest, "button", "Join room");
		await reads(starter, "Quiet Heron left", 5_000);
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
