import type { Page } from "puppeteer-core";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { startInPanel } from "./meeting.ts";
import { openScreen, type Screen } from "./pointer.ts";
import { find, reads, say } from "./roles.ts";
import { openWorld, type World } from "./world.ts";

// A browser takes a key for its own only from the screen. Such screens are X's, hence Linux's.
describe.runIf(process.platform === "linux")("the panic key, pressed on the keyboard", () => {
	let screen: Screen;
	let world: World;
	beforeAll(async () => {
		screen = await openScreen();
		world = await openWorld({ display: screen.display });
	});
	afterAll(async () => {
		await world?.close();
		screen?.close();
	});
	afterEach(() => world.tidy());

	const kept = (page: Page) => page.evaluate(async () => Object.keys(await chrome.storage.session.get(null)));

	it("leaves every room and forgets all of it, unasked, while another page is in front", async () => {
		const { panel } = await startInPanel(world);
		await say(panel, "the word is bluebell");
		await reads(panel, "the word is bluebell");
		const options = await world.browser.open("options.html");
		await find(options, "heading", "Options");
		await options.evaluate(async () => {
			for (const { shortcut, name } of await chrome.commands.getAll()) {
				if (name === "leave-all" && !shortcut) throw new Error("the browser has given the command no key");
			}
		});
		expect((await kept(options)).length).toBeGreaterThan(0);
		await options.bringToFront();
		screen.keys("alt+shift+l");
		await expect.poll(() => kept(options), { timeout: 20_000 }).toEqual([]);
		await world.badge("");
	});

	it("does so with the network away", async () => {
		await startInPanel(world);
		const options = await world.browser.open("options.html");
		world.network.cut();
		await options.bringToFront();
		screen.keys("alt+shift+l");
		await expect.poll(() => kept(options), { timeout: 20_000 }).toEqual([]);
		await world.badge("");
		world.network.mend();
		expect(await kept(options)).toEqual([]);
	});
});
