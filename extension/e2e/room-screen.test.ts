import type { Page } from "puppeteer-core";
import { describe, expect, test } from "vitest";
import type { LiveRoom } from "../hub/rooms.ts";
import { find, gone, press, reads } from "./roles.ts";
import { asked, change, stillScreens } from "./still-screens.ts";

/** A live room's screen by itself, over rooms that stand still: what it asks of them, and what it does with keys. */
const screens = stillScreens();

async function open(screen: string, width?: number): Promise<Page> {
	const page = await screens.open(screen, width);
	await find(page, "textbox", "Message");
	return page;
}

/** Somebody else's message comes. */
async function hear(page: Page, n: number, text: string): Promise<void> {
	const log = await page.evaluate(() => {
		const room = window.fakeRooms?.getSnapshot().rooms.find(({ roomId }) => roomId === "Alder-Bend");
		return room?.phase === "live" ? [...room.log] : [];
	});
	const timestamp = (log.at(-1)?.timestamp ?? 0) + 1000;
	const id = `heard-${n}`.padEnd(21, "0");
	await change(page, {
		log: [...log, { type: "message", cursor: `${timestamp}-${1000 + n}`, id, sender: "heron", timestamp, text }],
	});
	await reads(page, text);
}

/** Role and name of what has the focus. */
const focused = (page: Page) =>
	page.evaluate(() => {
		const { activeElement: element } = document;
		return `${element?.tagName.toLowerCase()} ${element?.getAttribute("aria-label") ?? element?.textContent}`;
	});

const scroll = (page: Page) =>
	page.$eval('[role="log"]', (log) => ({
		top: log.scrollTop,
		left: log.scrollHeight - log.clientHeight - log.scrollTop,
	}));

const said = (page: Page, words: string) =>
	page.waitForFunction(
		(wanted) => [...document.querySelectorAll('[role="status"]')].some(({ textContent }) => textContent === wanted),
		{ timeout: 8000 },
		words,
	);

const pause = (ms: number) => new Promise((done) => setTimeout(done, ms));

describe("Destroy", () => {
	test("a press asks, with the focus on the safe answer; Esc keeps the room and gives the focus back", async () => {
		const page = await open("panel-live");
		await press(page, "button", "Destroy room");
		await find(page, "alertdialog", "Destroy this room?");
		expect(await focused(page)).toBe("button Keep it");
		await page.keyboard.press("Escape");
		await gone(page, "alertdialog", "Destroy this room?");
		expect(await focused(page)).toBe("button Destroy room");
		expect(await asked(page, "destroy")).toEqual([]);

		await page.keyboard.press("Enter");
		await press(page, "button", "Destroy for everyone");
		expect(await asked(page, "destroy")).toEqual([{ type: "destroy", roomId: "Alder-Bend" }]);
	});

	test.each(["Enter", "Space"] as const)("holding %s destroys at once, without a question", async (key) => {
		const page = await open("panel-live");
		await (await find(page, "button", "Destroy room")).focus();
		await page.keyboard.down(key);
		await said(page, "Keep holding to destroy");
		await pause(1000);
		expect(await asked(page, "destroy")).toHaveLength(1);
		await page.keyboard.up(key);
		expect(await page.$('[role="alertdialog"]')).toBe(null);
	});

	test("letting go before 900 ms leaves the room as it was, with finger or key", async () => {
		const page = await open("panel-live");
		const button = await find(page, "button", "Destroy room");
		await button.hover();
		await page.mouse.down();
		await pause(500);
		await page.mouse.up();
		await button.focus();
		await page.keyboard.down("Enter");
		await pause(500);
		await page.keyboard.press("Escape");
		await page.keyboard.up("Enter");
		await pause(700);
		expect(await asked(page, "destroy")).toEqual([]);
		expect(await page.$('[role="alertdialog"]')).toBe(null);
	});

	test("night comes down while the mouse holds, and lifts when it lets go", async () => {
		const page = await open("panel-live");
		await page.emulateMediaFeatures([{ name: "prefers-reduced-motion", value: "no-preference" }]);
		const height = () => page.$eval(".nightfall", (night) => night.getBoundingClientRect().height);
		await (await find(page, "button", "Destroy room")).hover();
		await page.mouse.down();
		await page.waitForSelector(".nightfall");
		const early = await height();
		await pause(300);
		expect(await height()).toBeGreaterThan(early);
		await page.mouse.up();
		await page.waitForSelector(".nightfall", { hidden: true });
		expect(await asked(page, "destroy")).toEqual([]);
	});

	test("with reduced motion the night stands still and says what happens", async () => {
		const page = await open("panel-live");
		await page.emulateMediaFeatures([{ name: "prefers-reduced-motion", value: "reduce" }]);
		await (await find(page, "button", "Destroy room")).hover();
		await page.mouse.down();
		await page.waitForSelector(".nightfall");
		const shown = await page.$eval(".nightfall", async (night) => {
			const heights = [];
			for (let times = 0; times < 3; times++) {
				heights.push(night.getBoundingClientRect().height);
				await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
			}
			return { heights, words: night.textContent };
		});
		expect(new Set(shown.heights).size).toBe(1);
		expect(shown.words).toBe("Keep holding to destroyLet go, and the room stays.");
		await page.mouse.up();
		await page.waitForSelector(".nightfall", { hidden: true });
	});

	test("a room that could not be destroyed comes back from the night, and says why", async () => {
		const page = await open("panel-busy");
		await (await find(page, "button", "Destroy room")).focus();
		await page.keyboard.down("Enter");
		await reads(page, "doesn’t answer");
		await page.keyboard.up("Enter");
		await page.waitForSelector(".nightfall", { hidden: true });
	});
});

