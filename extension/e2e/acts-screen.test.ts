import type { Page } from "puppeteer-core";
import { describe, expect, test } from "vitest";
import { find, gone, press, reads } from "./roles.ts";
import { asked, change, stillScreens } from "./still-screens.ts";

/** What can be done to messages, over rooms that stand still: what is asked for, and where the focus goes. */
const screens = stillScreens();
const roomId = "Alder-Bend";

async function open(screen: string, width?: number): Promise<Page> {
	const page = await screens.open(screen, width);
	await find(page, "textbox", "Message");
	return page;
}

/** Role and name of what has the focus. */
const focused = (page: Page) =>
	page.evaluate(() => {
		const { activeElement: element } = document;
		return `${element?.tagName.toLowerCase()} ${element?.getAttribute("aria-label") ?? element?.textContent}`;
	});
const boxText = (page: Page) => page.$eval("textarea[aria-label=Message]", ({ value }) => value);
/** Goes up from the message box to the message at this place from the end, 1 for the last. */
async function goUp(page: Page, places: number): Promise<void> {
	await (await find(page, "textbox", "Message")).focus();
	for (let place = 0; place < places; place++) await page.keyboard.press("ArrowUp");
}
const otters = "message-8".padEnd(21, "0");
const mine = "message-6".padEnd(21, "0");

describe("replying", () => {
	test("by R or its button names who is answered, and the focus is in the box; Esc takes it back, then leaves", async () => {
		const page = await open("panel-live");
		await goUp(page, 1);
		await page.keyboard.press("r");
		expect(await asked(page, "draft")).toEqual([{ type: "draft", roomId, replyTo: otters, edit: null }]);
		await find(page, "group", "Replying to Amber Otter");
		expect(await focused(page)).toBe("textarea Message");
		await page.keyboard.press("Escape");
		await gone(page, "group", "Replying to Amber Otter");
		expect(await focused(page)).toBe("textarea Message");
		await page.keyboard.press("Escape");
		expect(await focused(page)).toBe("article Amber Otter, 14:05");

		await press(page, "button", "Reply");
		await press(page, "button", "Cancel reply");
		await gone(page, "group", "Replying to Amber Otter");
		expect(await focused(page)).toBe("textarea Message");
	});

	test("sends what is answered with the words", async () => {
		const page = await open("panel-reply");
		await find(page, "group", "Replying to Amber Otter");
		await press(page, "button", "Send");
		expect(await asked(page, "send")).toEqual([
			{ type: "send", roomId, text: "She won’t ask.", replyTo: "message-8".padEnd(21, "0") },
		]);
	});

	test("shows what it answers, and leads there, however far up that is", async () => {
		const page = await open("panel-reply");
		await press(page, "button", "In reply to Amber Otter: We lie. Twenty-nine again.");
		expect(await focused(page)).toBe("article Amber Otter, 14:05");
		await reads(page, "In reply to a message that can’t be shown");

		const far = await open("panel-thousand");
		const log = await far.evaluate(() => {
			const room = window.fakeRooms?.getSnapshot().rooms[0];
			return room?.phase === "live" ? [...room.log] : [];
		});
		const [first, last] = [log[2], log.at(-1)];
		if (first?.type !== "message" || !last) throw new Error("there are no messages");
		const reply = { ...first, cursor: `${last.timestamp + 1}-5000`, id: "reply".padEnd(21, "0"), replyTo: first.id };
		await change(far, { log: [...log, { ...reply, timestamp: last.timestamp + 1, text: "Back to that" }] });
		await reads(far, "Back to that");
		await far.$$eval("button.quote", (all) => (all.at(-1) as HTMLElement).click());
		const at = await far.evaluate(() => {
			const { activeElement } = document;
			const box = activeElement?.getBoundingClientRect();
			return { key: (activeElement as HTMLElement).dataset.key, top: box?.top ?? -1, bottom: box?.bottom ?? 9999 };
		});
		expect(at.key).toBe(first.id);
		expect(at.top).toBeGreaterThan(0);
		expect(at.bottom).toBeLessThan(640);
	});
});

