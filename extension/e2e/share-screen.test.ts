import type { Page } from "puppeteer-core";
import { describe, expect, test } from "vitest";
import { noDraft } from "../room/state.ts";
import { fill, find, gone, press, reads } from "./roles.ts";
import { asked, change, stillScreens } from "./still-screens.ts";

/** The page in the message box and in the log, over rooms that stand still. */
const { open } = stillScreens();

const url = "https://timetable.example.org/friday#:~:text=The%2018%3A10,not%207.";
const writtenIn = async (page: Page, name: string) =>
	(await find(page, "textbox", name)).evaluate((box) => (box as HTMLTextAreaElement).value);

describe("a page in the message box", () => {
	test("is seen as it will go, can be rewritten, and goes with or without words", async () => {
		const page = await open("panel-share-page");
		await find(page, "group", "Page to share");
		await reads(page, "timetable.example.org");
		await fill(page, "Title", "Platforms");
		await fill(page, "Quote", "Platform 4");
		await page.focus('[aria-label="Message"]');
		await page.keyboard.press("Enter");
		const shared = { url, title: "Platforms", quote: "Platform 4" };
		expect(await asked(page, "send")).toEqual([{ type: "send", roomId: "Alder-Bend", text: "", page: shared }]);
		const drafts = await asked(page, "draft");
		expect(drafts.filter((intent) => intent.page !== undefined).at(-1)?.page).toEqual(shared);
	});

	test("its quote can be deleted, and the title left empty", async () => {
		const page = await open("panel-share-page");
		for (const name of ["Title", "Quote"]) {
			await (await find(page, "textbox", name)).click({ count: 3 });
			await page.keyboard.press("Backspace");
		}
		await press(page, "button", "Send");
		expect((await asked(page, "send"))[0]?.page).toEqual({ url, title: "" });
	});

	test("Esc cancels it before it leaves the box, and so does its button; what is typed stays", async () => {
		const page = await open("panel-share-page");
		await (await find(page, "textbox", "Message")).type("about this");
		await page.keyboard.press("Escape");
		await gone(page, "group", "Page to share");
		expect((await asked(page, "draft")).some((intent) => intent.page === null)).toBe(true);
		const focused = () => page.evaluate(() => document.activeElement?.getAttribute("aria-label"));
		expect(await focused()).toBe("Message");
		expect(await writtenIn(page, "Message")).toBe("about this");
		await press(page, "button", "Share this page");
		await find(page, "group", "Page to share");
		await press(page, "button", "Don’t share the page");
		await gone(page, "group", "Page to share");
		expect(await focused()).toBe("Message");
		await page.keyboard.press("Escape");
		expect(await focused()).not.toBe("Message");
	});

	test("one that a menu puts there takes the place of the last, and nothing of what is typed", async () => {
		const page = await open("panel-live");
		await (await find(page, "textbox", "Message")).type("look");
		await press(page, "button", "Share this page");
		expect(await writtenIn(page, "Title")).toBe("Cakes to order");
		await change(page, { draft: { ...noDraft, page: { url, title: "Platforms" } } });
		await reads(page, "timetable.example.org");
		expect(await writtenIn(page, "Title")).toBe("Platforms");
		expect(await writtenIn(page, "Message")).toBe("look");
	});

	test("one that was not sent is there again, with the words", async () => {
		const page = await open("panel-share-page");
		await page.evaluate(() => {
			const rooms = window.fakeRooms;
			if (!rooms) return;
			const act = rooms.do;
			rooms.do = (intent) =>
				intent.type === "send" ? Promise.resolve({ ok: false, code: "storage-full" }) : act(intent);
		});
		await (await find(page, "textbox", "Message")).type("look");
		await page.keyboard.press("Enter");
		await reads(page, "this browser has no space left");
		expect(await writtenIn(page, "Message")).toBe("look");
		await find(page, "group", "Page to share");
	});
});

describe("a page in the log", () => {
	test("shows what its sender wrote, leads to it in a new tab, tells it nothing, and fetches nothing", async () => {
		const page = await open("panel-share-page");
		const link = await find(page, "link", "Opening hours and cakes to order");
		const told = await link.evaluate((a) => [
			(a as HTMLAnchorElement).href,
			a.getAttribute("rel"),
			a.getAttribute("target"),
		]);
		expect(told).toEqual(["https://bakery.example/hours", "noreferrer noopener", "_blank"]);
		const fetched = await page.evaluate(() => performance.getEntriesByType("resource").map(({ name }) => name));
		expect(fetched.filter((name) => !name.startsWith(new URL(page.url()).origin))).toEqual([]);
	});

	test("is copied with its address", async () => {
		const page = await open("panel-share-page");
		await find(page, "link", "Opening hours and cakes to order");
		await page.focus('article[tabindex="0"]');
		await page.keyboard.press("c");
		await reads(page, "Message copied");
		expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(
			"Opening hours and cakes to order\nhttps://bakery.example/hours",
		);
	});

	test.each([240, 360])("a hostile one stays within its card at %i px, and turns nothing around it", async (width) => {
		const page = await open("panel-page-hostile", width);
		await find(page, "button", "Show all");
		const told = await page.evaluate(() => {
			const cards = [...document.querySelectorAll<HTMLElement>(".page-card")];
			return {
				wider: cards.filter((card) => card.scrollWidth > card.clientWidth).length,
				beyond: document.documentElement.scrollWidth - document.documentElement.clientWidth,
				markup: document.querySelectorAll(".page-card b").length,
				host: cards[0]?.querySelector(".host")?.textContent,
				bidi: [...document.querySelectorAll(".page-card .name, .page-card .text")].map(
					(element) => getComputedStyle(element).unicodeBidi,
				),
			};
		});
		expect(told).toMatchObject({ wider: 0, beyond: 0, markup: 0, host: "xn--bnk-5cd.example:8443" });
		for (const each of told.bidi) expect(["isolate", "plaintext"]).toContain(each);
		await press(page, "button", "Show all");
		await gone(page, "button", "Show all");
	});
});

test("why a page is not shared is said until it is read", async () => {
	const page = await open("panel-refused-page");
	await reads(page, "This page is the browser’s own");
	await press(page, "button", "Close");
	expect(await asked(page, "errand-done")).toEqual([{ type: "errand-done", id: "1" }]);
	await gone(page, "button", "Close");
});

test("a page for which no room could be started is said to wait, and can be taken back", async () => {
	const page = await open("panel-waiting-page");
	await reads(page, "The page waits.");
	await press(page, "button", "Don’t share the page");
	expect(await asked(page, "errand-done")).toEqual([{ type: "errand-done", id: "1" }]);
});
