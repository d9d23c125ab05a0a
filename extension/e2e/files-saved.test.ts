import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { together } from "./meeting.ts";
import { find, press } from "./roles.ts";
import { type ChromiumWorld, openChromiumWorld } from "./world.ts";

// Where downloads go can be told to Chromium alone.
let world: ChromiumWorld;
let folder: string;
beforeAll(async () => {
	world = await openChromiumWorld();
	folder = await mkdtemp(join(tmpdir(), "mayfly-saved-"));
});
afterAll(async () => {
	await world?.close();
	await rm(folder, { recursive: true });
});

it("a file that came to the side panel is on the disk once it is saved, and not before", async () => {
	const session = await world.browser.browser.target().createCDPSession();
	await session.send("Browser.setDownloadBehavior", { behavior: "allow", downloadPath: folder });
	const { panel, guest } = await together(world);
	const words = "three candles\n".repeat(2_000);
	await guest.evaluate((text) => {
		const dataTransfer = new DataTransfer();
		dataTransfer.items.add(new File([text], "list.txt"));
		document.querySelector("main")?.dispatchEvent(new DragEvent("drop", { dataTransfer, bubbles: true }));
	}, words);
	await find(guest, "group", "File to send");
	await (await find(guest, "textbox", "Message")).focus();
	await guest.keyboard.press("Enter");
	await find(panel, "button", "Save list.txt");
	expect(await readdir(folder)).toEqual([]);
	await press(panel, "button", "Save list.txt");
	await vi.waitFor(async () => expect(await readFile(join(folder, "list.txt"), "utf8")).toBe(words), 20_000);
});
