import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { gzip } from "node:zlib";
import type { Bytes, WebFiles } from "./guest-page.ts";

/** The built guest page in a folder of this machine. */
export function webFolder(folder: string): WebFiles {
	return {
		read: (path) => read(join(folder, path)),
		gzip: async (plain) => new Uint8Array(await promisify(gzip)(plain, { level: 9 })),
	};
}

/** How the file system says that there is no such file. */
const noFile: ReadonlySet<unknown> = new Set(["ENOENT", "EISDIR", "ENOTDIR", "ENAMETOOLONG"]);

/** Null when there is no such file. */
async function read(path: string): Promise<Bytes | null> {
	try {
		return new Uint8Array(await readFile(path));
	} catch (error) {
		if (error instanceof Error && "code" in error && noFile.has(error.code)) return null;
		throw error;
	}
}
