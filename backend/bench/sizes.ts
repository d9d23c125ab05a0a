import { join } from "node:path";
import { root } from "../../.config/tasks/steps.ts";
import { budgetBytes, loadedScript, surfaces } from "../../extension/e2e/loaded-script.ts";
import { printPart } from "./report.ts";

const kilobytes = (bytes: number) => `${(bytes / 1000).toFixed(1)} kB`;

/** Prints what each surface loads of script before a room is open. Resolves to whether all are within the budget. */
export async function benchSizes(): Promise<boolean> {
	let isWithin = true;
	const rows = surfaces.map(([name, html]) => {
		const { plain, gzip, brotli } = loadedScript(join(root, ".output", html));
		isWithin &&= brotli <= budgetBytes;
		const word = brotli <= budgetBytes ? "within" : "beyond";
		return [name, ...[plain, gzip, brotli].map(kilobytes), `${kilobytes(budgetBytes)} brotli: ${word}`];
	});
	printPart("`sizes`: script before a room is open", ["", "plain", "gzip", "brotli", "budget"], rows);
	return isWithin;
}
