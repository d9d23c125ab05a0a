import fc from "fast-check";
import { expect, test } from "vitest";
import { decodeBase64url, encodeBase64url } from "./base64url.ts";

test("bytes are written as Node writes them, and come back", () => {
	fc.assert(
		fc.property(fc.uint8Array({ maxLength: 100 }), (bytes) => {
			const text = encodeBase64url(bytes);
			expect(text).toBe(Buffer.from(bytes).toString("base64url"));
			expect(decodeBase64url(text)).toEqual(bytes);
		}),
	);
});

test("a text decodes only if it is the one text of its bytes", () => {
	const character = fc.constantFrom(..."ABCwxyz0189-_+/= \n\u0141");
	fc.assert(
		fc.property(fc.oneof(fc.string({ unit: character, maxLength: 12 }), fc.string()), (text) => {
			const bytes = decodeBase64url(text);
			if (bytes !== null) expect(encodeBase64url(bytes)).toBe(text);
			if (encodeBase64url(Buffer.from(text, "base64url")) === text) expect(bytes).not.toBeNull();
		}),
		{ numRuns: 2000 },
	);
});

test.each([
	["padding", "QQ=="],
	["trailing bits", "QR"],
	["trailing bits of two bytes", "QUF"],
	["a lone character", "QUFBQ"],
	["plain base64", "+/+/"],
	["white space", "QUFB\n"],
	["a character past ASCII", "QUF\u0142"],
])("%s is refused", (_, text) => {
	expect(decodeBase64url(text)).toBeNull();
});
