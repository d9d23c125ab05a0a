// Puts the cases of Project Wycheproof (github.com/C2SP/wycheproof, its `testvectors_v1/`) to our own functions, in Node
// and in real browsers: `npm run vectors -- <folder with the files>`.
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import {
	acceptable,
	checkWycheproof,
	type Findings,
	type WycheproofFile,
	wycheproofFiles,
} from "../../extension/crypto/wycheproof.ts";
import { inPageOf, plainBrowsers } from "../../extension/e2e/module-page.ts";
import { printCounts } from "./counts.ts";
import { requirePrograms } from "./programs.ts";

const [folder] = process.argv.slice(2);
if (folder === undefined) {
	console.error(`Which folder holds ${wycheproofFiles.map((file) => `${file}.json`).join(", ")}?`);
	process.exit(2);
}
// npm runs this in the repository's folder, wherever it was called.
const place = resolve(process.env.INIT_CWD ?? ".", folder);
const texts = new Map<WycheproofFile, string>();
for (const file of wycheproofFiles) {
	try {
		texts.set(file, readFileSync(join(place, `${file}.json`), "utf8"));
	} catch (error) {
		console.error(`${file}.json can't be read: ${(error as Error).message}`);
	}
}

let passed = 0;
let failed = wycheproofFiles.length - texts.size;

function tell(where: string, file: WycheproofFile, { asTold, refused, notAsked, misses }: Findings): void {
	const parts = [
		`${asTold} as the file says`,
		...(refused > 0 ? [`${refused} of a size that is not used here refused`] : []),
		...(notAsked > 0 ? [`${notAsked} that nothing here can ask for`] : []),
		...(misses.length > 0 ? [`${misses.length} MISSED`] : []),
	];
	console.log(`${where}, ${file}: ${parts.join(", ")}`);
	for (const miss of misses) console.log(`  ${miss}`);
	passed += asTold + refused;
	failed += misses.length;
}

requirePrograms(["chromium", "firefox"]);
for (const [file, text] of texts) tell(`Node ${process.version}`, file, await checkWycheproof(file, JSON.parse(text)));
const module = new URL("../../extension/crypto/wycheproof.ts", import.meta.url);
type Checker = { checkWycheproof: typeof checkWycheproof };
for (const options of plainBrowsers()) {
	await inPageOf(module, options, async (page, version) => {
		for (const [file, text] of texts) {
			const check = (name: WycheproofFile, json: string) =>
				(globalThis as unknown as Checker).checkWycheproof(name, JSON.parse(json));
			tell(version, file, await page.evaluate(check, file, text));
		}
	});
}
const ruled = (rule: "computed" | "refused") => Object.keys(acceptable).filter((flag) => acceptable[flag] === rule);
console.log(
	`Of the cases that may be either: ${ruled("refused").join(", ")} refused; ${ruled("computed").join(", ")} computed.`,
);
printCounts(passed, failed);
process.exit(failed === 0 ? 0 : 1);
