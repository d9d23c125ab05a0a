import { expect, test } from "vitest";
import { emojiNameAt, triggerAt } from "./trigger.ts";

/** What is read at the caret, which the text shows as "|". */
const at = (text: string) => triggerAt(text.replace("|", ""), text.indexOf("|"));

test("a colon and two letters where a word begins ask for an emoji", () => {
	expect(at("well :wa|")).toEqual({ kind: "emoji", start: 5, query: "wa" });
	expect(at("(:+1| now")).toEqual({ kind: "emoji", start: 1, query: "+1" });
	for (const none of [":w|", "10:30|", ":)|", "::|", "a:wa|", "http://a|", ":wa |", ":wave:|"])
		expect(at(none), none).toBeNull();
});

test("an @ where a word begins asks for people, by names of several words", () => {
	expect(at("@|")).toEqual({ kind: "mention", start: 0, query: "" });
	expect(at("hello @Quiet He|")).toEqual({ kind: "mention", start: 6, query: "Quiet He" });
	for (const none of ["anna@example|", "@ |", "@a b c d e|", "@a\n|"]) expect(at(none), none).toBeNull();
});

test("a name between two colons is one that was typed whole", () => {
	expect(emojiNameAt("hi :wave:", 9)).toEqual({ start: 3, name: "wave" });
	for (const none of ["10:30:", "a:wave:", ":wave: ", "::"]) expect(emojiNameAt(none, none.length), none).toBeNull();
});

test("the longest text is read at once", () => {
	const start = performance.now();
	for (const hostile of ["@", ":a", "@a ", "( "]) triggerAt(hostile.repeat(8_000), 8_000 * hostile.length);
	expect(performance.now() - start).toBeLessThan(2_000);
});
