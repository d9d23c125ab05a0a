import { join } from "node:path";
import type { ElementHandle, Page } from "puppeteer-core";
import { afterAll, describe, expect, test } from "vitest";
import { root } from "../../.config/tasks/steps.ts";
import { startServer } from "../../backend/serve/server.ts";
import { createMemoryStore } from "../../backend/store/memory.ts";
import { decodeBase64url, encodeBase64url } from "../crypto/base64url.ts";
import { deriveRoomKeyBytes } from "../crypto/keys.ts";
import { parseLink } from "../crypto/link.ts";
import { createPerson, type Person, sendAllHome } from "../hub/testing/person.ts";
import { chunkCount } from "../room/shared-file.ts";
import { type Files, findIn, readFiles } from "./disk.ts";
import { type LoneBrowser, loneChromium, loneFirefox } from "./lone-browsers.ts";
import { openNetwork } from "./network.ts";

afterAll(sendAllHome);

type Words = Record<string, string>;
/** A room of the browser's and all that must not be found of it. */
type Talk = { page: Page; roomId: string; tag: string; words: Words };

const button = (words: string) => `::-p-xpath(//button[normalize-space(.)="${words}"])`;
/** By the DOM: a page that has just come to the front still moves what the mouse would press. */
const pressed = async (page: Page, words: string) => {
	const pressable = (await page.waitForSelector(button(words), { timeout: 20_000 })) as ElementHandle<HTMLElement>;
	await pressable.evaluate((element) => element.click());
};
const reads = (page: Page, words: string) =>
	page.waitForFunction((wanted) => document.body.innerText.includes(wanted), { polling: 100, timeout: 20_000 }, words);

async function write(page: Page, words: string): Promise<void> {
	const box = await page.waitForSelector('textarea[aria-label="Message"]', { timeout: 20_000 });
	await box?.type(words);
}
async function say(page: Page, words: string): Promise<void> {
	await write(page, words);
	await page.keyboard.press("Enter");
	await reads(page, words);
}

/** The link, and every key that comes of it. */
async function wordsOfLink(text: string): Promise<Words> {
	const link = parseLink(text);
	if (link === null) throw new Error(`no link: ${text}`);
	const keys = Object.entries(await deriveRoomKeyBytes(link)).map(([name, bytes]) => [
		`key ${name}`,
		encodeBase64url(bytes),
	]);
	return { roomId: link.roomId, secret: encodeBase64url(link.secret), ...Object.fromEntries(keys) };
}

/** Thirty-two bytes of a file, as a word to look for. */
const wordOf = (bytes: Uint8Array): string => encodeBase64url(bytes.slice(1_000, 1_032));

/** Both show a picture: the browser draws its own anew, and shows both. */
async function showPictures(page: Page, person: Person, roomId: string): Promise<Words> {
	await page.evaluate(async () => {
		const canvas = new OffscreenCanvas(200, 150);
		const context = canvas.getContext("2d");
		const noise = new ImageData(200, 150);
		for (let at = 0; at < noise.data.length; at += 60_000) crypto.getRandomValues(noise.data.subarray(at, at + 60_000));
		context?.putImageData(noise, 0, 0);
		const dataTransfer = new DataTransfer();
		const options = { type: "image/png" };
		dataTransfer.items.add(new File([await canvas.convertToBlob(options)], "noise.png", options));
		document.querySelector("main")?.dispatchEvent(new DragEvent("drop", { dataTransfer, bubbles: true }));
	});
	await page.waitForSelector(".dock .file-card img", { timeout: 20_000 });
	await (await page.waitForSelector('textarea[aria-label="Message"]'))?.focus();
	await page.keyboard.press("Enter");
	const fileOf = () => {
		const room = person.room(roomId);
		const log = room?.phase === "live" ? room.log : [];
		return log.find((entry) => entry.type === "message" && entry.file && entry.arrived === chunkCount(entry.file));
	};
	await person.until(() => fileOf() !== undefined, 20_000);
	const entry = fileOf();
	if (entry?.type !== "message" || !entry.file?.picture) throw new Error("no picture came");
	const { bytes = "" } = await person.do({ type: "read-file", roomId, id: entry.id });
	const mine = decodeBase64url(bytes) ?? new Uint8Array();
	// A picture is read up to its end: what stands behind makes theirs another one.
	const theirs = new Uint8Array(mine.length + 2_000);
	theirs.set(mine);
	crypto.getRandomValues(theirs.subarray(mine.length));
	const { name, picture } = entry.file;
	await person.do({ type: "send-file", roomId, text: "", file: { name, picture }, bytes: encodeBase64url(theirs) });
	await page.waitForFunction(() => document.querySelectorAll("article img").length === 2, { timeout: 20_000 });
	return { myPicture: wordOf(mine), theirPicture: wordOf(theirs.slice(mine.length - 500)) };
}

