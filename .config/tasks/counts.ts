import { appendFileSync } from "node:fs";

/**
 * Prints how many things passed and failed, as the last line of a run. Where several runs are one (`.ci/run`), the file
 * that `COUNTS_FILE` names takes the line too, to be summed up.
 */
export function printCounts(passed: number, failed: number): void {
	const line = `${passed} passed, ${failed} failed`;
	console.log(line);
	const { COUNTS_FILE } = process.env;
	if (COUNTS_FILE) appendFileSync(COUNTS_FILE, `${line}\n`);
}