describe("the message box", () => {
	test("Enter sends once and keeps the focus, Shift+Enter makes a line", async () => {
		const page = await open("panel-live");
		await page.keyboard.type("one");
		await page.keyboard.down("Shift");
		await page.keyboard.press("Enter");
		await page.keyboard.up("Shift");
		await page.keyboard.type("two");
		await page.keyboard.press("Enter");
		await page.keyboard.press("Enter");
		expect(await asked(page, "send")).toEqual([{ type: "send", roomId: "Alder-Bend", text: "one\ntwo" }]);
		expect(await focused(page)).toBe("textarea Message");
		await page.waitForFunction(() => document.querySelector("textarea")?.value === "");
		expect((await asked(page, "draft")).at(-1)?.text).toBe("");
	});

	test("Enter that ends a composition of an input method does not send", async () => {
		const page = await open("panel-live");
		await page.keyboard.type("ni hao");
		await page.$eval("textarea", (box) => {
			const enter = { key: "Enter", bubbles: true, cancelable: true };
			box.dispatchEvent(new KeyboardEvent("keydown", { ...enter, isComposing: true }));
			box.dispatchEvent(new KeyboardEvent("keydown", { ...enter, keyCode: 229 }));
		});
		expect(await asked(page, "send")).toEqual([]);
	});

	test("a text that was not sent stays in the box, before what was written since", async () => {
		const page = await open("panel-busy");
		await page.keyboard.type("Meet at the clock?");
		await page.keyboard.press("Enter");
		await page.waitForSelector('[role="alert"]');
		expect(await page.$eval("textarea", ({ value }) => value)).toBe("Meet at the clock?");
		expect(await focused(page)).toBe("textarea Message");
	});

	test("of several files the one that was not taken stays, and says when it can go; what is answered stood over the first, the words below the last", async () => {
		const page = await open("panel-files-no-space");
		const [answered] = await page.evaluate(
			() =>
				window.fakeRooms?.getSnapshot().rooms.map((room) => (room.phase === "live" ? room.draft.replyTo : null)) ?? [],
		);
		await press(page, "button", "Send");
		await reads(page, "Other files are still on their way.");
		await find(page, "group", "File to send");
		await reads(page, "Seating plan, third");
		expect(await page.$eval("textarea", (box) => box.value)).toBe("");
		const sent = (await asked(page, "send-file")).map((intent) =>
			intent.type === "send-file" ? [intent.file.name, intent.replyTo, intent.text] : [],
		);
		expect(sent).toEqual([
			["evening at the lake.webp", answered, ""],
			["Seating plan, third and final version (really).pdf", undefined, ""],
			["candles.txt", undefined, "All that I have of Friday."],
		]);
		// What waited goes by itself when it is tried again.
		await press(page, "button", "Send");
		expect((await asked(page, "send-file")).at(-1)).toMatchObject({
			text: "",
			file: { name: "Seating plan, third and final version (really).pdf" },
		});
	});

	test("what is written is kept a moment later, and at once when the box is left", async () => {
		const page = await open("panel-live");
		await page.keyboard.type("See you");
		expect(await asked(page, "draft")).toEqual([]);
		await page.keyboard.press("Escape");
		expect(await asked(page, "draft")).toEqual([{ type: "draft", roomId: "Alder-Bend", text: "See you" }]);
		await page.keyboard.press("Escape");
		await page.keyboard.type(" at six");
		await page.waitForFunction(() =>
			window.fakeRooms?.asked.some((intent) => intent.type === "draft" && intent.text === "See you at six"),
		);
	});

	test("a draft is there again when the room is opened, and can be sent", async () => {
		const page = await open("panel-live-typed");
		expect(await page.$eval("textarea", ({ value }) => value)).toBe("Fine. Twenty-nine.");
		await press(page, "button", "Send");
		expect(await asked(page, "send")).toHaveLength(1);
		expect(await focused(page)).toBe("textarea Message");
	});

	test("an empty box can't send, and says so without leaving the tab order", async () => {
		const page = await open("panel-live");
		const send = await find(page, "button", "Send");
		expect(
			await send.evaluate((button) => [button.getAttribute("aria-disabled"), button.hasAttribute("disabled")]),
		).toEqual(["true", false]);
		await send.click();
		expect(await asked(page, "send")).toEqual([]);
	});

	test("too long a text says so before it is sent, and is not lost", async () => {
		const page = await open("panel-live");
		await page.$eval("textarea", (box) => {
			Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, "value")?.set?.call(box, "語".repeat(5000));
			box.dispatchEvent(new Event("input", { bubbles: true }));
		});
		await reads(page, "It’s too long");
		await page.keyboard.press("Enter");
		await reads(page, "Not sent: it’s too long");
		expect(await asked(page, "send")).toEqual([]);
		expect(await page.$eval("textarea", ({ value }) => value.length)).toBe(5000);
	});
});

