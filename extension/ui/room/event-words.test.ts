import { expect, test } from "vitest";
import type { Person } from "../../room/state.ts";
import { eventWords, type HappeningEntry, sealedWords } from "./event-words.ts";

const person = (memberId: string, name: string | null, order: number): Person => ({
	memberId,
	name,
	order,
	here: true,
	online: true,
});
const people = new Map(
	[person("me", "Small Plover", 0), person("otter", "Amber Otter", 1), person("blind", null, 2)].map((somebody) => [
		somebody.memberId,
		somebody,
	]),
);
const say = (entry: HappeningEntry, me = "me") => eventWords(entry, me, (id) => people.get(id));
const base = { cursor: "1-1", timestamp: 0 };

test("coming in is said of everybody but the starter to themselves", () => {
	expect(say({ ...base, type: "joined", memberId: "otter" })?.words).toBe("Amber Otter came in");
	expect(say({ ...base, type: "joined", memberId: "me" })).toBe(null);
	expect(say({ ...base, type: "joined", memberId: "me" }, "otter")?.words).toBe("Small Plover started the room");
	expect(say({ ...base, type: "joined", memberId: "otter" }, "otter")?.words).toBe("You came in");
});

test("who makes the safety number new after it was compared is said to", () => {
	const cameIn = (cursor: string) => ({ type: "joined", cursor, memberId: "otter", timestamp: 0 }) as const;
	const say = (cursor: string) => eventWords(cameIn(cursor), "me", (id) => people.get(id), { me: "5-5", heron: "5-5" });
	expect(say("4-4")?.words).toBe("Amber Otter came in");
	expect(say("6-6")?.words).toBe("Amber Otter came in. The safety number is new.");
});

test("a seat whose name does not open is told as caught, and never named", () => {
	expect(say({ ...base, type: "caught", sender: "blind" })).toEqual({
		words: "Someone took a seat without the whole link. They can’t read anything.",
		caught: true,
	});
});

test("going, added time and the lock have their words", () => {
	expect(say({ ...base, type: "left", memberId: "otter", reason: "left" })?.words).toBe("Amber Otter left");
	expect(say({ ...base, type: "left", memberId: "otter", reason: "removed" })?.words).toBe("Amber Otter was removed");
	const extended = { ...base, type: "extended", expiresAt: 0, addedMs: 600_000 } as const;
	expect(say({ ...extended, by: "otter" })?.words).toBe("Amber Otter added 10 minutes");
	expect(say({ ...extended, by: "me" })?.words).toBe("You added 10 minutes");
	// Before I came: how much it was I don't know.
	expect(say({ ...extended, by: "otter", addedMs: 0 })?.words).toBe("Amber Otter added time");
	expect(say({ ...extended, by: "me", addedMs: 0 })?.words).toBe("You added time");
	// Another has added the same at the same moment.
	expect(say({ ...extended, by: "otter", addedMs: 730 })).toBe(null);
	expect(say({ ...base, type: "locked", locked: true })?.words).toBe("The room is locked. Nobody new comes in.");
});

test("that the room was handed over is told to who did it, to who has it now, and to the others", () => {
	const appointed = { ...base, type: "appointed", by: "me", memberId: "otter" } as const;
	expect(say(appointed)?.words).toBe("You handed the room over to Amber Otter");
	expect(say(appointed, "otter")?.words).toMatch(/^Small Plover handed the room over to you\./);
	expect(say(appointed, "wren")?.words).toBe("Small Plover handed the room over to Amber Otter");
	expect(say({ ...base, type: "caught", sender: "otter", what: "appointment" })).toEqual({
		words: "The server says that Amber Otter handed the room over. That failed its check, and changes nothing.",
		caught: true,
	});
});

test("what failed its check names whom it claims to be from, when that is known", () => {
	expect(say({ ...base, type: "caught", sender: "otter" })?.words).toBe(
		"A message that claims to be from Amber Otter failed its check. It isn’t shown.",
	);
	expect(say({ ...base, type: "caught", sender: null })?.words).toBe("A message failed its check. It isn’t shown.");
});

test("what is not shown alike, and what can't be read, is told of whom it is about", () => {
	expect(say({ ...base, type: "differs", sender: "otter" })?.words).toMatch(/^You and Amber Otter aren’t shown/);
	expect(say({ ...base, type: "differs", sender: "me" })?.words).toMatch(/^You aren’t shown the same/);
	const states = ["waits", "lost", "before"] as const;
	expect(states.map((state) => sealedWords(state, people.get("otter")))).toEqual([
		"Waiting for Amber Otter’s key",
		"A message from Amber Otter can’t be opened. Its key never came.",
		"What was written before you came stays with those who were here.",
	]);
});
