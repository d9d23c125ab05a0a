import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import { audit } from "./axe.ts";
import { answerForMicrophone } from "./chromium-browser.ts";
import { together } from "./meeting.ts";
import { find, press, reads } from "./roles.ts";
import { record } from "./voice-notes.ts";
import { type ChromiumWorld, openChromiumWorld } from "./world.ts";

// What was answered to the browser's own question can be told to Chromium alone.
let world: ChromiumWorld;
beforeAll(async () => {
	world = await openChromiumWorld();
});
afterAll(() => world?.close());
afterEach(() => world.tidy());

it("who refuses the microphone is told so, keeps the draft, and can record once they think again", async () => {
	const { guest } = await together(world);
	await answerForMicrophone(guest, "denied");
	await press(guest, "button", "Record a voice note");
	await reads(guest, "The browser doesn’t let Mayfly hear you.");
	await (await find(guest, "textbox", "Message")).type("then in writing");
	expect(await guest.$eval("textarea", (box) => box.value)).toBe("then in writing");
	await guest.$eval("textarea", (box) => box.select());
	await guest.keyboard.press("Backspace");
	await answerForMicrophone(guest, "granted");
	await record(guest);
});

it("the side panel has a tab ask for the microphone, which goes once it is allowed; then the panel records", async () => {
	const { panel } = await together(world);
	await answerForMicrophone(panel, "prompt");
	await press(panel, "button", "Record a voice note");
	const target = await world.browser.browser.waitForTarget((each) => each.url().endsWith("/microphone.html"));
	const page = await target.asPage();
	await reads(page, "May Mayfly hear you?");
	await reads(panel, "Allow the microphone in the tab that opened, then record.");
	await audit(world.browser, page, "the page that asks", ["banner", "main"]);
	const closed = new Promise((done) => page.once("close", done));
	await answerForMicrophone(panel, "granted");
	await closed;
	await reads(panel, "The microphone is ready. You can record now.");
	await record(panel);
});

it("a refusal in that tab is told there, and nothing is recorded", async () => {
	const { panel } = await together(world);
	await answerForMicrophone(panel, "denied");
	await press(panel, "button", "Record a voice note");
	const target = await world.browser.browser.waitForTarget((each) => each.url().endsWith("/microphone.html"));
	const page = await target.asPage();
	await reads(page, "The browser doesn’t let Mayfly hear you.");
	await audit(world.browser, page, "the page that was refused", ["banner", "main"]);
	expect(await panel.$(".recorder")).toBeNull();
	await page.close();
});
