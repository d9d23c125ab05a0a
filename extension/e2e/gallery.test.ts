import axe from "axe-core";
import type { Page } from "puppeteer-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Intent } from "../hub/rooms.ts";
import { type Gallery, openGallery } from "../ui/testing/open-gallery.ts";
import { screens } from "../ui/testing/screens.ts";
import { requireBrowser } from "./browsers.ts";
import { fill, find, gone, press } from "./roles.ts";

/** Colours change with the theme, layout with the width: the ends in both, the middle in one each. */
const views = [
	{ theme: "light", width: 360 },
	{ theme: "light", width: 320 },
	{ theme: "light", width: 1280 },
	{ theme: "dark", width: 1280 },
	{ theme: "dark", width: 480 },
	{ theme: "dark", width: 320 },
] as const;

let gallery: Gallery;
beforeAll(async () => {
	gallery = await openGallery(requireBrowser("chromium"));
});
afterAll(() => gallery?.close());

async function show(screen: string, width = 360): Promise<Page> {
	return (await gallery.open(screen, { width })).page;
}
const asked = (page: Page, type: Intent["type"]): Promise<Intent[]> =>
	page.evaluate((wanted) => window.fakeRooms?.asked.filter((intent) => intent.type === wanted) ?? [], type);
const clipboard = (page: Page) => page.evaluate(() => navigator.clipboard.readText());
const focused = (page: Page) => page.evaluate(() => document.activeElement?.textContent ?? "");

