// Checks the promises the way Jepsen would: seeded histories of real clients, servers and stores with faults between,
// written down and checked afterwards. `npm run chaos -- --histories 50 --seed 1 --store all --transport both`;
// `--check <file>` checks a history that was kept; `npm run chaos -- crowd` drops 2,000 clients at once, and
// `npm run chaos -- races` lets 10,000 rooms end in the midst of everything else.
import { parseArgs } from "node:util";
import { check } from "../../extension/chaos/checker.ts";
import { backWithinMs, mostShare, runCrowd } from "../../extension/chaos/crowd.ts";
import { readHistory } from "../../extension/chaos/history.ts";
import { storeKinds, transportKinds } from "../../extension/chaos/plan.ts";
import { runRaces } from "../../extension/chaos/races.ts";
import { explain, runHistories, sum } from "../../extension/chaos/run.ts";
import { requirePrograms } from "./programs.ts";

const { values, positionals } = parseArgs({
	allowPositionals: true,
	options: {
		histories: { type: "string", default: "50" },
		seed: { type: "string", default: "1" },
		store: { type: "string", default: "all" },
		transport: { type: "string", default: "both" },
		races: { type: "string", default: "10000" },
		parallel: { type: "string", default: "6" },
		check: { type: "string" },
	},
});

if (values.check !== undefined) {
	const violations = check(await readHistory(values.check));
	for (const { rule, what } of violations) console.log(`${rule}: ${what}`);
	console.log(violations.length === 0 ? "all promises held" : `${violations.length} broken`);
	process.exit(violations.length === 0 ? 0 : 1);
}

requirePrograms(["redis-server"]);
if (positionals.includes("crowd")) {
	const { clients, fullestShare, backAfterMs } = await runCrowd(2_000);
	const back =
		backAfterMs === null ? `not all were back within ${backWithinMs} ms` : `all were back after ${backAfterMs} ms`;
	console.log(`${clients} clients: ${back}; at most ${Math.round(fullestShare * 100)} % of them tried in any 100 ms`);
	process.exit(backAfterMs !== null && fullestShare <= mostShare ? 0 : 1);
}
const stores = values.store === "all" ? storeKinds : chosen("store", values.store, storeKinds);
const startedAt = performance.now();
const seconds = () => Math.round((performance.now() - startedAt) / 1000);
if (positionals.includes("races")) {
	const broken: string[] = [];
	for (const store of stores) {
		const each = Math.ceil(Number(values.races) / stores.length);
		const outcome = await runRaces(store, each, Number(values.seed));
		const { races, done, tooLate } = outcome;
		console.log(`${races} races on ${store}: ${done} acts done, ${tooLate} too late, ${seconds()} s`);
		broken.push(...outcome.broken.map((line) => `${store}, ${line}`));
	}
	console.log(broken.length === 0 ? "no key was left" : broken.slice(0, 20).join("\n"));
	process.exit(broken.length === 0 ? 0 : 1);
}
let done = 0;
const outcomes = await runHistories({
	histories: Number(values.histories),
	seed: Number(values.seed),
	stores,
	transports: values.transport === "both" ? transportKinds : chosen("transport", values.transport, transportKinds),
	parallel: Number(values.parallel),
	async told(outcome) {
		done++;
		if (outcome.violations.length > 0) console.log(await explain(outcome));
		else if (done % 50 === 0) console.log(`${done} done, ${seconds()} s`);
	},
});
console.log(sum(outcomes));
process.exit(outcomes.every(({ violations }) => violations.length === 0) ? 0 : 1);

function chosen<Kind extends string>(name: string, text: string, kinds: readonly Kind[]): Kind[] {
	const kind = kinds.find((candidate) => candidate === text);
	if (kind !== undefined) return [kind];
	console.error(`--${name}: one of ${kinds.join(", ")} is needed.`);
	process.exit(2);
}