describe("the messages", () => {
	test("are one tab stop, walked with the arrows, and Esc leads back to the box", async () => {
		const page = await open("panel-live");
		await page.keyboard.down("Shift");
		await page.keyboard.press("Tab");
		expect(await focused(page)).toBe("button Share this page");
		await page.keyboard.press("Tab");
		expect(await focused(page)).toBe("button Add a picture or file");
		await page.keyboard.press("Tab");
		await page.keyboard.up("Shift");
		expect(await focused(page)).toBe("article Amber Otter, 14:05");
		await page.keyboard.press("ArrowUp");
		expect(await focused(page)).toBe("article Quiet Heron, 14:04");
		await page.keyboard.press("Home");
		expect(await focused(page)).toBe("article Quiet Heron, 14:02");
		await page.keyboard.press("ArrowDown");
		expect(await focused(page)).toBe("article Amber Otter, 14:02");
		await page.keyboard.press("End");
		expect(await focused(page)).toBe("article Amber Otter, 14:05");
		await page.keyboard.press("Tab");
		expect(await focused(page)).toBe("button Add a picture or file");
		await page.keyboard.press("Tab");
		expect(await focused(page)).toBe("button Share this page");
		await page.keyboard.press("Tab");
		expect(await focused(page)).toBe("textarea Message");
		await page.keyboard.press("ArrowUp");
		expect(await focused(page)).toBe("article Amber Otter, 14:05");
		await page.keyboard.press("Escape");
		expect(await focused(page)).toBe("textarea Message");
	});

	test("C copies the focused one, → leads to its actions and ← back", async () => {
		const page = await open("panel-live");
		await page.keyboard.press("ArrowUp");
		await page.keyboard.press("c");
		await said(page, "Message copied");
		expect(await page.evaluate(() => navigator.clipboard.readText())).toBe("We lie. Twenty-nine again.");
		await find(page, "toolbar", "Message actions");
		for (const name of ["React", "Reply", "Copy text", "Copy text"]) {
			await page.keyboard.press("ArrowRight");
			expect(await focused(page)).toBe(`button ${name}`);
		}
		for (let back = 0; back < 3; back++) await page.keyboard.press("ArrowLeft");
		expect(await focused(page)).toBe("article Amber Otter, 14:05");
	});

	test("are text and nothing else", async () => {
		const page = await open("panel-live");
		await hear(page, 1, '<img src=x onerror="alert(1)"> javascript:alert(1) https://a.example.org/x');
		const last = await page.$$eval("article", (articles) => articles.at(-1)?.querySelector(".content")?.innerHTML);
		expect(last).toContain("&lt;img src=x");
		const link = await page.$$eval("article a", (links) =>
			links.map((a) => ["href", "rel", "target"].map((name) => a.getAttribute(name))),
		);
		expect(link).toEqual([["https://a.example.org/x", "noreferrer noopener", "_blank"]]);
	});

	test("long text folds at six lines until it is asked for, and the focus stays with the message", async () => {
		const page = await open("panel-rich");
		const lines = () => page.$eval("article .text", (text) => Math.round(text.getBoundingClientRect().height / 22));
		expect(await lines()).toBe(6);
		await (await find(page, "button", "Show all")).focus();
		await page.keyboard.press("Enter");
		expect(await lines()).toBeGreaterThan(6);
		expect(await focused(page)).toBe("article Quiet Heron, 14:06");
	});

	test("code stands in a region of its own and is copied whole", async () => {
		const page = await open("panel-rich");
		await find(page, "region", "Code from Amber Otter");
		await press(page, "button", "Copy code");
		await said(page, "Code copied");
		expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(
			"export DEPLOY_KEY=mf_9f3c…e21\nnpm run deploy -- --region fra1 --confirm\n# then rotate it, please",
		);
	});

	test("of a thousand only the newest are drawn, and Home still leads to the first", async () => {
		const page = await open("panel-thousand");
		expect((await page.$$("article")).length).toBe(60);
		expect((await scroll(page)).left).toBeLessThan(2);
		await page.keyboard.press("ArrowUp");
		await page.keyboard.press("Home");
		// Those between it and the end are not, until they are come by.
		expect((await page.$$("article")).length).toBeLessThan(200);
		expect((await scroll(page)).top).toBeLessThan(20);
		expect(await page.evaluate(() => document.activeElement?.previousElementSibling)).toBe(null);
		await page.$eval('[role="log"]', (log) => log.scrollBy(0, 3000));
		await expect.poll(async () => (await page.$$("article")).length, { timeout: 10_000 }).toBeGreaterThan(60);
		await page.keyboard.press("End");
		expect(await page.evaluate(() => document.activeElement?.nextElementSibling?.matches("article") ?? false)).toBe(
			false,
		);
		await expect.poll(async () => (await scroll(page)).left, { timeout: 10_000 }).toBeLessThan(200);
	});

	test("older ones are drawn above without moving what is read", async () => {
		const page = await open("panel-thousand");
		const where = await page.$eval('[role="log"]', async (log) => {
			const frame = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
			log.scrollTop = log.clientHeight;
			const read = [...log.querySelectorAll("article")].find(
				(article) => article.getBoundingClientRect().top > log.getBoundingClientRect().top,
			);
			const before = read?.getBoundingClientRect().top ?? 0;
			for (let times = 0; times < 5; times++) await frame();
			return {
				moved: (read?.getBoundingClientRect().top ?? 0) - before,
				drawn: log.querySelectorAll("article").length,
			};
		});
		expect(where.drawn).toBeGreaterThan(60);
		expect(where.drawn).toBeLessThan(1000);
		expect(Math.abs(where.moved)).toBeLessThan(2);
	});
});