/** What axe finds, one line a violation. */
async function violations(page: Page): Promise<string[]> {
	return page.evaluate(async () => {
		const { axe } = window as unknown as { axe: typeof import("axe-core") };
		const { violations } = await axe.run(document);
		return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(" ")).join(", ")}`);
	});
}

/** How far anything reaches beyond the page or its surface, px. */
const overflow = (page: Page): Promise<number> =>
	page.evaluate(() =>
		Math.max(
			...[document.documentElement, ...document.querySelectorAll(".surface")].map(
				(element) => element.scrollWidth - element.clientWidth,
			),
		),
	);

describe.each(Object.keys(screens))("%s", (name) => {
	test("axe finds nothing in either theme at any width, nothing is cut off, and the strict policy holds", async () => {
		const { page, complaints } = await gallery.open(name, { width: 360 });
		await page.evaluate(axe.source);
		for (const { theme, width } of views) {
			await page.emulateMediaFeatures([
				{ name: "prefers-color-scheme", value: theme },
				{ name: "prefers-reduced-motion", value: "reduce" },
			]);
			await page.setViewport({ width, height: 640 });
			expect(await violations(page), `${theme} at ${width} px`).toEqual([]);
		}
		if (screens[name]?.surface !== "popup") {
			await page.setViewport({ width: 240, height: 640 });
			expect(await overflow(page), "cut off at 240 px, a Firefox sidebar’s width").toBe(0);
		}
		expect(complaints).toEqual([]);
		await page.close();
	});
});

describe("starting", () => {
	test("all is there under its name, the choices with their presets", async () => {
		const page = await show("popup-empty");
		await find(page, "heading", "A room for now.");
		await find(page, "button", "Start a room");
		await find(page, "textbox", "Have a link?");
		await find(page, "button", "Open");
		await find(page, "button", "Options");
		const life = await find(page, "combobox", "Lives for");
		const seats = await find(page, "combobox", "People");
		expect(await life.evaluate((select) => (select as HTMLSelectElement).value)).toBe("600");
		expect(await seats.evaluate((select) => (select as HTMLSelectElement).value)).toBe("2");
		await page.close();
	});

	test("what was chosen is what is started, once, however often it is pressed", async () => {
		const page = await show("popup-creating");
		const button = await find(page, "button", "Starting…");
		expect(await button.evaluate((element) => element.ariaDisabled)).toBe("true");
		await button.click();
		await button.click();
		expect(await asked(page, "start")).toEqual([
			{ type: "start", ttlSeconds: 600, capacity: 2, server: "https://mayfly.example" },
		]);
		expect(await page.$eval(".start [role=status]", (status) => status.textContent)).toBe("Starting a room");
		await page.close();
	});

	test("a failed start says what is safe, keeps the choices, and can be tried again", async () => {
		const page = await show("popup-error");
		await find(page, "button", "Try again");
		expect(await page.$eval("[role=alert]", (alert) => alert.textContent)).toBe(
			"The room didn’t start: mayfly.example doesn’t answer. Nothing was sent.",
		);
		await page.select("select", "3600");
		await press(page, "button", "Try again");
		await find(page, "button", "Try again");
		expect((await asked(page, "start")).at(-1)).toMatchObject({ ttlSeconds: 3600 });
		await page.close();
	});

	test("the link is on the clipboard at once, whole, and the screen says so", async () => {
		const page = await show("popup-created");
		await find(page, "timer", "Time left");
		await find(page, "heading", "Alder Bend");
		const link = await find(page, "textbox", "Room link");
		const value = await link.evaluate((input) => (input as HTMLInputElement).value);
		expect(value).toMatch(/^https:\/\/mayfly\.example\/r\/[^#]+#.{43}$/);
		expect(await clipboard(page)).toBe(value);
		await page.waitForFunction(() => document.querySelector("main [role=status]")?.textContent === "Link copied");
		await find(page, "button", "Share link");
		await find(page, "button", "Open in side panel");
		await page.close();
	});

	test("the clipboard is left alone when Options say so", async () => {
		const page = await show("popup-created-uncopied");
		await page.evaluate(() => navigator.clipboard.writeText("mine"));
		await find(page, "textbox", "Room link");
		expect(await page.$eval("main [role=status]", (status) => status.textContent)).toBe("");
		expect(await clipboard(page)).toBe("mine");
		await press(page, "button", "Copy link");
		await page.waitForFunction(() => document.querySelector("main [role=status]")?.textContent === "Link copied");
		await page.close();
	});

	test("a clipboard that refuses is told, and the link stays to be selected", async () => {
		const page = await show("popup-created-uncopied");
		await page.evaluate(() => {
			navigator.clipboard.writeText = () => Promise.reject(new DOMException("no", "NotAllowedError"));
		});
		await press(page, "button", "Copy link");
		await page.waitForFunction(() =>
			document.querySelector("main [role=status]")?.textContent?.includes("didn’t let us"),
		);
		const link = await find(page, "textbox", "Room link");
		await link.focus();
		expect(await page.evaluate(() => getSelection()?.toString())).toMatch(/^https:/);
		await page.close();
	});

	test("the QR code comes and goes with its button", async () => {
		// Not by `find`: Chromium tells this role as "image".
		const qr = '[role="img"][aria-label="QR code for the room link"]';
		const page = await show("popup-created-linux");
		const button = await find(page, "button", "QR code");
		expect(await button.evaluate((element) => element.ariaExpanded)).toBe("false");
		await button.click();
		await page.waitForSelector(qr);
		expect(await button.evaluate((element) => element.ariaExpanded)).toBe("true");
		await button.click();
		await page.waitForSelector(qr, { hidden: true });
		await gone(page, "button", "Share link");
		await page.close();
	});
});

test("rooms are listed by name, news, company and time, and a press opens one", async () => {
	const page = await show("popup-rooms");
	expect(await page.$("ul[aria-label=Rooms]")).not.toBeNull();
	// A button's name is what it holds, without what is hidden from who listens.
	const names = await page.$$eval("ul[aria-label=Rooms] button", (rows) =>
		rows.map((row) => {
			const said = row.cloneNode(true) as Element;
			for (const hidden of said.querySelectorAll("[aria-hidden=true]")) hidden.remove();
			return (said.textContent ?? "").replace(/\s+/g, " ");
		}),
	);
	expect(names[0]).toMatch(/^Still Weir Pale Wren and you 0:\d\d left$/);
	expect(names[1]).toMatch(/^Alder Bend 2 new 3 people 6:\d\d left$/);
	expect(names[2]).toMatch(/^Low Meadow Only you 5h 12m left$/);
	await (await page.$$("ul[aria-label=Rooms] button"))[1]?.click();
	expect(await asked(page, "open")).toEqual([{ type: "open", roomId: "Alder-Bend" }]);
	await page.close();
});

describe("joining", () => {
	test("a name is offered, another can be drawn or typed, and it is what is joined with", async () => {
		const page = await show("panel-join");
		await find(page, "heading", "Join Alder Bend");
		const name = await find(page, "textbox", "Your name");
		const offered = await name.evaluate((input) => (input as HTMLInputElement).value);
		expect(offered).toBe("Small Plover");
		await press(page, "button", "Another name");
		await page.waitForFunction((before) => document.querySelector("input")?.value !== before, {}, offered);
		await fill(page, "Your name", "Ada");
		await press(page, "button", "Join room");
		expect(await asked(page, "join")).toEqual([{ type: "join", roomId: "Alder-Bend", name: "Ada" }]);
		await page.close();
	});

	test("another server is named before it hears of anything, and can be declined", async () => {
		const page = await show("panel-join-server");
		await find(page, "button", "Join on chat.example.org");
		await press(page, "button", "Don’t join");
		await find(page, "heading", "A room for now.");
		expect(await asked(page, "join")).toEqual([]);
		await page.close();
	});

	test("a full room keeps the name typed", async () => {
		const page = await show("room-full");
		await find(page, "heading", "This room is full.");
		await press(page, "button", "Try again");
		expect(await asked(page, "join")).toHaveLength(2);
		await page.close();
	});

	test("a link that does not open can be pasted again", async () => {
		const page = await show("wrong-link");
		await find(page, "heading", "This link doesn’t open.");
		await fill(page, "Have a link?", "https://mayfly.example/r/x#y");
		await press(page, "button", "Open");
		expect(await asked(page, "invite")).toEqual([{ type: "invite", link: "https://mayfly.example/r/x#y" }]);
		await page.close();
	});
});

describe("endings", () => {
	test.each([
		["ended-expired", "Time’s up."],
		["ended-destroyed", "Room destroyed."],
		["ended-removed", "You were removed."],
		["ended-seat-taken", "Your seat is taken."],
		["ended-left", "You left."],
		["room-gone", "Nothing here."],
	])("%s says “%s” and has the focus", async (screen, words) => {
		const page = await show(screen);
		await find(page, "heading", words);
		expect(await focused(page)).toBe(words);
		await page.close();
	});

	test("another room is one press away", async () => {
		const page = await show("ended-expired");
		await find(page, "button", "Close");
		await press(page, "button", "Start another room");
		await find(page, "heading", "A room for now.");
		await page.close();
	});

	test("the other rooms are a press away while there are any", async () => {
		const page = await show("ended-left");
		await press(page, "button", "Other rooms");
		await page.waitForSelector("ul[aria-label=Rooms]");
		await page.close();
	});
});

describe("options", () => {
	test("every control has its name, and a theme is worn at once", async () => {
		const page = await show("options", 1280);
		for (const [role, name] of [
			["heading", "Options"],
			["combobox", "Lives for"],
			["combobox", "People"],
			["switch", "Copy the link at once"],
			["textbox", "Your name"],
			["textbox", "Server address"],
			["radiogroup", "Theme"],
			["radio", "System"],
			["radio", "Light"],
			["button", "Test and save"],
		] as const)
			await find(page, role, name);
		await press(page, "radio", "Dark");
		await page.waitForSelector("html[data-theme=dark]");
		await press(page, "radio", "System");
		await page.waitForSelector("html:not([data-theme])");
		await page.close();
	});

	test("a server is saved when it answers, and not when it does not", async () => {
		const page = await show("options", 1280);
		const said = (words: string) =>
			page.waitForFunction((wanted) => document.querySelector("main [role=status]")?.textContent === wanted, {}, words);
		await fill(page, "Server address", new URL(page.url()).origin);
		await press(page, "button", "Test and save");
		await said("It answers. Saved.");
		await fill(page, "Server address", "no address");
		await press(page, "button", "Test and save");
		await said("That’s no web address. Nothing was saved.");
		await page.close();
	});
});
