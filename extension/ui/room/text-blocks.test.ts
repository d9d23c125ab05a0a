import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Block, parseBlocks } from "./text-blocks.ts";

const shape = (text: string) =>
	parseBlocks(text).map((block) =>
		block.type === "code"
			? { code: block.code }
			: block.parts.map((part) =>
					part.type === "link" ? { link: part.href } : part.type === "code" ? { inline: part.code } : part.source,
				),
	);
const links = (text: string) =>
	parseBlocks(text).flatMap((block) =>
		block.type === "prose" ? block.parts.flatMap((part) => (part.type === "link" ? [part] : [])) : [],
	);
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
					else expect(block.parts.map((part) => part.source).join("")).toBe(block.source);
				}
			}),
		);
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

	test("a link inside code is code", () => {
		expect(links("`https://a.example.org/`\n```\nhttps://b.example.org/\n```")).toEqual([]);
	});
});

describe("code", () => {
	test("a fence makes a block, and what stands around it stays prose", () => {
		expect(shape("Run this, once:\n```sh\nnpm run x\n# then\n```\nThanks")).toEqual([
			["Run this, once:\n"],
			{ code: "npm run x\n# then" },
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
});
