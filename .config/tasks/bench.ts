// What Mayfly costs, each part beside its yardstick or budget, printed as the tables of backend/bench/README.md.
// `npm run bench -- messages cost` runs these parts alone, `npm run bench -- --quick` two rounds of each, to try.
import { parseArgs } from "node:util";
import { benchBrowser } from "../../backend/bench/browser.ts";
import { benchCompany } from "../../backend/bench/company.ts";
import { benchDistance } from "../../backend/bench/distance.ts";
import { benchFanOut } from "../../backend/bench/fan-out.ts";
import { benchHistory } from "../../backend/bench/history.ts";
import { benchIdleMemory } from "../../backend/bench/idle-memory.ts";
import { describeMachine } from "../../backend/bench/machine.ts";
import { benchMessageCost } from "../../backend/bench/message-cost.ts";
import type { Effort } from "../../backend/bench/rounds.ts";
import { benchSealing } from "../../backend/bench/sealing.ts";
import { benchSendToShown } from "../../backend/bench/send-to-shown.ts";
import { benchSizes } from "../../backend/bench/sizes.ts";
import { benchStartup } from "../../backend/bench/startup.ts";
import { benchThroughput } from "../../backend/bench/throughput.ts";
import { build } from "./build-steps.ts";
import { requirePrograms } from "./programs.ts";

/** Each prints what it found. Times are told; what is counted has a budget, and false is beyond it. */
const parts: Record<string, (effort: Effort) => Promise<boolean> | Promise<void>> = {
	messages: benchSendToShown,
	distance: benchDistance,
	throughput: benchThroughput,
	fanout: benchFanOut,
	memory: benchIdleMemory,
	cost: benchMessageCost,
	history: benchHistory,
	sealing: async (effort) => {
		await benchSealing(effort);
		await benchCompany(effort);
	},
	startup: benchStartup,
	browser: benchBrowser,
	sizes: benchSizes,
};
const asked = parseArgs({ options: { quick: { type: "boolean", default: false } }, allowPositionals: true });
const wanted = asked.positionals.length > 0 ? asked.positionals : Object.keys(parts);
const unknown = wanted.filter((name) => !(name in parts));
if (unknown.length > 0)
	throw new Error(`no such part: ${unknown.join(", ")}; there are ${Object.keys(parts).join(", ")}`);

requirePrograms(["chromium", "redis-server"]);
if (["startup", "browser", "sizes"].some((name) => wanted.includes(name))) await build(["chrome", "web"]);
console.log(describeMachine());
const beyond: string[] = [];
for (const name of wanted) {
	if ((await parts[name]?.({ rounds: asked.values.quick ? 2 : 5 })) === false) beyond.push(name);
}
if (beyond.length > 0) console.error(`beyond the budget: ${beyond.join(", ")}`);
process.exit(beyond.length === 0 ? 0 : 1);
