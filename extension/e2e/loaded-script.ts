import { readFileSync } from "node:fs";
import { dirname, join, posix } from "node:path";
import { brotliCompressSync, gzipSync } from "node:zlib";

/** What a page may load of script before a room is open, bytes, compressed. */
export const budgetBytes = 100_000;

/** The pages that people wait for, and where their builds are in `.output`. */
export const surfaces = [
	["the popup", "chrome-mv3/popup.html"],
	["the side panel", "chrome-mv3/sidepanel.html"],
	["the guest page", "web/index.html"],
] as const;

/** A page's script before a room is open, bytes; and the files it is in. */
export type LoadedScript = { plain: number; gzip: number; brotli: number; files: string[] };

/** `import` of a file at the head of a module, not `import()`: what the browser fetches before anything runs. */
const staticImport = /(?:^|[;\s}])(?:import|export)\s*(?:[\w$*{][^"'`;()]*?\bfrom\s*)?["'](\.{1,2}\/[^"']+\.js)["']/g;

/**
 * What the browser loads for an HTML page of a build before anything in it runs: its scripts and whatever they
 * import, each file once. What is imported by a later `import()` is not counted.
 */
export function loadedScript(htmlPath: string): LoadedScript {
	const folder = dirname(htmlPath);
	const html = readFileSync(htmlPath, "utf8");
	const asked = [...html.matchAll(/<(?:script|link)\b[^>]*\b(?:src|href)="\/([^"]+\.js)"/g)].map(
		([, path]) => path ?? "",
	);
	const sources = new Map<string, Buffer>();
	for (let path = asked.pop(); path !== undefined; path = asked.pop()) {
		if (sources.has(path)) continue;
		const source = readFileSync(join(folder, path));
		sources.set(path, source);
		for (const [, imported = ""] of source.toString().matchAll(staticImport)) {
			asked.push(posix.join(posix.dirname(path), imported));
		}
	}
	const sum = (size: (source: Buffer) => number) =>
		[...sources.values()].reduce((bytes, source) => bytes + size(source), 0);
	return {
		plain: sum((source) => source.length),
		gzip: sum((source) => gzipSync(source, { level: 9 }).length),
		brotli: sum((source) => brotliCompressSync(source).length),
		files: [...sources.keys()].sort(),
	};
}
