import { expect, it } from "vitest";
import { together } from "./meeting.ts";
import { find, gone, messages, press, pressRoom, reads, say } from "./roles.ts";
import { testWorld } from "./test-world.ts";

const world = testWorld();

it("a message that was given a minute goes from the panel and the web page by itself, and from where rooms are kept", async () => {
	const { panel, guest } = await together(world);
	await gone(guest, "combobox", "Goes after");
	await (await find(guest, "textbox", "Message")).type("The code is 4711");
	await (await find(guest, "combobox", "Goes after")).select("60");
	await reads(guest, "Goes 1 minute after it’s sent, seen or not.");
	await reads(guest, "they could keep it");
	await press(guest, "button", "Send");
	await reads(panel, "The code is 4711");
	await reads(panel, "Goes in 0:");
	await (await find(guest, "combobox", "Goes after")).select("");
	await say(guest, "and this one stays");
	await reads(panel, "and this one stays");
	await world.browser.killWorker();
	await reads(panel, "Quiet Heron’s message has gone, as it was meant to", 90_000);
	await reads(guest, "Your message has gone, as it was meant to", 10_000);
	for (const page of [panel, guest]) {
		expect(await messages(page)).toEqual(["and this one stays"]);
		expect(await page.evaluate(() => document.documentElement.outerHTML)).not.toContain("4711");
	}
	await panel.close();
	const popup = await world.popup();
	await find(popup, "list", "Rooms");
	await pressRoom(popup, 0);
	const again = await world.panel();
	await reads(again, "Quiet Heron’s message has gone, as it was meant to");
	expect(await again.evaluate(() => document.documentElement.outerHTML)).not.toContain("4711");
	expect(await world.storedByExtension()).not.toContain("4711");
});
