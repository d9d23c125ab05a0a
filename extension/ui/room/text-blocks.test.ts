import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Inline } from "./inline-text.ts";
import { type Block, parseBlocks, plainWords } from "./text-blocks.ts";
import { hiddenHost } from "./text-links.ts";

/** Parts in short: text as it is, all else by what it is. */
const shapeOf = (parts: readonly Inline[]): unknown[] =>
	parts.map((part) => {
		if (part.type === "plain") return part.source;
		if (part.type === "link") return part.words === null ? { link: part.href } : { link: part.href, words: part.words };
		return part.type === "code" ? { inline: part.code } : { [part.type]: shapeOf(part.parts) };
	});
const shapeOfBlocks = (blocks: readonly Block[]): unknown[] =>
	blocks.map((block) => {
		if (block.type === "code")
			return block.language ? { code: block.code, language: block.language } : { code: block.code };
		if (block.type === "quote") return { quote: shapeOfBlocks(block.blocks) };
		if (block.type === "prose") return shapeOf(block.parts);
		const items = block.items.map(({ number, parts }) =>
			block.ordered ? [number, ...shapeOf(parts)] : shapeOf(parts),
		);
		return block.ordered ? { numbers: items } : { points: items };
	});
const shape = (text: string) => shapeOfBlocks(parseBlocks(text));
/** Every part of a text, however deep it stands. */
const partsIn = (blocks: readonly Block[]): Inline[] =>
	blocks.flatMap((block) => {
		if (block.type === "code") return [];
		if (block.type === "quote") return partsIn(block.blocks);
		return (block.type === "prose" ? block.parts : block.items.flatMap(({ parts }) => parts)).flatMap(withInner);
	});
const withInner = (part: Inline): Inline[] => ("parts" in part ? [part, ...part.parts.flatMap(withInner)] : [part]);
const links = (text: string) => partsIn(parseBlocks(text)).flatMap((part) => (part.type === "link" ? [part] : []));
const sourceOf = (blocks: readonly Block[]) => blocks.map((block) => block.source).join("");

// What breaks parsers: fences, backticks, schemes, hosts, brackets, line ends, direction marks, halves of emoji.
const piece = fc.oneof(
	fc.constantFrom(
		"```",
		"```js",
		"`",
		"\n",
		"\r\n",
		" ",
		"http://",
		"https://",
		"HTTPS://A.example",
		"javascript:alert(1)",
		"data:text/html,<b>",
		"ftp://a.example",
		"file:///etc/passwd",
		"www.",
		"a.example.org",
		"/path?q=1#f",
		"user:pw@",
		...["**", "__", "*", "_", "~~", "~", "> ", "- ", "1. ", "2) ", "  ", "[", "](", "[a](https://b.example)"],
		"(",
		")",
		"<script>",
		"\u202e",
		"💬",
		"\ud83d",
	),
	fc.string({ maxLength: 8 }),
	fc.webUrl(),
);
const text = fc.array(piece, { maxLength: 20 }).map((pieces) => pieces.join(""));

describe("no text loses a character", () => {
	test("the sources of all blocks give the text back", () => {
		fc.assert(
			fc.property(text, (written) => {
				expect(sourceOf(parseBlocks(written))).toBe(written);
			}),
		);
	});

	test("the parts of prose give the prose back, and code stands in its source", () => {
		fc.assert(
			fc.property(text, (written) => {
				for (const block of parseBlocks(written)) {
					if (block.type === "code") expect(block.source).toContain(block.code);
					if (block.type !== "prose") continue;
					expect(block.parts.map((part) => part.source).join("")).toBe(block.source);
					for (const part of block.parts.flatMap(withInner)) {
						if ("parts" in part) expect(part.source).toContain(part.parts.map((inner) => inner.source).join(""));
					}
				}
			}),
		);
	});
});

