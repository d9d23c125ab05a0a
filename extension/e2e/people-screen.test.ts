import type { Page } from "puppeteer-core";
import { describe, expect, test } from "vitest";
import { find, gone, press, reads } from "./roles.ts";
import { asked, change, stillScreens } from "./still-screens.ts";

/** The People sheet, and what lies over it, over rooms that stand still. */
const screens = stillScreens();

/** Role and name of what has the focus. */
const focused = (page: Page) =>
	page.evaluate(() => {
		const { activeElement: element } = document;
		return `${element?.tagName.toLowerCase()} ${element?.getAttribute("aria-label") ?? element?.textContent}`;
	});

const names = (page: Page) =>
	page.$$eval('[aria-label="People"] .name', (all) => all.map(({ textContent }) => textContent));

/** The people of the drawings. */
const people = (otterIsHere = true) =>
	[
		{ memberId: "me", name: "Small Plover", order: 0 },
		{ memberId: "heron", name: "Quiet Heron", order: 1 },
		{ memberId: "otter", name: "Amber Otter", order: 2 },
	].map((person) => ({ ...person, here: person.name !== "Amber Otter" || otterIsHere, online: true }));

describe("the lock", () => {
	test("is turned by one button that keeps the focus, and its state is said by words", async () => {
		const page = await screens.open("panel-live");
		await press(page, "button", "3 of 5 people");
		await press(page, "button", "Lock the room");
		expect(await asked(page, "lock")).toEqual([{ type: "lock", roomId: "Alder-Bend", locked: true }]);
		await change(page, { locked: true });
		await find(page, "button", "Let people in");
		expect(await focused(page)).toBe("button Let people in");
		await reads(page, "Nobody new comes in");
		await page.keyboard.press("Enter");
		expect((await asked(page, "lock")).at(-1)).toMatchObject({ locked: false });
	});

	test("is seen by all, and turned by the starter alone", async () => {
		const page = await screens.open("panel-people-guest");
		await find(page, "dialog", "People");
		await reads(page, "Locked");
		await gone(page, "button", "Let people in");
		await change(page, { locked: false });
		await gone(page, "button", "Lock the room");
	});
});

describe("the safety number", () => {
	const groups = (page: Page) =>
		page.$$eval(".number span", (all) => all.map(({ textContent }) => textContent?.trim()));

	test("is eight groups of five digits, as text and as a QR code; what matches leads back and is told", async () => {
		const page = await screens.open("panel-live");
		await press(page, "button", "3 of 5 people");
		await reads(page, "Not compared yet");
		await press(page, "button", "Compare safety number");
		await find(page, "dialog", "Safety number");
		await find(page, "group", "Safety number");
		await page.waitForFunction(() =>
			/^[0-9]{5}$/.test(document.querySelector(".number span")?.textContent?.trim() ?? ""),
		);
		expect((await groups(page)).join(" ")).toMatch(/^[0-9]{5}( [0-9]{5}){7}$/);
		const qr = await find(page, "button", "Show as QR code");
		expect(await qr.evaluate((button) => button.getAttribute("aria-expanded"))).toBe("false");
		await qr.click();
		await find(page, "image", "QR code for the safety number");
		expect(await qr.evaluate((button) => button.getAttribute("aria-expanded"))).toBe("true");
		await press(page, "button", "It matches");
		expect(await asked(page, "compare")).toEqual([
			{ type: "compare", roomId: "Alder-Bend", memberIds: ["heron", "me", "otter"], matches: true },
		]);
		await find(page, "dialog", "People");
		expect(await focused(page)).toBe("button Compare safety number");
		await change(page, { compared: { me: "1-1", heron: "1-1", otter: "1-1" } });
		await reads(page, "It matched");
		await reads(page, "Here, compared");
	});

	test("that differs says how grave it is: comparing again is one press away, and so is the end", async () => {
		const page = await screens.open("panel-live");
		await press(page, "button", "3 of 5 people");
		await press(page, "button", "Compare safety number");
		await press(page, "button", "It differs");
		await find(page, "alertdialog", "The numbers differ");
		expect(await focused(page)).toBe("button Compare again");
		await page.keyboard.press("Escape");
		await find(page, "dialog", "Safety number");
		expect(await focused(page)).toBe("button It differs");
		expect((await asked(page, "compare")).map(({ matches }) => matches)).toEqual([false]);
		await page.keyboard.press("Enter");
		await press(page, "button", "Destroy for everyone");
		expect(await asked(page, "destroy")).toEqual([{ type: "destroy", roomId: "Alder-Bend" }]);
		await gone(page, "dialog", "Safety number");
	});

	test("changes in sight when somebody comes, and says why", async () => {
		const page = await screens.open("panel-live");
		await press(page, "button", "3 of 5 people");
		await press(page, "button", "Compare safety number");
		await page.waitForFunction(() =>
			/^[0-9]{5}$/.test(document.querySelector(".number span")?.textContent?.trim() ?? ""),
		);
		const before = await groups(page);
		const wren = { memberId: "wren", name: "Pale Wren", order: 3, here: true, online: true };
		await change(page, { people: [...people(), wren] });
		await reads(page, "Someone came or went: this number is new.");
		await reads(page, "All 4 of you see this number.");
		await expect.poll(() => groups(page)).not.toEqual(before);
	});

	test("is not there to compare while one is alone, and is beside the talk where the web page is wide", async () => {
		const alone = await screens.open("web-waiting", 1280);
		await find(alone, "list", "This room");
		await gone(alone, "button", "Compare safety number");
		const page = await screens.open("web-live", 1280);
		await press(page, "button", "Compare safety number");
		await find(page, "dialog", "Safety number");
		await page.keyboard.press("Escape");
		expect(await focused(page)).toBe("button Compare safety number");
	});
});

