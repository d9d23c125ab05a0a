import { join } from "node:path";
import { root } from "../../.config/tasks/steps.ts";
import { budgetBytes, loadedScript, surfaces } from "../../extension/e2e/loaded-script.ts";

const kilobytes = (bytes: number) => `${(bytes / 1000).toFixed(1)} kB`;

/** Prints what each surface loads of script before a room is open. Resolves to whether all are within the budget. */
export async function benchSizes(): Promise<boolean> {
	console.log(`script before a room is open: plain | gzip | brotli, budget ${kilobytes(budgetBytes)} brotli`);
	let isWithin = true;
	for (const [name, html] of surfaces) {
		const { plain, gzip, brotli } = loadedScript(join(root, ".output", html));
		console.log(`  ${name}: ${kilobytes(plain)} | ${kilobytes(gzip)} | ${kilobytes(brotli)}`);
		isWithin &&= brotli <= budgetBytes;
	}
	return isWithin;
}