describe("unread", () => {
	test("a room opens at what is new; the pill counts, and goes with the end in sight", async () => {
		const page = await open("panel-unread");
		await find(page, "separator", "New messages");
		const pill = await find(page, "button", "5 new messages");
		expect(await asked(page, "read")).toEqual([]);
		await pill.focus();
		await page.keyboard.press("Enter");
		await gone(page, "button", "5 new messages");
		expect(await focused(page)).toBe("article Amber Otter, 14:07");
		const [read] = await asked(page, "read");
		expect(read?.cursor).toMatch(/-11$/);
		// The divider still shows where it was.
		await find(page, "separator", "New messages");
	});

	test("at the end the log follows what comes, and it is read", async () => {
		const page = await open("panel-live");
		await hear(page, 1, "One more");
		await hear(page, 2, "A long one. ".repeat(40));
		expect((await scroll(page)).left).toBeLessThan(2);
		expect((await asked(page, "read")).at(-1)?.cursor).toMatch(/-1002$/);
		expect(await page.$('[role="separator"]')).toBe(null);
	});

	test("above the end the reader's place is kept, and a divider and the pill say what came", async () => {
		const page = await open("panel-thousand");
		await page.$eval('[role="log"]', (log) => log.scrollBy(0, -1500));
		await pause(100);
		const { top } = await scroll(page);
		const { length: readBefore } = await asked(page, "read");
		await hear(page, 1, "While you were up there");
		await find(page, "button", "1 new message");
		expect((await scroll(page)).top).toBe(top);
		await find(page, "separator", "New messages");
		expect(await asked(page, "read")).toHaveLength(readBefore);
	});
});

