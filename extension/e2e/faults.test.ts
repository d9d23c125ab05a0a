import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { Page } from "puppeteer-core";
import { afterAll, afterEach, beforeAll, describe, expect, it, test } from "vitest";
import { limits } from "../../backend/protocol/limits.ts";
import { formatLink, newLink } from "../crypto/link.ts";
import { secureRandom } from "../crypto/random.ts";
import { bytesLeft } from "../ui/room/message-length.ts";
import { enter, openInPopup, secretOf, startInPanel, together } from "./meeting.ts";
import { fill, find, gone, messages, press, reads, readsNoMore, say } from "./roles.ts";
import { openWorld, type World } from "./world.ts";

let world: World;
let stranger: Stranger;

beforeAll(async () => {
	[world, stranger] = await Promise.all([openWorld(), openStranger()]);
});
afterAll(async () => {
	await stranger?.close();
	await world?.close();
});
afterEach(async () => {
	await world.tidy();
	stranger.heard.length = 0;
});

/** A web server that is none of ours: it answers everything with a page. */
type Stranger = { origin: string; heard: string[]; close(): Promise<unknown> };

async function openStranger(): Promise<Stranger> {
	const heard: string[] = [];
	const server: Server = createServer(async (request, response) => {
		let body = "";
		for await (const chunk of request) body += chunk;
		heard.push(`${request.method} ${request.url} ${JSON.stringify(request.headers)} ${body}`);
		// It lets anybody read what it says: the worst case, and what a proxy's page often does.
		response
			.setHeader("access-control-allow-origin", "*")
			.setHeader("access-control-allow-headers", "*, authorization");
		response.setHeader("content-type", "text/html").end("<!doctype html><title>Welcome to the lobby</title><p>Hi");
	});
	await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
	return {
		origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
		heard,
		close: () => new Promise((closed) => server.close(closed)),
	};
}

const standsIn = async (page: Page, role: string, name: string): Promise<string> =>
	(await find(page, role, name)).evaluate((control) => (control as HTMLInputElement).value);

/** Replaces what stands in a box, at once as a paste does. */
async function paste(page: Page, name: string, text: string): Promise<void> {
	await (await find(page, "textbox", name)).click({ count: 3 });
	await page.keyboard.press("Backspace");
	await page.evaluate((words) => document.execCommand("insertText", false, words), text);
}

describe("a server that is none of ours", () => {
	it("is told at the start, the choices stay, and another server works without a new popup", async () => {
		await world.settings({ server: stranger.origin });
		const popup = await world.popup();
		await (await find(popup, "combobox", "Lives for")).select("3600");
		await press(popup, "button", "Start a room");
		const host = new URL(stranger.origin).host;
		await reads(
			popup,
			`The room didn’t start: ${host} answers, but it’s no Mayfly server. Nothing of the room was sent. Check the server’s address.`,
		);
		expect(await standsIn(popup, "combobox", "Lives for")).toBe("3600");
		// From the popup itself: another page in front would close it.
		expect(await popup.evaluate(async () => Object.keys(await chrome.storage.session.get(null)))).toEqual([]);
		await popup.evaluate((server) => chrome.storage.local.set({ settings: { server } }), world.network.origin);
		await press(popup, "button", "Try again");
		await reads(popup, "Link copied");
		await reads(popup, "59:");
	});

	it("is named before a join and told after it; the name typed stays, and neither it nor the secret was sent", async () => {
		const link = formatLink(newLink(stranger.origin, secureRandom));
		const host = new URL(stranger.origin).host;
		const popup = await openInPopup(world, link);
		await find(popup, "button", `Join on ${host}`);
		expect(stranger.heard).toEqual([]);
		await fill(popup, "Your name", "Ada Lovelace");
		await press(popup, "button", `Join on ${host}`);
		await reads(popup, `You’re not in yet: ${host} answers, but it’s no Mayfly server.`);
		expect(await standsIn(popup, "textbox", "Your name")).toBe("Ada Lovelace");
		expect(stranger.heard.length).toBeGreaterThan(0);
		for (const word of [secretOf(link), "Ada Lovelace"]) expect(stranger.heard.join()).not.toContain(word);
		await press(popup, "button", "Don’t join");
		await find(popup, "heading", "A room for now.");
		expect(await world.storedByExtension()).not.toContain(secretOf(link));
	});
});

