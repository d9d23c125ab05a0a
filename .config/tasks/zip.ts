// Packages for the stores, each with its SHA-256: one for Chrome and Edge, one for Firefox, and the sources of the
// latter as its reviewers want them. `npm run zip -- <folder>` puts them somewhere else than into .output.
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join, relative, resolve } from "node:path";
import { zip } from "wxt";
import { root } from "./steps.ts";

const outDir = resolve(process.argv[2] ?? join(root, ".output"));
const made: string[] = [];
for (const browser of ["chrome", "firefox"]) made.push(...(await zip({ root, outDir, browser, manifestVersion: 3 })));
for (const file of made) {
	const sha256 = createHash("sha256")
		.update(await readFile(file))
		.digest("hex");
	console.log(`${sha256}  ${relative(process.cwd(), file)}`);
}
