import { readdir, readFile } from "node:fs/promises";
import { join, relative } from "node:path";
import { decodeBase64url } from "../crypto/base64url.ts";

/** What a file holds, by its path in the profile; a packed one stands twice, as it is and unpacked. */
export type Files = Map<string, Buffer>;

/** Everything in a folder, links left out. */
export async function readFiles(folder: string): Promise<Files> {
	const files: Files = new Map();
	for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
		if (!entry.isFile()) continue;
		const path = join(entry.parentPath, entry.name);
		// A browser that runs takes files away while one looks.
		const bytes = await readFile(path).catch(() => null);
		if (bytes === null) continue;
		const name = relative(folder, path);
		files.set(name, bytes);
		const unpacked = unpackMozLz4(bytes);
		if (unpacked) files.set(`${name} (unpacked)`, unpacked);
	}
	return files;
}

/**
 * Which of these words stand in which files, "word in path": as UTF-8 and UTF-16, and what is base64url also as the
 * bytes that it stands for and in the other base64.
 * @param words the name to tell it by, and what to look for
 */
export function findIn(files: Files, words: Record<string, string>): string[] {
	const forms = Object.entries(words).map(([name, word]) => ({ name, forms: formsOf(word) }));
	return [...files].flatMap(([path, bytes]) =>
		forms.flatMap(({ name, forms }) => (forms.some((form) => bytes.includes(form)) ? [`${name} in ${path}`] : [])),
	);
}

function formsOf(word: string): Buffer[] {
	if (word.length < 8) throw new Error(`"${word}" is too short to be found by accident alone`);
	const key = word.length === 43 ? decodeBase64url(word) : null;
	const raw = key === null ? [] : [inside(Buffer.from(key)), inside(Buffer.from(Buffer.from(key).toString("base64")))];
	const text = inside(word);
	return [Buffer.from(text), Buffer.from(text, "utf16le"), Buffer.from(text, "utf16le").swap16(), ...raw];
}

/**
 * A longer word without its ends. Databases of both browsers pack what they hold (Snappy), which writes an end that
 * goes on as something before did in another way: "Sentinel Sandpip", and then as in "server".
 */
function inside<Word extends string | Buffer>(word: Word): Word {
	return (word.length < 14 ? word : word.slice(3, -3)) as Word;
}

const mozLz4 = Buffer.from("mozLz40\0");

/** Firefox keeps its sessions packed: one block of LZ4 behind a head and the length. Null for anything else. */
function unpackMozLz4(bytes: Buffer): Buffer | null {
	if (!bytes.subarray(0, mozLz4.length).equals(mozLz4)) return null;
	const out = Buffer.alloc(bytes.readUInt32LE(mozLz4.length));
	let [from, to] = [mozLz4.length + 4, 0];
	const longer = (length: number): number => {
		if (length < 15) return length;
		for (;;) {
			const more = bytes[from++] ?? 0;
			length += more;
			if (more < 255) return length;
		}
	};
	while (from < bytes.length) {
		const token = bytes[from++] ?? 0;
		const literals = longer(token >> 4);
		bytes.copy(out, to, from, from + literals);
		from += literals;
		to += literals;
		if (from >= bytes.length) break;
		const back = bytes.readUInt16LE(from);
		from += 2;
		// What is copied may reach into what it makes.
		for (let left = longer(token & 15) + 4; left > 0; left--, to++) out[to] = out[to - back] ?? 0;
	}
	return out;
}