describe("what is not sent yet", () => {
	test("says what it waits for, and can be tried again or discarded", async () => {
		const page = await open("panel-outbox");
		await reads(page, "Sending…");
		await reads(page, "Waiting to send");
		const alerts = await page.$$eval('[role="alert"]', (all) => all.map(({ textContent }) => textContent));
		expect(alerts).toEqual(["Not sent: the room is busy"]);
		await press(page, "button", "Try again");
		await press(page, "button", "Discard");
		const id = "unsent-3".padEnd(21, "0");
		expect(await asked(page, "retry")).toEqual([{ type: "retry", roomId: "Alder-Bend", id }]);
		expect(await asked(page, "discard")).toEqual([{ type: "discard", roomId: "Alder-Bend", id }]);
		await change(page, { unsent: [] });
		expect(await focused(page)).not.toMatch(/^body/);
	});

	test("keeps its place and its element when it comes back on the stream", async () => {
		const page = await open("panel-live");
		const id = "mine".padEnd(21, "0");
		await change(page, { unsent: [{ id, text: "Here", writtenAt: Date.now(), state: { name: "sending" } }] });
		await page.waitForSelector(`article[data-key="${id}"]`);
		const article = await page.$(`article[data-key="${id}"]`);
		const log = await page.evaluate(() => {
			const room = window.fakeRooms?.getSnapshot().rooms[0];
			return room?.phase === "live" ? [...room.log] : [];
		});
		const timestamp = (log.at(-1)?.timestamp ?? 0) + 1000;
		const back = { type: "message" as const, cursor: `${timestamp}-900`, id, sender: "me", timestamp, text: "Here" };
		await change(page, { unsent: [], log: [...log, back] });
		expect(await article?.evaluate((element) => element.isConnected)).toBe(true);
		expect((await page.$$(`article[data-key="${id}"]`)).length).toBe(1);
	});
});

describe("the connection", () => {
	test("that a server holds something back is said in one line, as long as it is so, and once aloud", async () => {
		const page = await open("panel-live");
		const words = "The server says there is more here, but doesn’t send it. It may be holding some back.";
		await change(page, { withheld: true });
		await said(page, words);
		const lines = () => page.$$eval(".event.caught", (all) => all.map(({ textContent }) => textContent));
		expect(await lines()).toEqual([words]);
		expect((await scroll(page)).left).toBeLessThan(2);
		await change(page, { withheld: false });
		await page.waitForFunction(() => document.querySelector(".event.caught") === null);
	});

	test("has a status that is empty when all is well and speaks when trouble lasts", async () => {
		const page = await open("panel-live");
		const band = () => page.$eval('[aria-label="Connection"]', ({ textContent }) => textContent);
		expect(await band()).toBe("");
		await change(page, { connection: { name: "waiting", retryAt: 0 } });
		await pause(700);
		expect(await band()).toBe("");
		const again = await find(page, "button", "Try now");
		await again.focus();
		await page.keyboard.press("Enter");
		expect(await asked(page, "reconnect")).toHaveLength(1);
		await change(page, { connection: { name: "open" } });
		await said(page, "You’re back online");
		expect(await band()).toBe("");
		expect(await focused(page)).toBe("textarea Message");
	});
});

