import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ElementHandle, Page } from "puppeteer-core";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { together } from "./meeting.ts";
import { camera, photo } from "./pictures.ts";
import { find, gone, press, reads, say } from "./roles.ts";
import { openWorld, type World } from "./world.ts";

let world: World;
let folder: string;

beforeAll(async () => {
	folder = await mkdtemp(join(tmpdir(), "mayfly-files-"));
	world = await openWorld();
});
afterAll(async () => {
	await world?.close();
	await rm(folder, { recursive: true });
});
afterEach(async () => {
	await world.tidy();
});

/** Chooses a file as if in the browser's own dialog. */
async function pick(page: Page, name: string, bytes: Uint8Array): Promise<void> {
	const path = join(folder, name);
	await writeFile(path, bytes);
	await find(page, "button", "Add a picture or file");
	const input = (await page.$('input[type="file"]')) as ElementHandle<HTMLInputElement>;
	await input.uploadFile(path);
}

/** Lets a file go over the room, or pastes it into the box. */
async function give(page: Page, how: "drop" | "paste", name: string, bytes: Uint8Array, type = ""): Promise<void> {
	await page.evaluate(
		(way, called, data, kind) => {
			const files = new DataTransfer();
			files.items.add(new File([new Uint8Array(data)], called, { type: kind }));
			const options = { bubbles: true, cancelable: true };
			if (way === "drop") {
				document.querySelector("main")?.dispatchEvent(new DragEvent("drop", { ...options, dataTransfer: files }));
				return;
			}
			// Firefox lets nobody make a paste that holds files.
			const paste = Object.defineProperty(new Event("paste", options), "clipboardData", { value: files });
			document.querySelector("textarea")?.dispatchEvent(paste);
		},
		how,
		name,
		[...bytes],
		type,
	);
}

/** What a press on this button hands to the browser's downloads: the name, and the bytes. */
async function savedBy(page: Page, name: string): Promise<{ called: string; bytes: Uint8Array }> {
	await page.evaluate(() => {
		const seen: { blobs: Map<string, Blob>; saved: { called: string; blob: Blob | undefined }[] } = {
			blobs: new Map(),
			saved: [],
		};
		Object.assign(window, { seen });
		const make = URL.createObjectURL;
		URL.createObjectURL = (blob: Blob) => {
			const address = make(blob);
			seen.blobs.set(address, blob);
			return address;
		};
		HTMLAnchorElement.prototype.click = function () {
			seen.saved.push({ called: this.download, blob: seen.blobs.get(this.href) });
		};
	});
	await press(page, "button", name);
	const saved = await page.evaluate(async () => {
		const { seen } = window as unknown as { seen: { saved: { called: string; blob: Blob }[] } };
		const [first] = seen.saved;
		return first && { called: first.called, bytes: [...new Uint8Array(await first.blob.arrayBuffer())] };
	});
	if (!saved) throw new Error("nothing was saved");
	return { called: saved.called, bytes: Uint8Array.from(saved.bytes) };
}

/** How large the picture is that stands in the log, once it is drawn. */
async function pictureOn(page: Page, alt: string): Promise<{ width: number; height: number }> {
	await find(page, "button", alt);
	const drawn = await page.waitForFunction(
		(wanted) => {
			const picture = [...document.querySelectorAll<HTMLImageElement>("article img")].find((img) => img.alt === wanted);
			return picture?.complete && picture.naturalWidth > 0
				? { width: picture.naturalWidth, height: picture.naturalHeight }
				: null;
		},
		{ polling: 100, timeout: 20_000 },
		alt,
	);
	return (await drawn.jsonValue()) as { width: number; height: number };
}

const text = (words: string) => new TextEncoder().encode(words);

