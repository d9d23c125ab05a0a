import type { Page } from "puppeteer-core";
import { expect, it } from "vitest";
import { formatClock } from "../ui/kit/time-left.ts";
import { linkOn, openInPopup, secretOf, together } from "./meeting.ts";
import { fill, find, press, reads, say } from "./roles.ts";
import { testWorld } from "./test-world.ts";

const world = testWorld();

async function destroy(page: Page): Promise<void> {
	await press(page, "button", "Destroy room");
	await press(page, "button", "Destroy for everyone");
	await find(page, "heading", "Room destroyed.");
}

/** Starts a room on the web page that lives a minute, the shortest that a server takes. */
async function startShortOnPage(): Promise<{ page: Page; link: string; endsAt: number }> {
	const direct = world.direct(world.network.origin);
	const page = await world.guest(`${direct}/`);
	await page.evaluateOnNewDocument(() => {
		const real = fetch;
		globalThis.fetch = (url, init) => {
			const isCreate = `${url}`.endsWith("/api/rooms");
			const body = isCreate ? JSON.stringify({ ...JSON.parse(`${init?.body}`), ttlSeconds: 60 }) : init?.body;
			return real(url, { ...init, ...(body == null ? {} : { body }) });
		};
	});
	await page.reload();
	await press(page, "button", "Start a room");
	await find(page, "textbox", "Message");
	const endsAt = Date.now() + 60_000;
	return { page, link: (await linkOn(page)).replace(direct, world.network.origin), endsAt };
}

async function joinInPanel(link: string): Promise<Page> {
	const popup = await openInPopup(world, link);
	await fill(popup, "Your name", "Small Plover");
	await press(popup, "button", "Join room");
	await press(popup, "button", "Open in side panel");
	const panel = await world.panel();
	await find(panel, "textbox", "Message");
	return panel;
}

it("who destroys a room in the panel sees that the web page has wiped it, and the other way round", async () => {
	const { panel, guest } = await together(world);
	await destroy(panel);
	await reads(panel, "The other device confirmed: it is gone there too.");
	await reads(guest, "Someone ended");
	await world.tidy();
	const again = await together(world);
	await destroy(again.guest);
	await reads(again.guest, "The other device confirmed: it is gone there too.");
	expect(await world.redisKeys()).toEqual([]);
});

it("a device that is out of reach is told of with the time at which the room ends there, and then it does", async () => {
	const { page, link, endsAt } = await startShortOnPage();
	const panel = await joinInPanel(link);
	await say(panel, "sledge");
	await reads(page, "sledge");
	await (await find(panel, "textbox", "Message")).type("half a thought");
	world.network.cut();
	await destroy(page);
	await reads(page, "Waiting for the other device to confirm");
	await reads(page, "The other device is unreachable. It ends there by ", 20_000);
	const said = await page.evaluate(() => document.body.innerText);
	// The server's minute and the reader's may begin a moment apart.
	const minutes = [-3_000, 0, 3_000].map((apart) => formatClock(endsAt + apart));
	expect(minutes).toContain(/by (\d\d:\d\d)\./.exec(said)?.[1]);
	await find(panel, "textbox", "Message");
	expect(await world.storedByExtension()).toContain("half a thought");
	await find(panel, "heading", "Time’s up.", 70_000);
	const kept = await world.storedByExtension();
	for (const word of ["sledge", "half a thought", secretOf(link), "token", "Seed"]) expect(kept).not.toContain(word);
});
