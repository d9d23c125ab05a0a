import fc from "fast-check";
import { expect, test } from "vitest";
import { animationOf } from "./gif.ts";

const ascii = (text: string) => [...text].map((character) => character.charCodeAt(0));
const blocks = (...parts: number[][]) => [...parts.flatMap((part) => [part.length, ...part]), 0];

const head = [...ascii("GIF89a"), 2, 0, 2, 0, 0x80, 0, 0, ...[0, 0, 0], ...[255, 255, 255]];
const repeat = [0x21, 0xff, ...blocks(ascii("NETSCAPE2.0"), [1, 0, 0])];
const comment = [0x21, 0xfe, ...blocks(ascii("made by SecretCam, at home"))];
const program = [0x21, 0xff, ...blocks(ascii("XMP DataXMP"), ascii("where and when"))];
const words = [0x21, 0x01, ...blocks([...Array(12).fill(0)], ascii("plain text"))];
const timing = [0x21, 0xf9, ...blocks([4, 10, 0, 0])];
const frame = [0x2c, ...[0, 0, 0, 0, 2, 0, 2, 0], 0, 2, ...blocks([0x44, 0x01], [0x05])];
const ownColours = [0x2c, ...[0, 0, 0, 0, 2, 0, 2, 0], 0x80, ...[9, 9, 9, 8, 8, 8], 2, ...blocks([0x44, 0x01])];
const end = [0x3b];
const gif = (...parts: number[][]) => Uint8Array.from(parts.flat());

test("an animation keeps its pictures, and loses what was written into it", () => {
	const made = gif(head, comment, repeat, program, timing, frame, words, timing, ownColours, comment, end);
	expect(animationOf(made)).toEqual(gif(head, repeat, timing, frame, timing, ownColours, end));
});

test("what stands behind its end does not go", () => {
	const made = gif(head, frame, frame, end, ascii("and a whole diary"));
	expect(animationOf(made)).toEqual(gif(head, frame, frame, end));
});

test("what does not move, breaks off or is no GIF is no animation", () => {
	expect(animationOf(gif(head, timing, frame, end))).toBeNull();
	expect(animationOf(gif(head, frame, frame))).toBeNull();
	expect(animationOf(gif(head, frame, frame.slice(0, -3)))).toBeNull();
	expect(animationOf(gif(ascii("JFIF"), frame))).toBeNull();
	expect(animationOf(new Uint8Array())).toBeNull();
});

test("bytes of any kind come to an end", () => {
	fc.assert(
		fc.property(fc.uint8Array({ maxLength: 400 }), (rest) => {
			const found = animationOf(gif(head, [...rest]));
			if (found) expect(found.length).toBeLessThanOrEqual(head.length + rest.length);
		}),
	);
});