/** Both say something. `tag` makes the words of each talk its own. */
async function talk(page: Page, person: Person, roomId: string, tag: string): Promise<Words> {
	const words = { mine: `rosebud ${tag} burns`, theirs: `sledge ${tag} glides` };
	await say(page, words.mine);
	await person.until(() => JSON.stringify(person.room(roomId)).includes(words.mine));
	await person.do({ type: "send", roomId, text: words.theirs });
	await reads(page, words.theirs);
	return { ...words, ...(await showPictures(page, person, roomId)) };
}

/** With the network cut: a message that waits to be sent, and a draft. */
async function leaveUnsent(page: Page, tag: string): Promise<Words> {
	const words = { unsent: `unsent ${tag} letter`, draft: `half ${tag} a thought` };
	await say(page, words.unsent);
	await write(page, words.draft);
	return words;
}

/** What the extension holds of a room in its session's memory: the names, the token and the keys. */
async function wordsInSession(page: Page, roomId: string): Promise<Words> {
	const stored = await page.evaluate(async () => (await chrome.storage.session.get(null)) as Record<string, string>);
	const { seat, name } = JSON.parse(stored[`room/${roomId}`] ?? "{}");
	const own = JSON.parse(stored[`keys/${roomId}`] ?? "[]") as { key: string; epoch: number }[];
	return {
		...seat.identity,
		myName: seat.name,
		roomName: name,
		...Object.fromEntries(own.map(({ key, epoch }) => [`sender key ${epoch}`, key])),
	};
}

/** A room that the extension starts, with a person of the test's in it. */
async function startInExtension(page: Page, person: Person, tag: string): Promise<Talk> {
	await pressed(page, "Start a room");
	const box = await page.waitForSelector('input[aria-label="Room link"]', { timeout: 20_000 });
	const link = (await box?.evaluate((input) => input.value)) ?? "";
	const { roomId = "" } = await person.do({ type: "invite", link: link.replace(new URL(link).origin, person.server) });
	const theirName = `Zebulon ${tag} Quokka`;
	await person.do({ type: "join", roomId, name: theirName });
	await reads(page, theirName);
	const said = await talk(page, person, roomId, tag);
	const words = { ...(await wordsOfLink(link)), ...(await wordsInSession(page, roomId)), ...said, theirName };
	return { page, roomId, tag, words };
}

/** A room of a person of the test's, with the browser's web page in it. */
async function joinOnPage(lone: LoneBrowser, person: Person, origin: string, tag: string): Promise<Talk> {
	const theirName = `Zebulon ${tag} Quokka`;
	const started = await person.do({ type: "start", ttlSeconds: 600, capacity: 2, name: theirName });
	const { roomId = "", link = "" } = started;
	const page = await lone.visit(link.replace(person.server, origin));
	const myName = `Ulrika ${tag} Gecko`;
	const box = await page.waitForSelector("::-p-xpath(//label[.='Your name']/..//input)", { timeout: 20_000 });
	await box?.click({ count: 3 });
	await box?.type(myName);
	await pressed(page, "Join room");
	await page.waitForSelector('textarea[aria-label="Message"]', { timeout: 20_000 });
	const said = await talk(page, person, roomId, tag);
	const { name: roomName } = person.live(roomId);
	return { page, roomId, tag, words: { ...(await wordsOfLink(link)), ...said, theirName, myName, roomName } };
}

/** The browser's own history, with the tabs that it would open again: there alone may the link of a visited page be. */
const historyOf = {
	Chromium: /^(Default\/(History|Sessions\/|Favicons|Top Sites|Shortcuts)|segmentation_platform\/)/,
	Firefox: /^(places\.sqlite|favicons\.sqlite|sessionstore|sessionstore-backups\/)/,
};
const inLink = (words: Words): Words => ({ roomId: words.roomId ?? "", secret: words.secret ?? "" });
const besideLink = ({ roomId, secret, ...rest }: Words): Words => rest;

