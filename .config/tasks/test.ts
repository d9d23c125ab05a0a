// Everything: checks, units, real Redis, real browsers. `npm test -- <words>` runs the test files whose paths hold one of them.
import { readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "./build-steps.ts";
import { checks } from "./check-steps.ts";
import { printCounts } from "./counts.ts";
import { requirePrograms } from "./programs.ts";
import { run } from "./steps.ts";

const filters = process.argv.slice(2);
requirePrograms();
await build(["chrome", "firefox", "web"]);

const checked = filters.length > 0 ? [] : await checks();
const report = join(tmpdir(), `mayfly-tests-${process.pid}.json`);
const reporters = ["default", "json", ".config/second-try-reporter.ts"].map((name) => `--reporter=${name}`);
const args = ["run", "--config", ".config/vitest.config.ts", ...reporters];
// Tasks that the tests themselves start are not counted beside them.
const code = await run("vitest", [...args, `--outputFile.json=${report}`, ...filters], { COUNTS_FILE: "" });

type Report = {
	numPassedTests: number;
	numFailedTests: number;
	numPendingTests: number;
	testResults: { status: string; assertionResults: unknown[] }[];
};
const tests = JSON.parse(await readFile(report, "utf8")) as Report;
const brokenFiles = tests.testResults.filter(
	(file) => file.status === "failed" && file.assertionResults.length === 0,
).length;
const brokenChecks = checked.filter((check) => !check.passed);
for (const { name } of brokenChecks) console.error(`failed: ${name}`);
// A skipped test has not passed. A run that fails beside its tests (an unhandled error) has failed once.
const counted = tests.numFailedTests + tests.numPendingTests + brokenFiles;
const failed = brokenChecks.length + (counted === 0 && code !== 0 ? 1 : counted);
printCounts(tests.numPassedTests + checked.length - brokenChecks.length, failed);
process.exit(failed === 0 ? 0 : 1);
