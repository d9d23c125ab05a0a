import { expect, it } from "vitest";
import { find, gone, press } from "./roles.ts";
import { testWorld } from "./test-world.ts";
import { listening, record, togetherWithMicrophones } from "./voice-notes.ts";

const world = testWorld();

it("what was recorded is thrown away by Escape or its button", async () => {
	const { panel } = await togetherWithMicrophones(world);
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
	const { guest } = await togetherWithMicrophones(world);
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
	const { panel, guest } = await togetherWithMicrophones(world);
	await record(guest);
	await press(panel, "button", "Destroy room");
	await press(panel, "button", "Destroy for everyone");
	await find(guest, "heading", "Room destroyed.");
	expect(await listening(guest)).toEqual({ now: 0, ever: 1 });
});