/** Nothing of these rooms is there, but the links of those on the web page in the history. */
function expectNothingOf(files: Files, inExtension: readonly Talk[], onPage: readonly Talk[], history: RegExp): void {
	for (const { words } of inExtension) expect(findIn(files, words)).toEqual([]);
	const elsewhere = new Map([...files].filter(([path]) => !history.test(path)));
	for (const { words } of onPage) {
		expect(findIn(files, besideLink(words))).toEqual([]);
		expect(findIn(elsewhere, inLink(words))).toEqual([]);
	}
}

const kept = (page: Page) =>
	page.evaluate(async () => {
		const databases = await indexedDB.databases();
		const boxes = await caches.keys();
		return { local: { ...localStorage }, session: { ...sessionStorage }, databases, boxes, cookies: document.cookie };
	});
const nothing = { local: {}, session: {}, databases: [], boxes: [], cookies: "" };

describe.each([
	["Chromium", loneChromium],
	["Firefox", loneFirefox],
] as const)("on the disk of %s", (browser, start) => {
	test("there is nothing of a room, neither while it lives nor after it", { timeout: 300_000 }, async ({
		onTestFinished,
	}) => {
		const store = createMemoryStore({ now: Date.now });
		const server = await startServer({ store, webFolder: join(root, ".output", "web") });
		const network = await openNetwork(Number(new URL(server.url).port));
		const lone = await start();
		onTestFinished(async () => {
			await lone.close();
			await network.close();
			await server.close();
		});
		const person = createPerson({ server: server.url });
		/** What is saved and must be found: that shows that the search finds. */
		const saved = "Sentinel Sandpiper";
		const options = await lone.open("options.html");
		const settings = { server: network.origin, theme: "dark", saved };
		await options.evaluate((chosen) => chrome.storage.local.set({ settings: chosen }), settings);
		await options.close();

		const panel = await lone.open("sidepanel.html");
		const ended = [
			await startInExtension(panel, person, "amber"),
			await joinOnPage(lone, person, network.origin, "birch"),
		] as const;
		network.cut();
		for (const { page, words, roomId, tag } of ended) {
			await page.bringToFront();
			Object.assign(words, await leaveUnsent(page, tag));
			await person.do({ type: "destroy", roomId });
		}
		network.mend();
		for (const { page } of ended) {
			await page.bringToFront();
			await page.waitForSelector(button("Start another room"), { timeout: 60_000 });
		}
		const stored = await panel.evaluate(async () => JSON.stringify(await chrome.storage.session.get(null)));
		const { roomId: _, roomName: __, ...gone } = ended[0].words;
		expect(Object.values(gone).filter((word) => stored.includes(word))).toEqual([]);
		expect(await kept(ended[1].page)).toEqual(nothing);
		expect(await kept(panel)).toEqual(nothing);

		await panel.bringToFront();
		await pressed(panel, "Start another room");
		const alive = [
			await startInExtension(panel, person, "cedar"),
			await joinOnPage(lone, person, network.origin, "dogwood"),
		] as const;
		network.cut();
		for (const { page, words, tag } of alive) {
			await page.bringToFront();
			Object.assign(words, await leaveUnsent(page, tag));
			expect(await kept(page)).toEqual(nothing);
		}
		const local = await panel.evaluate(async () => JSON.stringify(await chrome.storage.local.get(null)));
		expect(JSON.parse(local)).toEqual({ settings });

		const rooms = [[ended[0], alive[0]], [ended[1], alive[1]], historyOf[browser]] as const;
		// Longer than either browser keeps to itself what it means to write.
		await new Promise((later) => setTimeout(later, 20_000));
		const running = await readFiles(lone.profile);
		expectNothingOf(running, ...rooms);
		await lone.quit();
		const left = await readFiles(lone.profile);
		expectNothingOf(left, ...rooms);

		expect(findIn(left, { saved })).not.toEqual([]);
		for (const { words } of rooms[1]) expect(findIn(left, inLink(words)).length).toBeGreaterThan(0);
	});
});
