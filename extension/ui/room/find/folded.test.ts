import fc from "fast-check";
import { expect, test } from "vitest";
import { excerptOf, fold, placesOf } from "./folded.ts";

const anyText = fc.string({ unit: "binary", maxLength: 60 });

test("what is written differently and meant alike is alike: accents, sizes, widths, forms", () => {
	for (const [one, other] of [
		["CAFÉ", "cafe"],
		["Straße", "STRASSE"],
		["ＡＢＣ１２", "abc12"],
		["ﬁne", "fine"],
		["e\u0301", "é"],
		["ΟΔΟΣ", "οδός"],
		["ｶﾞ", "ガ"],
	] as const) {
		expect(fold(one), one).toBe(fold(other));
	}
	expect(fold("cat")).not.toBe(fold("cot"));
});

test("every place in a folded text is known in the text", () => {
	fc.assert(
		fc.property(anyText, (text) => {
			const places = placesOf(text);
			expect(places).toHaveLength(fold(text).length + 1);
			expect(places.at(-1)).toBe(text.length);
			expect(places.toSorted((one, other) => one - other)).toEqual(places);
		}),
	);
});

test("an excerpt is a part of the text, with every hit in it marked as it was written", () => {
	const excerpt = excerptOf("Bring the crème brûlée and another Creme, please", ["creme"]);
	expect(excerpt.filter(({ hit }) => hit).map(({ words }) => words)).toEqual(["crème", "Creme"]);
	fc.assert(
		fc.property(anyText, anyText, (before, after) => {
			const text = `${before} Näher ${after}`;
			const pieces = excerptOf(text, ["naher"]);
			expect(pieces.some(({ words, hit }) => hit && fold(words).includes("naher"))).toBe(true);
			const whole = pieces.map(({ words }) => words).join("");
			expect(text.replace(/\s/g, " ")).toContain(whole.replace(/^…|…$/g, ""));
		}),
	);
});

test("of a long text it is what stands around the first hit, and no character is cut in half", () => {
	const text = `${"💬".repeat(200)} here ${"💬".repeat(200)}`;
	const pieces = excerptOf(text, ["here"]);
	expect(pieces.map(({ words }) => words).join("").length).toBeLessThan(200);
	for (const { words } of pieces) expect(words).not.toMatch(/^[\udc00-\udfff]|[\ud800-\udbff]$/);
	expect([pieces[0]?.words, pieces.at(-1)?.words]).toEqual(["…", "…"]);
});
