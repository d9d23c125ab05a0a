import { describe, expect, it, vi } from "vitest";
import { together } from "./meeting.ts";
import { find, gone, press, reads, say } from "./roles.ts";
import { testWorld } from "./test-world.ts";
import { listening, playing, record, recordFor, soundOf } from "./voice-notes.ts";

const world = testWorld();

async function togetherWithMicrophones() {
	const met = await together(world);
	await world.browser.allowMicrophone(met.panel);
	await world.browser.allowMicrophone(met.guest);
	return met;
}

describe("between the panel and the web page", () => {
	it("a voice note goes with a sentence, is heard on the other side, and is answered by another", async () => {
		const { panel, guest } = await togetherWithMicrophones();
		await recordFor(panel, 2_500);
		expect(await listening(panel)).toEqual({ now: 0, ever: 1 });
		await find(panel, "button", "Play: Your voice note");
		await say(panel, "The bells, from the roof");
		await gone(panel, "group", "File to send");
		await reads(guest, "The bells, from the roof");

		await guest.waitForSelector("article .voice button:not([aria-disabled])", { timeout: 20_000 });
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
		const { panel, guest } = await togetherWithMicrophones();
		await recordFor(guest, 4_500);
		await (await find(guest, "textbox", "Message")).focus();
		await guest.keyboard.press("Enter");
		await panel.waitForSelector("article .voice button:not([aria-disabled])", { timeout: 20_000 });
		const play = await find(panel, "button", "Play: Voice note from Quiet Heron");
		await play.focus();
		await panel.keyboard.press("Space");
		const pause = await find(panel, "button", "Pause: Voice note from Quiet Heron");
		expect(await pause.evaluate((button) => button === document.activeElement)).toBe(true);
		await panel.keyboard.press("Space");
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

it("what was recorded is thrown away by Escape or its button, and the draft stays", async () => {
	const { panel } = await togetherWithMicrophones();
	await record(panel);
	expect(await listening(panel)).toEqual({ now: 1, ever: 1 });
	await panel.keyboard.press("Escape");
	await gone(panel, "group", "Recording");
	expect(await listening(panel)).toEqual({ now: 0, ever: 1 });
	expect(await panel.evaluate(() => document.activeElement?.tagName)).toBe("TEXTAREA");

	await record(panel);
	await press(panel, "button", "Discard the recording");
	await gone(panel, "group", "Recording");
	expect(await listening(panel)).toEqual({ now: 0, ever: 2 });
	expect(await panel.$(".file-card")).toBeNull();
});

it("a recording ends by itself after a minute, and what was said is kept", async () => {
	const { guest } = await togetherWithMicrophones();
	// A minute that passes in two seconds.
	await guest.evaluate(() => {
		const { setTimeout } = window;
		window.setTimeout = ((act: () => void, ms = 0) =>
			setTimeout(act, ms === 60_000 ? 2_000 : ms)) as typeof window.setTimeout;
	});
	await record(guest);
	await find(guest, "group", "File to send", 20_000);
	expect(await listening(guest)).toEqual({ now: 0, ever: 1 });
	expect(await guest.evaluate(() => document.activeElement?.tagName)).toBe("TEXTAREA");
});

it("the microphone is closed when the room ends while somebody speaks", async () => {
	const { panel, guest } = await togetherWithMicrophones();
	await record(guest);
	await press(panel, "button", "Destroy room");
	await press(panel, "button", "Destroy for everyone");
	await find(guest, "heading", "Room destroyed.");
	expect(await listening(guest)).toEqual({ now: 0, ever: 1 });
});