describe("what is shown", () => {
	const lettersOf = (words: string) => words.match(/[\p{L}\p{N}]/gu)?.join("") ?? "";

	test("holds every letter and every number that was written, in their order", () => {
		const words = fc.array(fc.oneof(text, fc.lorem({ maxCount: 3 })), { maxLength: 6 }).map((all) => all.join(" "));
		fc.assert(
			fc.property(
				// The address of a link with words, and the name of a language, are not among the words.
				words.filter((written) => !/]\(|```/.test(written)),
				(written) => {
					const points = written.replace(/^[ \t>]*\d+[.)] /gm, "");
					expect(lettersOf(plainWords(points))).toBe(lettersOf(points));
				},
			),
		);
	});

	test("words are set apart between marks that stand at words", () => {
		expect(shape("so **very** _much_, *this* and ~~that~~")).toEqual([
			[
				...["so ", { strong: ["very"] }, " ", { emphasis: ["much"] }, ", ", { emphasis: ["this"] }, " and "],
				{ strike: ["that"] },
			],
		]);
		expect(shape("**a _b_ c**")).toEqual([[{ strong: ["a ", { emphasis: ["b"] }, " c"] }]]);
		expect(shape("**see https://a.example.org/x_y_z**")).toEqual([
			[{ strong: ["see ", { link: "https://a.example.org/x_y_z" }] }],
		]);
	});

	test("what only looks like a mark stays as it was typed", () => {
		const plain = [
			"a_b_c",
			"2*3*4",
			"2 * 3 * 4",
			"**",
			"*_*",
			"**open",
			"close**",
			"*over\ntwo lines*",
			"~20 ~30",
			"__init__.py",
		];
		for (const written of plain) expect(shape(written), written).toEqual([[written]]);
		expect(shape("¯\\_(ツ)_/¯")).toEqual([["¯\\_(ツ)_/¯"]]);
	});

	test("lines with points or numbers are a list, with the numbers that were written", () => {
		expect(shape("Bring:\n- cake\n- **candles**\n  the plain ones\nNow.")).toEqual([
			["Bring:\n"],
			{ points: [["cake"], [{ strong: ["candles"] }, "\nthe plain ones"]] },
			["Now."],
		]);
		expect(shape("1. one\n3) three")).toEqual([
			{
				numbers: [
					[1, "one"],
					[3, "three"],
				],
			},
		]);
		for (const plain of ["14. June", "-5 degrees", "- ", "3.14 is pi"]) expect(shape(plain)).toEqual([[plain]]);
	});

	test("lines behind > are a quotation, of whatever stands in them, as deep as three", () => {
		expect(shape("> Bring:\n> - cake\nI will")).toEqual([
			{ quote: [["Bring:\n"], { points: [["cake"]] }] },
			["I will"],
		]);
		expect(shape("> > > > a")).toEqual([{ quote: [{ quote: [{ quote: [["> a"]] }] }] }]);
		for (const plain of [">_<", ">5", "a > b"]) expect(shape(plain)).toEqual([[plain]]);
	});
});

describe("links", () => {
	test("no text yields a link to anything but http or https, nor one that hides its host behind a name", () => {
		fc.assert(
			fc.property(text, (written) => {
				for (const { href } of links(written)) {
					const url = new URL(href);
					expect(["http:", "https:"]).toContain(url.protocol);
					expect(url.username + url.password).toBe("");
				}
			}),
		);
	});

	test("a link written with its scheme goes there, without the full stop after it", () => {
		expect(shape("Look (https://a.example.org/b_(c)). Now.")).toEqual([
			["Look (", { link: "https://a.example.org/b_(c)" }, "). Now."],
		]);
		expect(links("http://localhost:8787/r/x")[0]?.href).toBe("http://localhost:8787/r/x");
	});

	test("a host with a path or www goes to https, a bare file name or address is text", () => {
		expect(links("docs.example.org/imports?view=all")[0]?.href).toBe("https://docs.example.org/imports?view=all");
		expect(links("www.example.org")[0]?.href).toBe("https://www.example.org/");
		for (const plain of ["notes.md", "main.rs", "anna@example.org", "example.org"]) expect(links(plain)).toEqual([]);
	});

	test("other schemes and hosts behind a name stay text", () => {
		const not = ["javascript:alert(1)", "ftp://a.example.org/", "https://bank.example@evil.example/"];
		for (const plain of not) expect(links(plain)).toEqual([]);
	});

	test("a link ends where markup or a quotation around it goes on", () => {
		expect(shape("<a>https://ok.example.org/</a>")).toEqual([["<a>", { link: "https://ok.example.org/" }, "</a>"]]);
		expect(shape('see "https://ok.example.org/a" there')).toEqual([
			['see "', { link: "https://ok.example.org/a" }, '" there'],
		]);
	});

	test("words in brackets lead to the address behind them, if it is one of the web", () => {
		expect(shape("see [the _list_](https://a.example.org/b_(c)), now")).toEqual([
			["see ", { link: "https://a.example.org/b_(c)", words: "the _list_" }, ", now"],
		]);
		for (const plain of ["[a](javascript:alert(1))", "[a](notes.md)", "[ ](https://a.example/)", "[a] (https://a)"]) {
			expect(links(plain).filter(({ words }) => words !== null)).toEqual([]);
		}
	});

	test("where the words don’t say where it leads, its host is shown: for words, and for letters that look like others", () => {
		const hidden = (written: string) => links(written).map(hiddenHost);
		expect(hidden("[https://bank.example](https://evil.example/https://bank.example)")).toEqual(["evil.example"]);
		// The first letter is Cyrillic.
		expect(hidden("https://\u0430pple.com/xn--pple-43d.com")).toEqual(["xn--pple-43d.com"]);
		expect(hidden("HTTPS://A.example/B www.example.org docs.example.org/x")).toEqual([null, null, null]);
	});

	test("a link inside code is code", () => {
		expect(links("`https://a.example.org/`\n```\nhttps://b.example.org/\n```")).toEqual([]);
	});
});

describe("code", () => {
	test("a fence makes a block, and what stands around it stays prose", () => {
		expect(shape("Run this, once:\n```sh\nnpm run x\n# then\n```\nThanks")).toEqual([
			["Run this, once:\n"],
			{ code: "npm run x\n# then", language: "sh" },
			["Thanks"],
		]);
	});

	test("a fence on one line is a block too", () => {
		expect(shape("```npm ci```")).toEqual([{ code: "npm ci" }]);
	});

	test("a fence that nobody closes is text", () => {
		expect(shape("```js\nlet a")).toEqual([["```js\nlet a"]]);
	});

	test("backticks in a line make inline code", () => {
		expect(shape("the flag is `--keep-both`.")).toEqual([["the flag is ", { inline: "--keep-both" }, "."]]);
		expect(shape("one ` alone")).toEqual([["one ` alone"]]);
	});

	test("the longest message of nothing but fences is parsed at once", () => {
		const start = performance.now();
		parseBlocks("```a\n".repeat(2400));
		parseBlocks("`".repeat(12_000));
		parseBlocks("http://".repeat(1700));
		expect(performance.now() - start).toBeLessThan(3_000);
	});

	test("the longest message of nothing but marks takes no longer than its length", () => {
		const start = performance.now();
		for (const hostile of [
			"*",
			"_",
			"**",
			"*_**__~~",
			"~~",
			"[",
			"[a](",
			"[](http://",
			"> ",
			"- ",
			"1. ",
			"* a",
			"_a ",
			"*a* ",
			"> - ",
			"\n- \n",
		]) {
			parseBlocks(hostile.repeat(16_384 / hostile.length));
			parseBlocks(`\n${hostile}`.repeat(16_384 / (hostile.length + 1)));
		}
		expect(performance.now() - start).toBeLessThan(20_000);
	}, 30_000);
});
