import { type Bytes, concat } from "../../crypto/bytes.ts";

/**
 * An animated GIF without what its maker wrote into it (comments, plain texts, blocks of programs), or null when it
 * is none: not animated, or not to be read. Its pictures stay as they are: drawn anew, it would stand still.
 */
export function animationOf(bytes: Bytes): Bytes | null {
	if (!/^GIF8[79]a$/.test(String.fromCharCode(...bytes.subarray(0, 6)))) return null;
	const kept: [from: number, to: number][] = [];
	let at = 13 + tableBytes(bytes[10]);
	kept.push([0, at]);
	let frames = 0;
	for (;;) {
		const from = at;
		const mark = bytes[at];
		if (mark === 0x3b) {
			kept.push([at, at + 1]);
			return frames > 1 ? concat(...kept.map(([start, end]) => bytes.subarray(start, end))) : null;
		}
		const isImage = mark === 0x2c;
		if (!isImage && mark !== 0x21) return null;
		const label = bytes[at + 1];
		const end = endOfBlocks(bytes, isImage ? at + 11 + tableBytes(bytes[at + 9]) : at + 2);
		if (end === null) return null;
		at = end;
		if (isImage) frames++;
		// How a frame is shown (0xf9), and how often all of them are (the one block of programs that browsers read).
		if (isImage || label === 0xf9 || (label === 0xff && isRepeat(bytes, from))) kept.push([from, at]);
	}
}

/** What a table of colours takes, by the flags before it. */
const tableBytes = (flags = 0): number => (flags & 0x80 ? 3 * 2 ** ((flags & 7) + 1) : 0);

/** Behind a chain of blocks, each after its length, the last of which is empty. */
function endOfBlocks(bytes: Bytes, start: number): number | null {
	for (let at = start; ; ) {
		const length = bytes[at];
		if (length === undefined) return null;
		at += length + 1;
		if (length === 0) return at;
	}
}

function isRepeat(bytes: Bytes, at: number): boolean {
	return bytes[at + 2] === 11 && String.fromCharCode(...bytes.subarray(at + 3, at + 14)) === "NETSCAPE2.0";
}
