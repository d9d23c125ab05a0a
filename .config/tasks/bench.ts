// What a message costs and how soon things stand on screen, each beside its yardstick or budget.
// `npm run bench -- messages` runs one part; the others are `cost`, `sizes` and `startup`.
import { benchMessageCost } from "../../backend/bench/message-cost.ts";
import { benchSendToShown } from "../../backend/bench/send-to-shown.ts";
import { benchSizes } from "../../backend/bench/sizes.ts";
import { benchStartup } from "../../backend/bench/startup.ts";
import { build } from "./build-steps.ts";
import { requirePrograms } from "./programs.ts";

requirePrograms();
await build(["chrome", "web"]);
/** Each prints what it found. Times are told; what is counted has a budget, and false is beyond it. */
const parts: Record<string, () => Promise<boolean> | Promise<void>> = {
	cost: benchMessageCost,
	sizes: benchSizes,
	startup: benchStartup,
	messages: benchSendToShown,
};
const wanted = process.argv.slice(2);
const beyond: string[] = [];
for (const [name, part] of Object.entries(parts)) {
	if (wanted.length > 0 && !wanted.includes(name)) continue;
	if ((await part()) === false) beyond.push(name);
}
if (beyond.length > 0) console.error(`beyond the budget: ${beyond.join(", ")}`);
process.exit(beyond.length === 0 ? 0 : 1);