describe("reacting", () => {
	test("by E opens the menu, arrows walk it, Enter chooses, and the message has the focus again", async () => {
		const page = await open("panel-live");
		await goUp(page, 1);
		await page.keyboard.press("e");
		await find(page, "menu", "Reactions");
		for (const emoji of ["👍", "❤️", "😂", "😮", "👀", "🙏"]) await find(page, "menuitem", emoji);
		expect(await focused(page)).toBe("button 👍");
		await page.keyboard.press("ArrowLeft");
		expect(await focused(page)).toBe("button 🙏");
		await page.keyboard.press("Home");
		await page.keyboard.press("ArrowRight");
		await page.keyboard.press("Enter");
		await gone(page, "menu", "Reactions");
		expect(await focused(page)).toBe("article Amber Otter, 14:05");
		expect(await asked(page, "act")).toEqual([
			{ type: "act", roomId, act: { kind: "reaction", to: otters, emoji: "❤️", on: true } },
		]);
	});

	test("Esc leaves the menu and the message as they were; so does going elsewhere", async () => {
		const page = await open("panel-react");
		await find(page, "menu", "Reactions");
		await page.keyboard.press("Escape");
		await gone(page, "menu", "Reactions");
		expect(await focused(page)).toBe("article Amber Otter, 14:05");
		await press(page, "button", "React");
		await (await find(page, "textbox", "Message")).focus();
		await gone(page, "menu", "Reactions");
		expect(await asked(page, "act")).toEqual([]);
	});

	test("is told by emoji, number and names, and a press joins or leaves", async () => {
		const page = await open("panel-reply");
		const both = await find(page, "button", "😂 2, Quiet Heron and you");
		const theirs = await find(page, "button", "❤️ 1, Quiet Heron");
		const pressed = (button: typeof both) => button.evaluate((element) => element.getAttribute("aria-pressed"));
		expect([await pressed(both), await pressed(theirs)]).toEqual(["true", "false"]);
		await both.click();
		await theirs.click();
		const reactions = (await asked(page, "act")).map(({ act }) => act);
		expect(reactions).toEqual([
			{ kind: "reaction", to: otters, emoji: "😂", on: false },
			{ kind: "reaction", to: otters, emoji: "❤️", on: true },
		]);
	});

	test("the last one to take an emoji away keeps the focus on the message", async () => {
		const page = await open("panel-live");
		const react = (emoji: string) => ({
			...{ id: "act".padEnd(21, "0"), writtenAt: 0, state: { name: "waiting" as const } },
			act: { kind: "reaction" as const, to: otters, emoji, on: true },
		});
		await change(page, { unsent: [react("👍")] });
		await reads(page, "Waiting to send");
		await (await find(page, "button", "👍 1, you")).focus();
		await page.keyboard.press("Enter");
		await change(page, { unsent: [] });
		await gone(page, "button", "👍 1, you");
		expect(await focused(page)).toBe("article Amber Otter, 14:05");
	});
});

describe("editing", () => {
	test("by Enter puts the words of a message of mine into the box, and Enter sends the others", async () => {
		const page = await open("panel-live-typed");
		await goUp(page, 1);
		await (await find(page, "article", "Amber Otter, 14:05")).focus();
		for (let up = 0; up < 2; up++) await page.keyboard.press("ArrowUp");
		expect(await focused(page)).toBe("article You, 14:03");
		await page.keyboard.press("Enter");
		await find(page, "group", "Editing your message");
		expect(await focused(page)).toBe("textarea Message");
		expect(await boxText(page)).toBe("Not the musical ones.");
		await page.keyboard.type(" Please.");
		await page.keyboard.press("Enter");
		expect(await asked(page, "act")).toEqual([
			{ type: "act", roomId, act: { kind: "edit", to: mine, text: "Not the musical ones. Please." } },
		]);
		expect(await asked(page, "send")).toEqual([]);
	});

	test("leaves what was being written as it was, through Esc and its button", async () => {
		const page = await open("panel-edit");
		expect(await boxText(page)).toBe("I’ll carry the cakes.");
		await find(page, "button", "Save");
		await page.keyboard.press("Escape");
		await gone(page, "group", "Editing your message");
		expect(await boxText(page)).toBe("For later");
		expect(await focused(page)).toBe("textarea Message");
		expect(await asked(page, "draft")).toEqual([{ type: "draft", roomId, edit: null }]);
	});

	test("what is typed is kept as the edit, and words that are the same again are not sent", async () => {
		const page = await open("panel-edit");
		await page.keyboard.press("Backspace");
		await page.waitForFunction(() => window.fakeRooms?.asked.some((intent) => intent.type === "draft" && intent.edit));
		const [kept] = await asked(page, "draft");
		expect(kept?.edit?.text).toBe("I’ll carry the cakes");
		expect(kept?.text).toBe(undefined);
		await page.keyboard.down("Control");
		await page.keyboard.press("a");
		await page.keyboard.up("Control");
		await page.keyboard.type("I’ll carry the cake. Somebody else brings candles.");
		await page.keyboard.press("Enter");
		await gone(page, "group", "Editing your message");
		expect(await asked(page, "act")).toEqual([]);
	});

	test("another’s message has neither Edit nor Unsend, and their keys do nothing", async () => {
		const page = await open("panel-live");
		await goUp(page, 1);
		await find(page, "toolbar", "Message actions");
		await gone(page, "button", "Edit");
		await gone(page, "button", "Unsend");
		await page.keyboard.press("Enter");
		await page.keyboard.press("Delete");
		expect(await focused(page)).toBe("article Amber Otter, 14:05");
		expect(await asked(page, "draft")).toEqual([]);
		expect(await page.$('[role="alertdialog"]')).toBe(null);
	});
});

