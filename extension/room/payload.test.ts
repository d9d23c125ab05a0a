import { readFileSync } from "node:fs";
import fc from "fast-check";
import { expect, test } from "vitest";
import { messageFits, mostMessageBytes } from "../crypto/message.ts";
import { mostTextCharacters } from "./acts.ts";
import { mostEmojiUnits } from "./emoji.ts";
import { isUnknownKind, isWebAddress, pageLimits, payload, payloadOf, saidIn } from "./payload.ts";
import { checkSaid } from "./saying.ts";

test("a message says something: words, a page, or both", () => {
	const page = { url: "https://a.example/", title: "" };
	for (const content of [{ text: "hi" }, { text: "", page }, { text: "hi", page }]) {
		expect(payload.parse(payloadOf(content))).toEqual({ kind: "text", ...content });
	}
	expect(payload.safeParse(payloadOf({ text: "" })).success).toBe(false);
});

const to = "m".repeat(21);

test("an act says what it is done to, and nothing that a receiver could not show", () => {
	const acts = [
		{ kind: "reaction", to, emoji: "👍", on: false },
		{ kind: "edit", to, text: "other words" },
		{ kind: "unsend", to },
		{ kind: "viewed", to },
	] as const;
	for (const act of acts) expect(payload.parse(payloadOf({ act }))).toEqual(act);
	const refused = [
		{ kind: "reaction", to: "short", emoji: "👍", on: true },
		{ kind: "reaction", to, emoji: "hello", on: true },
		{ kind: "reaction", to, emoji: "👍", on: "yes" },
		{ kind: "edit", to, text: "" },
		{ kind: "edit", to, text: "x".repeat(mostTextCharacters + 1) },
		{ kind: "unsend" },
		{ kind: "text", text: "hi", replyTo: "short" },
	];
	for (const value of refused) {
		expect(payload.safeParse(value).success).toBe(false);
		expect(isUnknownKind(value), "it is caught, not taken for something newer").toBe(false);
	}
});

test("a picture that can be viewed once is of a kind of its own, and nothing but a picture", () => {
	const picture = { type: "image/webp", width: 30, height: 20 } as const;
	const file = { name: "picture", bytes: 5, sha256: "A".repeat(43), picture };
	const content = { text: "", file, once: true, goesAfter: 60 } as const;
	const written = payloadOf(content);
	// Who does not know the kind passes it over: of a file that says so beside its picture, it would show the picture.
	expect(payload.parse(written)).toEqual({ kind: "once", text: "", file, goesAfter: 60 });
	expect(saidIn(payload.parse(written))).toEqual(content);
	const { picture: _, ...document } = file;
	const refused = { ...written, file: document };
	expect(payload.safeParse(refused).success).toBe(false);
	expect(isUnknownKind(refused)).toBe(false);
	for (const said of [
		{ text: "hi" },
		{ text: "", file: document },
		{ text: "", page: { url: "https://a.example/", title: "" } },
	]) {
		expect(() => checkSaid({ ...said, once: true })).toThrow();
	}
	checkSaid(content);
});

test("the longest page fits one message in any script, with words beside it", () => {
	const longest = (character: string) => ({
		url: "https://a.example/".padEnd(pageLimits.url, "a"),
		title: character.repeat(pageLimits.title),
		quote: character.repeat(pageLimits.quote),
	});
	// 3 bytes of UTF-8 are the most that one UTF-16 unit of a whole character comes to.
	const content = payloadOf({ text: "永".repeat(800), page: longest("永") });
	expect(payload.safeParse(content).success).toBe(true);
	expect(messageFits(content)).toBe(true);
});

test("what is a web address is one for the browser too, and shows where it leads", () => {
	const piece = fc.constantFrom(..."@:/\\?#.[]%& \n\t\u202eaü永", "a.example", "javascript:", "http:", "https://");
	fc.assert(
		fc.property(fc.array(piece, { maxLength: 8 }), (pieces) => {
			const text = `https://${pieces.join("")}`.slice(pieces.length % 2 ? 8 : 0);
			if (!isWebAddress(text)) return;
			const url = new URL(text);
			expect(["http:", "https:"]).toContain(url.protocol);
			expect(url.username + url.password).toBe("");
			expect(/[\s\\]/.test(text)).toBe(false);
		}),
		{ numRuns: 500 },
	);
	for (const { url } of [{ url: "https://例え.jp/ü" }, { url: "HTTP://a.example:81/?q#f" }]) {
		expect(isWebAddress(url)).toBe(true);
	}
});

test("backend/README.md tells these limits", () => {
	const readme = readFileSync(new URL("../../backend/README.md", import.meta.url), "utf8");
	for (const [field, most] of Object.entries(pageLimits)) {
		expect(readme).toMatch(new RegExp(`\\| \`${field}\` .*\\| ${most} `));
	}
	expect(readme).toContain(`at most ${mostTextCharacters} characters`);
	expect(readme).toContain(`at most ${mostEmojiUnits} characters`);
	expect(readme).toContain(`UTF-8 of at most ${mostMessageBytes} bytes`);
});