describe("time and people", () => {
	test("the last minute offers time once; when it was added the focus goes to the message box", async () => {
		const page = await open("panel-last-minute");
		await reads(page, "One minute left. After that, nothing is kept.");
		await (await find(page, "button", "Add 10 minutes")).focus();
		await page.keyboard.press("Enter");
		expect(await asked(page, "extend")).toEqual([{ type: "extend", roomId: "Alder-Bend", addSeconds: 600 }]);
		await change(page, { expiresAt: Date.now() + 640_000 });
		await gone(page, "button", "Add 10 minutes");
		expect(await focused(page)).toBe("textarea Message");
	});

	test("how little is left, who comes and who adds time are said once", async () => {
		const page = await open("panel-live");
		await change(page, { expiresAt: Date.now() + 61_500 });
		await said(page, "One minute left");
		const log = (n: number): LiveRoom["log"] => [
			{ type: "joined", cursor: `9000000000000-${n}`, memberId: "otter", timestamp: 9_000_000_000_000 },
		];
		await change(page, { log: log(50) });
		await said(page, "Amber Otter came in");
	});

	test("the room list drops from the name, and leads to another room", async () => {
		const page = await open("panel-live-news");
		await press(page, "button", "Alder Bend, switch room, new messages in another room");
		await find(page, "dialog", "Rooms");
		await find(page, "list", "Rooms");
		await page.keyboard.press("Escape");
		await gone(page, "dialog", "Rooms");
		expect(await focused(page)).toMatch(/^button Alder Bend, switch room/);
		await page.keyboard.press("Enter");
		const rows = await page.$$eval(".room-row", (all) => all.map((row) => row.getAttribute("aria-current")));
		expect(rows).toEqual([null, "true", null]);
		await page.$$eval(".room-row", (all) => (all[2] as HTMLElement).click());
		expect(await asked(page, "open")).toEqual([{ type: "open", roomId: "Low-Meadow" }]);
	});

	test("Alt and a digit go to a room", async () => {
		const page = await open("panel-live-news");
		await page.keyboard.down("Alt");
		for (const digit of ["Digit2", "Digit9", "Digit1"] as const) await page.keyboard.press(digit);
		await page.keyboard.up("Alt");
		expect(await asked(page, "open")).toEqual([{ type: "open", roomId: "Still-Weir" }]);
	});

	test("people lead to the invitation, to time, to leaving and to destroying", async () => {
		const page = await open("panel-live");
		await press(page, "button", "3 of 5 people");
		await find(page, "dialog", "People");
		await find(page, "list", "People");
		await find(page, "list", "This room");
		await press(page, "button", "Leave room");
		await find(page, "alertdialog", "Leave this room?");
		expect(await focused(page)).toBe("button Stay");
		await page.keyboard.press("Enter");
		expect(await focused(page)).toBe("button 3 of 5 people");
		await page.keyboard.press("Enter");
		await press(page, "button", "Invite");
		await find(page, "dialog", "Invite");
		await find(page, "image", "QR code for the room link");
		await press(page, "button", "Copy link");
		await reads(page, "Link copied");
	});

	test("one who is alone has the link and the box at once", async () => {
		const page = await open("panel-waiting");
		await find(page, "heading", "Nobody else yet");
		await find(page, "textbox", "Room link");
		await find(page, "button", "Share link");
		expect(await focused(page)).toBe("textarea Message");
	});

	test("the wide web page keeps people and link beside the talk, and the name is no button", async () => {
		const page = await open("web-live", 1280);
		await find(page, "complementary", "Room");
		await find(page, "list", "People");
		await find(page, "button", "Leave room");
		await find(page, "button", "Add 10 minutes");
		expect(await page.$('[aria-label^="Alder Bend, switch"]')).toBe(null);
		await page.setViewport({ width: 390, height: 700 });
		await find(page, "button", "3 of 5 people");
		await gone(page, "complementary", "Room");
	});
});
