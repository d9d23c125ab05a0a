import { expect, test } from "vitest";
import type { LiveRoom } from "../../../hub/rooms.ts";
import { liveRoom, message } from "../../testing/fake-rooms.ts";
import { type Found, search, wordsToFind } from "./search.ts";

const room = (name: string, ...texts: string[]) =>
	liveRoom({ name, log: texts.map((text, at) => message(at + 1, "heron", text, 1_000 * (at + 1))) });

function find(rooms: readonly LiveRoom[], query: string): Found & { stops: number } {
	const looking = search(rooms, wordsToFind(query));
	for (let stops = 0; ; stops++) {
		const step = looking.next();
		if (step.done) return { ...step.value, stops };
	}
}
const texts = ({ hits }: Found) => hits.map(({ message: { text } }) => text);

test("finds the messages that hold all the words, in any order, in every room, the newest first", () => {
	const rooms = [
		room("Alder Bend", "the red boat", "a boat", "The boat is RED"),
		room("Low Meadow", "no", "nothing", "none", "réd bòats"),
	];
	expect(texts(find(rooms, "red boat"))).toEqual(["réd bòats", "The boat is RED", "the red boat"]);
	expect(find(rooms, "red boat").hits[0]?.room.name).toBe("Low Meadow");
});

test("finds words across the marks that set them apart, and those of a page", () => {
	const marked = room("Alder Bend", "**very** `much`");
	expect(texts(find([marked], "very much"))).toHaveLength(1);
	const page = { url: "https://bakery.example/", title: "Cakes", quote: "to order" };
	const shared = { ...message(1, "heron", "", 1_000), page };
	for (const words of ["cakes", "bakery.example", "to order"]) {
		expect(find([liveRoom({ log: [shared] })], words).count).toBe(1);
	}
});

test("nothing but spaces finds nothing, and what was taken back is not found", () => {
	expect(find([room("Alder Bend", "a")], "  ").count).toBe(0);
	const withdrawn = { type: "withdrawn", cursor: "1-1", id: "a", sender: "heron", timestamp: 1 } as const;
	expect(find([liveRoom({ log: [withdrawn] })], "a").count).toBe(0);
});

test("counts all, shows the newest sixty, and stops at every message on its way", () => {
	const rooms = [room("Alder Bend", ...Array.from({ length: 5_000 }, (_, n) => `Message ${n} of a long talk`))];
	const { hits, count, stops } = find(rooms, "message");
	expect([hits.length, count, stops]).toEqual([60, 5_000, 5_000]);
	expect(hits[0]?.message.text).toBe("Message 4999 of a long talk");
});