describe("between the panel and the web page", () => {
	it("a picture goes smaller and without what the camera wrote, is seen, opened large, and saved by choice", async () => {
		const { panel, guest } = await together(world);
		const taken = await photo(guest);
		expect(Buffer.from(taken).includes(camera)).toBe(true);
		await pick(panel, "IMG_1234.jpg", taken);
		await find(panel, "group", "File to send");
		await say(panel, "From the bridge");
		expect(await pictureOn(guest, "From the bridge")).toEqual({ width: 1600, height: 1067 });
		expect(await pictureOn(panel, "From the bridge")).toEqual({ width: 1600, height: 1067 });
		await gone(panel, "group", "File to send");

		await press(guest, "button", "From the bridge");
		const dialog = await guest.waitForSelector('[role="dialog"] img');
		expect(await dialog?.evaluate((img) => (img as HTMLImageElement).alt)).toBe("From the bridge");
		const { called, bytes } = await savedBy(guest, "Save");
		expect(called).toMatch(/^IMG_1234\.(webp|jpg)$/);
		const saved = Buffer.from(bytes);
		expect(saved.length).toBeGreaterThan(1_000);
		for (const trace of [camera, "Exif", "EXIF", "GPS"]) expect(saved.includes(trace), trace).toBe(false);
		await guest.keyboard.press("Escape");
		await guest.waitForFunction(() => !document.querySelector('[role="dialog"]'));
		expect(await guest.evaluate(() => document.activeElement?.getAttribute("aria-label"))).toBe("From the bridge");
	});

	it("a file is dropped on one side and saved on the other, letter for letter, and answered with a pasted picture", async () => {
		const { panel, guest } = await together(world);
		const words = text("three candles\n".repeat(3_000));
		await give(guest, "drop", "../list of\u202E things.txt", words, "text/html");
		await find(guest, "group", "File to send");
		await (await find(guest, "textbox", "Message")).focus();
		await guest.keyboard.press("Enter");
		const { called, bytes } = await savedBy(panel, "Save list of things.txt");
		expect(called).toBe("list of things.txt");
		expect(Buffer.from(bytes).equals(Buffer.from(words))).toBe(true);

		await give(panel, "paste", "image.png", await photo(guest, { width: 300, height: 200 }), "image/png");
		await find(panel, "group", "File to send");
		await (await find(panel, "textbox", "Message")).focus();
		await panel.keyboard.press("Enter");
		expect(await pictureOn(panel, "Your picture")).toEqual({ width: 300, height: 200 });
		await guest.waitForSelector('article img[alt^="Picture from "]', { timeout: 20_000 });
	});

	it("a file is stopped on its way, and nothing of it stays on either side", async () => {
		const { panel, guest } = await together(world);
		await give(panel, "drop", "plan.zip", new Uint8Array(1_900_000).fill(7));
		await find(panel, "group", "File to send");
		await (await find(panel, "textbox", "Message")).focus();
		await panel.keyboard.press("Enter");
		await find(panel, "progressbar", "Sending plan.zip");
		await find(guest, "progressbar", "Arriving: plan.zip");
		await say(panel, "Wrong one");
		await reads(guest, "Wrong one");
		await press(panel, "button", "Stop sending");
		await reads(panel, "You took a message back");
		await reads(guest, "took a message back");
		expect(await guest.evaluate(() => document.body.innerText)).not.toContain("plan.zip");
	});
});

it("what can't be sent says what can, and the draft stays", async () => {
	const { panel } = await together(world);
	await (await find(panel, "textbox", "Message")).type("half a thought");
	await give(panel, "drop", "film.mov", new Uint8Array(2_200_000));
	await reads(panel, "Files up to 2 MB can be sent");
	await give(panel, "drop", "photo.heic", text("no picture at all"), "image/heic");
	await reads(panel, "JPEG, PNG, WebP and GIF pictures can be sent");
	await give(panel, "drop", "nothing.txt", new Uint8Array());
	await reads(panel, "There’s nothing in this file");
	expect(await panel.$eval("textarea", (box) => box.value)).toBe("half a thought");
	// A file can be taken out again, by key or by its button.
	await give(panel, "drop", "notes.txt", text("notes"));
	await find(panel, "group", "File to send");
	await press(panel, "button", "Don’t send the file");
	await gone(panel, "group", "File to send");
	await give(panel, "drop", "notes.txt", text("notes"));
	await find(panel, "group", "File to send");
	await (await find(panel, "textbox", "Message")).focus();
	await panel.keyboard.press("Escape");
	await gone(panel, "group", "File to send");
});
