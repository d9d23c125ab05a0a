import { expect, test } from "vitest";
import { isEmoji, offeredEmoji } from "./emoji.ts";

test("one emoji is one, however many pictures it is made of", () => {
	const made = ["👍🏽", "👩‍👩‍👧‍👦", "🏳️‍🌈", "🏴󠁧󠁢󠁥󠁮󠁧󠁿", "🇫🇷", "1️⃣", "☺️", "❤", "👩🏽‍❤️‍💋‍👨🏿"];
	for (const text of [...offeredEmoji, ...made]) expect(isEmoji(text), text).toBe(true);
});

test("words, two at once, and what hides or turns other text are none", () => {
	const none = ["", "a", "ok", "👍👍", "👍 ", " ", "\u202e", "\u200d", "👍\u200d", "1", "<b>", "👍\n", "語", "🇫"];
	for (const text of [...none, "😂\u200d".repeat(20)]) expect(isEmoji(text), JSON.stringify(text)).toBe(false);
});
