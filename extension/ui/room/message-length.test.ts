import fc from "fast-check";
import { expect, test } from "vitest";
import { messageFits } from "../../crypto/message.ts";
import { bytesLeft, canSend, lengthWords } from "./message-length.ts";

test("what can be sent can be sealed, whatever it is written in", () => {
	const text = fc
		.tuple(fc.constantFrom("a", "é", "語", "💬", '"', "\n", "\u0001"), fc.integer({ min: 1, max: 16_000 }))
		.map(([letter, count]) => letter.repeat(count));
	fc.assert(
		fc.property(text, (written) => {
			if (canSend(written)) expect(messageFits({ kind: "text", text: written })).toBe(true);
		}),
	);
});

test("it says so before the limit bites, and then by how much", () => {
	const most = "a".repeat(bytesLeft(""));
	expect(lengthWords("a".repeat(5000))).toBe(null);
	expect(lengthWords("a".repeat(most.length - 500))).toEqual({
		words: "Room for about 500 more characters",
		over: false,
	});
	expect(lengthWords(most)).toEqual({ words: "Nearly full", over: false });
	expect(canSend(most)).toBe(true);
	expect(lengthWords(`${most}aaa`)).toEqual({ words: "It’s too long, by about 3 characters", over: true });
	expect(canSend(`${most}a`)).toBe(false);
});

test("a text of blanks cannot be sent", () => {
	expect(canSend("")).toBe(false);
	expect(canSend(" \n\t")).toBe(false);
});
