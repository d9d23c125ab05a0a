import { expect, test } from "vitest";
import { heron, liveRoom, message, otter, small } from "../testing/fake-rooms.ts";
import { seenBy } from "./seen-by.ts";

const log = [message(1, "me", "first", 1), message(2, "me", "second", 2), message(3, "heron", "third", 3)];
const seen = (cursor: string | null) => ({ at: 1, writing: false, seen: cursor });
const count = (doings: Record<string, ReturnType<typeof seen>>, change = {}) =>
	seenBy(liveRoom({ log, doings, ...change }))?.count ?? 0;

test("my last message is seen by those who were shown it or anything after it", () => {
	expect(seenBy(liveRoom({ log, doings: { heron: seen("2-2") } }))).toEqual({
		id: "message-2".padEnd(21, "0"),
		count: 1,
	});
	expect(count({ heron: seen("2-2"), otter: seen("3-3") })).toBe(2);
	expect(count({ heron: seen("10-4"), otter: seen("1-1") })).toBe(1);
	expect(count({ heron: seen(null) })).toBe(0);
	expect(count({})).toBe(0);
});

test("neither I nor who has gone is counted, nor is anything seen of a message that was taken back", () => {
	expect(count({ me: seen("9-9") })).toBe(0);
	expect(count({ otter: seen("9-9") }, { people: [heron, { ...otter, here: false }, small] })).toBe(0);
	const withdrawn = { type: "withdrawn", cursor: "2-2", id: "x", sender: "me", timestamp: 2 } as const;
	expect(seenBy(liveRoom({ log: [withdrawn], doings: { heron: seen("9-9") } }))).toBe(null);
	expect(seenBy(liveRoom({ log: log.slice(2), doings: { heron: seen("9-9") } }))).toBe(null);
});
