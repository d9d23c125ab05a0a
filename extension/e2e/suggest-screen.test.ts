import type { Page } from "puppeteer-core";
import { expect, test } from "vitest";
import { find, gone, reads } from "./roles.ts";
import { asked, change, stillScreens } from "./still-screens.ts";

/** What the message box finishes while one types, over rooms that stand still. */
const screens = stillScreens();

async function write(text: string): Promise<Page> {
	const page = await screens.open("panel-live");
	await (await find(page, "textbox", "Message")).focus();
	await page.keyboard.type(text);
	return page;
}
const boxText = (page: Page) => page.$eval("textarea[aria-label=Message]", ({ value }) => value);
/** The option that the box points at, for those who do not see it. */
const marked = (page: Page) =>
	page.$eval("textarea[aria-label=Message]", (box) => {
		const option = document.getElementById(box.getAttribute("aria-activedescendant") ?? "");
		return option?.getAttribute("aria-selected") === "true" ? option.textContent?.trim() : null;
	});

test("an emoji is found by its name, chosen by keys without leaving the box, and goes out with Enter", async () => {
	const page = await write("hello :wav");
	await find(page, "listbox", "Emoji");
	expect(await marked(page)).toBe("👋 :wave:");
	await page.keyboard.press("ArrowDown");
	expect(await marked(page)).not.toBe("👋 :wave:");
	await page.keyboard.press("ArrowUp");
	await page.keyboard.press("Enter");
	await gone(page, "listbox", "Emoji");
	expect(await boxText(page)).toBe("hello 👋 ");
	expect(await page.evaluate(() => document.activeElement?.getAttribute("aria-label"))).toBe("Message");
	await page.keyboard.press("Enter");
	expect(await asked(page, "send")).toMatchObject([{ text: "hello 👋 " }]);
});

test("a name typed whole becomes its emoji, a time or a face stays what it is", async () => {
	const page = await write("at 10:30 :) :tada:");
	await expect.poll(() => boxText(page), { timeout: 10_000 }).toBe("at 10:30 :) 🎉");
});

test("Esc closes the list and keeps what was typed, the next Esc leaves the box; another letter opens it again", async () => {
	const page = await write(":wav");
	await find(page, "listbox", "Emoji");
	await page.keyboard.press("Escape");
	await gone(page, "listbox", "Emoji");
	expect(await boxText(page)).toBe(":wav");
	await page.keyboard.type("e");
	await find(page, "listbox", "Emoji");
	await page.keyboard.press("Escape");
	await page.keyboard.press("Escape");
	expect(await page.evaluate(() => document.activeElement?.tagName)).toBe("ARTICLE");
});

test("@ lists who is here; the one chosen is mentioned by their id, and shown so", async () => {
	const page = await write("");
	const person = { here: true, online: true };
	const otter = "otter".padEnd(22, "0");
	await change(page, {
		people: [
			{ ...person, memberId: "heron".padEnd(22, "0"), name: "Quiet Heron", order: 0 },
			{ ...person, memberId: otter, name: "Amber Otter", order: 1 },
			{ ...person, memberId: "me", name: "Small Plover", order: 2 },
			{ ...person, memberId: "wren".padEnd(22, "0"), name: "Pale Wren", order: 3, here: false },
		],
	});
	await page.keyboard.type("@");
	await find(page, "listbox", "People");
	const names = await page.$$eval('[role="option"]', (all) => all.map(({ textContent }) => textContent));
	expect(names).toEqual(["Quiet Heron", "Amber Otter"]);
	await page.keyboard.type("ott");
	await expect.poll(() => marked(page), { timeout: 10_000 }).toBe("Amber Otter");
	await page.keyboard.press("Tab");
	expect(await boxText(page)).toBe("@Amber Otter ");
	await page.keyboard.type("candles?");
	await page.keyboard.press("Enter");
	expect(await asked(page, "send")).toMatchObject([{ text: "@Amber Otter candles?", mentions: [otter] }]);
});

test("a press chooses too, and the box keeps the focus", async () => {
	const page = await write("@");
	await (await find(page, "option", "Quiet Heron")).click();
	expect(await boxText(page)).toBe("@Quiet Heron ");
	expect(await page.evaluate(() => document.activeElement?.getAttribute("aria-label"))).toBe("Message");
});

test("the names of those who are mentioned stand out, one’s own more; a name that only looks like one does not", async () => {
	const page = await screens.open("panel-live");
	await find(page, "textbox", "Message");
	const log = await page.evaluate(() => {
		const room = window.fakeRooms?.getSnapshot().rooms[0];
		return room?.phase === "live" ? [...room.log] : [];
	});
	const last = log.at(-1);
	if (last?.type !== "message") throw new Error("there is no message");
	const text = "**@Small Plover** and @Amber Otter, not @Amber Otters";
	const said = { ...last, cursor: `${last.timestamp + 1}-5000`, id: "naming".padEnd(21, "0"), text };
	await change(page, { log: [...log, { ...said, timestamp: last.timestamp + 1, mentions: ["me", "otter"] }] });
	await reads(page, "not @Amber Otters");
	const shown = await page.$$eval(".mention", (all) => all.map((each) => [each.textContent, each.className]));
	expect(shown).toEqual([
		["@Small Plover", "mention me"],
		["@Amber Otter", "mention"],
	]);
});
