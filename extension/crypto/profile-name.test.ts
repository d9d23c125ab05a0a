import fc from "fast-check";
import { expect, test } from "vitest";
import { cleanName, longestName } from "./profile-name.ts";

test.each([
	["Small Plover", "Small Plover"],
	["  Small \t\n Plover ", "Small Plover"],
	["Plo\u202ever\u200b\u2066\u0000", "Plover"],
	["a \u200b b", "a b"],
	["Zoë O’Hara 李 \u05d3\u05df", "Zoë O’Hara 李 \u05d3\u05df"],
	["\u{1f468}\u200d\u{1f469}\u200d\u{1f467} \u2764\ufe0f", "\u{1f468}\u200d\u{1f469}\u200d\u{1f467} \u2764\ufe0f"],
	["\ud83d\ude00\ud83d", "\ud83d\ude00"],
	["x".repeat(longestName), "x".repeat(longestName)],
	["\u{1f989}".repeat(longestName), "\u{1f989}".repeat(longestName)],
	["x".repeat(longestName + 1), null],
	["", null],
	[" \n", null],
	["\u200d\ufe0f \u3164\u2800", null],
])("%j becomes %j", (text, name) => {
	expect(cleanName(text)).toBe(name);
});

test("a clean name is clean: short, well-formed, without what does not show", () => {
	fc.assert(
		fc.property(fc.string({ unit: "binary", maxLength: 60 }), (text) => {
			const name = cleanName(text);
			if (name === null) return;
			expect(cleanName(name)).toBe(name);
			expect(name).not.toMatch(/[\p{Cc}\p{Cs}\p{Bidi_Control}]|^\s|\s$/u);
			expect([...name].length).toBeLessThanOrEqual(longestName);
		}),
		{ numRuns: 2000 },
	);
}, 60_000);
