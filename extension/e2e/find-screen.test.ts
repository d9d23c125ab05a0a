import type { Page } from "puppeteer-core";
import { describe, expect, test } from "vitest";
import { fill, find, gone, press, reads } from "./roles.ts";
import { asked, stillScreens } from "./still-screens.ts";

/** The search, over rooms that stand still: by keys alone, and in a talk as long as there may be one. */
const screens = stillScreens();

async function openSearch(screen: string): Promise<Page> {
	const page = await screens.open(screen);
	await find(page, "textbox", "Message");
	await page.keyboard.down("Alt");
	await page.keyboard.press("Digit0");
	await page.keyboard.up("Alt");
	await find(page, "dialog", "Search");
	return page;
}

const focused = (page: Page) =>
	page.evaluate(() => {
		const { activeElement: element } = document;
		const labels = (element as HTMLInputElement | null)?.labels;
		return `${element?.tagName.toLowerCase()} ${element?.getAttribute("aria-label") ?? labels?.[0]?.textContent ?? element?.textContent}`;
	});

describe("the search", () => {
	test("has the focus in its box, says how many it found, and Enter goes to the newest of them", async () => {
		const page = await openSearch("panel-live");
		expect(await focused(page)).toBe("input Words to find");
		await page.keyboard.type("LÍE");
		await reads(page, "2 messages found");
		const marks = await page.$$eval('[aria-label="Results"] mark', (all) => all.map((mark) => mark.textContent));
		expect(marks).toEqual(["lie", "lie"]);
		await page.keyboard.press("Enter");
		await gone(page, "dialog", "Search");
		expect(await focused(page)).toBe("article Amber Otter, 14:05");
	});

	test("shows what fits the last letter alone, in rooms whose messages came at the same moments", async () => {
		const page = await screens.open("panel-find");
		await find(page, "dialog", "Search");
		for (const letter of "the") {
			await page.keyboard.type(letter);
			await reads(page, " messages found");
		}
		await reads(page, "12 messages found");
		const results = await page.$$eval('[aria-label="Results"] li', (all) =>
			all.map((row) => row.querySelector("mark")?.textContent),
		);
		expect(results).toEqual(Array(12).fill("the"));
	});

	test("leads through what it found by arrows and back to its box; Esc gives the focus back", async () => {
		const page = await openSearch("panel-live");
		await page.keyboard.type("lie");
		await reads(page, "2 messages found");
		for (const key of ["ArrowDown", "ArrowDown", "ArrowDown"] as const) await page.keyboard.press(key);
		expect(await focused(page)).toContain("Quiet Heron");
		await page.keyboard.press("ArrowUp");
		await page.keyboard.press("ArrowUp");
		expect(await focused(page)).toBe("input Words to find");
		await page.keyboard.type("zzz");
		await reads(page, "Nothing found");
		await page.keyboard.press("Escape");
		await gone(page, "dialog", "Search");
		expect(await focused(page)).toBe("textarea Message");
	});

	test("opens by F on a message too, and from the people and the rooms", async () => {
		const page = await screens.open("panel-live");
		await (await find(page, "textbox", "Message")).focus();
		await page.keyboard.press("ArrowUp");
		await page.keyboard.press("f");
		await find(page, "dialog", "Search");
		await press(page, "button", "Close");
		expect(await focused(page)).toBe("article Amber Otter, 14:05");
		for (const button of ["3 of 5 people", "Alder Bend, switch room"]) {
			await press(page, "button", button);
			await press(page, "button", "Search messages");
			await find(page, "dialog", "Search");
			await page.keyboard.press("Escape");
			await gone(page, "dialog", "Search");
		}
	});

	test("asks nobody for anything", async () => {
		const page = await openSearch("panel-live");
		const before = await page.evaluate(() => performance.getEntriesByType("resource").length);
		await page.keyboard.type("lie");
		await reads(page, "2 messages found");
		expect(await asked(page, "send")).toEqual([]);
		expect(await page.evaluate(() => performance.getEntriesByType("resource").length)).toBe(before);
	});

	test("shows which room a message is of where there are several, and goes there", async () => {
		const page = await openSearch("panel-live-news");
		await page.keyboard.type("musical");
		await reads(page, "3 messages found");
		await page.keyboard.press("ArrowDown");
		expect(await focused(page)).toMatch(/Still Weir|Alder Bend|Low Meadow/);
		await page.evaluate(() =>
			[...document.querySelectorAll<HTMLElement>('[aria-label="Results"] button')]
				.find(({ textContent }) => textContent?.includes("Low Meadow"))
				?.click(),
		);
		await find(page, "button", "Low Meadow, switch room, new messages in another room");
		await expect.poll(() => focused(page), { timeout: 10_000 }).toBe("article You, 14:03");
	});

	test("in five thousand messages finds one far up, and shows it with those around it", async () => {
		const page = await openSearch("panel-five-thousand");
		await fill(page, "Words to find", "message 1234");
		await reads(page, "1 message found");
		await page.keyboard.press("Enter");
		await gone(page, "dialog", "Search");
		expect(await page.evaluate(() => document.activeElement?.textContent)).toContain("Message 1234");
		await page.keyboard.press("ArrowUp");
		expect(await page.evaluate(() => document.activeElement?.textContent)).toContain("Message 1233");
	});
});

test("N on a message goes to the first of the new ones", async () => {
	const page = await screens.open("panel-unread");
	await (await find(page, "textbox", "Message")).focus();
	await page.keyboard.press("ArrowUp");
	await page.keyboard.press("n");
	const isFirstNew = () =>
		page.evaluate(() => document.querySelector(".divider")?.nextElementSibling === document.activeElement);
	await expect.poll(isFirstNew, { timeout: 10_000 }).toBe(true);
});
