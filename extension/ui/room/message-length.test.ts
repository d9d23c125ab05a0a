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
			if (canSend({ text: written })) expect(messageFits({ kind: "text", text: written })).toBe(true);
		}),
	);
});

test("it says so before the limit bites, and then by how much", () => {
	const most = "a".repeat(bytesLeft({ text: "" }));
	expect(lengthWords({ text: "a".repeat(5000) })).toBe(null);
	expect(lengthWords({ text: "a".repeat(most.length - 500) })).toEqual({
		words: "Room for about 500 more characters",
		over: false,
	});
	expect(lengthWords({ text: most })).toEqual({ words: "Nearly full", over: false });
	expect(canSend({ text: most })).toBe(true);
	expect(lengthWords({ text: `${most}aaa` })).toEqual({ words: "It’s too long, by about 3 characters", over: true });
	expect(canSend({ text: `${most}a` })).toBe(false);
});

test("a text of blanks cannot be sent", () => {
	expect(canSend({ text: "" })).toBe(false);
	expect(canSend({ text: " \n\t" })).toBe(false);
});

test("a page counts too, and needs no words beside it", () => {
	const page = { url: "https://a.example/", title: "A", quote: "q".repeat(2_000) };
	expect(canSend({ text: "", page })).toBe(true);
	expect(canSend({ text: " \n", page })).toBe(true);
	expect(bytesLeft({ text: "" }) - bytesLeft({ text: "", page })).toBeGreaterThan(2_000);
	const most = "a".repeat(bytesLeft({ text: "", page }));
	expect(canSend({ text: most, page })).toBe(true);
	expect(canSend({ text: `${most}a`, page })).toBe(false);
	expect(lengthWords({ text: `${most}aaa`, page })?.over).toBe(true);
});
