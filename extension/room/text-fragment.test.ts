import fc from "fast-check";
import { expect, test } from "vitest";
import { textDirective, wellFormed, withTextDirective } from "./text-fragment.ts";

const oneLine = (text: string) => wellFormed(text).trim();
const read = (directive: string) => directive.slice("text=".length).split(",").map(decodeURIComponent);

test("a short selection is named whole, its dashes, commas and ampersands as codes", () => {
	expect(textDirective("The 18:10")).toBe("text=The%2018%3A10");
	expect(textDirective(" salt, pepper & re-heat ")).toBe("text=salt%2C%20pepper%20%26%20re%2Dheat");
	expect(textDirective(" \n ")).toBeNull();
});

test("a long one, and one of several lines, is named by whole words at its ends", () => {
	const long = `Opening hours change over the holidays, ${"and again ".repeat(40)}so call before you come by, please`;
	expect(read(textDirective(long) ?? "")).toEqual([
		"Opening hours change over the holidays,",
		"again so call before you come by, please",
	]);
	expect(read(textDirective("Monday\n\tten to six\nSunday closed") ?? "")).toEqual(["Monday", "Sunday closed"]);
});

test("words end where the script ends them, spaces or not", () => {
	const line = "営業時間は祝日に変わりますので事前にお問い合わせください。".repeat(10);
	const [start = "", end = ""] = read(textDirective(line) ?? "");
	const segments = [...new Intl.Segmenter("ja", { granularity: "word" }).segment(line)];
	expect(segments.some(({ index }) => index === start.length)).toBe(true);
	expect(segments.some(({ index }) => index === line.length - end.length)).toBe(true);
});

test("what is named begins and ends the selection, and nothing in it is read as a directive's own sign", () => {
	const piece = fc.constantFrom(
		"a",
		"word",
		"-",
		",",
		"&",
		"#",
		":~:",
		"%",
		" ",
		" ",
		"\n",
		"ü",
		"永",
		"🙂",
		"\ud83d",
		"é",
	);
	const selection = fc.array(piece, { maxLength: 200 }).map((pieces) => pieces.join(""));
	fc.assert(
		fc.property(selection, (text) => {
			const directive = textDirective(text);
			if (directive === null) return;
			expect(directive).toMatch(/^text=[^-,&#\s]+(?:,[^-,&#\s]+)?$/);
			const [start = "", end = start] = read(directive);
			expect(oneLine(text).startsWith(start)).toBe(true);
			expect(oneLine(text).endsWith(end)).toBe(true);
		}),
		{ numRuns: 300 },
	);
});

test("a page's own fragment stays before the directive, and an older directive goes", () => {
	const to = (address: string) => withTextDirective(new URL(address), "ten to six").href;
	const directive = ":~:text=ten%20to%20six";
	expect(to("https://a.example/")).toBe(`https://a.example/#${directive}`);
	expect(to("https://a.example/?q=1#hours")).toBe(`https://a.example/?q=1#hours${directive}`);
	expect(to("https://a.example/#/route?x=1")).toBe(`https://a.example/#/route?x=1${directive}`);
	expect(to("https://a.example/#hours:~:text=old&text=older")).toBe(`https://a.example/#hours${directive}`);
	expect(withTextDirective(new URL("https://a.example/#hours:~:text=old"), " ").href).toMatch(/#hours:~:text=old$/);
});
