import { expect, test } from "vitest";
import { emojiNamed, findEmoji } from "./emoji-table.ts";

test("an emoji has its name, however it is written", () => {
	expect([emojiNamed("wave"), emojiNamed("TADA"), emojiNamed("+1"), emojiNamed("nonsense")]).toEqual([
		"👋",
		"🎉",
		"👍",
		undefined,
	]);
});

test("what begins as typed comes first, the shortest before all, then what is about it; each once", () => {
	const found = findEmoji("wa", 6);
	expect(found).toHaveLength(6);
	expect(found.slice(0, 3).map(({ name }) => name.startsWith("wa"))).toEqual([true, true, true]);
	expect(findEmoji("wave", 6)[0]).toEqual({ emoji: "👋", name: "wave" });
	expect(findEmoji("party", 20).map(({ emoji }) => emoji)).toContain("🎉");
	const emojis = findEmoji("heart", 60).map(({ emoji }) => emoji);
	expect(new Set(emojis).size).toBe(emojis.length);
	expect(findEmoji("zzzz", 6)).toEqual([]);
});
