import { audit } from "./audit.ts";
import { must, run } from "./steps.ts";

const steps = [
	{ name: "style and import rules", command: "biome", args: ["ci", "--error-on-warnings", "."] },
	{ name: "types", command: "tsc", args: [] },
	{ name: "dead code", command: "knip", args: ["--config", ".config/knip.json"] },
];

/** Runs every check and tells which passed. */
export async function checks(): Promise<{ name: string; passed: boolean }[]> {
	await must("wxt", ["prepare"]);
	const results = [];
	for (const { name, command, args } of steps) results.push({ name, passed: (await run(command, args)) === 0 });
	results.push({ name: "known holes in dependencies", passed: await audit() });
	return results;
}
