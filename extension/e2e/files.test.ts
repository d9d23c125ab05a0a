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

/** A file; where only its size matters, that alone: what a test hands over byte by byte takes its time. */
type Given = { name: string; bytes: Uint8Array | number; type?: string };

/** Chooses files as if in the browser's own dialog. */
async function pick(page: Page, ...chosen: Given[]): Promise<void> {
	const paths = chosen.map(({ name }) => join(folder, name));
	for (const [at, { bytes }] of chosen.entries()) {
		await writeFile(paths[at] ?? "", typeof bytes === "number" ? new Uint8Array(bytes) : bytes);
	}
	await find(page, "button", "Add a picture or file");
	const input = (await page.$('input[type="file"]')) as ElementHandle<HTMLInputElement>;
	await input.uploadFile(...paths);
}

/** Lets a file go over the room, or pastes it into the box. */
const give = (page: Page, how: "drop" | "paste", name: string, bytes: Given["bytes"], type = "") =>
	giveAll(page, how, [{ name, bytes, type }]);

/** The same for several at once. */
async function giveAll(page: Page, how: "drop" | "paste", given: readonly Given[]): Promise<void> {
	await page.evaluate(
		(way, all) => {
			const files = new DataTransfer();
			for (const { name, data, type } of all) {
				const content = typeof data === "number" ? new Uint8Array(data).fill(7) : new Uint8Array(data);
				files.items.add(new File([content], name, { type }));
			}
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
		given.map(({ name, bytes, type = "" }) => ({ name, data: typeof bytes === "number" ? bytes : [...bytes], type })),
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
		await pick(panel, { name: "IMG_1234.jpg", bytes: taken });
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
		await give(panel, "drop", "plan.zip", 1_900_000);
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

describe("several files at once", () => {
	/** The names of the cards beside the message box, in order. */
	const cards = (page: Page) => page.$$eval(".file-tray .name", (names) => names.map(({ textContent }) => textContent));
	/** What stands in the log, in order: a file by its name, a picture as one, and the words below each. */
	const said = (page: Page) =>
		page.$$eval('[role="log"] article', (articles) =>
			articles.map((article) => [
				article.querySelector(".picture") ? "picture" : (article.querySelector(".name")?.textContent ?? ""),
				article.querySelector(".text")?.textContent ?? "",
			]),
		);

	it("pictures and files that are picked together go as a message each, in their order, the words below the last", async () => {
		const { panel, guest } = await together(world);
		const small = await photo(guest, { width: 300, height: 200 });
		await pick(
			panel,
			{ name: "bridge.jpg", bytes: small },
			{ name: "plan.txt", bytes: text("the plan") },
			{ name: "boat.jpg", bytes: small },
		);
		await find(panel, "group", "File 3 of 3 to send");
		await find(panel, "list", "Files to send");
		await reads(panel, "3 files, ");
		// Two more come beside them, from elsewhere.
		await giveAll(panel, "drop", [
			{ name: "song.txt", bytes: text("la la") },
			{ name: "list.txt", bytes: text("candles") },
		]);
		await find(panel, "group", "File 5 of 5 to send");
		await press(panel, "button", "Don’t send song.txt");
		await gone(panel, "group", "File 5 of 5 to send");
		expect((await cards(panel)).map((name) => name?.replace(/webp$/, "jpg"))).toEqual([
			"bridge.jpg",
			"plan.txt",
			"boat.jpg",
			"list.txt",
		]);
		await say(panel, "All of Friday");
		await gone(panel, "list", "Files to send");
		for (const page of [panel, guest]) {
			await find(page, "button", "Save list.txt", 20_000);
			await page.waitForFunction(() => document.querySelectorAll("article .picture img").length === 2);
			expect(await said(page)).toEqual([
				["picture", ""],
				["plan.txt", ""],
				["picture", ""],
				["list.txt", "All of Friday"],
			]);
		}
		const { bytes } = await savedBy(guest, "Save plan.txt");
		expect(Buffer.from(bytes).toString()).toBe("the plan");
	});

	it("those that can't be sent are named with what can, and the others stay", async () => {
		const { panel } = await together(world);
		await (await find(panel, "textbox", "Message")).type("half a thought");
		const many = Array.from({ length: 9 }, (_, n) => ({ name: `${n}.txt`, bytes: text(`${n}`) }));
		await giveAll(panel, "drop", [
			{ name: "film.mov", bytes: 2_200_000 },
			{ name: "plan.txt", bytes: text("the plan") },
			{ name: "nothing.txt", bytes: new Uint8Array() },
			...many,
			{ name: "last.txt", bytes: text("last") },
		]);
		await reads(panel, "Files up to 2 MB can be sent");
		const alert = await panel.$eval('.dock [role="alert"]', (words) =>
			words.textContent?.replace(/[\u2066-\u2069]/g, ""),
		);
		expect(alert).toBe(
			"film.mov: Too large. Files up to 2 MB can be sent; pictures are made smaller.\n" +
				"nothing.txt: There’s nothing in this file.\nlast.txt: Only 10 files go at a time. Send these first.",
		);
		expect(await cards(panel)).toEqual(["plan.txt", ...many.map(({ name }) => name)]);
		await gone(panel, "button", "Add a picture or file");
		expect(await panel.$eval("textarea", (box) => box.value)).toBe("half a thought");
	});

	it("by keys alone one is taken out and the next is reached, Escape takes out the last, and the box has the focus in the end", async () => {
		const { panel } = await together(world);
		await world.browser.turnTo(panel);
		await giveAll(
			panel,
			"drop",
			[1, 2, 3, 4].map((n) => ({ name: `${n}.txt`, bytes: text(`${n}`) })),
		);
		await find(panel, "group", "File 4 of 4 to send");
		const focused = () => panel.evaluate(() => document.activeElement?.getAttribute("aria-label"));
		const second = await find(panel, "button", "Don’t send 2.txt");
		await second.focus();
		await panel.keyboard.press("Enter");
		await gone(panel, "button", "Don’t send 2.txt");
		expect(await focused()).toBe("Don’t send 3.txt");
		await (await find(panel, "textbox", "Message")).focus();
		await panel.keyboard.press("Escape");
		await gone(panel, "button", "Don’t send 4.txt");
		expect(await cards(panel)).toEqual(["1.txt", "3.txt"]);
		const last = await find(panel, "button", "Don’t send 3.txt");
		await last.focus();
		await panel.keyboard.press("Enter");
		await find(panel, "group", "File to send");
		expect(await focused()).toBe("Don’t send the file");
		await panel.keyboard.press("Enter");
		await gone(panel, "list", "Files to send");
		expect(await focused()).toBe("Message");
	});
});

it("what can't be sent says what can, and the draft stays", async () => {
	const { panel } = await together(world);
	await (await find(panel, "textbox", "Message")).type("half a thought");
	await give(panel, "drop", "film.mov", 2_200_000);
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
