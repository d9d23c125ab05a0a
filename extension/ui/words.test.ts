import { afterEach, describe, expect, test } from "vitest";
import english from "../locales/en.json";
import french from "../locales/fr.json";
import japanese from "../locales/ja.json";
import { choose, speakBundled } from "./bundled-words.ts";
import { formatSpan } from "./kit/time-left.ts";
import { pieces, speak, t, wordsOf } from "./words.ts";

const minute = 60_000;
afterEach(() => speak(wordsOf(english)));

describe("a word", () => {
	test("is found by its key, and what belongs into it goes in", () => {
		expect(t("start.button")).toBe("Start a room");
		expect(t("log.article", { who: "Quiet Heron", time: "14:02" })).toBe("Quiet Heron, 14:02");
	});

	test("of somebody’s own is put in as it is, whatever it looks like", () => {
		const name = "{span} $1 | {name}";
		expect(t("event.added", { name, span: "10 minutes" })).toBe(`${name} added 10 minutes`);
	});

	test("can have elements amid it", () => {
		expect(pieces("join.buttonOn", { host: 7n })).toEqual(["Join on ", 7n, ""]);
	});

	test("that no file has, or that lacks a value, is a type error", () => {
		// @ts-expect-error: no such key
		expect(() => t("start.buton")).toThrow();
		// @ts-expect-error: the value is missing
		expect(t("join.heading")).toBe("Join ");
		// @ts-expect-error: a value that the message has no place for
		expect(t("join.heading", { rom: "Alder Bend" })).toBe("Join ");
	});
});

describe("a number", () => {
	test("chooses its form, and none may have a form of its own", () => {
		expect([0, 1, 2].map((count) => t("people.seatsFree", { count }))).toEqual([
			"No seat free",
			"1 seat free",
			"2 seats free",
		]);
		expect([0, 1, 2].map((count) => t("rooms.people", { count }))).toEqual(["0 people", "1 person", "2 people"]);
	});

	test("is written and counted as the language does", () => {
		expect(t("composer.roomFor", { count: 1500 })).toBe("Room for about 1,500 more characters");
		speak(wordsOf(french));
		expect(t("rooms.people", { count: 0 })).toBe("0 personne");
		expect(t("composer.roomFor", { count: 1500 })).toMatch(/ 1\s500 caractères$/);
		speak(wordsOf(japanese));
		expect(t("rooms.people", { count: 1 })).toBe("1 人");
	});

	test("of minutes and hours is told by Intl", async () => {
		const spans = () =>
			[10 * minute, 60 * minute, 150 * minute].map((span) => formatSpan(span).replaceAll("\u00a0", " "));
		expect(spans()).toEqual(["10 minutes", "1 hour", "2 hours 30 minutes"]);
		await speakBundled(["de"]);
		expect(spans().slice(0, 2)).toEqual(["10 Minuten", "1 Stunde"]);
	});
});

describe("the guest page’s language", () => {
	const files = ["../locales/de.json", "../locales/pt_BR.json", "../locales/pt_PT.json"];

	test.each([
		[["de-AT", "en"], "../locales/de.json"],
		[["nl", "de"], "../locales/de.json"],
		[["pt-PT"], "../locales/pt_PT.json"],
		[["pt"], "../locales/pt_BR.json"],
		[["en-GB", "de"], undefined],
		[["nl"], undefined],
		[[], undefined],
	])("for %j is %s", (wanted, file) => {
		expect(choose(wanted, files)).toBe(file);
	});

	test("is the first one wanted that there is, and else English", async () => {
		await speakBundled(["nl", "ja", "de"]);
		expect(t("general.close")).toBe("閉じる");
		await speakBundled(["nl"]);
		expect(t("general.close")).toBe("Close");
	});
});