it("a server that is away at the start is named, and Try again starts the room once it is back", async () => {
	world.network.cut();
	const popup = await world.popup();
	await press(popup, "button", "Start a room");
	await reads(popup, `The room didn’t start: ${new URL(world.network.origin).host} doesn’t answer.`, 40_000);
	world.network.mend();
	await press(popup, "button", "Try again");
	await reads(popup, "Link copied", 20_000);
	await readsNoMore(popup, "doesn’t answer");
});

it("a server that is away at a join is named, and the same press joins once it is back, as the same person", async () => {
	const { panel, link } = await startInPanel(world);
	const guest = await world.guest(link);
	await fill(guest, "Your name", "Quiet Heron");
	world.network.cut();
	await press(guest, "button", "Join room");
	await reads(guest, "You’re not in yet", 40_000);
	world.network.mend();
	await press(guest, "button", "Join room");
	await find(guest, "textbox", "Message", 20_000);
	await reads(panel, "Quiet Heron came in", 40_000);
	await find(panel, "button", "2 of 2 people");
});

describe("what is written is never lost", () => {
	it("a message that the room has no space for says so, stays, and is sent when there is space", async () => {
		const { panel, guest, link } = await together(world);
		const room = `{${new URL(link).pathname.slice("/r/".length)}}:room`;
		await world.redis.hset(room, "bytes", limits.roomBytes);
		await say(panel, "one thing too many");
		await reads(panel, "Not sent: the room holds no more messages");
		await reads(panel, "one thing too many");
		await world.redis.hset(room, "bytes", 1000);
		await press(panel, "button", "Try again");
		await reads(guest, "one thing too many");
		await readsNoMore(panel, "Not sent");
		expect(await messages(guest)).toEqual(["one thing too many"]);
	});

	it("a message that this browser has no space for stays in the box, and goes when there is space", async () => {
		const { panel, guest } = await together(world);
		await world.browser.inPage(async () => {
			for (const size of [1 << 22, 1 << 20, 1 << 18, 1 << 16, 1 << 14, 1 << 12, 1 << 10, 1 << 8, 1 << 6]) {
				for (let n = 0; ; n++) {
					const stored = await chrome.storage.session.set({ [`fill-${size}-${n}`]: "x".repeat(size) }).then(
						() => true,
						() => false,
					);
					if (!stored) break;
				}
			}
		});
		await say(panel, "no room for this anywhere");
		await reads(panel, "this browser has no space left");
		expect(await standsIn(panel, "textbox", "Message")).toBe("no room for this anywhere");
		await world.browser.inPage(async () => {
			const keys = Object.keys(await chrome.storage.session.get(null));
			await chrome.storage.session.remove(keys.filter((key) => key.startsWith("fill-")));
		});
		await (await find(panel, "textbox", "Message")).press("Enter");
		await reads(guest, "no room for this anywhere");
		await readsNoMore(panel, "no space left");
	});

	it("the longest message goes whole; one character more says it is too long, and stays", async () => {
		const { panel, guest } = await together(world);
		const longest = "m".repeat(bytesLeft({ text: "" }));
		await paste(panel, "Message", longest);
		await reads(panel, "Nearly full");
		await panel.keyboard.press("Enter");
		await find(guest, "article", await guestSees(guest));
		expect(await messages(guest)).toEqual([longest]);

		await paste(panel, "Message", `${longest}m`);
		await reads(panel, "It’s too long, by about 1 character");
		await panel.keyboard.press("Enter");
		await reads(panel, "Not sent: it’s too long");
		expect(await standsIn(panel, "textbox", "Message")).toBe(`${longest}m`);
		await panel.keyboard.press("Backspace");
		await reads(panel, "Nearly full");
		await panel.keyboard.press("Enter");
		await expect.poll(() => messages(guest), { timeout: 10_000 }).toEqual([longest, longest]);
	});
});

/** The name of the first message that a page shows, once there is one. */
async function guestSees(page: Page): Promise<string> {
	const article = await page.waitForSelector('[role="log"] article');
	return (await article?.evaluate((element) => element.getAttribute("aria-label"))) ?? "";
}

