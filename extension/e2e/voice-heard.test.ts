import { describe, expect, it, vi } from "vitest";
import { find, gone, reads, say } from "./roles.ts";
import { testWorld } from "./test-world.ts";
import { listening, playing, recordFor, soundOf, togetherWithMicrophones } from "./voice-notes.ts";

const world = testWorld();

describe("between the panel and the web page", () => {
	it("a voice note goes with a sentence, is heard on the other side, and is answered by another", async () => {
		const { panel, guest } = await togetherWithMicrophones(world);
		await recordFor(panel, 2_500);
		expect(await listening(panel)).toEqual({ now: 0, ever: 1 });
		await find(panel, "button", "Play: Your voice note");
		await say(panel, "The bells, from the roof");
		await gone(panel, "group", "File to send");
		await reads(guest, "The bells, from the roof");

		await guest.waitForSelector("article .voice button:not([aria-disabled])", { timeout: 20_000 });
		await guest.bringToFront();
		await guest.click("article .voice button");
		await vi.waitFor(async () => {
			const { at, paused, error } = await playing(guest);
			expect({ paused, error }).toEqual({ paused: false, error: undefined });
			expect(at).toBeGreaterThan(0);
		}, 10_000);
		// At its end it stands at its beginning again.
		await vi.waitFor(async () => expect(await playing(guest)).toMatchObject({ at: 0, paused: true }), 20_000);
		const { seconds, isSilent } = await soundOf(guest);
		expect(isSilent).toBe(false);
		expect(seconds).toBeGreaterThan(1);

		await recordFor(guest, 1_500);
		await (await find(guest, "textbox", "Message")).focus();
		await guest.keyboard.press("Enter");
		await find(panel, "button", "Play: Voice note from Quiet Heron", 20_000);
	});

	it("a voice note is played, paused and gone through by keys alone", async () => {
		const { panel, guest } = await togetherWithMicrophones(world);
		await recordFor(guest, 4_500);
		await (await find(guest, "textbox", "Message")).focus();
		await guest.keyboard.press("Enter");
		await panel.waitForSelector("article .voice button:not([aria-disabled])", { timeout: 20_000 });
		await world.browser.turnTo(panel);
		const play = await find(panel, "button", "Play: Voice note from Quiet Heron");
		await play.focus();
		await panel.keyboard.press(" ");
		const pause = await find(panel, "button", "Pause: Voice note from Quiet Heron");
		expect(await pause.evaluate((button) => button === document.activeElement)).toBe(true);
		await panel.keyboard.press(" ");
		await find(panel, "button", "Play: Voice note from Quiet Heron");

		await panel.keyboard.press("Tab");
		const slider = await find(panel, "slider", "Position: Voice note from Quiet Heron");
		expect(await slider.evaluate((input) => input === document.activeElement)).toBe(true);
		await panel.keyboard.press("Home");
		await panel.keyboard.press("ArrowRight");
		await panel.keyboard.press("ArrowRight");
		expect(await slider.evaluate((input) => input.getAttribute("aria-valuetext"))).toMatch(/^0:02 of 0:0\d$/);
		await vi.waitFor(async () => expect((await playing(panel)).at).toBeCloseTo(2, 0), 5_000);
		// Nothing of it went to the messages, which have keys of their own.
		expect(await slider.evaluate((input) => input === document.activeElement)).toBe(true);
	});
});
