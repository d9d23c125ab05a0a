import { expect, it } from "vitest";
import { together } from "./meeting.ts";
import { find, gone, reads } from "./roles.ts";
import { testWorld } from "./test-world.ts";

const world = testWorld();

it("one who is mentioned by keys alone sees their name stand out, both ways, and so does who wrote it", async () => {
	const { panel, guest } = await together(world);
	await world.browser.turnTo(panel);
	await (await find(panel, "textbox", "Message")).focus();
	await panel.keyboard.type("@qui");
	await find(panel, "listbox", "People");
	await panel.keyboard.press("Enter");
	await panel.keyboard.type("**now** :tada:");
	await expect
		.poll(() => panel.$eval("textarea[aria-label=Message]", ({ value }) => value), { timeout: 20_000 })
		.toBe("@Quiet Heron **now** 🎉");
	await panel.keyboard.press("Enter");
	await gone(panel, "listbox", "People");
	await reads(guest, "@Quiet Heron now 🎉");
	expect(await guest.$$eval(".mention.me", (all) => all.map(({ textContent }) => textContent))).toEqual([
		"@Quiet Heron",
	]);
	expect(await panel.$$eval(".mention:not(.me)", (all) => all.map(({ textContent }) => textContent))).toEqual([
		"@Quiet Heron",
	]);
	expect(await guest.$$eval(".text strong", (all) => all.map(({ textContent }) => textContent))).toEqual(["now"]);
	expect(world.serverLog()).not.toContain("Quiet Heron");
});
