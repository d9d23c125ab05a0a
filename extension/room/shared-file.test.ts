import fc from "fast-check";
import { expect, test } from "vitest";
import { messageFits } from "../crypto/message.ts";
import { widestSeen } from "./payload.ts";
import {
	chunkBytes,
	chunkCount,
	chunkLength,
	fileNameOf,
	isFileName,
	mostChunks,
	mostFileBytes,
} from "./shared-file.ts";

test("the chunks of a file are its bytes, each as large as a message can hold", () => {
	fc.assert(
		fc.property(fc.integer({ min: 1, max: mostFileBytes }), (bytes) => {
			const lengths = Array.from({ length: chunkCount({ bytes }) }, (_, index) => chunkLength({ bytes }, index));
			expect(lengths.reduce((sum, length) => sum + length, 0)).toBe(bytes);
			expect(lengths.slice(0, -1).every((length) => length === chunkBytes)).toBe(true);
			expect(lengths.at(-1)).toBeGreaterThan(0);
			expect(chunkLength({ bytes }, lengths.length)).toBe(0);
		}),
	);
	const widest = { kind: "chunk", to: "x".repeat(21), index: mostChunks - 1, seen: widestSeen };
	expect(messageFits({ ...widest, bytes: new Uint8Array(chunkBytes) })).toBe(true);
	expect(messageFits({ ...widest, bytes: new Uint8Array(chunkBytes + 100) })).toBe(false);
});

test("whatever a file is called, the name it gets is one, leads nowhere and hides nothing", () => {
	fc.assert(
		fc.property(fc.string({ unit: "binary", maxLength: 200 }), (name) => {
			expect(isFileName(fileNameOf(name))).toBe(true);
		}),
		{ numRuns: 30 },
	);
	fc.assert(
		fc.property(fc.string({ unit: "grapheme-ascii", minLength: 1, maxLength: 120 }), (name) => {
			if (isFileName(name)) expect(fileNameOf(name)).toBe(name);
		}),
	);
});

test.each([
	["C:\\Users\\ann\\lake.png", "lake.png"],
	["../../etc/passwd", "passwd"],
	["invoice\u202Efdp.exe", "invoicefdp.exe"],
	[`${"x".repeat(300)}.pdf`, `${"x".repeat(116)}.pdf`],
	[" lake .jpg ", "lake .jpg"],
	["..", "file"],
	["", "file"],
])("%j is called %j", (name, called) => {
	expect(fileNameOf(name)).toBe(called);
});
