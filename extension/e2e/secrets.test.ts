import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { CDPSession, Page } from "puppeteer-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { encodeBase64url } from "../crypto/base64url.ts";
import { deriveRoomKeyBytes } from "../crypto/keys.ts";
import { formatLink, newLink, parseLink } from "../crypto/link.ts";
import { secureRandom } from "../crypto/random.ts";
import { openInPopup, startInPanel } from "./meeting.ts";
import { fill, find, press, pressRoom, reads, say } from "./roles.ts";
import { openWorld, type World } from "./world.ts";

let world: World;
beforeAll(async () => {
	world = await openWorld();
});
afterAll(() => world?.close());

/** What a place was told, line by line. */
type Heard = string[];

/** Notes all that a page or a worker says to its console, its uncaught errors too. */
async function hearConsole(session: CDPSession, heard: Heard): Promise<void> {
	const note = (said: unknown) => heard.push(JSON.stringify(said));
	session.on("Runtime.consoleAPICalled", note);
	session.on("Runtime.exceptionThrown", note);
	session.on("Log.entryAdded", note);
	await session.send("Runtime.enable");
	await session.send("Log.enable");
}

async function hearWorker(heard: Heard): Promise<void> {
	const worker = await world.browser.browser.waitForTarget((target) => target.type() === "service_worker");
	await hearConsole(await worker.createCDPSession(), heard);
}

/** Every command that reaches Redis from now on, those of scripts too, with all that goes with it. */
async function hearRedis(heard: Heard): Promise<() => void> {
	const monitor = await world.redis.monitor();
	monitor.on("monitor", (_time: string, args: string[]) => heard.push(args.join(" ")));
	monitor.on("error", () => {});
	return () => monitor.disconnect();
}

/** A server that is none of ours: a page to whoever asks, then JSON that means nothing. */
async function openStranger(): Promise<{ origin: string; heard: Heard; close(): Promise<unknown> }> {
	const heard: Heard = [];
	const server = createServer(async (request, response) => {
		let body = "";
		for await (const chunk of request) body += chunk;
		heard.push(`${request.url} ${JSON.stringify(request.headers)} ${body}`);
		response.setHeader("access-control-allow-origin", "*").setHeader("access-control-allow-headers", "*");
		if (heard.length % 2 === 1) response.setHeader("content-type", "text/html").end("<!doctype html><title>Hi</title>");
		else response.setHeader("content-type", "application/json").end('{"now":"\\u0000","members":[[]],"cursor":{}}');
	});
	await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
	const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
	return { origin, heard, close: () => new Promise((closed) => server.close(closed)) };
}

/** A guest, and the token that its first frame shows to the server. */
async function enterWithToken(link: string, name: string, heard: Heard): Promise<{ guest: Page; token: () => string }> {
	const guest = await world.guest(world.direct(link));
	const session = await guest.createCDPSession();
	await hearConsole(session, heard);
	await session.send("Network.enable");
	let token = "";
	session.on("Network.webSocketFrameSent", ({ response }) => {
		token = (JSON.parse(response.payloadData) as { rooms: { token: string }[] }).rooms[0]?.token ?? token;
	});
	await fill(guest, "Your name", name);
	await press(guest, "button", "Join room");
	await find(guest, "textbox", "Message");
	return { guest, token: () => token };
}

const said = {
	mine: "rosebud burns bright",
	theirs: "sledge glides on",
	late: "written in the dark",
	draft: "half a thought",
	last: "to nobody at all",
};

test("whatever goes wrong, no console, no log and nothing in Redis shows what is secret", async () => {
	const consoles: Heard = [];
	const redis: Heard = [];
	const stranger = await openStranger();
	const stopHearing = await hearRedis(redis);
	await hearWorker(consoles);
	const { panel, link } = await startInPanel(world);
	await hearConsole(await panel.createCDPSession(), consoles);
	const { guest, token } = await enterWithToken(link, "Zebulon Quokka", consoles);
	await say(panel, said.mine);
	await reads(guest, said.mine);
	await say(guest, said.theirs);
	await reads(panel, said.theirs);
	const room = parseLink(link);
	if (room === null) throw new Error(link);
	const stored = await world.browser.inPage(
		async (key) => JSON.parse((await chrome.storage.session.get(key))[key] as string),
		`room/${room.roomId}`,
	);

	// A network that goes and comes, and a link that leads to somebody else's server.
	world.network.cut();
	await say(panel, said.late);
	world.network.mend();
	await reads(guest, said.late, 30_000);
	const elsewhere = newLink(stranger.origin, secureRandom);
	for (const path of ["/", "/r/"])
		await fetch(`${world.network.origin}${path}${elsewhere.roomId}?${stored.seat.identity.token}`);
	const popup = await openInPopup(world, formatLink(elsewhere));
	await hearConsole(await popup.createCDPSession(), consoles);
	for (let tries = 0; tries < 2; tries++) {
		await popup.waitForSelector("form button.lit");
		await popup.$eval("form button.lit", (lit) => (lit as HTMLElement).click());
		await reads(popup, "no Mayfly server");
	}

	await press(panel, "button", "Don’t join");
	await pressRoom(panel, 0);

	// Redis goes for good, while both write.
	world.redis.shutdown("NOSAVE").catch(() => {});
	await (await find(panel, "textbox", "Message")).type(said.draft);
	await panel.keyboard.press("Enter");
	await reads(panel, said.draft);
	await say(guest, said.last);
	await new Promise((later) => setTimeout(later, 5_000));
	stopHearing();

	const keys = Object.entries(await deriveRoomKeyBytes(room));
	const secrets: Record<string, string> = {
		link: encodeBase64url(room.secret),
		elsewhere: encodeBase64url(elsewhere.secret),
		...Object.fromEntries(keys.map(([name, bytes]) => [`key ${name}`, encodeBase64url(bytes)])),
		...stored.seat.identity,
		guestToken: token(),
		names: stored.seat.name,
		guestName: "Zebulon Quokka",
		roomName: stored.name,
		...said,
	};
	for (const secret of Object.values(secrets)) expect(secret.length).toBeGreaterThan(8);
	const standIn = (text: string) =>
		Object.entries(secrets).flatMap(([name, secret]) => (text.includes(secret) ? [name] : []));

	// Each place did hear something: of the room's id Redis alone may know among what is kept.
	expect(redis.join("\n")).toContain(room.roomId);
	expect(standIn(redis.join("\n"))).toEqual([]);
	expect(standIn(consoles.join("\n"))).toEqual([]);
	expect(consoles.length).toBeGreaterThan(0);
	const [, ...log] = world.serverLog().split("\n");
	expect(log.join("\n")).not.toContain(room.roomId);
	expect(standIn(log.join("\n"))).toEqual([]);
	// Whose server a link names is shown the access key by a join, as any server is, and nothing else.
	expect(standIn(stranger.heard.join("\n"))).toEqual([]);
	expect(stranger.heard.length).toBeGreaterThan(1);
	await stranger.close();
});