describe("removing", () => {
	test("asks first, with the focus on the safe answer, and leads back to where it was asked", async () => {
		const page = await screens.open("panel-live");
		await press(page, "button", "3 of 5 people");
		await press(page, "button", "Remove Amber Otter");
		await find(page, "alertdialog", "Remove Amber Otter?");
		expect(await focused(page)).toBe("button Keep them");
		await page.keyboard.press("Escape");
		await find(page, "dialog", "People");
		expect(await focused(page)).toBe("button Remove Amber Otter");
		expect(await asked(page, "remove")).toEqual([]);

		await page.keyboard.press("Enter");
		await press(page, "button", "Remove");
		expect(await asked(page, "remove")).toEqual([{ type: "remove", roomId: "Alder-Bend", memberId: "otter" }]);
		await change(page, { people: people(false) });
		await gone(page, "button", "Remove Amber Otter");
		expect(await names(page)).toEqual(["Small Plover", "Quiet Heron"]);
		expect(await focused(page)).toBe("ul People");
		await page.keyboard.press("Tab");
		await page.keyboard.press("Tab");
		expect(await focused(page)).toBe("button Remove Quiet Heron");
	});

	test("one who goes while it is asked does not take the focus along", async () => {
		const page = await screens.open("panel-live");
		await press(page, "button", "3 of 5 people");
		await press(page, "button", "Remove Amber Otter");
		await find(page, "alertdialog", "Remove Amber Otter?");
		await change(page, { people: people(false) });
		await page.keyboard.press("Enter");
		await gone(page, "alertdialog", "Remove Amber Otter?");
		expect(await focused(page)).toBe("ul People");
	});

	test("that came to nothing is told in the sheet", async () => {
		const page = await screens.open("panel-remove-failed");
		await find(page, "dialog", "People");
		await find(page, "button", "Remove Amber Otter");
		await reads(page, "That didn’t work: mayfly.example doesn’t answer.");
	});

	test("is for the starter, and not for oneself", async () => {
		const page = await screens.open("panel-live");
		await press(page, "button", "3 of 5 people");
		await find(page, "button", "Remove Quiet Heron");
		await gone(page, "button", "Remove Small Plover");
		await change(page, { starter: "heron" });
		await gone(page, "button", "Remove Quiet Heron");
		await gone(page, "button", "Remove Amber Otter");
	});

	test("is beside the talk where the web page is wide", async () => {
		const page = await screens.open("web-live", 1280);
		await press(page, "button", "Remove Quiet Heron");
		await find(page, "alertdialog", "Remove Quiet Heron?");
		await press(page, "button", "Keep them");
		expect(await focused(page)).toBe("button Remove Quiet Heron");
	});
});

describe("handing the room over", () => {
	test("asks first, with the focus on the safe answer, and leads back to where it was asked", async () => {
		const page = await screens.open("panel-live");
		await press(page, "button", "3 of 5 people");
		await reads(page, "You · looking after the room");
		await press(page, "button", "Hand over to Amber Otter");
		await find(page, "alertdialog", "Hand over to Amber Otter?");
		expect(await focused(page)).toBe("button Not now");
		await page.keyboard.press("Escape");
		await find(page, "dialog", "People");
		expect(await focused(page)).toBe("button Hand over to Amber Otter");
		expect(await asked(page, "hand-over")).toEqual([]);

		await page.keyboard.press("Enter");
		await press(page, "button", "Hand over");
		expect(await asked(page, "hand-over")).toEqual([{ type: "hand-over", roomId: "Alder-Bend", memberId: "otter" }]);
		await change(page, { starter: "otter" });
		await reads(page, "Here · looking after the room");
		for (const name of ["Hand over to Amber Otter", "Remove Quiet Heron", "Lock the room"]) {
			await gone(page, "button", name);
		}
		expect(await focused(page)).toBe("ul People");
	});

	test("is not offered to a seat whose name does not open", async () => {
		const page = await screens.open("panel-live");
		await press(page, "button", "3 of 5 people");
		const blind = people().map((person) => (person.memberId === "otter" ? { ...person, name: null } : person));
		await change(page, { people: blind });
		await find(page, "button", "Remove Someone");
		await find(page, "button", "Hand over to Quiet Heron");
		await gone(page, "button", "Hand over to Someone");
	});

	test("is spoken of when the starter leaves others behind, and to nobody else", async () => {
		const words = "Unless you hand over first, nobody can lock the room or remove anyone after that.";
		const page = await screens.open("panel-leave");
		await find(page, "alertdialog", "Leave this room?");
		await reads(page, words);
		await change(page, { starter: "heron" });
		await page.waitForFunction((text) => !document.body.innerText.includes(text), {}, words);
		await find(page, "alertdialog", "Leave this room?");
	});
});
