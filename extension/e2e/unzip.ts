import { inflateRawSync } from "node:zlib";

const centralHead = 0x02014b50;
const endHead = 0x06054b50;

/** The files of a zip without comment and below 4 GiB, by their paths. Names of fields: APPNOTE.TXT 4.3. */
export function unzip(zip: Buffer): Map<string, Buffer> {
	const end = zip.length - 22;
	if (zip.readUInt32LE(end) !== endHead) throw new Error("not a zip, or one with a comment");
	const files = new Map<string, Buffer>();
	let at = zip.readUInt32LE(end + 16);
	for (let left = zip.readUInt16LE(end + 10); left > 0; left--) {
		if (zip.readUInt32LE(at) !== centralHead) throw new Error(`no file is told at ${at}`);
		const isDeflated = zip.readUInt16LE(at + 10) === 8;
		const packedBytes = zip.readUInt32LE(at + 20);
		const nameBytes = zip.readUInt16LE(at + 28);
		const local = zip.readUInt32LE(at + 42);
		const name = zip.toString("utf8", at + 46, at + 46 + nameBytes);
		const start = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
		const packed = zip.subarray(start, start + packedBytes);
		files.set(name, isDeflated ? inflateRawSync(packed) : packed);
		at += 46 + nameBytes + zip.readUInt16LE(at + 30) + zip.readUInt16LE(at + 32);
	}
	return files;
}