describe("unsending", () => {
	test("asks first, with the focus on the safe answer, and leaves a quiet line that has the focus", async () => {
		const page = await open("panel-live");
		await goUp(page, 3);
		expect(await focused(page)).toBe("article You, 14:03");
		await page.keyboard.press("Delete");
		await find(page, "alertdialog", "Unsend this message?");
		expect(await focused(page)).toBe("button Keep it");
		await page.keyboard.press("Escape");
		expect(await focused(page)).toBe("article You, 14:03");
		expect(await asked(page, "act")).toEqual([]);

		await press(page, "button", "Unsend");
		await find(page, "alertdialog", "Unsend this message?");
		await page.keyboard.press("Tab");
		expect(await focused(page)).toBe("button Unsend");
		await page.keyboard.press("Enter");
		expect(await asked(page, "act")).toEqual([{ type: "act", roomId, act: { kind: "unsend", to: mine } }]);
		const unsent = { id: "act".padEnd(21, "0"), act: { kind: "unsend" as const, to: mine }, writtenAt: 0 };
		await change(page, { unsent: [{ ...unsent, state: { name: "waiting" } }] });
		await reads(page, "You took a message back");
		expect(await focused(page)).toBe("article You, 14:03");
		await page.keyboard.press("ArrowUp");
		expect(await focused(page)).toBe("article You, 14:03");
	});

	test("one that the server refuses shows the message again, and can be tried again or discarded", async () => {
		const page = await open("panel-acts-waiting");
		await reads(page, "She won’t.");
		await reads(page, "Not sent: the room holds no more messages");
		await press(page, "button", "Try again");
		await press(page, "button", "Discard");
		const id = "acting-3".padEnd(21, "0");
		expect(await asked(page, "retry")).toEqual([{ type: "retry", roomId, id }]);
		expect(await asked(page, "discard")).toEqual([{ type: "discard", roomId, id }]);
		expect(await focused(page)).toBe("article You, 14:07");
	});
});

test("a reaction to my message is said, one to another’s is not", async () => {
	const page = await open("panel-live");
	const react = (to: string, emoji: string) =>
		page.evaluate(
			(target, what) => {
				const rooms = window.fakeRooms;
				const snapshot = rooms?.getSnapshot();
				const room = snapshot?.rooms[0];
				if (!rooms || !snapshot || room?.phase !== "live") return;
				const timestamp = (room.log.at(-1)?.timestamp ?? 0) + 1;
				const mark = { kind: "reaction" as const, to: target, emoji: what, on: true };
				const at = { cursor: `${timestamp}-${500 + room.log.length}`, id: what.padEnd(21, "0"), timestamp };
				const log = [...room.log, { type: "act" as const, ...at, sender: "heron", mark }];
				rooms.show({ ...snapshot, rooms: [{ ...room, log }] });
			},
			to,
			emoji,
		);
	const said = () => page.$$eval('[role="status"]', (all) => all.map(({ textContent }) => textContent).join());
	await react(otters, "😮");
	await react(mine, "👍");
	await page.waitForFunction(() => document.body.textContent?.includes("Quiet Heron reacted to your message: 👍"));
	expect(await said()).not.toContain("😮");
});