test("links that are broken in any way are told, nothing is asked of their servers, and a whole one opens", async () => {
	const link = formatLink(newLink(stranger.origin, secureRandom));
	const [address = "", secret = ""] = link.split("#");
	const popup = await openInPopup(world, "   ");
	await find(popup, "heading", "A room for now.");
	for (const broken of [
		"hello",
		"javascript:alert(1)",
		stranger.origin,
		address,
		`${address}#`,
		`${address}#${secret.slice(0, -1)}`,
		`${address}#${secret}x`,
		`${address}#${secret.replace(/.$/, "!")}`,
		`${address.slice(0, -1)}#${secret}`,
		link.replace("/r/", "/x/"),
		link.replace("http://", "ftp://"),
		link.replace("http://", "http://ada@"),
		`${link} and more`,
		"x".repeat(5000),
	]) {
		await paste(popup, "Have a link?", broken);
		await press(popup, "button", "Open");
		await find(popup, "heading", "This link doesn’t open.");
		await reads(popup, "A part of it is missing or changed.");
		await press(popup, "button", "Back");
		await find(popup, "heading", "A room for now.");
	}
	await paste(popup, "Have a link?", `  <${link}>`);
	await press(popup, "button", "Open");
	await find(popup, "button", `Join on ${new URL(stranger.origin).host}`);
	expect(stranger.heard).toEqual([]);
});

test("a hostile message and a hostile name are text and nothing else", async () => {
	const { panel, link } = await startInPanel(world);
	const guest = await enter(world, world.direct(link), "<b>Eve</b>\u202E");
	await find(panel, "button", "2 of 2 people");
	const hostile = [
		'<img src=x onerror="document.title=1"><script>document.title=1</script>',
		"javascript:alert(1) data:text/html,<p>x vbscript:x file:///etc/passwd chrome://settings",
		"[press](javascript:alert(1)) <a href='javascript:alert(1)'>https://ok.example.org/</a>",
		"\u202Ehttps://evil.example.org/gro.elpmaxe.knab//:sptth\u202C after",
		"https://bank.example.org@evil.example.org/ http:javascript:alert(1)",
		"&lt;b&gt; &amp; {{7*7}}",
	];
	for (const text of hostile) {
		await paste(guest, "Message", text);
		await guest.keyboard.press("Enter");
		await expect.poll(() => messages(panel), { timeout: 10_000 }).toContain(text);
	}
	expect(await messages(panel)).toEqual(hostile);
	const log = await panel.$eval('[role="log"]', (element) => ({
		hrefs: [...element.querySelectorAll("a")].map((a) => ({
			href: a.href,
			rel: a.rel,
			target: a.target,
			bidi: getComputedStyle(a).unicodeBidi,
		})),
		foreign: element.querySelectorAll("img, script, iframe, object, embed, style, link, b").length,
		names: [...element.querySelectorAll("article")].map((article) => article.getAttribute("aria-label")),
	}));
	expect(log.foreign).toBe(0);
	expect(log.hrefs.map(({ href }) => href)).toContain("https://ok.example.org/");
	for (const { href, rel, target, bidi } of log.hrefs) {
		expect(href).toMatch(/^https?:\/\/[^@]*$/);
		expect({ rel, target, bidi }).toEqual({ rel: "noreferrer noopener", target: "_blank", bidi: "isolate" });
	}
	for (const name of log.names) expect(name).toMatch(/^<b>Eve<\/b>, /);
	expect(await panel.title()).toBe("Mayfly");
	await gone(panel, "link", "press");
});

test("Test and save with a wrong address says why, and keeps the server there was", async () => {
	const options = await world.browser.open("options.html");
	const saved = () =>
		world.browser.inPage(async () => {
			const { settings } = (await chrome.storage.local.get("settings")) as { settings: { server: string } };
			return settings.server;
		});
	const host = new URL(stranger.origin).host;
	for (const [address, why] of [
		["", "That’s no web address."],
		["not an address", "That’s no web address."],
		["javascript:alert(1)", "That’s no web address."],
		[stranger.origin, `${host} answers, but it’s no Mayfly server.`],
		["http://127.0.0.1:9", "127.0.0.1:9 doesn’t answer."],
	] as const) {
		await (await find(options, "textbox", "Server address")).click({ count: 3 });
		await options.keyboard.press("Backspace");
		await options.keyboard.type(address);
		await press(options, "button", "Test and save");
		await reads(options, `${why} Nothing was saved.`);
		expect(await saved()).toBe(world.network.origin);
		expect(await standsIn(options, "textbox", "Server address")).toBe(address);
	}
	await fill(options, "Server address", `${world.direct(world.network.origin)}/some/page?x#y`);
	await press(options, "button", "Test and save");
	await reads(options, "It answers. Saved.");
	expect(await saved()).toBe(world.direct(world.network.origin));
	await options.close();
});
