import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { launch } from "puppeteer-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { root } from "../../.config/tasks/steps.ts";
import { startServer } from "../../backend/serve/server.ts";
import german from "../locales/de.json" with { type: "json" };
import { type Gallery, openGallery, type View } from "../ui/testing/open-gallery.ts";
import { chromiumArgs, requireBrowser } from "./browsers.ts";
import { chromiumIn } from "./language.ts";
import { misplaced } from "./misplaced.ts";
import { find, press } from "./roles.ts";

/** The screens with the most words and the most beside each other. */
const fullest = [
	"popup-created",
	"popup-rooms",
	"panel-join-server",
	"panel-outbox",
	"panel-offline",
	"panel-people-foreign",
	"panel-remove",
	"panel-verify",
	"panel-verify-differ",
	"room-locked",
	"panel-destroy",
	"web-home",
	"options",
];

const folder = join(import.meta.dirname, "../locales");
const languages = readdirSync(folder)
	.filter((name) => name.endsWith(".json"))
	.map((name) => JSON.parse(readFileSync(join(folder, name), "utf8")).language);

describe("in a narrow panel nothing is cut off, and nothing lies over something else,", () => {
	let gallery: Gallery;
	beforeAll(async () => {
		gallery = await openGallery(requireBrowser("chromium"));
	});
	afterAll(() => gallery?.close());

	/** What is wrong on each of the fullest screens. */
	async function faults(widths: number[], view: Omit<View, "width">): Promise<string[]> {
		const found: string[] = [];
		for (const screen of fullest) {
			const { page, complaints } = await gallery.open(screen, { width: 320, ...view });
			// A popup chooses its own width.
			for (const width of screen.startsWith("popup") ? [360] : widths) {
				await page.setViewport({ width, height: 640 });
				found.push(...(await misplaced(page)).map((fault) => `${screen} at ${width} px: ${fault}`));
			}
			found.push(...complaints);
			expect(await page.evaluate(() => document.documentElement.lang)).toBe(view.language ?? "en");
			await page.close();
		}
		return found;
	}

	test.each(languages.filter(({ tag }) => tag !== "en"))("in $tag", async ({ tag, direction }) => {
		expect(await faults([320], { language: tag, direction })).toEqual([]);
	});

	test("in English, also where a language would run from right to left", async () => {
		expect(await faults([320, 360], { direction: "rtl" })).toEqual([]);
		expect(await faults([320], {})).toEqual([]);
	});

	test("and there, from right to left, the name of the room is on the right and Destroy on the left", async () => {
		const { page } = await gallery.open("panel-live", { width: 320, direction: "rtl" });
		const middleOf = async (name: string) => {
			const box = await (await find(page, "button", name)).boundingBox();
			return box ? box.x + box.width / 2 : Number.NaN;
		};
		expect(await middleOf("Alder Bend, switch room")).toBeGreaterThan(160);
		expect(await middleOf("Destroy room")).toBeLessThan(160);
		await page.focus("article:last-of-type");
		// Into the actions the way the language runs.
		await page.keyboard.press("ArrowLeft");
		expect(await page.evaluate(() => document.activeElement?.getAttribute("aria-label"))).toBe("React");
		await page.keyboard.press("ArrowRight");
		expect(await page.evaluate(() => document.activeElement?.tagName)).toBe("ARTICLE");
		await page.close();
	});
});

test("a German browser shows the extension and the guest page in German, and the extension’s name and what it is", async () => {
	const server = await startServer();
	const { tidy, args, ...spoken } = await chromiumIn("de");
	const browser = await launch({
		...spoken,
		headless: true,
		pipe: true,
		enableExtensions: [join(root, ".output", "chrome-mv3")],
		args: [...chromiumArgs.filter((flag) => !/lang=/.test(flag)), ...args],
	});
	try {
		const worker = await browser.waitForTarget((target) => target.type() === "service_worker");
		const popup = await browser.newPage();
		await popup.goto(new URL("popup.html", worker.url()).href);
		await find(popup, "heading", german.start.heading);
		await find(popup, "button", german.start.button);
		expect(await popup.evaluate(() => document.documentElement.lang)).toBe("de");
		const { name, description } = await popup.evaluate(() => chrome.runtime.getManifest());
		expect({ name, description }).toEqual(german.app);

		const page = await browser.newPage();
		await page.goto(`${server.url}/r/broken#link`);
		await find(page, "heading", german.wrongLink.heading);
		await press(page, "button", german.link.open);
		expect(await page.evaluate(() => [document.documentElement.lang, document.documentElement.dir])).toEqual([
			"de",
			"ltr",
		]);
	} finally {
		await browser.close();
		await server.close();
		await tidy();
	}
});
