import { describe, expect, test } from "vitest";
import type { Bytes } from "../../../crypto/bytes.ts";
import { seekableWebm } from "./seekable-webm.ts";

const hex = (text: string): Bytes =>
	Uint8Array.from(text.replace(/\s/g, "").match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
const header = "1A45DFA3 84 42868101";
const tracks = "1654AE6B 0100000000000007 AE85 D78102 8380";
const opened = `18538067 01FFFFFFFFFFFFFF 1549A966 87 2AD7B1 83 0F4240 ${tracks}`;
/** A block of one byte of sound, so many ms after its cluster. */
const block = (ms: number, sound: string) => `A3 85 82 ${ms.toString(16).padStart(4, "0")} 80 ${sound}`;
const cluster = (ms: number, ...blocks: string[]) =>
	`1F43B675 01FFFFFFFFFFFFFF E7 82 ${ms.toString(16).padStart(4, "0")} ${blocks.join(" ")}`;
const recorded = hex(
	`${header} ${opened} ${cluster(6, block(0, "01"), block(700, "02"), block(1100, "03"), block(1160, "04"))} ` +
		// The last sound of some recorders stands in a group.
		`${cluster(2506, block(0, "05"), "A0 8A A1 85 82 0014 00 06 75A2 80")}`,
);

type Element = { id: string; at: number; content: Bytes };
/** The elements right in there, by their hexadecimal ids; `at`: where each begins. */
function elements(bytes: Bytes): Element[] {
	const found: Element[] = [];
	for (let at = 0; at < bytes.length; ) {
		const length = (from: number) => Math.clz32(bytes[from] ?? 0) - 23;
		const sizeAt = at + length(at);
		const start = sizeAt + length(sizeAt);
		const size = number(
			Uint8Array.of((bytes[sizeAt] ?? 0) & (0xff >> length(sizeAt)), ...bytes.slice(sizeAt + 1, start)),
		);
		found.push({ id: number(bytes.slice(at, sizeAt)).toString(16), at, content: bytes.slice(start, start + size) });
		at = start + size;
	}
	return found;
}
const inside = (bytes: Bytes, id: string) => elements(bytes).filter((element) => element.id === id);
const one = (bytes: Bytes, ...path: string[]): Bytes =>
	path.reduce((within, id) => inside(within, id)[0]?.content ?? new Uint8Array(), bytes);
const number = (bytes: Bytes) => bytes.reduce((sum, byte) => sum * 256 + byte, 0);
const [segment, info, cues, clusterId] = ["18538067", "1549a966", "1c53bb6b", "1f43b675"];

describe("a recording that goes to any of its places", () => {
	const made = seekableWebm(recorded);

	test("says how long it is, and not who wrote it", () => {
		expect(new DataView(one(made, segment, info, "4489").buffer).getFloat64(0)).toBe(2_540);
		expect(new TextDecoder().decode(one(made, segment, info, "5741"))).toBe("Mayfly");
	});

	test("holds every sound of it, in order and at its time since the first", () => {
		const sounds = inside(one(made, segment), clusterId).flatMap(({ content }) =>
			inside(content, "a3").map(({ content: sound }) => [
				number(one(content, "e7")) + new DataView(sound.buffer).getInt16(1),
				sound[4],
			]),
		);
		expect(sounds).toEqual([
			[0, 1],
			[700, 2],
			[1100, 3],
			[1160, 4],
			[2500, 5],
			[2520, 6],
		]);
	});

	test("has a table that leads to each second of it", () => {
		const points = inside(one(made, segment, cues), "bb").map(({ content }) => [
			number(one(content, "b3")),
			number(one(content, "b7", "f1")),
			number(one(content, "b7", "f7")),
		]);
		expect(points.map(([time, , track]) => [time, track])).toEqual([
			[0, 2],
			[1100, 2],
			[2500, 2],
		]);
		expect(points.map(([, at]) => at)).toEqual(inside(one(made, segment), clusterId).map(({ at }) => at));
	});

	test("keeps what tells how to decode it", () => {
		expect(inside(made, "1a45dfa3")).toHaveLength(1);
		expect(one(made, segment, "1654ae6b")).toEqual(hex(tracks).slice(12));
	});

	test("comes out the same when it goes through once more", () => {
		expect(seekableWebm(made)).toEqual(made);
	});
});

test.each([
	["nothing", ""],
	["a header alone", header],
	["another format", "4F67675300020000000000000000"],
	["what is cut off", `${header} ${opened} ${cluster(0, block(0, "01"), block(700, "02").slice(0, -3))}`],
	["no sound", `${header} ${opened}`],
	["two tracks", `${header} ${opened} ${cluster(0, block(0, "01"), "A3 85 81 0005 80 01")}`],
	[
		"another clock",
		`${header} 18538067 01FFFFFFFFFFFFFF 1549A966 87 2AD7B1 83 0F4241 ${tracks} ${cluster(0, block(0, "01"))}`,
	],
])("%s stays as it is", (_, bytes) => {
	expect(seekableWebm(hex(bytes))).toEqual(hex(bytes));
});
